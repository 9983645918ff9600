import path from "node:path";
import { ResourcesService, stevedore } from "@stevedore/api";
import { openSqliteStore } from "@stevedore/metadata";
import { createCollection, createResourcesHandlers, type ResourceName, type ResourceSource } from "@stevedore/resources";
import { connect, createHandlerTable, serveTtrpc, type Handlers } from "@stevedore/rpc";
import { createResourceOwner, type ResourceOwner } from "../gc/resource-owner.ts";
import { quiet } from "./support.ts";

export type Row = stevedore.v1.IResource & { namespace: string; kind: string; key: string };

/** A service of bare records, over a ttrpc socket: what owners of records have in common, and nothing else. */
export interface TableOwner extends AsyncDisposable {
  owner: ResourceOwner;
  put(row: Row): Promise<void>;
  /** As a service does that finds what a client was about to make. False when it is gone. */
  touch(namespace: string, kind: string, key: string): Promise<boolean>;
  /** As a client's own reading call does. */
  find(namespace: string, kind: string, key: string): Promise<boolean>;
  /** What is there now, at whatever stage a collection is. */
  has(namespace: string, kind: string, key: string): boolean;
  /** As a client's own delete call does. */
  remove(namespace: string, kind: string, key: string): Promise<void>;
  rows(): Row[];
  calls: string[];
  /** Awaited before a method answers: where a test gets between the steps of a collection. */
  before: (method: string) => Promise<void>;
}

const { Resource } = stevedore.v1;
const bucketOf = (namespace: string, kind: string): string => JSON.stringify([namespace, kind]);

function nameOf(bucket: string, key: string): ResourceName {
  const [namespace, kind] = JSON.parse(bucket) as [string, string];
  return { namespace, kind, key };
}

export async function startTableOwner(name: string, dir: string): Promise<TableOwner> {
  const raw = openSqliteStore({ path: path.join(dir, `${name}.db`) });
  const collection = createCollection({ store: raw, nameOf });
  const { store } = collection;
  const calls: string[] = [];
  const rows = (): Row[] => raw.buckets().flatMap((bucket) => raw.list(bucket).map(({ value }) => Resource.decode(value) as Row));

  const source: ResourceSource = {
    kinds: "any",
    owns: () => true,
    namespaces: () => [...new Set(raw.buckets().map((bucket) => nameOf(bucket, "").namespace))],
    list: (namespace) => rows().filter((row) => row.namespace === namespace),
    nameOf,
    describe: (_, value) => Resource.decode(value),
    sweep: ({ namespace, kind, keys }) =>
      raw.transact((tx) => {
        const bucket = bucketOf(namespace, kind);
        const removed = new Set<string>();
        // Leaves first: again and again, until nothing more can go. Only a child of the same kind keeps a record: a snapshot its parent.
        for (let before = -1; removed.size > before; ) {
          before = removed.size;
          const held = new Set(tx.list(bucket).flatMap(({ value }) => (Resource.decode(value).refs ?? []).flatMap((ref) => (ref.kind === kind ? [ref.key] : []))));
          for (const key of keys) if (!removed.has(key) && !held.has(key) && tx.delete(bucket, key)) removed.add(key);
        }
        return [...removed];
      }),
    cleanup: async () => 7,
  };
  const table = createHandlerTable();
  table.add(ResourcesService, announced(createResourcesHandlers({ collection, sources: [source] }), async (method) => {
    calls.push(method);
    await part.before(method);
  }));
  const socket = path.join(dir, `${name}.sock`);
  const server = await serveTtrpc({ table, path: socket, log: quiet });
  const channel = connect({ path: socket });
  const part: TableOwner = {
    owner: createResourceOwner(name, channel),
    put: (row) => store.transact((tx) => void tx.put(bucketOf(row.namespace, row.kind), row.key, Resource.encode(row).finish())),
    async touch(namespace, kind, key) {
      await collection.settled({ namespace, kind, key });
      if (!part.has(namespace, kind, key)) return false;
      collection.touch({ namespace, kind, key });
      return true;
    },
    async find(namespace, kind, key) {
      await collection.settled({ namespace, kind, key });
      return part.has(namespace, kind, key);
    },
    has: (namespace, kind, key) => raw.get(bucketOf(namespace, kind), key) !== undefined,
    remove: (namespace, kind, key) => store.transact((tx) => void tx.delete(bucketOf(namespace, kind), key)),
    rows,
    calls,
    before: async () => undefined,
    async [Symbol.asyncDispose]() {
      await channel.close();
      await server.close();
      await raw.close();
    },
  };
  return part;
}

// What Sweep and Condemn ask may be long; the end is no step that a test gets before.
function announced(handlers: Handlers<typeof ResourcesService>, enter: (method: string) => Promise<void>): Handlers<typeof ResourcesService> {
  const { begin, list, condemn, sweep, cleanup } = handlers;
  return {
    ...handlers,
    begin: async (...call) => (await enter("begin"), begin!(...call)),
    condemn: async (...call) => (await enter("condemn"), condemn!(...call)),
    sweep: async (...call) => (await enter("sweep"), sweep!(...call)),
    cleanup: async (...call) => (await enter("cleanup"), cleanup!(...call)),
    async *list(...call) {
      await enter(Number(call[0].epoch) > 0 ? "list again" : "list");
      yield* list!(...call);
    },
  };
}
