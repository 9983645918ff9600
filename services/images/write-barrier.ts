import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { isIngestEntry } from "./lease-entry.ts";

/** A record as it was written. */
export interface Written {
  readonly bucket: string;
  readonly key: string;
  readonly value: Uint8Array;
}

export interface Change {
  readonly writes: number;
  /** Deletions that may leave garbage. */
  readonly deletes: number;
}

/** What one garbage collection sees of the writes that happen while it runs. */
export interface Recording {
  /** Everything written since the recording began, also what was deleted or replaced again since. */
  readonly written: readonly Written[];
  stop(): void;
}

/**
 * Stands between this service's stores and its metadata, so that garbage collection misses no write. While one runs,
 * every write is recorded: what a client has leased or named in the meantime counts, even if it has let go of it again.
 * And while it sweeps, writers wait: a write either comes before the decision and is part of it, or after the sweep,
 * when the client can see what is gone.
 */
export interface WriteBarrier {
  /** The store for everybody but the collector. */
  readonly store: MetadataStore;
  record(): Recording;
  /** Makes writers wait until the returned function is called; resolves when those that were let through before are done. */
  hold(): Promise<() => void>;
  /** Called after each transaction that changed something. */
  onChange(listener: (change: Change) => void): void;
}

export function createWriteBarrier(inner: MetadataStore): WriteBarrier {
  const recordings = new Set<Written[]>();
  const listeners: ((change: Change) => void)[] = [];
  let held: PromiseWithResolvers<void> | undefined;

  const observe = (tx: Transaction, change: { writes: number; deletes: number }): Transaction => ({
    ...tx,
    put(bucket, key, value, options) {
      const revision = tx.put(bucket, key, value, options);
      for (const written of recordings) written.push({ bucket, key, value });
      change.writes++;
      return revision;
    },
    delete(bucket, key, options) {
      const deleted = tx.delete(bucket, key, options);
      // An ingest that leaves its lease was committed or given up by its writer: nothing to collect.
      if (deleted && !isIngestEntry(bucket, key)) change.deletes++;
      return deleted;
    },
  });
  const transact = async <T>(fn: (tx: Transaction) => T): Promise<T> => {
    // No await between the check and the call: a writer that was let through is in the queue that `hold` drains.
    while (held !== undefined) await held.promise;
    const change = { writes: 0, deletes: 0 };
    const result = await inner.transact((tx) => fn(observe(tx, change)));
    if (change.writes + change.deletes > 0) for (const listener of listeners) listener(change);
    return result;
  };
  return {
    store: { ...inner, transact },
    record() {
      const written: Written[] = [];
      recordings.add(written);
      return { written, stop: () => void recordings.delete(written) };
    },
    async hold() {
      const gate = Promise.withResolvers<void>();
      const release = (): void => {
        if (held === gate) held = undefined;
        gate.resolve();
      };
      held = gate;
      try {
        await inner.transact(() => undefined);
      } catch (error) {
        release();
        throw error;
      }
      return release;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
