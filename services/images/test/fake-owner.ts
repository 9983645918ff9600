import path from "node:path";
import { ResourcesService, type stevedore } from "@stevedore/api";
import { connect, createHandlerTable, serveTtrpc } from "@stevedore/rpc";
import { createResourceOwner, type ResourceOwner } from "../gc/resource-owner.ts";
import { quiet } from "./support.ts";

export type Row = stevedore.v1.IResource & { namespace: string; kind: string; key: string };

/** A small table of records that answers `stevedore.v1.Resources` by its contract, over a ttrpc socket. */
export interface TableOwner extends AsyncDisposable {
  owner: ResourceOwner;
  put(row: Row): void;
  /** Marks a record as used, so that the current epoch spares it. False when it is gone. */
  touch(namespace: string, kind: string, key: string): boolean;
  has(namespace: string, kind: string, key: string): boolean;
  /** As a client's own delete call does. */
  remove(namespace: string, kind: string, key: string): void;
  rows(): Row[];
  calls: string[];
  /** Awaited before a method answers: where a test gets between the steps of a collection. */
  before: (method: string) => Promise<void>;
}

const idOf = (namespace: string, kind: string, key: string): string => JSON.stringify([namespace, kind, key]);

export async function startTableOwner(name: string, dir: string): Promise<TableOwner> {
  const rows = new Map<string, Row>();
  const touched = new Map<string, number>();
  const calls: string[] = [];
  let epoch = 0;
  const enter = async (method: string): Promise<void> => {
    calls.push(method);
    await part.before(method);
  };
  const sweepOnce = (since: number, { namespace, kind, keys }: stevedore.v1.SweepRequest): string[] => {
    const held = new Set([...rows.values()].flatMap((row) => (row.refs ?? []).map((ref) => idOf(row.namespace, ref.kind ?? "", ref.key ?? ""))));
    return (keys ?? []).filter((key) => {
      const id = idOf(namespace, kind, key);
      // Only a child of the same service keeps a record: a snapshot its parent.
      return rows.has(id) && touched.get(id) !== since && !held.has(id) && rows.delete(id);
    });
  };

  const table = createHandlerTable();
  table.add(ResourcesService, {
    async begin() {
      await enter("begin");
      return { epoch: ++epoch };
    },
    async *list() {
      await enter("list");
      const all = [...rows.values()];
      for (let i = 0; i < all.length; i += 100) yield { resources: all.slice(i, i + 100) };
    },
    async sweep(request) {
      await enter("sweep");
      const removed: string[] = [];
      // Leaves first: again and again, until nothing more can go.
      for (let more = sweepOnce(Number(request.epoch), request); more.length > 0; more = sweepOnce(Number(request.epoch), request)) removed.push(...more);
      return { removed };
    },
    async cleanup() {
      await enter("cleanup");
      return { freedBytes: 7 };
    },
    namespaces: () => ({ names: [...new Set([...rows.values()].map((row) => row.namespace))] }),
  });
  const socket = path.join(dir, `${name}.sock`);
  const server = await serveTtrpc({ table, path: socket, log: quiet });
  const channel = connect({ path: socket });
  const part: TableOwner = {
    owner: createResourceOwner(name, channel),
    put(row) {
      const id = idOf(row.namespace, row.kind, row.key);
      rows.set(id, row);
      touched.set(id, epoch);
    },
    touch(namespace, kind, key) {
      const id = idOf(namespace, kind, key);
      if (rows.has(id)) touched.set(id, epoch);
      return rows.has(id);
    },
    has: (namespace, kind, key) => rows.has(idOf(namespace, kind, key)),
    remove: (namespace, kind, key) => void rows.delete(idOf(namespace, kind, key)),
    rows: () => [...rows.values()],
    calls,
    before: async () => undefined,
    async [Symbol.asyncDispose]() {
      await channel.close();
      await server.close();
    },
  };
  return part;
}
