import type { ResourcesService, stevedore } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import type { Handlers } from "@stevedore/rpc";
import type { Collector } from "./collector.ts";
import type { Epochs, ResourceKind } from "./epochs.ts";
import { BLOBS_PREFIX, INGESTS_PREFIX, namespacesWith, pagesOfBlobs, pagesOfIngests } from "./records.ts";

type Resource = stevedore.v1.IResource;

export interface ResourcesDeps {
  store: MetadataStore;
  epochs: Epochs;
  collector: Collector;
}

/** The handlers of `stevedore.v1.Resources`: what garbage collection and the namespaces API need of content. */
export function createResourcesService({ store, epochs, collector }: ResourcesDeps): Handlers<typeof ResourcesService> {
  return {
    namespaces: () => ({ names: namespacesWith(store, BLOBS_PREFIX, INGESTS_PREFIX) }),
    begin: async () => ({ epoch: await epochs.begin() }),
    async *list({ namespace }) {
      const namespaces = namespace === "" ? namespacesWith(store, BLOBS_PREFIX, INGESTS_PREFIX) : [namespace];
      for (const name of namespaces) {
        for (const resources of batchesOf(store, name)) yield { resources };
      }
    },
    async sweep({ epoch, namespace, kind, keys }) {
      return { removed: await collector.sweep({ epoch, namespace, kind: requireKind(kind), keys }) };
    },
    cleanup: async () => ({ freedBytes: await collector.cleanup() }),
    checkEmpty: ({ namespace }) => ({ kinds: namespacesWith(store, BLOBS_PREFIX).includes(namespace) ? ["blobs"] : [] }),
  };
}

function requireKind(kind: string): ResourceKind {
  if (kind === "content" || kind === "ingest") return kind;
  throw invalidArgument(`resource kind ${JSON.stringify(kind)}`, { hint: "content has `content` and `ingest`" });
}

function* batchesOf(store: MetadataStore, namespace: string): Iterable<Resource[]> {
  for (const page of pagesOfBlobs(store, namespace)) {
    yield page.map(({ digest, labels }) => ({ namespace, kind: "content", key: digest, labels: labels ?? {} }));
  }
  for (const page of pagesOfIngests(store, namespace)) {
    yield page.map(({ ref, expected, expireAt }) => ({
      namespace,
      kind: "ingest",
      key: ref,
      refs: expected === undefined ? [] : [{ kind: "content", key: expected }],
      ...(expireAt === undefined ? {} : { expireAt }),
    }));
  }
}
