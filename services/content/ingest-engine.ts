import { containerd, nowTimestamp, packAny, type Timestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, wrapError } from "@stevedore/errors";
import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { compactLabels, validateLabels } from "@stevedore/names";
import { digestProblem, parseDigest } from "@stevedore/oci";
import type { BlobGuard } from "./blob-guard.ts";
import { abortBackend, inStore } from "./catalogue.ts";
import type { ContentStore, ContentWriter, StoredBlob } from "./content-store.ts";
import type { Epochs } from "./epochs.ts";
import type { Leases, Scope } from "./leases.ts";
import { deleteIngest, getIngest, hasBlob, putBlob, putIngest } from "./records.ts";
import { createSharedWriter } from "./shared-writer.ts";
import type { Sharing } from "./sharing.ts";

export interface IngestEngineDeps {
  store: MetadataStore;
  backend: ContentStore;
  leases: Leases;
  sharing: Sharing;
  epochs: Epochs;
  guard: BlobGuard;
  /** Resolves when the events emitted so far are on the bus. */
  published(): Promise<void>;
}

export interface OpenOptions {
  ref: string;
  total: number;
  expected: string;
  hashing: "inline" | "worker";
}

export interface CommitOptions {
  total: number;
  expected: string;
  labels: Readonly<Record<string, string>>;
}

/** The writer of an ingest of a namespace: behind Content.Write and Ingests.Write alike. */
export interface IngestWriter {
  readonly offset: number;
  readonly digest: string;
  readonly startedAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** Empty while the blob is shared and needs no bytes. */
  readonly path: string;
  write(data: Uint8Array): Promise<void>;
  advance(size: number): Promise<void>;
  truncate(): Promise<void>;
  /** Gives the ingest up when the namespace has got the blob meanwhile. @throws AlreadyExists, InvalidArgument for a bad digest */
  expect(digest: string): Promise<void>;
  /**
   * Verifies, syncs and publishes, and closes. @throws FailedPrecondition for a wrong size or digest (the ingest stays),
   * AlreadyExists when the namespace has the blob (the ingest is gone)
   */
  commit(options: CommitOptions): Promise<{ digest: string; size: number }>;
  close(): Promise<void>;
}

export interface IngestEngine {
  /**
   * Opens or resumes the ingest of a ref. @throws AlreadyExists when the namespace has the expected blob,
   * Unavailable when the ref has a writer, NotFound when the lease does not exist
   */
  open(scope: Scope, options: OpenOptions): Promise<IngestWriter>;
}

// An ingest without a lease is kept for a day after it was last opened.
const UNLEASED_SECONDS = 24 * 3600;

export function createIngestEngine(deps: IngestEngineDeps): IngestEngine {
  return {
    async open(scope, options) {
      if (options.ref === "") throw invalidArgument("ref must not be empty");
      if (options.expected !== "") await refuseKnown(deps, scope, options.expected);
      await deps.leases.add(scope, { type: "ingests", id: options.ref });
      const shared = await takeShared(deps, options);
      try {
        const opened = await openBackend(deps, { scope, options, shared: shared?.blob });
        return createWriter(deps, { scope, options, ...opened, release: shared?.release });
      } catch (error) {
        shared?.release();
        throw error;
      }
    },
  };
}

async function refuseKnown({ store, epochs, leases }: IngestEngineDeps, scope: Scope, expected: string): Promise<void> {
  checkExpected(expected);
  if (!hasBlob(store, scope.namespace, expected)) return;
  epochs.touchContent(store, scope.namespace, expected);
  await leases.add(scope, { type: "content", id: expected }).catch((error: unknown) => {
    throw wrapError("unable to lease content", error);
  });
  // A collection may have begun, or even ended, before the lease held the blob.
  if (!hasBlob(store, scope.namespace, expected)) return;
  epochs.touchContent(store, scope.namespace, expected);
  throw alreadyExists(`content ${expected}`);
}

function checkExpected(expected: string): void {
  const problem = digestProblem(expected);
  if (problem !== undefined) throw invalidArgument(`expected digest ${JSON.stringify(expected)}: ${problem}`);
}

interface SharedBlob {
  blob: StoredBlob;
  release(): void;
}

/** The stored blob that makes bytes unnecessary, kept from being removed until it is released. */
async function takeShared({ backend, sharing, guard }: IngestEngineDeps, { expected, total }: OpenOptions): Promise<SharedBlob | undefined> {
  if (expected === "" || !(await sharing.mayShare(expected))) return undefined;
  return guard.alone(expected, async () => {
    const blob = await backend.info(expected).catch(() => undefined);
    if (blob === undefined || (total > 0 && total !== blob.size)) return undefined;
    return { blob, release: guard.pin(expected) };
  });
}

interface OpenBackend {
  scope: Scope;
  options: OpenOptions;
  shared: StoredBlob | undefined;
}

async function openBackend(deps: IngestEngineDeps, { scope, options, shared }: OpenBackend): Promise<{ inner: ContentWriter; backendRef: string }> {
  const { store, backend } = deps;
  const { namespace } = scope;
  const { ref, total, expected, hashing } = options;
  for (;;) {
    const backendRef = await inStore(store, `open ingest ${ref}`, (tx) => recordIngest(tx, deps, { scope, ref, expected: shared?.digest }));
    const algorithm = expected === "" ? "sha256" : parseDigest(expected).algorithm;
    const openInner = (size: number): Promise<ContentWriter> => backend.writer({ ref: backendRef, total: size, algorithm, hashing });
    if (shared !== undefined) return { backendRef, inner: createSharedWriter({ ref, blob: shared, backend, unshare: openInner }) };
    const inner = await openInner(total);
    if (getIngest(store, namespace, ref)?.backendRef === backendRef) return { inner, backendRef };
    // A commit or an abort of the previous writer came between the record and the lock: this ingest is nobody's.
    await abortBackend(backend, backendRef);
    await inner.close();
  }
}

function recordIngest(tx: Transaction, { epochs }: IngestEngineDeps, { scope, ref, expected }: { scope: Scope; ref: string; expected: string | undefined }): string {
  const { namespace, lease } = scope;
  const backendRef = getIngest(tx, namespace, ref)?.backendRef ?? `${namespace}/${tx.nextSequence(`ingests/${namespace}`)}/${ref}`;
  const now = nowTimestamp();
  const expiry = lease === undefined ? { expireAt: { ...now, seconds: now.seconds + UNLEASED_SECONDS } } : {};
  putIngest(tx, { namespace, ref }, { backendRef, ...(expected === undefined ? {} : { expected }), ...expiry });
  epochs.touch({ namespace, kind: "ingest", key: ref });
  return backendRef;
}

interface WriterParts {
  scope: Scope;
  options: OpenOptions;
  inner: ContentWriter;
  backendRef: string;
  release: (() => void) | undefined;
}

function createWriter(deps: IngestEngineDeps, parts: WriterParts): IngestWriter {
  const { scope, options, inner, backendRef, release } = parts;
  const { namespace } = scope;
  const { ref } = options;
  const close = async (): Promise<void> => {
    release?.();
    await inner.close();
  };
  return {
    get offset() {
      return inner.status.offset;
    },
    get digest() {
      return inner.digest;
    },
    get startedAt() {
      return inner.status.startedAt;
    },
    get updatedAt() {
      return inner.status.updatedAt;
    },
    get path() {
      return inner.path;
    },
    write: (data) => inner.write(data),
    advance: (size) => inner.advance(size),
    truncate: () => inner.truncate(),
    async expect(digest) {
      checkExpected(digest);
      if (!hasBlob(deps.store, namespace, digest)) return;
      deps.epochs.touchContent(deps.store, namespace, digest);
      await close();
      await dropIngest(deps, { scope, ref, backendRef });
      throw alreadyExists(`blob with expected digest ${digest} exists`, { verbatim: true });
    },
    async commit(commitOptions) {
      try {
        return await commit(deps, parts, commitOptions);
      } finally {
        await close();
      }
    },
    close,
  };
}

interface DroppedIngest {
  scope: Scope;
  ref: string;
  backendRef: string;
}

async function dropIngest({ store, backend, leases }: IngestEngineDeps, { scope, ref, backendRef }: DroppedIngest): Promise<void> {
  await inStore(store, `abort ${ref}`, (tx) => forgetIngest(tx, scope.namespace, { ref, backendRef }));
  await abortBackend(backend, backendRef);
  await leases.remove(scope, { type: "ingests", id: ref });
}

// Only this ingest: after an abort the ref may be somebody else's.
function forgetIngest(tx: Transaction, namespace: string, { ref, backendRef }: { ref: string; backendRef: string }): void {
  if (getIngest(tx, namespace, ref)?.backendRef === backendRef) deleteIngest(tx, { namespace, ref });
}

async function commit(deps: IngestEngineDeps, parts: WriterParts, options: CommitOptions): Promise<{ digest: string; size: number }> {
  const { store, leases, guard, published } = deps;
  const { scope, inner, backendRef } = parts;
  const { ref } = parts.options;
  const { offset } = inner.status;
  validateLabels(options.labels, "info.Labels");
  if (options.total > 0 && options.total !== offset) {
    throw failedPrecondition(`${JSON.stringify(ref)} failed size validation: ${offset} != ${options.total}`);
  }
  const sealed = await inner.seal(options);
  await leases.add(scope, { type: "content", id: sealed.digest });
  const created = await guard.alone(sealed.digest, async () => {
    await inner.publish();
    return inStore(store, `commit ${ref}`, (tx) => {
      forgetIngest(tx, scope.namespace, { ref, backendRef });
      return recordBlob(tx, deps, { namespace: scope.namespace, ...sealed, labels: options.labels });
    });
  });
  await leases.remove(scope, { type: "ingests", id: ref });
  if (!created) throw alreadyExists(`content ${sealed.digest}`);
  await published();
  return sealed;
}

interface NewBlob {
  namespace: string;
  digest: string;
  size: number;
  labels: Readonly<Record<string, string>>;
}

/** False when the namespace has the blob already. */
function recordBlob(tx: Transaction, { epochs }: IngestEngineDeps, { namespace, digest, size, labels }: NewBlob): boolean {
  const known = hasBlob(tx, namespace, digest);
  if (!known) {
    const now = nowTimestamp();
    putBlob(tx, namespace, { digest, size, createdAt: now, updatedAt: now, labels: compactLabels(labels) });
    const event = packAny("containerd.events.ContentCreate", containerd.events.ContentCreate, { digest, size });
    tx.emit({ namespace, topic: "/content/create", event });
  }
  epochs.touchContent(tx, namespace, digest);
  return !known;
}
