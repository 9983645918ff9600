import { isError } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import type { BlobGuard } from "./blob-guard.ts";
import { inStore } from "../catalogue.ts";
import type { ContentStore, StoredBlob } from "../stores/content-store.ts";
import type { Collection } from "@stevedore/resources";
import { BLOBS_PREFIX, deleteBlob, deleteIngest, deleteLost, getIngest, hasBlob, INGESTS_PREFIX, namespacesWith, pagesOfBlobs, pagesOfIngests } from "../records.ts";

export interface CollectorDeps {
  /** The store itself: what is swept is condemned, and for everybody else not to be touched. */
  store: MetadataStore;
  backend: ContentStore;
  collection: Pick<Collection, "beganAtMs">;
  guard: BlobGuard;
}

export interface Sweep {
  namespace: string;
  kind: "content" | "ingest";
  keys: readonly string[];
}

/** Removes what garbage collection has found unused: records first, then the disk behind them. */
export interface Collector {
  /** Drops records, but no ingest that is being written. Returns the keys dropped; no events. */
  sweep(sweep: Sweep): Promise<string[]>;
  /** Deletes blobs that no namespace refers to and ingests without a record. Returns the bytes freed. */
  cleanup(): Promise<number>;
  /** Deletes one blob, if no namespace refers to it. Returns the bytes freed. */
  free(digest: string): Promise<number>;
  /** The part of `cleanup` for a start: leftovers of ingests. Blobs without a record stay, to be adopted by a commit. */
  recover(): Promise<number>;
}

export function createCollector(deps: CollectorDeps): Collector {
  const { store, backend } = deps;
  const recover = (): Promise<number> => backend.prune(() => liveIngests(store));
  return {
    sweep({ namespace, kind, keys }) {
      return inStore(store, `sweep ${namespace}`, (tx) => {
        return keys.filter((key) => {
          if (kind === "content") return deleteLost(tx, namespace, key) || deleteBlob(tx, namespace, key);
          const record = getIngest(tx, namespace, key);
          return record !== undefined && !backend.isWriting(record.backendRef) && deleteIngest(tx, { namespace, ref: key });
        });
      });
    },
    async cleanup() {
      return (await deleteUnreferenced(deps)) + (await recover());
    },
    free: (digest) => deps.guard.alone(digest, () => deleteIfUnreferenced(deps, digest)),
    recover,
  };
}

async function deleteUnreferenced({ store, backend, collection, guard }: CollectorDeps): Promise<number> {
  // Other hosts may refer to what this one does not.
  if (backend.shared === true) return 0;
  const blobs = await listReachable(backend);
  const referenced = new Set(allDigests(store));
  const limit = collection.beganAtMs ?? Infinity;
  let freed = 0;
  for (const blob of blobs) {
    if (referenced.has(blob.digest) || blob.committedAtMs >= limit) continue;
    freed += await guard.alone(blob.digest, () => deleteIfUnreferenced({ store, backend, guard }, blob.digest));
  }
  return freed;
}

// A store that is elsewhere and away keeps its garbage until a later collection; the rest of this one goes on.
async function listReachable(backend: ContentStore): Promise<StoredBlob[]> {
  return backend.list().catch((error: unknown) => {
    if (isError(error, "unavailable")) return [];
    throw error;
  });
}

async function deleteIfUnreferenced({ store, backend, guard }: Omit<CollectorDeps, "collection">, digest: string): Promise<number> {
  const wanted = guard.isPinned(digest) || namespacesWith(store, BLOBS_PREFIX).some((namespace) => hasBlob(store, namespace, digest));
  if (wanted) return 0;
  try {
    const { size } = await backend.info(digest);
    await backend.delete(digest);
    return size;
  } catch (error) {
    if (isError(error, "notFound") || isError(error, "unavailable")) return 0;
    throw error;
  }
}

function* allDigests(store: MetadataStore): Iterable<string> {
  for (const namespace of namespacesWith(store, BLOBS_PREFIX)) {
    for (const page of pagesOfBlobs(store, namespace)) yield* page.map(({ digest }) => digest);
  }
}

function* liveIngests(store: MetadataStore): Iterable<string> {
  for (const namespace of namespacesWith(store, INGESTS_PREFIX)) {
    for (const page of pagesOfIngests(store, namespace)) yield* page.map(({ backendRef }) => backendRef);
  }
}
