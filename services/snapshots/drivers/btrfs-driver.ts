import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createSubvolume, deleteSubvolume, fileSystemType, readMountInfo, setSubvolumeReadOnly, snapshotSubvolume, subvolumeId, type Mount } from "@stevedore/linux";
import type { DriverDisk, SnapshotDriver } from "./driver.ts";
import { skipped } from "../skipped.ts";

const BTRFS = 0x9123683e;

/** Each snapshot a btrfs subvolume, a snapshot of its parent's: one file system, no layers when it is read. */
export function createBtrfsDriver({ disk }: { disk: DriverDisk }, { root }: { root: string }): SnapshotDriver {
  const directory = path.join(root, "snapshots");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const { device, fsType } = mountOf(root);
  if (fileSystemType(root) !== BTRFS) {
    throw skipped(`path ${root} (${fsType}) must be a btrfs filesystem to be used with the btrfs snapshotter`, "mount one there, or set root_path to a directory on one");
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const subvolume = (id: number): string => path.join(directory, String(id));
  return {
    directory,
    async create({ id, kind, parents: [parent] }) {
      const own = subvolume(id);
      if (parent !== undefined) return snapshotSubvolume(subvolume(parent), own, { readOnly: kind === "view" });
      createSubvolume(own);
      chmodSync(own, 0o755);
    },
    mounts: ({ id, kind }): Mount[] => [{ type: "btrfs", source: device, options: [`subvolid=${subvolumeId(subvolume(id))}`, ...(kind === "active" ? [] : ["ro"])] }],
    usage: ({ id, parents: [parent] }) => (parent === undefined ? disk.measure(subvolume(id)) : disk.measureChanges(subvolume(parent), subvolume(id))),
    async sealed(id) {
      // A guard only: nothing of ours writes into what is committed.
      if (existsSync(subvolume(id))) setSubvolumeReadOnly(subvolume(id), true);
    },
    async erase(file) {
      if (!existsSync(file)) return;
      // A directory that somebody else has put here is no subvolume.
      if (isSubvolume(file)) deleteSubvolume(file);
      else rmSync(file, { recursive: true, force: true });
    },
  };
}

function isSubvolume(directory: string): boolean {
  try {
    readdirSync(directory);
    return subvolumeId(directory) !== subvolumeId(path.dirname(directory));
  } catch {
    return false;
  }
}

/** The mount that a directory is on: the longest mount point above it, the newest of those stacked there. */
function mountOf(directory: string): { device: string; fsType: string } {
  const above = readMountInfo().filter(({ mountPoint }) => mountPoint === "/" || directory === mountPoint || directory.startsWith(`${mountPoint}/`));
  const nearest = above.reduce((best, next) => (next.mountPoint.length >= best.mountPoint.length ? next : best));
  return { device: nearest.source, fsType: nearest.fsType };
}
