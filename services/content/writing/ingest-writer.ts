import { containerd, nowTimestamp, packAny, type google, type Timestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument } from "@stevedore/errors";
import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { compactLabels, validateLabels } from "@stevedore/names";
import { digestProblem } from "@stevedore/oci";
import type { BlobGuard } from "../gc/blob-guard.ts";
import { abortBackend, inStore } from "../catalogue.ts";
import type { ContentStore, ContentWriter } from "../stores/content-store.ts";
import type { Integrity } from "../integrity/integrity.ts";
import type { Leases, Scope } from "@stevedore/leases";
import { restoreLost } from "../integrity/lost-blobs.ts";
import type { Collection } from "@stevedore/resources";
import { blobResource, deleteIngest, getIngest, hasBlob, putBlob } from "../records.ts";

export interface IngestDeps {
  store: MetadataStore;
  backend: ContentStore;
  leases: Leases;
  collection: Pick<Collection, "settled" | "touch">;
  guard: BlobGuard;
  integrity: Integrity;
  /** Resolves when the events emitted so far are on the bus. */
  published(): Promise<void>;
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

/** @throws InvalidArgument for what is no digest */
export function checkExpected(expected: string): void {
  const problem = digestProblem(expected);
  if (problem !== undefined) throw invalidArgument(`expected digest ${JSON.stringify(expected)}: ${problem}`);
}

export interface IngestWriterParts {
  scope: Scope;
  ref: string;
  inner: ContentWriter;
  backendRef: string;
  release: (() => void) | undefined;
}

export function createIngestWriter(deps: IngestDeps, parts: IngestWriterParts): IngestWriter {
  const { scope, ref, inner, backendRef, release } = parts;
  const { namespace } = scope;
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
      await deps.collection.settled(blobResource(namespace, digest));
      if (!hasBlob(deps.store, namespace, digest)) return;
      deps.collection.touch(blobResource(namespace, digest));
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

async function dropIngest({ store, backend, leases }: IngestDeps, { scope, ref, backendRef }: DroppedIngest): Promise<void> {
  await inStore(store, `abort ${ref}`, (tx) => forgetIngest(tx, scope.namespace, { ref, backendRef }));
  await abortBackend(backend, backendRef);
  await leases.remove(scope, { type: "ingests", id: ref });
}

// Only this ingest: after an abort the ref may be somebody else's.
function forgetIngest(tx: Transaction, namespace: string, { ref, backendRef }: { ref: string; backendRef: string }): void {
  if (getIngest(tx, namespace, ref)?.backendRef === backendRef) deleteIngest(tx, { namespace, ref });
}

async function commit(deps: IngestDeps, parts: IngestWriterParts, options: CommitOptions): Promise<{ digest: string; size: number }> {
  const { store, leases, guard, published } = deps;
  const { scope, ref, inner, backendRef } = parts;
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
      return recordBlob(tx, { namespace: scope.namespace, ...sealed, labels: options.labels });
    }, scope);
  });
  await leases.remove(scope, { type: "ingests", id: ref });
  if (!created) throw alreadyExists(`content ${sealed.digest}`);
  if (scope.deferred !== true) await published();
  return sealed;
}

export interface NewBlob {
  namespace: string;
  digest: string;
  size: number;
  labels: Readonly<Record<string, string>>;
  /** Now when absent. */
  createdAt?: google.protobuf.ITimestamp | undefined;
  updatedAt?: google.protobuf.ITimestamp | undefined;
}

/** False when the namespace has the blob already. */
export function recordBlob(tx: Transaction, { namespace, digest, size, labels, ...times }: NewBlob): boolean {
  const known = hasBlob(tx, namespace, digest);
  if (!known) {
    const createdAt = times.createdAt ?? nowTimestamp();
    // Of one that was lost the labels that it had are back as well.
    const restored = restoreLost(tx, digest).get(namespace)?.labels ?? {};
    putBlob(tx, namespace, { digest, size, createdAt, updatedAt: times.updatedAt ?? createdAt, labels: compactLabels({ ...restored, ...labels }) });
    const event = packAny("containerd.events.ContentCreate", containerd.events.ContentCreate, { digest, size });
    tx.emit({ namespace, topic: "/content/create", event });
  }
  return !known;
}
