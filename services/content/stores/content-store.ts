import type { Timestamp } from "@stevedore/api";
import type { DigestAlgorithm } from "@stevedore/oci";

/** A blob as a store knows it; labels and namespaces are not the store's matter. */
export interface StoredBlob {
  readonly digest: string;
  readonly size: number;
  /** When it was committed, milliseconds since 1970. */
  readonly committedAtMs: number;
}

/** How far an ingest has got. */
export interface IngestStatus {
  readonly ref: string;
  /** Bytes that are there. */
  readonly offset: number;
  /** Bytes that were announced, 0 when unknown. */
  readonly total: number;
  readonly startedAt: Timestamp;
  readonly updatedAt: Timestamp;
}

export interface WriterOptions {
  ref: string;
  /** Announced size in bytes, 0 when unknown. */
  total?: number;
  /** Of the running digest; sha256 when absent. */
  algorithm?: DigestAlgorithm;
  /**
   * `inline` hashes what passes through `write` as it passes. `worker` hashes from the file on another thread:
   * for bytes that others append to the file.
   */
  hashing?: "inline" | "worker";
}

export interface SealOptions {
  /** The size that the content must have; 0 accepts any. */
  total?: number;
  /** The digest that the content must have; empty accepts any. */
  expected?: string;
}

/** The one writer of an ingest. Its calls must not overlap. */
export interface ContentWriter {
  readonly status: IngestStatus;
  /** Digest of the bytes so far. */
  readonly digest: string;
  /** The file that holds the bytes; a process of the same host may append to it and then `advance`. */
  readonly path: string;
  /** Appends; when it resolves, the bytes are in the file and in the digest. @throws ResourceExhausted on a full disk; what fitted in stays and can be resumed */
  write(data: Uint8Array): Promise<void>;
  /** Takes in what was appended to the file by others, up to `size` bytes from its beginning. @throws OutOfRange when the file is shorter */
  advance(size: number): Promise<void>;
  /** Starts again from nothing. */
  truncate(): Promise<void>;
  /**
   * Checks size and digest and puts the bytes on disk; the ingest stays one. A failed check leaves it resumable.
   * @throws FailedPrecondition
   */
  seal(options: SealOptions): Promise<{ digest: string; size: number }>;
  /** Makes the sealed content a blob, durably; the ingest is gone afterwards. */
  publish(): Promise<void>;
  /** Frees the ref. What was not published stays, and a writer of the same ref resumes it. */
  close(): Promise<void>;
}

/** An open blob. It can be read to its end even if it is deleted meanwhile. */
export interface BlobReader {
  readonly size: number;
  /**
   * Fills the buffer from a position as far as the blob goes; returns the number of bytes. The last byte is not given before all have been
   * verified in this life of the process. @throws DataLoss
   */
  read(buffer: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/** As in Content.Read: a size of 0 or less means to the end. */
export interface BlobPart {
  offset: number;
  size: number;
}

/** A file of this host that is to become a blob. */
export interface ForeignFile {
  path: string;
  digest: string;
  size: number;
}

/** How a file became a blob: as a clone, a second name or a copy of it. */
export type Adoption = "cloned" | "linked" | "copied";

export interface VerifyOptions {
  /**
   * When the bytes need not be read: `verified`, when that was done in this life of the process and the file is as it was then; `unchanged`,
   * also when it was never done; nothing when absent.
   */
  trust?: "verified" | "unchanged";
  /** What its size has to be. */
  size?: number;
  /** The most to be read. */
  bytesPerSecond?: number;
  signal?: AbortSignal;
}

/**
 * Content by digest, and the ingests that become content.
 *
 * - A digest names bytes: whatever is read under it has been verified when it was committed, and never changes. Where the disk has not kept
 *   that, reading and locating are DataLoss.
 * - An ingest is named by a ref. It has at most one writer at a time: a second is refused with Unavailable, saying
 *   since when the ref is locked. Its bytes survive a close, a crash and a restart; a new writer continues behind them with
 *   the digest of all of them. A different `total` than the stored one starts it again from nothing.
 * - What `publish` has acknowledged is on disk. A crash at any point leaves either the ingest or the blob, whole.
 * - Absent blobs and refs are NotFound. Abort works under an open writer, whose commit then fails.
 *
 * Checked for every implementation by `test/suite.ts`.
 */
export interface ContentStore {
  /** Other hosts write here too: blobs may be there that this host has no record of, and none is this host's to delete. */
  readonly shared?: boolean;
  info(digest: string): Promise<StoredBlob>;
  list(): Promise<StoredBlob[]>;
  /** `part` says that no more than this is wanted, so that a backend need not wait for the end to see whether it is whole. */
  reader(digest: string, part?: BlobPart): Promise<BlobReader>;
  delete(digest: string): Promise<void>;
  writer(options: WriterOptions): Promise<ContentWriter>;
  status(ref: string): Promise<IngestStatus>;
  abort(ref: string): Promise<void>;
  /** True while the ref has a writer. */
  isWriting(ref: string): boolean;
  /** Removes the ingests that nobody writes and `live` does not name; it is asked after they were listed. Returns the bytes freed. */
  prune(live: () => Iterable<string>): Promise<number>;
  /**
   * Makes a file a blob, verified and durably; the file is not changed, and neither is it needed afterwards. One at a time for a digest.
   * @throws NotFound when there is no file, DataLoss when it is not what the digest says
   */
  adopt(file: ForeignFile): Promise<Adoption>;
  /** Holds a blob against its digest. @throws NotFound, DataLoss saying what is wrong */
  verify(digest: string, options?: VerifyOptions): Promise<void>;
  /** Takes a damaged blob to where nobody is served from; says where it is kept, to be looked at, empty where it is not. @throws NotFound */
  setAside(digest: string): Promise<string>;
  /** Where a verified blob lies as a file on this host. A backend that keeps blobs elsewhere leaves the file there for minutes, to be opened. */
  locate(digest: string): Promise<{ path: string; size: number }>;
}
