import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { EventsService, messageTypeOf, typeNameOf, type google, type ServiceDescriptor } from "@stevedore/api";
import { eventually, PATIENCE, uniqueNamespace } from "../kit/mod.ts";
import { cleanUp } from "./clean-up.ts";
import type { CallSettings, MethodsOf, OpenCall, Outcome, ReplyOf, RequestOf } from "./connection.ts";
import { maskText, plain, type Masks } from "./normalise.ts";
import { MARK, type Peer, type Peers } from "./peers.ts";

export interface CallOptions<Reply = unknown> {
  /** Another namespace header than the scenario's own; null: none. */
  namespace?: string | null;
  metadata?: Record<string, string>;
  /** Wordings of this error are each side's own: only the code is compared. */
  words?: "own";
  /** What of a reply is compared, where the whole of it can't be. */
  view?(reply: Reply): unknown;
  /** Why an older containerd than 2.3 answers otherwise: then this call is not compared with one. */
  older?: string;
  /** Where ours answers otherwise than stock on purpose: both codes, and why. `docs/design.md` says it too. Several for stock: which one is a matter of its luck. */
  differs?: { stock: string | readonly string[]; ours: string; why: string };
  /** A request that ends the stock daemon's process: it is asked of ours alone, which has to answer with this code. */
  stockPanics?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** What a scenario does its requests with, on one of the two daemons. Every call is recorded, and compared at the end. */
export interface Actor {
  /** The scenario's namespace on this side. */
  readonly namespace: string;
  readonly peer: Peer;
  /** One request to its end; the first reply, or undefined where the call failed. */
  call<S extends ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, request: RequestOf<S["methods"][M]> | Uint8Array, options?: CallOptions<ReplyOf<S["methods"][M]>>): Promise<ReplyOf<S["methods"][M]> | undefined>;
  /** As `call`, but not recorded: to prepare something, or to look something up. */
  quiet<S extends ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, request: RequestOf<S["methods"][M]> | Uint8Array, options?: CallOptions): Promise<Outcome<ReplyOf<S["methods"][M]>>>;
  /** Opens a call that goes on; its end is the scenario's to note. */
  open<S extends ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, options?: CallOptions): OpenCall<RequestOf<S["methods"][M]>, ReplyOf<S["methods"][M]>>;
  /** Adds something to what is compared. */
  note(label: string, value: unknown): void;
  /** Another namespace of this scenario, known by its name on both sides. */
  otherNamespace(name: string): string;
  /** Waits until the scenario's namespace has seen `count` events of a topic. Stock loses one now and then: then that topic is not compared. */
  until(topic: string, count?: number): Promise<void>;
}

export interface ScenarioOptions {
  /** Why an older containerd than 2.3 can't be compared with at all. Of other scenarios its wordings are not compared. */
  since23?: string;
  /** Which events are compared, in which order; default all, in the order in which they came. */
  events?: "all" | "none" | "by topic";
  timeoutMs?: number;
}

interface Seen {
  calls: unknown[];
  events: SeenEvent[];
  /** Topics of which stock lost an event. */
  lost: ReadonlySet<string>;
}

interface SeenEvent {
  topic: string;
}

export type Steps = (actor: Actor) => Promise<void>;
export type Scenario = (name: string, steps: Steps, options?: ScenarioOptions) => void;

/** Makes a file's `scenario`: a test that runs the same steps against stock and ours, and compares all that it saw. */
export function createScenario(peers: () => Peers): Scenario {
  return (name, steps, options = {}) => {
    test(name, { timeout: Math.max(120_000, options.timeoutMs ?? 0) * PATIENCE }, async (context) => {
      const { stock, ours, stockVersion, use } = peers();
      if (options.since23 !== undefined && stockVersion !== "2.3") context.skip(`needs containerd 2.3.4 built: ${options.since23}`);
      const base = uniqueNamespace();
      const ended = { a: Promise.withResolvers<void>(), b: Promise.withResolvers<void>() };
      // Events of stock's shims come behind the answers, on a busy machine also behind the mark that ends a scenario.
      const bothHaveSeen = async (): Promise<void> => {
        await Promise.all([ended.a.promise, ended.b.promise]);
        await eventually("as many events on either side", () => topicsOf(stock, `${base}a`) === topicsOf(ours, `${base}b`), 3000).catch(() => undefined);
      };
      const run = (peer: Peer, letter: "a" | "b") => play({ peer, base, letter, stockVersion, use, steps: (actor) => steps(actor).finally(ended[letter].resolve), bothHaveSeen, options });
      const [theirs, own] = await Promise.all([run(stock, "a"), run(ours, "b")]);
      expect(differences(theirs, own)).toEqual([]);
    });
  };
}

const topicsOf = (peer: Peer, namespace: string): string => peer.events(namespace).flatMap(({ topic }) => (topic === END ? [] : [topic])).toSorted().join();

/** What differs, item by item: a whole scenario would be too much to look at. */
const DELETION = "/tasks/delete";

function differences(stock: Seen, ours: Seen): string[] {
  const found: string[] = [];
  // Stock's shim may end before its last event has left.
  const deletions = (seen: Seen): number => seen.events.filter(({ topic }) => topic === DELETION).length;
  const lost = deletions(stock) < deletions(ours) ? new Set([...stock.lost, DELETION]) : stock.lost;
  const kept = ({ topic }: SeenEvent): boolean => !lost.has(topic);
  const parts = { calls: [stock.calls, ours.calls], events: [stock.events.filter(kept), ours.events.filter(kept)] } as const;
  for (const [part, [left, right]] of Object.entries(parts)) {
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
      const [theirs, own] = [left[at], right[at]];
      if (!isDeepStrictEqual(theirs, own)) found.push(`${part}[${at}]\n  stock ${JSON.stringify(theirs)}\n  ours  ${JSON.stringify(own)}`);
    }
  }
  return found;
}

interface Play {
  peer: Peer;
  base: string;
  letter: string;
  stockVersion: "2.3" | "1.6";
  use(namespace: string): void;
  steps: Steps;
  /** Resolves once the steps of both sides have ended and their events have come, as far as they do. */
  bothHaveSeen(): Promise<void>;
  options: ScenarioOptions;
}

async function play({ peer, base, letter, stockVersion, use, steps, bothHaveSeen, options }: Play): Promise<Seen> {
  const namespaces = new Map<string, string>();
  const otherNamespace = (name: string): string => {
    const own = `${base}${letter}${name}`;
    if (!namespaces.has(name)) use(own);
    namespaces.set(name, own);
    return own;
  };
  const namespace = otherNamespace("");
  const { root, state, directory } = { ...peer.side, directory: peer.side.root.replace(/\/root$/, "") };
  const masks: Masks = [[root, "ROOT"], [state, "STATE"], [directory, "DIR"], [`${base}${letter}`, "NS"]];
  const steward = { peer, masks, namespace, compareOlder: stockVersion === "2.3" };
  const { actor, record, lost } = createActor(steward, otherNamespace);
  try {
    await steps(actor);
    if (options.events !== "none") await bothHaveSeen();
    const events = options.events === "none" ? [] : await readEvents(steward, options.events ?? "all");
    return { calls: record, events, lost };
  } finally {
    for (const own of namespaces.values()) await cleanUp(peer, own);
  }
}

interface Steward {
  peer: Peer;
  masks: Masks;
  namespace: string;
  compareOlder: boolean;
}

function createActor({ peer, masks, namespace, compareOlder }: Steward, otherNamespace: (name: string) => string): { actor: Actor; record: unknown[]; lost: ReadonlySet<string> } {
  const record: unknown[] = [];
  const lost = new Set<string>();
  const settings = (options: CallOptions = {}): CallSettings => {
    const header = options.namespace === undefined ? namespace : options.namespace;
    return { metadata: { ...(header === null ? {} : { "containerd-namespace": header }), ...options.metadata }, timeoutMs: options.timeoutMs ?? 20_000 * PATIENCE, signal: options.signal };
  };
  const actor: Actor = {
    peer,
    namespace,
    otherNamespace,
    open: (service, method, options) => peer.connection.open(service, method, settings(options)),
    quiet: (service, method, request, options) => peer.connection.call(service, method, request, settings(options)),
    async call(service, method, request, options = {}) {
      if (options.stockPanics !== undefined && peer.side.name === "stock") {
        record.push({ call: `${record.length} ${service.name.split(".").at(-1)}/${method}`, code: options.stockPanics });
        return undefined;
      }
      const outcome = await peer.connection.call(service, method, request, settings(options as CallOptions));
      const label = `${record.length} ${service.name.split(".").at(-1)}/${method}`;
      record.push(options.older !== undefined && !compareOlder ? { call: label } : { call: label, ...describe(outcome, compareOlder ? (options as CallOptions) : { ...(options as CallOptions), words: "own" }, peer, masks) });
      return outcome.replies[0];
    },
    note: (label, value) => void record.push({ note: label, value: plain(value, masks) }),
    async until(topic, count = 1) {
      const seen = eventually(`${count} × ${topic}`, () => peer.events(namespace).filter((event) => event.topic === topic).length >= count, peer.side.name === "stock" ? 3000 : 10_000);
      await seen.catch((error: unknown) => {
        if (peer.side.name !== "stock") throw error;
        lost.add(topic);
      });
    },
  };
  return { actor, record, lost };
}

function describe(outcome: Outcome<unknown>, options: CallOptions, peer: Peer, masks: Masks): object {
  const { code, message, replies } = outcome;
  if (options.stockPanics !== undefined) return { code };
  if (options.differs !== undefined) {
    const expected = [peer.side.name === "stock" ? options.differs.stock : options.differs.ours].flat();
    return { code: expected.includes(code) ? "differs as is said" : `${code}, and not ${expected.join(" or ")}: ${message}` };
  }
  const view = options.view ?? ((reply: unknown) => reply);
  const seen = replies.map((reply) => plain(view(reply), masks));
  if (code === "OK") return { code, replies: seen };
  return { code, ...(options.words === "own" ? {} : { message: maskText(message, masks) }), ...(seen.length > 0 ? { replies: seen } : {}) };
}

const END = "/conformance/end";

async function readEvents({ peer, masks, namespace }: Steward, order: "all" | "by topic"): Promise<SeenEvent[]> {
  const { code, message } = await peer.connection.call(EventsService, "publish", { topic: END, event: MARK }, { metadata: { "containerd-namespace": namespace }, timeoutMs: 20_000 * PATIENCE });
  if (code !== "OK") throw new Error(`${peer.side.name} does not answer any more: ${code} ${message}`);
  await eventually("the last event", () => peer.events(namespace).some((event) => event.topic === END));
  const events = peer.events(namespace).filter((event) => event.topic !== END);
  const described = events.map(({ topic, event, timestamp }) => ({ topic, type: event?.type_url, at: plain(timestamp, masks), payload: plain(decode(event), masks) }));
  return order === "all" ? described : described.toSorted((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0));
}

/** The message inside an Any where its type is known, else its bytes. */
export function decode(any: google.protobuf.IAny | null | undefined): unknown {
  const type = messageTypeOf(typeNameOf(any));
  return type === undefined ? any?.value : type.decode(any?.value ?? new Uint8Array());
}
