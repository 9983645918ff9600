import type { ResourcesService, stevedore } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";
import type { Epochs } from "./epochs.ts";
import type { CollectableSnapshotter } from "./snapshotter.ts";
import type { Snapshotters } from "./snapshotters.ts";

const KIND_PREFIX = "snapshot/";
const LIST_BATCH = 500;

export interface ResourcesDeps {
  snapshotters: Snapshotters<CollectableSnapshotter>;
  epochs: Epochs;
}

/** The handlers of `stevedore.v1.Resources`: what garbage collection and the namespaces API need of snapshots. */
export function createResourcesService({ snapshotters, epochs }: ResourcesDeps): Handlers<typeof ResourcesService> {
  const all = snapshotters.all();
  return {
    namespaces: () => ({ names: [...new Set(all.flatMap((snapshotter) => snapshotter.namespaces()))].toSorted() }),
    begin: async () => ({ epoch: await epochs.begin() }),
    async *list({ namespace }) {
      for (const snapshotter of all) {
        const namespaces = namespace === "" ? snapshotter.namespaces() : [namespace];
        for (const name of namespaces) yield* batchesOf(snapshotter, name);
      }
    },
    async sweep({ epoch, namespace, kind, keys }) {
      if (!kind.startsWith(KIND_PREFIX)) throw invalidArgument(`resource kind ${JSON.stringify(kind)}`, { hint: "snapshots has `snapshot/<snapshotter>`" });
      epochs.check(epoch);
      const snapshotter = snapshotters.get(kind.slice(KIND_PREFIX.length));
      return { removed: await snapshotter.sweep(namespace, keys, (key) => epochs.isTouched({ snapshotter: snapshotter.name, namespace, key })) };
    },
    async cleanup() {
      const freed = await Promise.all(all.map((snapshotter) => snapshotter.cleanup()));
      return { freedBytes: freed.reduce((sum, bytes) => sum + bytes, 0) };
    },
    checkEmpty: ({ namespace }) => ({
      kinds: all.filter((snapshotter) => snapshotter.namespaces().includes(namespace)).map(({ name }) => `snapshots on "${name}" snapshotter`),
    }),
  };
}

async function* batchesOf(snapshotter: CollectableSnapshotter, namespace: string): AsyncGenerator<{ resources: stevedore.v1.IResource[] }> {
  const kind = KIND_PREFIX + snapshotter.name;
  const infos = await snapshotter.list(namespace);
  for (let i = 0; i < infos.length; i += LIST_BATCH) {
    const resources = infos.slice(i, i + LIST_BATCH).map(({ name, parent, labels }) => {
      return { namespace, kind, key: name, labels, refs: parent === "" ? [] : [{ kind, key: parent }] };
    });
    yield { resources };
  }
}
