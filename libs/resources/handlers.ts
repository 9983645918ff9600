import type { ResourcesService, stevedore } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";
import type { Collection, NameOf, ResourceName } from "./collection.ts";

export type Resource = stevedore.v1.IResource;

/** The records of one kind, or of a few that belong together, as garbage collection and the namespaces API take them. */
export interface ResourceSource {
  owns(kind: string): boolean;
  /** The kinds, for the error that names them. */
  readonly kinds: string;
  /** The namespaces that hold any of them. */
  namespaces(): readonly string[];
  /** False where a namespace does not exist by holding such things. */
  readonly makesNamespace?: boolean;
  list(namespace: string): Iterable<Resource> | AsyncIterable<Resource>;
  nameOf: NameOf;
  /** A record of `nameOf` as a resource. */
  describe(name: ResourceName, value: Uint8Array): Resource;
  /** False for what can't be swept at this moment, whatever refers to it. */
  mayGo?(name: ResourceName): boolean;
  /** Removes condemned records, past the collection's store; returns the keys that went. Absent: nothing of the kind is ever swept. */
  sweep?(target: { namespace: string; kind: string; keys: readonly string[] }): Promise<string[]>;
  /** Frees the disk behind what was removed; returns the bytes. */
  cleanup?(): Promise<number>;
  /** What keeps a namespace from being deleted, in containerd's words. */
  left?(namespace: string): readonly string[];
  /** Removes all records of a deleted namespace up to a revision of the store, and what they have on disk. Absent: there are none, or the next collection takes them. */
  drop?(namespace: string, revision: number): Promise<void>;
}

const BATCH = 256;

export interface ResourcesDeps {
  collection: Collection;
  sources: readonly ResourceSource[];
  /** Resolves when the events so far are on the bus; of a service that defers nothing there is no need. */
  published?(): Promise<void>;
}

/** The handlers of `stevedore.v1.Resources` for a service that owns records. */
export function createResourcesHandlers({ collection, sources, published = async () => undefined }: ResourcesDeps): Handlers<typeof ResourcesService> {
  const sourceOf = (kind: string): ResourceSource => {
    const source = sources.find((one) => one.owns(kind));
    if (source !== undefined) return source;
    throw invalidArgument(`resource kind ${JSON.stringify(kind)}`, { hint: `this service has ${sources.map(({ kinds }) => kinds).join(", ")}` });
  };
  const describe = (bucket: string, key: string, value: Uint8Array): Resource[] => {
    for (const source of sources) {
      const name = source.nameOf(bucket, key);
      if (name !== undefined) return [source.describe(name, value)];
    }
    return [];
  };
  return {
    namespaces: () => ({ names: [...new Set(sources.flatMap((source) => (source.makesNamespace === false ? [] : source.namespaces())))].toSorted() }),
    begin: async () => ({ epoch: await collection.begin() }),
    async *list({ namespace, epoch }) {
      if (Number(epoch) > 0) {
        yield* inBatches(collection.written(Number(epoch)).flatMap(({ bucket, key, value }) => describe(bucket, key, value)));
        return;
      }
      for (const source of sources) {
        for (const name of namespace === "" ? source.namespaces() : [namespace]) yield* inBatches(source.list(name));
      }
    },
    condemn({ epoch, namespace, kind, keys }) {
      const source = sourceOf(kind);
      const names = keys.map((key) => ({ namespace, kind, key }));
      const refused = names.filter((name) => source.sweep === undefined || source.mayGo?.(name) === false);
      const others = refused.length === 0 ? names : names.filter((name) => !refused.includes(name));
      return { refused: [...refused, ...collection.condemn(Number(epoch), others)].map(({ key }) => key) };
    },
    async sweep({ epoch, namespace, kind, keys }) {
      const source = sourceOf(kind);
      collection.check(Number(epoch));
      const condemned = keys.filter((key) => collection.isCondemned({ namespace, kind, key }));
      return { removed: source.sweep === undefined || condemned.length === 0 ? [] : await source.sweep({ namespace, kind, keys: condemned }) };
    },
    end({ epoch }) {
      collection.end(Number(epoch));
      return {};
    },
    async cleanup() {
      const freed = await Promise.all(sources.map(async (source) => (await source.cleanup?.()) ?? 0));
      return { freedBytes: freed.reduce((sum, bytes) => sum + bytes, 0) };
    },
    checkEmpty: async ({ namespace }) => {
      const revision = await markRevision(collection);
      return { kinds: sources.flatMap((source) => [...(source.left?.(namespace) ?? [])]), revision };
    },
    async dropNamespace({ namespace, revision }) {
      await Promise.all(sources.map((source) => source.drop?.(namespace, Number(revision))));
      return {};
    },
    async settle() {
      await collection.store.settled();
      await published();
      return {};
    },
  };
}

// A revision is what a write brings: so one is made.
function markRevision({ store }: Collection): Promise<number> {
  return store.transact((tx) => tx.put("revisions", "checked", new Uint8Array(0)));
}

async function* inBatches(all: Iterable<Resource> | AsyncIterable<Resource>): AsyncGenerator<{ resources: Resource[] }> {
  let resources: Resource[] = [];
  for await (const resource of all) {
    resources.push(resource);
    if (resources.length < BATCH) continue;
    yield { resources };
    resources = [];
  }
  if (resources.length > 0) yield { resources };
}
