import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, notFound } from "@stevedore/errors";
import type { Reader, Transaction } from "@stevedore/metadata";
import type { ResourceName } from "@stevedore/resources";
import { decodeRecord, encodeRecord, type SnapshotRecord } from "./record.ts";
import type { Layer } from "./drivers/driver.ts";
import type { Usage } from "./snapshotter.ts";

const BUCKET_PREFIX = "snapshots/";
const MAX_CHAINS = 4096;

/** Which snapshot a record is: kind `snapshot/<snapshotter>`. */
export function snapshotNameOf(bucket: string, key: string): ResourceName | undefined {
  if (!bucket.startsWith(BUCKET_PREFIX)) return undefined;
  const [snapshotter = "", ...namespace] = bucket.slice(BUCKET_PREFIX.length).split("/");
  return { namespace: namespace.join("/"), kind: `snapshot/${snapshotter}`, key };
}

/** The records of one snapshotter: names, kinds and parents, and the rules between them. */
export interface Records {
  /** @throws NotFound */
  get(reader: Reader, namespace: string, key: string): SnapshotRecord;
  find(reader: Reader, namespace: string, key: string): SnapshotRecord | undefined;
  hasChildren(reader: Reader, namespace: string, key: string): boolean;
  /** "" is no parent, and always right. @throws NotFound, InvalidArgument when it is not committed */
  requireParent(reader: Reader, namespace: string, parent: string): void;
  list(reader: Reader, namespace: string): { key: string; record: SnapshotRecord }[];
  namespaces(reader: Reader): string[];
  /** Writes the record of a new active snapshot or view. @throws AlreadyExists, NotFound, InvalidArgument */
  create(tx: Transaction, namespace: string, key: string, record: SnapshotRecord): void;
  put(tx: Transaction, namespace: string, key: string, record: SnapshotRecord): void;
  /** @throws NotFound, FailedPrecondition when it has children */
  remove(tx: Transaction, namespace: string, key: string): SnapshotRecord;
  /** Revision of the record, 0 when there is none. */
  revision(reader: Reader, namespace: string, key: string): number;
  /** What a commit would turn; `rebased` when it gives a parent to what had none. @throws AlreadyExists, NotFound, FailedPrecondition, InvalidArgument */
  checkCommit(reader: Reader, namespace: string, change: CommitNames): { active: SnapshotRecord; rebased: boolean };
  /** Turns an active snapshot into a committed one, and returns that. @throws as checkCommit */
  commit(tx: Transaction, namespace: string, change: CommitChange): SnapshotRecord;
  /** What a driver needs to know of a snapshot: the numbers of all its parents. */
  layer(reader: Reader, namespace: string, record: SnapshotRecord): Layer;
}

export interface CommitNames {
  name: string;
  key: string;
  /** For a snapshot that has none; what has one keeps it, as in containerd. */
  parent: string;
}

export interface CommitChange extends CommitNames {
  labels: Record<string, string>;
  usage?: Usage;
  backendKey?: string;
}

export function createRecords(snapshotter: string): Records {
  const prefix = `${BUCKET_PREFIX}${snapshotter}/`;
  const bucket = (namespace: string): string => prefix + namespace;
  const find: Records["find"] = (reader, namespace, key) => {
    const stored = reader.get(bucket(namespace), key);
    return stored === undefined ? undefined : decodeRecord(stored.value);
  };
  const get = (reader: Reader, namespace: string, key: string, what = "snapshot"): SnapshotRecord => {
    const record = find(reader, namespace, key);
    if (record === undefined) throw notFound(`${what} ${key} does not exist`);
    return record;
  };
  const list: Records["list"] = (reader, namespace) => reader.list(bucket(namespace)).map(({ key, value }) => ({ key, record: decodeRecord(value) }));
  const put: Records["put"] = (tx, namespace, key, record) => void tx.put(bucket(namespace), key, encodeRecord(record));

  const requireParent: Records["requireParent"] = (reader, namespace, parent) => {
    if (parent === "") return;
    const record = get(reader, namespace, parent, "parent snapshot");
    if (record.kind !== "committed") throw invalidArgument(`failed to create snapshot: parent ${JSON.stringify(parent)} is not committed snapshot`);
  };
  // An index from parent to child: whether a snapshot has children is asked at every removal.
  const childBucket = (namespace: string, parent: string): string => `children/${snapshotter}/${namespace}/${parent}`;
  const hasChildren: Records["hasChildren"] = (reader, namespace, key) => reader.list(childBucket(namespace, key), { limit: 1 }).length > 0;
  const checkCommit: Records["checkCommit"] = (reader, namespace, { name, key, parent }) => {
    if (find(reader, namespace, name) !== undefined) throw alreadyExists(`snapshot ${JSON.stringify(name)}`);
    const active = get(reader, namespace, key);
    if (active.kind !== "active") throw failedPrecondition(`failed to commit snapshot ${key}: snapshot ${JSON.stringify(key)} is not active`);
    const rebased = parent !== "" && active.parent === "";
    if (rebased && get(reader, namespace, parent, "parent snapshot").kind !== "committed") throw failedPrecondition(`failed to commit snapshot ${key}: parent ${JSON.stringify(parent)} is not committed`);
    return { active, rebased };
  };
  // What a committed snapshot is built on never changes, and its number is never given again.
  const chains = new Map<number, readonly number[]>();
  const chainOf = (reader: Reader, namespace: string, { id, parent }: SnapshotRecord): readonly number[] => {
    if (parent === "") return [];
    const known = chains.get(id);
    if (known !== undefined) return known;
    const found = get(reader, namespace, parent);
    const chain = [found.id, ...chainOf(reader, namespace, found)];
    if (chains.size >= MAX_CHAINS) chains.clear();
    chains.set(id, chain);
    return chain;
  };
  return {
    find,
    hasChildren,
    requireParent,
    revision: (reader, namespace, key) => reader.get(bucket(namespace), key)?.revision ?? 0,
    get,
    list,
    put,
    namespaces: (reader) => reader.buckets(prefix).map((name) => name.slice(prefix.length)),
    create(tx, namespace, key, record) {
      if (find(tx, namespace, key) !== undefined) throw alreadyExists(`snapshot ${JSON.stringify(key)}`);
      requireParent(tx, namespace, record.parent);
      if (record.parent !== "") tx.put(childBucket(namespace, record.parent), key, new Uint8Array(0));
      put(tx, namespace, key, record);
    },
    remove(tx, namespace, key) {
      const record = get(tx, namespace, key);
      if (hasChildren(tx, namespace, key)) throw failedPrecondition("cannot remove snapshot with child");
      tx.delete(bucket(namespace), key);
      if (record.parent !== "") tx.delete(childBucket(namespace, record.parent), key);
      return record;
    },
    checkCommit,
    commit(tx, namespace, { name, key, labels, parent, usage, backendKey }) {
      const { active, rebased } = checkCommit(tx, namespace, { name, key, parent });
      const now = nowTimestamp();
      const committed: SnapshotRecord = { id: active.id, kind: "committed", parent: rebased ? parent : active.parent, labels, createdAt: now, updatedAt: now, ...(usage && { usage }), ...(backendKey !== undefined && { backendKey }) };
      if (active.parent !== "") tx.delete(childBucket(namespace, active.parent), key);
      if (committed.parent !== "") tx.put(childBucket(namespace, committed.parent), name, new Uint8Array(0));
      tx.delete(bucket(namespace), key);
      put(tx, namespace, name, committed);
      return committed;
    },
    layer(reader, namespace, { id, kind, parent, labels }) {
      const below = parent === "" ? undefined : get(reader, namespace, parent);
      return { id, kind, parents: below === undefined ? [] : [below.id, ...chainOf(reader, namespace, below)], labels };
    },
  };
}
