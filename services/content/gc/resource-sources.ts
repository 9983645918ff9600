import type { MetadataStore } from "@stevedore/metadata";
import type { Resource, ResourceName, ResourceSource } from "@stevedore/resources";
import { abortBackend, inStore } from "../catalogue.ts";
import type { Collector } from "./collector.ts";
import type { ContentStore } from "../stores/content-store.ts";
import {
  blobResource,
  BLOBS_PREFIX,
  decodeBlob,
  decodeIngest,
  deleteAllLost,
  deleteIngests,
  getIngest,
  ingestResource,
  INGESTS_PREFIX,
  LOST_PREFIX,
  namespacesWith,
  pagesOfBlobs,
  pagesOfIngests,
  pagesOfLost,
  resourceNameOf,
  type Info,
  type IngestRecord,
} from "../records.ts";

export interface ContentSourcesDeps {
  store: MetadataStore;
  /** The store that keeps everybody but the collector from condemned records. */
  guarded: MetadataStore;
  backend: ContentStore;
  collector: Collector;
}

/** Blobs and ingests as garbage collection and the namespaces API take them. */
export function createContentSources(deps: ContentSourcesDeps): readonly ResourceSource[] {
  return [createBlobSource(deps), createIngestSource(deps)];
}

function createBlobSource({ store, guarded, collector }: ContentSourcesDeps): ResourceSource {
  return {
    kinds: "`content`",
    owns: (kind) => kind === "content",
    namespaces: () => namespacesWith(store, BLOBS_PREFIX, LOST_PREFIX),
    *list(namespace) {
      for (const page of pagesOfBlobs(store, namespace)) for (const info of page) yield blobRow(blobResource(namespace, info.digest), info);
      for (const page of pagesOfLost(store, namespace)) for (const lost of page) yield blobRow(blobResource(namespace, lost.digest), lost);
    },
    nameOf: (bucket, key) => only("content", resourceNameOf(bucket, key)),
    describe: (name, value) => blobRow(name, decodeBlob(value)),
    sweep: ({ namespace, keys }) => collector.sweep({ namespace, kind: "content", keys }),
    // Of both kinds.
    cleanup: () => collector.cleanup(),
    left: (namespace) => (namespacesWith(store, BLOBS_PREFIX).includes(namespace) ? ["blobs"] : []),
    drop: (namespace, revision) => inStore(guarded, `drop ${namespace}`, (tx) => deleteAllLost(tx, namespace, revision)),
  };
}

function createIngestSource({ store, guarded, backend, collector }: ContentSourcesDeps): ResourceSource {
  return {
    kinds: "`ingest`",
    owns: (kind) => kind === "ingest",
    namespaces: () => namespacesWith(store, INGESTS_PREFIX),
    *list(namespace) {
      for (const page of pagesOfIngests(store, namespace)) for (const record of page) yield ingestRow(ingestResource(namespace, record.ref), record);
    },
    nameOf: (bucket, key) => only("ingest", resourceNameOf(bucket, key)),
    describe: (name, value) => ingestRow(name, decodeIngest(value)),
    mayGo({ namespace, key }) {
      const record = getIngest(store, namespace, key);
      return record === undefined || !backend.isWriting(record.backendRef);
    },
    sweep: ({ namespace, keys }) => collector.sweep({ namespace, kind: "ingest", keys }),
    // As an abort of each, so that a writer may go on to its commit. Files that a crash leaves here go at the next start.
    async drop(namespace, revision) {
      const dropped = await inStore(guarded, `drop ${namespace}`, (tx) => deleteIngests(tx, namespace, revision));
      await Promise.all(dropped.map(({ backendRef }) => abortBackend(backend, backendRef)));
    },
  };
}

function only(kind: string, name: ResourceName | undefined): ResourceName | undefined {
  return name?.kind === kind ? name : undefined;
}

function blobRow(name: ResourceName, { labels }: Pick<Info, "labels">): Resource {
  return { ...name, labels: labels ?? {} };
}

function ingestRow(name: ResourceName, { expected, expireAt }: IngestRecord): Resource {
  const refs = expected === undefined ? [] : [{ kind: "content", key: expected }];
  return { ...name, refs, ...(expireAt === undefined ? {} : { expireAt }) };
}
