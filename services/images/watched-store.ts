import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { isIngestEntry } from "./lease-entry.ts";

export interface Change {
  readonly writes: number;
  /** Deletions that may leave garbage. */
  readonly deletes: number;
}

/** The store, and word of each transaction that has changed something in it: that is what collections are planned by. */
export function watchStore(inner: MetadataStore, onChange: (change: Change) => void): MetadataStore {
  const observe = (tx: Transaction, change: { writes: number; deletes: number }): Transaction => ({
    ...tx,
    put(bucket, key, value, options) {
      change.writes++;
      return tx.put(bucket, key, value, options);
    },
    delete(bucket, key, options) {
      const deleted = tx.delete(bucket, key, options);
      // An ingest that leaves its lease was committed or given up by its writer: nothing to collect.
      if (deleted && !isIngestEntry(bucket, key)) change.deletes++;
      return deleted;
    },
  });
  return {
    ...inner,
    async transact(fn, options) {
      let change = { writes: 0, deletes: 0 };
      const result = await inner.transact((tx) => fn(observe(tx, (change = { writes: 0, deletes: 0 }))), options);
      if (change.writes + change.deletes > 0) onChange(change);
      return result;
    },
  };
}
