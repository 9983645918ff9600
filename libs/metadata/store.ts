import type { Any } from "@stevedore/api";

/** One record. `revision` grows with every write to the store and is never used twice. */
export interface StoredRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly revision: number;
}

export interface ListOptions {
  /** Only keys that begin with this. */
  prefix?: string;
  /** Only keys behind this one: how a long list is read in pages. */
  after?: string;
  limit?: number;
}

export interface PutOptions {
  /** Write only if the record's revision is this; 0: only if there is none. */
  ifRevision?: number;
}

/** An event as a service emits it; the store adds sequence and time. */
export interface OutboxEvent {
  namespace: string;
  topic: string;
  event: Any;
  /** Time of the event where it is not that of its recording (forwarded events). */
  timestamp?: { seconds: number; nanos: number };
}

export interface OutboxEntry extends OutboxEvent {
  readonly sequence: number;
  readonly timestamp: { seconds: number; nanos: number };
}

/** What a transaction reads; it sees its own writes. */
export interface Reader {
  get(bucket: string, key: string): StoredRecord | undefined;
  /** Bytewise key order. */
  list(bucket: string, options?: ListOptions): StoredRecord[];
  /** Names of the buckets that hold a record, in bytewise order. */
  buckets(prefix?: string): string[];
}

export interface Transaction extends Reader {
  /** Writes a record and returns its new revision. @throws Aborted when `ifRevision` does not hold */
  put(bucket: string, key: string, value: Uint8Array, options?: PutOptions): number;
  /** False when there was none. @throws Aborted when `ifRevision` does not hold */
  delete(bucket: string, key: string, options?: PutOptions): boolean;
  /** Records an event in the same transaction: it is published if and only if the change is committed. */
  emit(event: OutboxEvent): void;
  /** The next number of a named counter, starting at 1; never given twice, also after a crash. */
  nextSequence(counter: string): number;
}

/** The events that wait to be published, oldest first. */
export interface Outbox {
  /** At most `limit` of them, behind a sequence; absent: from the oldest. */
  pending(limit: number, after?: number): OutboxEntry[];
  /** Forgets entries up to this sequence: they are on the bus. */
  remove(upTo: number): void;
  /** Sequence of the newest entry ever recorded, 0 when there was none. */
  readonly last: number;
  /** Called after each commit that recorded events. */
  onAppend(listener: () => void): void;
}

export interface TransactOptions {
  /** For steps of something larger, which is acknowledged only when it is on disk as a whole. */
  deferred?: boolean;
}

/**
 * The metadata of one service. Buckets are made by writing to them. Reads see the last committed state.
 *
 * `transact` runs its function once, synchronously, against the newest state, and resolves when its writes are on
 * disk. A function that throws leaves no trace, whatever was written before the throw; the transactions that share
 * its commit are not affected. Nothing that has been acknowledged is lost by a crash at any point.
 *
 * A deferred transaction resolves when its writes are to be seen, and safe from the death of this process; on disk, and its
 * events known, they are with the next one that isn't, or a moment later. `settled` waits for that.
 */
export interface MetadataStore extends Reader, AsyncDisposable {
  transact<T>(fn: (tx: Transaction) => T, options?: TransactOptions): Promise<T>;
  /** Resolves when everything that was acknowledged is on disk. */
  settled(): Promise<void>;
  readonly outbox: Outbox;
  close(): Promise<void>;
}
