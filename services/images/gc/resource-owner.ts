import { ResourcesService, type stevedore } from "@stevedore/api";
import { isError, wrapError } from "@stevedore/errors";
import { createClient, type Channel } from "@stevedore/rpc";

// Sweeps travel in messages of at most about this size: a ttrpc message can have 4 MiB.
const MAX_SWEEP_BYTES = 1 << 20;

// A list of namespaces has to answer soon, also while another service is away; the rest may take its time.
const TIMEOUTS = { namespaces: 2000, checkEmpty: 15_000, drop: 60_000, begin: 15_000, list: 60_000, sweep: 60_000, cleanup: 600_000, end: 5000 };

export type Resource = stevedore.v1.IResource;

export interface SweepTarget {
  namespace: string;
  kind: string;
  keys: readonly string[];
}

/** A service that owns records which garbage collection lists and sweeps. The protocol is `stevedore.v1.Resources`. */
export interface ResourceOwner {
  readonly name: string;
  namespaces(): Promise<string[]>;
  /** What a namespace still holds, in the words of containerd's message, and the service's revision at that moment. */
  checkEmpty(namespace: string): Promise<{ kinds: string[]; revision: number }>;
  /** Removes what a deleted namespace holds besides, up to that revision. */
  drop(namespace: string, revision: number): Promise<void>;
  /** Begins an epoch: what is written from now on is remembered, and can't be condemned. */
  begin(): Promise<number>;
  /** All records, or those that were written since the epoch began. */
  list(epoch?: number): Promise<Resource[]>;
  /** Sets the target aside until the epoch ends; returns the keys that it refused. */
  condemn(epoch: number, target: SweepTarget): Promise<string[]>;
  /** Removes what was condemned of the target; returns the keys that went. */
  sweep(epoch: number, target: SweepTarget): Promise<string[]>;
  /** The verdict is carried out. */
  end(epoch: number): Promise<void>;
  /** Returns when the disk behind removed records is free; its size in bytes. */
  cleanup(): Promise<number>;
}

/** The owner behind a channel. Errors name the service, and keep their class. */
export function createResourceOwner(name: string, channel: Channel): ResourceOwner {
  const client = createClient(ResourcesService, channel);
  const named = async <T>(what: string, call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      throw wrapError(`${name}: ${what}`, error);
    }
  };
  const collect = async (epoch = 0): Promise<Resource[]> => {
    const all: Resource[] = [];
    for await (const batch of client.list({ epoch }, { timeoutMs: TIMEOUTS.list })) for (const resource of batch.resources ?? []) all.push(resource);
    return all;
  };
  const sweepChunk = async (epoch: number, target: SweepTarget, keys: string[]): Promise<string[]> => {
    const { namespace, kind } = target;
    const { removed } = await client.sweep({ epoch, namespace, kind, keys }, { timeoutMs: TIMEOUTS.sweep });
    return removed ?? [];
  };
  const condemnChunks = async (epoch: number, { namespace, kind, keys }: SweepTarget): Promise<string[]> => {
    const refused: string[] = [];
    for (const chunk of chunksOf(keys)) refused.push(...((await client.condemn({ epoch, namespace, kind, keys: chunk }, { timeoutMs: TIMEOUTS.sweep })).refused ?? []));
    return refused;
  };
  return {
    name,
    namespaces: async () => (await named("namespaces", client.namespaces({}, { timeoutMs: TIMEOUTS.namespaces }))).names ?? [],
    async checkEmpty(namespace) {
      const { kinds, revision } = await named("check namespace", client.checkEmpty({ namespace }, { timeoutMs: TIMEOUTS.checkEmpty }));
      return { kinds: kinds ?? [], revision: Number(revision) };
    },
    drop: async (namespace, revision) => void (await named("drop namespace", client.dropNamespace({ namespace, revision }, { timeoutMs: TIMEOUTS.drop }))),
    begin: async () => Number((await named("begin epoch", client.begin({}, { timeoutMs: TIMEOUTS.begin }))).epoch),
    list: (epoch) => named("list resources", collect(epoch)),
    condemn: (epoch, target) => named("condemn", condemnChunks(epoch, target)),
    end: async (epoch) => void (await named("end epoch", client.end({ epoch }, { timeoutMs: TIMEOUTS.end }))),
    sweep: (epoch, target) => named("sweep", sweepInChunks(target.keys, (keys) => sweepChunk(epoch, target, keys))),
    async cleanup() {
      try {
        return Number((await client.cleanup({}, { timeoutMs: TIMEOUTS.cleanup })).freedBytes);
      } catch (error) {
        if (isError(error, "unimplemented")) return 0;
        throw wrapError(`${name}: cleanup`, error);
      }
    },
  };
}

// A key can only go when those that hold it are gone (a snapshot's children), and these may be in a later message:
// so what is left of more than one message is asked for again for as long as that removes anything.
async function sweepInChunks(keys: readonly string[], sweep: (keys: string[]) => Promise<string[]>): Promise<string[]> {
  const removed = new Set<string>();
  for (;;) {
    const chunks = chunksOf(keys.filter((key) => !removed.has(key)));
    const before = removed.size;
    for (const chunk of chunks) for (const key of await sweep(chunk)) removed.add(key);
    if (chunks.length <= 1 || removed.size === before) return [...removed];
  }
}

function chunksOf(keys: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let size = MAX_SWEEP_BYTES;
  for (const key of keys) {
    if (size + key.length > MAX_SWEEP_BYTES) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)!.push(key);
    size += key.length + 8;
  }
  return chunks;
}
