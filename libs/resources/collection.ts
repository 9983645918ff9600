import { failedPrecondition } from "@stevedore/errors";
import type { MetadataStore, Transaction } from "@stevedore/metadata";

/** One thing that garbage collection knows, as its owner names it: kinds are those of `stevedore.v1.Resource`. */
export interface ResourceName {
  readonly namespace: string;
  readonly kind: string;
  readonly key: string;
}

/** Which resource a record is; undefined for records that are none. */
export type NameOf = (bucket: string, key: string) => ResourceName | undefined;

/** What the first says that knows the record. */
export function nameOfAny(...names: readonly NameOf[]): NameOf {
  return (bucket, key) => {
    for (const nameOf of names) {
      const name = nameOf(bucket, key);
      if (name !== undefined) return name;
    }
    return undefined;
  };
}

/** A record as it was written. */
export interface Written {
  readonly bucket: string;
  readonly key: string;
  readonly value: Uint8Array;
}

/**
 * What an owner of records does for a garbage collection that runs over several services without stopping them.
 *
 * From `begin` on every write is remembered, also of what is deleted or replaced again, so that the collector can ask what it has
 * missed. Then the collector condemns what it thinks is garbage: what was written meanwhile is refused, and the
 * rest is nobody's until the verdict. Who reads a condemned record with `settled`, or in a transaction, waits for that: it is either
 * swept, and was gone from the moment of its condemnation, or it stays, and was never gone. Nobody else waits.
 */
export interface Collection {
  /** The store for everybody but sweeps: a transaction that meets a condemned record is undone and runs again after the verdict. */
  readonly store: MetadataStore;
  /** Begins an epoch, and ends the one before. Its number is never used twice. */
  begin(): Promise<number>;
  /** Milliseconds since 1970 at which the newest epoch began. */
  readonly beganAtMs: number | undefined;
  /** All that was written since the epoch began. @throws FailedPrecondition when the epoch is over */
  written(epoch: number): readonly Written[];
  /** Makes it count as written: somebody was told that it is there. */
  touch(name: ResourceName): void;
  /** Condemns what was not written since the epoch began; returns the names that were refused. @throws FailedPrecondition */
  condemn(epoch: number, names: readonly ResourceName[]): ResourceName[];
  isCondemned(name: ResourceName): boolean;
  /** Resolves when the resource is not condemned, or not any more. */
  settled(name: ResourceName): Promise<void>;
  /** Resolves when nothing of a kind is condemned in a namespace: a list is of one moment, before the collection or behind it. */
  settledAll(namespace: string, kind: string): Promise<void>;
  /** @throws FailedPrecondition when the epoch is over */
  check(epoch: number): void;
  /** The verdict is carried out: who waited goes on. An epoch that is over is no error. */
  end(epoch: number): void;
}

export interface CollectionOptions {
  /** A collector that has condemned and then says nothing for so long is taken for dead. */
  verdictMs?: number;
}

const VERDICT_MS = 30_000;

class CondemnedError extends Error {}

export function createCollection({ store: inner, nameOf }: { store: MetadataStore; nameOf: NameOf }, { verdictMs = VERDICT_MS }: CollectionOptions = {}): Collection {
  let current = 0;
  let open = false;
  let beganAtMs: number | undefined;
  let written: Written[] = [];
  const touched = new Set<string>();
  const condemned = new Set<string>();
  const condemnedKinds = new Set<string>();
  let verdict = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;

  const release = (): void => {
    clearTimeout(timer);
    timer = undefined;
    open = false;
    written = [];
    touched.clear();
    condemned.clear();
    condemnedKinds.clear();
    verdict.resolve();
    verdict = Promise.withResolvers();
  };
  const check = (epoch: number): void => {
    if (!open || epoch !== current) throw failedPrecondition(`epoch ${epoch} is over`, { hint: "begin a new one" });
  };
  const guard = (bucket: string, key: string): void => {
    if (condemned.size === 0) return;
    const name = nameOf(bucket, key);
    if (name !== undefined && condemned.has(idOf(name))) throw new CondemnedError(`${bucket}/${key} is condemned`);
  };
  const remember = (writes: readonly Written[]): void => {
    if (!open) return;
    for (const write of writes) {
      written.push(write);
      const name = nameOf(write.bucket, write.key);
      if (name !== undefined) touched.add(idOf(name));
    }
  };
  const transact: MetadataStore["transact"] = async (fn, options) => {
    for (;;) {
      try {
        return await inner.transact((tx) => {
          const writes: Written[] = [];
          const result = fn(observe(tx, guard, writes));
          remember(writes);
          return result;
        }, options);
      } catch (error) {
        if (!(error instanceof CondemnedError)) throw error;
        if (condemned.size > 0) await verdict.promise;
      }
    }
  };
  return {
    store: { ...inner, transact },
    begin: () =>
      inner.transact((tx) => {
        release();
        open = true;
        beganAtMs = Date.now();
        return (current = tx.nextSequence("epochs"));
      }),
    get beganAtMs() {
      return beganAtMs;
    },
    written(epoch) {
      check(epoch);
      return written;
    },
    touch: (name) => void (open && touched.add(idOf(name))),
    condemn(epoch, names) {
      check(epoch);
      timer ??= setTimeout(release, verdictMs).unref();
      return names.filter((name) => {
        const id = idOf(name);
        if (touched.has(id)) return true;
        condemned.add(id);
        condemnedKinds.add(kindIdOf(name));
        return false;
      });
    },
    isCondemned: (name) => condemned.has(idOf(name)),
    async settled(name) {
      if (condemned.size === 0) return;
      for (const id = idOf(name); condemned.has(id); ) await verdict.promise;
    },
    async settledAll(namespace, kind) {
      if (condemned.size === 0) return;
      for (const id = kindIdOf({ namespace, kind }); condemnedKinds.has(id); ) await verdict.promise;
    },
    check,
    end: (epoch) => void (epoch === current && open && release()),
  };
}

function kindIdOf({ namespace, kind }: Omit<ResourceName, "key">): string {
  return `${namespace.length}.${namespace}${kind}`;
}

// Length first: no separator could be told from a character of a kind or key.
function idOf({ namespace, kind, key }: ResourceName): string {
  return `${namespace.length}.${kind.length}.${namespace}${kind}${key}`;
}

function observe(tx: Transaction, guard: (bucket: string, key: string) => void, writes: Written[]): Transaction {
  return {
    ...tx,
    get(bucket, key) {
      guard(bucket, key);
      return tx.get(bucket, key);
    },
    put(bucket, key, value, options) {
      guard(bucket, key);
      const revision = tx.put(bucket, key, value, options);
      writes.push({ bucket, key, value });
      return revision;
    },
    delete(bucket, key, options) {
      guard(bucket, key);
      return tx.delete(bucket, key, options);
    },
  };
}
