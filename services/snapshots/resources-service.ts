import type { ResourcesService, stevedore } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";
import { MOUNT_KIND, snapshotKind, type Epochs } from "./epochs.ts";
import type { MountManager, StoredActivation } from "./mounts/mount-manager.ts";
import type { CollectableSnapshotter } from "./snapshotter.ts";
import type { Snapshotters } from "./snapshotters.ts";

const KIND_PREFIX = snapshotKind("");
// What else an activation's labels say is no matter: as in containerd, only what refers back keeps it.
const BACK_REFERENCE = "containerd.io/gc.bref.";
const LIST_BATCH = 500;

export interface ResourcesDeps {
  snapshotters: Snapshotters<CollectableSnapshotter>;
  mounts: MountManager;
  epochs: Epochs;
}

/** The handlers of `stevedore.v1.Resources`: what garbage collection and the namespaces API need of snapshots and mounts. */
export function createResourcesService({ snapshotters, mounts, epochs }: ResourcesDeps): Handlers<typeof ResourcesService> {
  const all = snapshotters.all();
  return {
    namespaces: () => ({ names: [...new Set(all.flatMap((snapshotter) => snapshotter.namespaces()))].toSorted() }),
    begin: async () => ({ epoch: await epochs.begin() }),
    async *list({ namespace }) {
      for (const snapshotter of all) {
        const namespaces = namespace === "" ? snapshotter.namespaces() : [namespace];
        for (const name of namespaces) yield* batchesOf(snapshotter, name);
      }
      const activations = mounts.all().filter((stored) => namespace === "" || stored.namespace === namespace);
      if (activations.length > 0) yield { resources: activations.map(resourceOf) };
    },
    async sweep({ epoch, namespace, kind, keys }) {
      const isMount = kind === MOUNT_KIND;
      if (!isMount && !kind.startsWith(KIND_PREFIX)) throw invalidArgument(`resource kind ${JSON.stringify(kind)}`, { hint: "snapshots has `snapshot/<snapshotter>` and `mount`" });
      epochs.check(epoch);
      const owner = isMount ? mounts : snapshotters.get(kind.slice(KIND_PREFIX.length));
      return { removed: await owner.sweep(namespace, keys, (key) => epochs.isTouched({ kind, namespace, key })) };
    },
    async cleanup() {
      await mounts.cleanup();
      const freed = await Promise.all(all.map((snapshotter) => snapshotter.cleanup()));
      return { freedBytes: freed.reduce((sum, bytes) => sum + bytes, 0) };
    },
    checkEmpty: ({ namespace }) => ({
      kinds: all.filter((snapshotter) => snapshotter.namespaces().includes(namespace)).map(({ name }) => `snapshots on "${name}" snapshotter`),
    }),
  };
}

async function* batchesOf(snapshotter: CollectableSnapshotter, namespace: string): AsyncGenerator<{ resources: stevedore.v1.IResource[] }> {
  const kind = snapshotKind(snapshotter.name);
  const infos = await snapshotter.list(namespace);
  for (let i = 0; i < infos.length; i += LIST_BATCH) {
    const resources = infos.slice(i, i + LIST_BATCH).map(({ name, parent, labels }) => {
      return { namespace, kind, key: name, labels, refs: parent === "" ? [] : [{ kind, key: parent }] };
    });
    yield { resources };
  }
}

function resourceOf({ namespace, name, record }: StoredActivation): stevedore.v1.IResource {
  const labels = Object.fromEntries(Object.entries(record.labels).filter(([label]) => label.startsWith(BACK_REFERENCE)));
  return { namespace, kind: MOUNT_KIND, key: name, labels, refs: [], lease: record.lease ?? "" };
}
