import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, invalidArgument, wrapError } from "@stevedore/errors";
import type { Transaction } from "@stevedore/metadata";
import { parseDigest } from "@stevedore/oci";
import { abortBackend, inStore } from "../catalogue.ts";
import type { ContentWriter, StoredBlob } from "../stores/content-store.ts";
import { checkExpected, createIngestWriter, type IngestDeps, type IngestWriter } from "./ingest-writer.ts";
import type { Scope } from "@stevedore/leases";
import { blobResource, getBlob, getIngest, hasBlob, putIngest } from "../records.ts";
import { createSharedWriter } from "./shared-writer.ts";
import type { Sharing } from "./sharing.ts";

export interface IngestEngineDeps extends IngestDeps {
  sharing: Sharing;
}

export interface OpenOptions {
  ref: string;
  total: number;
  expected: string;
  hashing: "inline" | "worker";
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
        return createIngestWriter(deps, { scope, ref: options.ref, ...opened, release: shared?.release });
      } catch (error) {
        shared?.release();
        throw error;
      }
    },
  };
}

/** @throws AlreadyExists when the namespace has the blob, which the scope's lease then holds */
export async function refuseKnown({ store, collection, leases, integrity }: Pick<IngestEngineDeps, "store" | "collection" | "leases" | "integrity">, scope: Scope, expected: string): Promise<void> {
  checkExpected(expected);
  const blob = blobResource(scope.namespace, expected);
  await collection.settled(blob);
  if (!hasBlob(store, scope.namespace, expected)) return;
  collection.touch(blob);
  await leases.add(scope, { type: "content", id: expected }).catch((error: unknown) => {
    throw wrapError("unable to lease content", error);
  });
  // A collection may have begun, or even ended, before the lease held the blob.
  await collection.settled(blob);
  const info = getBlob(store, scope.namespace, expected);
  // Who brings it again is the one to mend it. It is not read for that: a pull of what is there must cost nothing.
  if (info === undefined || (await integrity.check(info, { trust: "unchanged" })) !== undefined) return;
  throw alreadyExists(`content ${expected}`);
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
    // Of another namespace's bytes, or of such as no record speaks of.
    const isWhole = await backend.verify(expected, { trust: "verified" }).then(() => true, () => false);
    if (!isWhole) return undefined;
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
    const backendRef = await inStore(store, `open ingest ${ref}`, (tx) => recordIngest(tx, { scope, ref, expected: shared?.digest }), scope);
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

function recordIngest(tx: Transaction, { scope, ref, expected }: { scope: Scope; ref: string; expected: string | undefined }): string {
  const { namespace, lease } = scope;
  const backendRef = getIngest(tx, namespace, ref)?.backendRef ?? `${namespace}/${tx.nextSequence(`ingests/${namespace}`)}/${ref}`;
  const now = nowTimestamp();
  const expiry = lease === undefined ? { expireAt: { ...now, seconds: now.seconds + UNLEASED_SECONDS } } : {};
  putIngest(tx, { namespace, ref }, { backendRef, ...(expected === undefined ? {} : { expected }), ...expiry });
  return backendRef;
}
