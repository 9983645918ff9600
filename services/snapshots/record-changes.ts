import { containerd, packAny } from "@stevedore/api";
import type { Transaction } from "@stevedore/metadata";
import type { SnapshotRecord } from "./record.ts";
import type { CommitChange, Records } from "./records.ts";

const { SnapshotCommit, SnapshotPrepare, SnapshotRemove } = containerd.events;

/** Changes of a snapshotter's records, each with its event in the same transaction. */
export interface RecordChanges {
  create(tx: Transaction, namespace: string, key: string, record: SnapshotRecord): void;
  commit(tx: Transaction, namespace: string, change: CommitChange): void;
  drop(tx: Transaction, namespace: string, key: string): SnapshotRecord;
  /** Drops those of the keys that nothing is built on, children before parents. */
  dropUnused(tx: Transaction, namespace: string, keys: readonly string[]): Map<string, SnapshotRecord>;
}

export function createRecordChanges(records: Records, snapshotter: string): RecordChanges {
  const emit = (tx: Transaction, namespace: string, what: string, event: ReturnType<typeof packAny>): void => tx.emit({ namespace, topic: `/snapshot/${what}`, event });
  const drop: RecordChanges["drop"] = (tx, namespace, key) => {
    const removed = records.remove(tx, namespace, key);
    emit(tx, namespace, "remove", packAny("containerd.events.SnapshotRemove", SnapshotRemove, { key, snapshotter }));
    return removed;
  };
  return {
    drop,
    create(tx, namespace, key, record) {
      records.create(tx, namespace, key, record);
      const { kind, parent } = record;
      if (kind === "active") emit(tx, namespace, "prepare", packAny("containerd.events.SnapshotPrepare", SnapshotPrepare, { key, parent, snapshotter }));
    },
    commit(tx, namespace, change) {
      records.commit(tx, namespace, change);
      const { key, name } = change;
      emit(tx, namespace, "commit", packAny("containerd.events.SnapshotCommit", SnapshotCommit, { key, name, snapshotter }));
    },
    dropUnused(tx, namespace, keys) {
      const dropped = new Map<string, SnapshotRecord>();
      // A parent goes when its last child has gone: rounds, until one removes nothing.
      for (let before = -1; dropped.size > before; ) {
        before = dropped.size;
        for (const key of keys) {
          if (dropped.has(key) || records.find(tx, namespace, key) === undefined) continue;
          if (!records.hasChildren(tx, namespace, key)) dropped.set(key, drop(tx, namespace, key));
        }
      }
      return dropped;
    },
  };
}
