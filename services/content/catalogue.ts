import { containerd, nowTimestamp, packAny, timestampOf } from "@stevedore/api";
import { dataLoss, invalidArgument, isError, notFound } from "@stevedore/errors";
import { compileFilters, lookupIn } from "@stevedore/filters";
import type { MetadataStore, TransactOptions, Transaction } from "@stevedore/metadata";
import { applyMapMask, compactLabels, validateLabels } from "@stevedore/names";
import type { BlobPart, BlobReader, ContentStore, IngestStatus } from "./stores/content-store.ts";
import { diskError } from "./stores/disk-errors.ts";
import { lostNotFound, type Integrity } from "./integrity/integrity.ts";
import type { Leases, Scope } from "@stevedore/leases";
import type { Collection } from "@stevedore/resources";
import { blobResource, deleteBlob, deleteIngest, deleteLost, getBlob, getIngest, getLost, hasBlob, ingestResource, pagesOfBlobs, pagesOfIngests, putBlob, type Info } from "./records.ts";

export interface CatalogueDeps {
  store: MetadataStore;
  backend: ContentStore;
  leases: Leases;
  /** What garbage collection has condemned is not told of before its verdict. */
  collection: Pick<Collection, "settled" | "settledAll">;
  /** Whether this host may read what only other hosts of a shared store have recorded. */
  sharesAll?: boolean;
  integrity: Integrity;
}

/** The content of a namespace: records with labels over the blobs and ingests of a store. Everything but writing. */
export interface Catalogue {
  info(namespace: string, digest: string): Promise<Info>;
  /** Replaces labels (no mask, or `labels`) or single ones (`labels.<key>`; an empty or absent value removes). */
  update(scope: Scope, info: containerd.services.content.v1.IInfo, mask: readonly string[]): Promise<Info>;
  list(namespace: string, filters: readonly string[]): Promise<Iterable<Info>>;
  /** Drops the record; the file goes with the next collection. */
  delete(scope: Scope, digest: string): Promise<void>;
  reader(namespace: string, digest: string, part?: BlobPart): Promise<BlobReader>;
  locate(namespace: string, digest: string): Promise<{ path: string; size: number }>;
  status(namespace: string, ref: string): Promise<IngestStatus>;
  listStatuses(namespace: string, filters: readonly string[]): Promise<IngestStatus[]>;
  abort(scope: Scope, ref: string): Promise<void>;
}

export function createCatalogue(deps: CatalogueDeps): Catalogue {
  const { store, backend, leases, collection, integrity } = deps;
  const info = async (namespace: string, digest: string): Promise<Info> => {
    await collection.settled(blobResource(namespace, digest));
    return getBlob(store, namespace, digest) ?? infoOfOthers(deps, namespace, digest);
  };
  return {
    info,
    async update(scope, wanted, mask) {
      const { namespace } = scope;
      const digest = wanted.digest ?? "";
      // With labels of this namespace it becomes content of this host.
      const others = hasBlob(store, namespace, digest) ? undefined : await infoOfOthers(deps, namespace, digest);
      return inStore(store, `update ${digest}`, (tx) => updateLabels(tx, { namespace, wanted, mask, others }), scope);
    },
    async list(namespace, filters) {
      await collection.settledAll(namespace, blobResource(namespace, "").kind);
      return listBlobs(store, namespace, filters);
    },
    async delete(scope, digest) {
      await inStore(store, `delete ${digest}`, (tx) => {
        if (!deleteBlob(tx, scope.namespace, digest) && !deleteLost(tx, scope.namespace, digest)) throw contentNotFound(digest);
        const event = packAny("containerd.events.ContentDelete", containerd.events.ContentDelete, { digest });
        tx.emit({ namespace: scope.namespace, topic: "/content/delete", event });
      });
      await leases.remove(scope, { type: "content", id: digest });
    },
    async reader(namespace, digest, part) {
      return integrity.reader(await info(namespace, digest), part);
    },
    async locate(namespace, digest) {
      const { size } = await info(namespace, digest);
      return integrity.watch(digest, async () => {
        const located = await backend.locate(digest);
        if (located.size !== size) throw dataLoss(`content ${digest} has ${located.size} bytes, not ${size}`);
        return located;
      });
    },
    async status(namespace, ref) {
      await collection.settled(ingestResource(namespace, ref));
      const record = getIngest(store, namespace, ref);
      const status = record === undefined ? undefined : await statusOf(backend, record.backendRef);
      if (status === undefined) throw refNotFound(ref);
      return { ...status, ref };
    },
    listStatuses: (namespace, filters) => listStatuses(deps, namespace, filters),
    async abort(scope, ref) {
      const { namespace } = scope;
      const backendRef = await inStore(store, `abort ${ref}`, (tx) => {
        const record = getIngest(tx, namespace, ref);
        if (record === undefined) throw refNotFound(ref);
        deleteIngest(tx, { namespace, ref });
        return record.backendRef;
      });
      await abortBackend(backend, backendRef);
      await leases.remove(scope, { type: "ingests", id: ref });
    },
  };
}

export function contentNotFound(digest: string): Error {
  return notFound(`content digest ${digest}`);
}

export function refNotFound(ref: string): Error {
  return notFound(`reference ${ref}`);
}

/** Runs a transaction; a full disk is told as such. */
export async function inStore<T>(store: MetadataStore, what: string, fn: (tx: Transaction) => T, options?: TransactOptions): Promise<T> {
  try {
    return await store.transact(fn, options);
  } catch (error) {
    throw diskError(what, error);
  }
}

/** Aborts an ingest that may have no files. */
export async function abortBackend(backend: ContentStore, backendRef: string): Promise<void> {
  await backend.abort(backendRef).catch((error: unknown) => {
    if (!isError(error, "notFound")) throw error;
  });
}

// Records are a host's own. A store that several hosts share has blobs of the others, which are as good: their digest says what they are.
async function infoOfOthers({ store, backend, sharesAll }: CatalogueDeps, namespace: string, digest: string): Promise<Info> {
  const lost = getLost(store, namespace, digest);
  if (lost !== undefined) throw lostNotFound(digest, lost.problem ?? "");
  if (sharesAll !== true || backend.shared !== true) throw contentNotFound(digest);
  const { size, committedAtMs } = await backend.info(digest).catch((error: unknown) => Promise.reject(isError(error, "notFound") ? contentNotFound(digest) : error));
  const time = timestampOf(new Date(committedAtMs));
  return { digest, size, createdAt: time, updatedAt: time, labels: {} };
}

interface LabelUpdate {
  namespace: string;
  wanted: containerd.services.content.v1.IInfo;
  mask: readonly string[];
  /** What a shared store knows of a blob that the namespace has no record of. */
  others: Info | undefined;
}

function updateLabels(tx: Transaction, { namespace, wanted, mask, others }: LabelUpdate): Info {
  const digest = wanted.digest ?? "";
  const info = getBlob(tx, namespace, digest) ?? others;
  if (info === undefined) throw contentNotFound(digest);
  const given = wanted.labels ?? {};
  let labels: Record<string, string> = mask.length === 0 ? given : { ...info.labels };
  for (const path of mask) {
    const masked = applyMapMask("labels", path, { stored: labels, wanted: given });
    if (masked === undefined) throw invalidArgument(`cannot update ${JSON.stringify(path)} field on content info ${JSON.stringify(digest)}`);
    labels = masked;
  }
  validateLabels(labels, "info.Labels");
  const updated = { ...info, labels: compactLabels(labels), updatedAt: nowTimestamp() };
  putBlob(tx, namespace, updated);
  return updated;
}

function* listBlobs(store: MetadataStore, namespace: string, filters: readonly string[]): Iterable<Info> {
  const matches = compileFilters(filters);
  for (const page of pagesOfBlobs(store, namespace)) {
    yield* page.filter((info) =>
      matches(([field, ...rest]) => {
        if (field === "digest") return info.digest;
        return field === "labels" ? lookupIn(info.labels, rest) : undefined;
      }),
    );
  }
}

async function listStatuses({ store, backend, collection }: CatalogueDeps, namespace: string, filters: readonly string[]): Promise<IngestStatus[]> {
  const matches = compileFilters(filters);
  await collection.settledAll(namespace, ingestResource(namespace, "").kind);
  const found: IngestStatus[] = [];
  for (const page of pagesOfIngests(store, namespace)) {
    for (const { ref, backendRef } of page) {
      if (!matches(([field]) => (field === "ref" ? ref : undefined))) continue;
      const status = await statusOf(backend, backendRef);
      if (status !== undefined) found.push({ ...status, ref });
    }
  }
  return found;
}

async function statusOf(backend: ContentStore, backendRef: string): Promise<IngestStatus | undefined> {
  return backend.status(backendRef).catch((error: unknown) => {
    if (isError(error, "notFound")) return undefined;
    throw error;
  });
}
