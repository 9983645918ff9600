import { containerd, type SnapshotsService } from "@stevedore/api";
import type { Client } from "@stevedore/rpc";
import { fromApiMounts } from "../api-mount.ts";
import type { SnapshotInfo, SnapshotKind, Snapshotter } from "../snapshotter.ts";

const { Kind } = containerd.services.snapshots.v1;
const KINDS = new Map<number, SnapshotKind>([[Kind.VIEW, "view"], [Kind.ACTIVE, "active"], [Kind.COMMITTED, "committed"]]);

/** A snapshotter behind the API: the contract has to hold for clients too. */
export function createClientSnapshotter(client: Client<typeof SnapshotsService>, name: string): Snapshotter {
  const snapshotter = name;
  return {
    name,
    async stat(namespace, key) {
      return toInfo((await client.stat({ snapshotter, key }, { namespace })).info);
    },
    async update(namespace, info, paths) {
      return toInfo((await client.update({ snapshotter, info, updateMask: { paths: [...paths] } }, { namespace })).info);
    },
    async usage(namespace, key) {
      const { size, inodes } = await client.usage({ snapshotter, key }, { namespace });
      return { size, inodes };
    },
    mounts: async (namespace, key) => fromApiMounts((await client.mounts({ snapshotter, key }, { namespace })).mounts),
    prepare: async (namespace, key, { parent, labels }) => fromApiMounts((await client.prepare({ snapshotter, key, parent, labels }, { namespace })).mounts),
    view: async (namespace, key, { parent, labels }) => fromApiMounts((await client.view({ snapshotter, key, parent, labels }, { namespace })).mounts),
    async commit(namespace, target, key, { labels, parent = "" }) {
      await client.commit({ snapshotter, name: target, key, labels, parent }, { namespace });
    },
    async remove(namespace, key) {
      await client.remove({ snapshotter, key }, { namespace });
    },
    async list(namespace) {
      const all: SnapshotInfo[] = [];
      for await (const { info } of client.list({ snapshotter }, { namespace })) all.push(...info.map(toInfo));
      return all;
    },
  };
}

function toInfo(info: containerd.services.snapshots.v1.IInfo | null | undefined): SnapshotInfo {
  const { name, parent, kind, labels, createdAt, updatedAt } = info!;
  const time = (at: typeof createdAt) => ({ seconds: at?.seconds ?? 0, nanos: at?.nanos ?? 0 });
  return { name: name!, parent: parent!, kind: KINDS.get(kind!)!, labels: labels!, createdAt: time(createdAt), updatedAt: time(updatedAt) };
}
