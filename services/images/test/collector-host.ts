import { collectGarbage } from "../gc/collector.ts";
import { startTableOwner } from "./fake-owner.ts";
import { createTempDir, digestOf, quiet, startApi } from "./support.ts";

export type CollectorHost = Awaited<ReturnType<typeof startCollectorHost>>;

/** The API with three small services behind it, and a way to collect. */
export async function startCollectorHost() {
  const dir = createTempDir();
  const tasks = await startTableOwner("tasks", dir.path);
  const content = await startTableOwner("content", dir.path);
  const snapshots = await startTableOwner("snapshots", dir.path);
  const owners = [tasks, content, snapshots].map((part) => part.owner);
  const api = await startApi({ owners });
  const collect = () => collectGarbage({ store: api.raw, collection: api.collection, owners, log: quiet });
  return {
    ...api, tasks, content, snapshots, collect,
    blob: (seed: number, labels = {}) => content.put({ namespace: "n", kind: "content", key: digestOf(seed), labels }),
    hasBlob: (seed: number) => content.has("n", "content", digestOf(seed)),
    lease: (id: string, type: string, key: string) => api.leases.addResource({ id, resource: { type, id: key } }, { namespace: "n" }),
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      for (const part of [tasks, content, snapshots]) await part[Symbol.asyncDispose]();
      dir[Symbol.dispose]();
    },
  };
}
