import path from "node:path";
import { hasIdMappedOverlay, type HostConfig } from "@stevedore/config";
import { createBlockfileDriver } from "./drivers/blockfile-driver.ts";
import { createBtrfsDriver } from "./drivers/btrfs-driver.ts";
import { createDevmapperDriver } from "./drivers/devmapper-driver.ts";
import type { DriverDisk, SnapshotDriver } from "./drivers/driver.ts";
import { createErofsDriver } from "./drivers/erofs-driver.ts";
import { parseFormat } from "./erofs/image-options.ts";
import { requireFormat } from "./erofs/require-format.ts";
import { createLazyDriver, LAZY } from "./lazy/lazy-driver.ts";
import { parseSize } from "./mounts/make-file-system.ts";
import { createNativeDriver } from "./drivers/native-driver.ts";
import { createOverlayDriver, probeOverlay } from "./drivers/overlay-driver.ts";
import type { TempMounts } from "./temp-mounts.ts";

/** A kind of snapshotter: how it is configured, and what it takes. */
export interface SnapshotterKind {
  name: string;
  rootOf(config: HostConfig): string;
  /** What clients may ask of it besides the API: `rebase`, `remap-ids`. */
  capabilitiesOf?(config: HostConfig): string[];
  /** Makes its driver. @throws what the host lacks for it; `skipped` where that is nobody's mistake */
  create(parts: DriverParts & { root: string; config: HostConfig }): SnapshotDriver;
}

/** What drivers are made from. */
export interface DriverParts {
  disk: DriverDisk;
  tempMounts: TempMounts;
}

/** All kinds, in the order in which containerd lists its own; `lazy` is ours. */
export const SNAPSHOTTER_KINDS: readonly SnapshotterKind[] = [
  {
    name: "blockfile",
    rootOf: ({ root, plugins }) => plugins.blockfile.rootPath ?? rootOf(root, "blockfile"),
    create: ({ disk, root, config: { plugins } }) => createBlockfileDriver({ disk }, { ...plugins.blockfile, root }),
  },
  {
    name: "btrfs",
    rootOf: ({ root, plugins }) => plugins.btrfs.rootPath ?? rootOf(root, "btrfs"),
    create: ({ disk, root }) => createBtrfsDriver({ disk }, { root }),
  },
  {
    name: "devmapper",
    rootOf: ({ root, plugins }) => plugins.devmapper.rootPath ?? rootOf(root, "devmapper"),
    create({ tempMounts, root, config: { plugins } }) {
      const { baseImageSize, ...options } = plugins.devmapper;
      return createDevmapperDriver({ tempMounts }, { ...options, root, baseBytes: baseImageSize === "" ? 0 : parseSize(baseImageSize) });
    },
  },
  {
    name: "erofs",
    rootOf: ({ root, plugins }) => plugins.erofs.rootPath ?? rootOf(root, "erofs"),
    capabilitiesOf: () => ["only-remap-ids", ...(hasIdMappedOverlay() ? ["remap-ids"] : []), "rebase"],
    create({ disk, tempMounts, root, config: { plugins } }) {
      const { defaultSize, differ, ...options } = plugins.erofs;
      requireFormat(parseFormat(differ));
      return createErofsDriver({ disk, tempMounts }, { ...options, root, enableDmverity: differ.enableDmverity, writableBytes: defaultSize === "" ? 0 : parseSize(defaultSize), remapIds: hasIdMappedOverlay() });
    },
  },
  {
    name: LAZY,
    rootOf: lazyRootOf,
    capabilitiesOf: () => [...(hasIdMappedOverlay() ? ["remap-ids"] : []), "rebase"],
    create: ({ disk, root, config: { plugins } }) => createLazyDriver({ disk }, { root, mountOptions: plugins.overlayfs.mountOptions, remapIds: hasIdMappedOverlay() }),
  },
  {
    name: "native",
    rootOf: ({ root, plugins }) => plugins.native.rootPath ?? rootOf(root, "native"),
    create: ({ disk, root }) => createNativeDriver({ disk }, { root }),
  },
  {
    name: "overlayfs",
    rootOf: overlayRootOf,
    capabilitiesOf: ({ plugins }) => [...(hasIdMappedOverlay() ? ["remap-ids"] : []), ...(plugins.overlayfs.slowChown ? [] : ["only-remap-ids"]), "rebase"],
    create({ disk, root, config: { plugins } }) {
      const { mountOptions, upperdirLabel } = plugins.overlayfs;
      probeOverlay(root);
      return createOverlayDriver({ disk }, { root, mountOptions, upperdirLabel, remapIds: hasIdMappedOverlay() });
    },
  },
];

/** Whether a removal returns when the snapshot is off the disk. */
export function removesAtOnce(name: string, { plugins }: HostConfig): boolean {
  return (name === "overlayfs" && plugins.overlayfs.syncRemove) || (name === "devmapper" && !plugins.devmapper.asyncRemove);
}

export function overlayRootOf({ root, plugins }: HostConfig): string {
  return plugins.overlayfs.rootPath ?? rootOf(root, "overlayfs");
}

export function lazyRootOf({ root }: HostConfig): string {
  return rootOf(root, LAZY);
}

function rootOf(root: string, name: string): string {
  return path.join(root, `io.containerd.snapshotter.v1.${name}`);
}
