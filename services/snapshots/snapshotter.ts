import type { Timestamp } from "@stevedore/api";
import type { FieldLookup } from "@stevedore/filters";
import type { Mount } from "@stevedore/linux";

export type SnapshotKind = "view" | "active" | "committed";

export interface SnapshotInfo {
  kind: SnapshotKind;
  /** Key of an active snapshot or view, name of a committed one: one space of keys in each namespace. */
  name: string;
  /** Name of the parent, "" where there is none. */
  parent: string;
  labels: Record<string, string>;
  createdAt: Timestamp;
  updatedAt: Timestamp;
}

export interface Usage {
  /** Bytes on disk. */
  size: number;
  inodes: number;
}

export interface PrepareOptions {
  parent: string;
  labels: Record<string, string>;
  /** Has the lease hold the snapshot: begun when nothing speaks against it, done before it is recorded. Its failure fails the call. `key` where it is another than was asked for. */
  hold?: (key?: string) => Promise<void>;
  /** The caller does not wait for the disk. */
  deferred?: boolean;
}

export interface CommitOptions {
  labels: Record<string, string>;
  /** The parent of a snapshot that was prepared without one; one that has a parent keeps it. */
  parent?: string;
  /** As for Prepare, of the new name. */
  hold?: () => Promise<void>;
  /** As for Prepare. */
  deferred?: boolean;
}

/**
 * Snapshots of file systems, in layers (containerd's core/snapshots). Every call is made in a namespace.
 *
 * An active snapshot is writable: Prepare makes it on a committed parent or on nothing, and gives the mounts that show
 * it. Commit turns it into a committed one under a new name; its key is then gone. A view is a read-only active snapshot
 * that can't be committed. A snapshot with children can't be removed. Mounts of active snapshots and views can be asked for
 * at any time and are always the same.
 *
 * Errors: AlreadyExists for a key or name in use; NotFound for one that is not there, and for an absent parent;
 * InvalidArgument for a parent that is not committed; FailedPrecondition to commit what is not active,
 * to mount what is committed, to remove what has children.
 *
 * What was acknowledged survives a crash at any point; directories without a record are removed at the next start.
 */
export interface Snapshotter {
  readonly name: string;
  stat(namespace: string, key: string): Promise<SnapshotInfo>;
  /** Replaces the labels, or those that `paths` (`labels`, `labels.K`) name. */
  update(namespace: string, info: { name: string; labels: Record<string, string> }, paths: readonly string[]): Promise<SnapshotInfo>;
  /** Of an active snapshot what it takes now, of a committed one what it took when it was committed, of a view nothing. */
  usage(namespace: string, key: string): Promise<Usage>;
  mounts(namespace: string, key: string): Promise<Mount[]>;
  prepare(namespace: string, key: string, options: PrepareOptions): Promise<Mount[]>;
  view(namespace: string, key: string, options: PrepareOptions): Promise<Mount[]>;
  commit(namespace: string, name: string, key: string, options: CommitOptions): Promise<void>;
  /** Drops the snapshot at once; its disk space is freed by the next cleanup, which follows by itself. */
  remove(namespace: string, key: string): Promise<void>;
  /** In bytewise order of the names. */
  list(namespace: string): Promise<SnapshotInfo[]>;
}

/** What garbage collection needs of a snapshotter of this process. */
export interface CollectableSnapshotter extends Snapshotter {
  namespaces(): string[];
  /** As `list`, from its records alone; absent where that is the same. */
  recorded?(namespace: string): SnapshotInfo[];
  /** Removes those of the keys that nothing is built on, children before parents. Returns the removed ones. */
  sweep(namespace: string, keys: readonly string[]): Promise<string[]>;
  /** Frees the disk space of what was removed; resolves with the bytes that were freed since the last call. */
  cleanup(): Promise<number>;
}

/** The fields that filters can ask of a snapshot. */
export function createSnapshotLookup(info: SnapshotInfo): FieldLookup {
  return ([first, ...rest]) => {
    if (first === "kind") return info.kind;
    if (first === "name") return info.name;
    if (first === "parent") return info.parent;
    return first === "labels" ? info.labels[rest.join(".")] : undefined;
  };
}
