import { afterAll, beforeAll } from "vitest";
import { EventsService, google, packAny, type containerd } from "@stevedore/api";
import { assertNothingLeft, eventually, newestContainerd, QUIET_GC, startHost, startStock, type Side } from "../kit/mod.ts";
import { connect, type Connection, type OpenCall } from "./connection.ts";

type Envelope = containerd.types.Envelope;

/** One daemon under comparison, and every event that it has published since the start, of all namespaces. */
export interface Peer {
  readonly side: Side;
  readonly connection: Connection;
  /** Events of one namespace, in the order in which they came. */
  events(namespace: string): Envelope[];
}

export interface Peers extends AsyncDisposable {
  readonly stock: Peer;
  readonly ours: Peer;
  /** `2.3` where the newest containerd is built, else Debian's. */
  readonly stockVersion: "2.3" | "1.6";
  /** Remembers a namespace that a scenario used, for the audit at the end. */
  use(namespace: string): void;
}

export interface PeerOptions {
  /** Lines for one side's configuration, which are known when the tests begin. */
  stock?: string;
  ours?: string;
  /** A directory that comes first on the stock one's PATH. */
  stockPath?: string;
  /** Debian's containerd is the peer, though a newer one is built. */
  debian?: boolean;
}

/** The payload of the suite's own events: 1.6 does not survive one without. */
export const MARK = packAny("google.protobuf.Empty", google.protobuf.Empty, {});

/**
 * Starts both daemons before a file's tests; afterwards nothing of the containers that the tests ran may be left.
 * `STEVEDORE_CONFORMANCE_STOCK=debian` compares with Debian's containerd where the newest is built too. `config` is for ours, `both` for either;
 * `options` are asked for when the tests begin.
 */
export function usePeers(config = "", both = "", options: () => PeerOptions = () => ({})): () => Peers {
  let peers: Peers | undefined;
  beforeAll(async () => {
    peers = await startPeers(config, QUIET_GC + both, options());
  });
  afterAll(async () => {
    await peers?.[Symbol.asyncDispose]();
  });
  return () => peers!;
}

async function startPeers(config: string, both: string, options: PeerOptions): Promise<Peers> {
  await using stack = new AsyncDisposableStack();
  const newest = await findNewest(options);
  const newestOptions = "path" in newest ? { binary: newest.path } : {};
  const started = await Promise.allSettled([startStock({ config: both + (options.stock ?? ""), ...newestOptions, ...(options.stockPath !== undefined && { path: options.stockPath }) }), startHost({ config: both + config + (options.ours ?? "") })]);
  const sides = started.flatMap((one) => (one.status === "fulfilled" ? [stack.use(one.value)] : []));
  const failed = started.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const [stock, ours] = (await Promise.all(sides.map((side) => createPeer(side, stack)))) as [Peer, Peer];
  const namespaces: string[] = [];
  const owned = stack.move();
  return {
    stock,
    ours,
    stockVersion: "path" in newest ? "2.3" : "1.6",
    use: (namespace) => void namespaces.push(namespace),
    async [Symbol.asyncDispose]() {
      try {
        const directories = sides.map(({ state }) => `${state}/io.containerd.runtime.v2.task/`);
        await assertNothingLeft("the scenarios", { directories, namespaces, except: [process.pid, process.ppid] });
      } finally {
        await owned.disposeAsync();
      }
    },
  };
}

async function findNewest({ debian = false }: PeerOptions): Promise<{ path: string } | { skip: string }> {
  return debian || process.env["STEVEDORE_CONFORMANCE_STOCK"] === "debian" ? { skip: "Debian's is asked for" } : newestContainerd();
}

async function createPeer(side: Side, stack: AsyncDisposableStack): Promise<Peer> {
  const connection = stack.use(connect(side.address));
  const events: Envelope[] = [];
  const feed = connection.open(EventsService, "subscribe", { metadata: {}, timeoutMs: 3_600_000 });
  feed.send({ filters: [] });
  feed.closeSend();
  void collect(feed, events);
  stack.defer(() => feed.cancel());
  // A subscription is not acknowledged: it is there when the first event comes.
  await eventually("events arrive", async () => {
    await connection.call(EventsService, "publish", { topic: "/conformance/begin", event: MARK }, { metadata: { "containerd-namespace": "begin" }, timeoutMs: 5000 });
    return events.length > 0;
  });
  return { side, connection, events: (namespace) => events.filter((event) => event.namespace === namespace) };
}

async function collect(feed: OpenCall<unknown, Envelope>, events: Envelope[]): Promise<void> {
  for (let event = await feed.next(); event !== undefined; event = await feed.next()) events.push(event);
}
