import type { Resource, ResourceName, ResourceSource } from "@stevedore/resources";
import { decodeRecord, type SnapshotRecord } from "./record.ts";
import { snapshotNameOf } from "./records.ts";
import { decodeActivation, MOUNT_KIND, mountNameOf, type ActivationRecord } from "./mounts/activation.ts";
import type { MountManager } from "./mounts/mount-manager.ts";
import type { CollectableSnapshotter } from "./snapshotter.ts";

/** The snapshots of each snapshotter as garbage collection and the namespaces API take them. */
export function createSnapshotSources(snapshotters: readonly CollectableSnapshotter[]): readonly ResourceSource[] {
  return snapshotters.map(createSnapshotSource);
}

function createSnapshotSource(snapshotter: CollectableSnapshotter): ResourceSource {
  const kind = `snapshot/${snapshotter.name}`;
  return {
    kinds: `\`${kind}\``,
    owns: (asked) => asked === kind,
    namespaces: () => snapshotter.namespaces(),
    async *list(namespace) {
      for (const { name, parent, labels } of snapshotter.recorded?.(namespace) ?? (await snapshotter.list(namespace))) yield snapshotRow({ namespace, kind, key: name }, { parent, labels });
    },
    nameOf(bucket, key) {
      const name = snapshotNameOf(bucket, key);
      return name?.kind === kind ? name : undefined;
    },
    describe: (name, value) => snapshotRow(name, decodeRecord(value)),
    sweep: ({ namespace, keys }) => snapshotter.sweep(namespace, keys),
    cleanup: () => snapshotter.cleanup(),
    left: (namespace) => (snapshotter.namespaces().includes(namespace) ? [`snapshots on "${snapshotter.name}" snapshotter`] : []),
  };
}

function snapshotRow(name: ResourceName, { parent, labels }: Pick<SnapshotRecord, "parent" | "labels">): Resource {
  return { ...name, labels, refs: parent === "" ? [] : [{ kind: name.kind, key: parent }] };
}

/** The activations of the mount manager as garbage collection takes them. They keep no namespace from being deleted. */
export function createMountSource(manager: MountManager): ResourceSource {
  return {
    kinds: "`mount`",
    owns: (kind) => kind === MOUNT_KIND,
    namespaces: () => [...new Set(manager.all().map(({ namespace }) => namespace))],
    makesNamespace: false,
    *list(namespace) {
      for (const stored of manager.all()) if (stored.namespace === namespace) yield mountRow({ namespace, kind: MOUNT_KIND, key: stored.name }, stored.record);
    },
    nameOf: mountNameOf,
    describe: (name, value) => mountRow(name, decodeActivation(value)),
    mayGo: ({ namespace, key }) => !manager.isBusy(namespace, key),
    sweep: ({ namespace, keys }) => manager.sweep(namespace, keys),
    async cleanup() {
      await manager.cleanup();
      return 0;
    },
  };
}

// What else its labels say is no matter: as in containerd, only what refers back keeps an activation.
const BACK_REFERENCE = "containerd.io/gc.bref.";

function mountRow(name: ResourceName, record: ActivationRecord): Resource {
  const labels = Object.fromEntries(Object.entries(record.labels).filter(([label]) => label.startsWith(BACK_REFERENCE)));
  return { ...name, labels, refs: [], lease: record.lease ?? "" };
}
