import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findExecutable, mount, type Mount } from "@stevedore/linux";
import { openSqliteStore } from "@stevedore/metadata";
import { createDiskPool } from "../disk/pool.ts";
import type { ErofsOptions } from "../drivers/erofs-driver.ts";
import type { DriverDisk, SnapshotDriver } from "../drivers/driver.ts";
import { createLayeredSnapshotter } from "../layered-snapshotter.ts";
import { createMountDirectory } from "../mounts/mount-directory.ts";
import { createMountManager } from "../mounts/mount-manager.ts";
import type { CollectableSnapshotter } from "../snapshotter.ts";
import { createTempMounts, type TempMounts } from "../temp-mounts.ts";
import { createTempDir, isRoot, log, NAMESPACE, withMounted } from "./kit.ts";

/** Of the erofs snapshotter, but for its root. */
export const EROFS_DEFAULTS: Omit<ErofsOptions, "root"> = { overlayOptions: [], enableFsverity: false, setImmutable: false, writableBytes: 0, remapIds: false, enableDmverity: false, dmverityMode: "auto", maxUnmergedLayers: 0 };

export interface DriverHost extends AsyncDisposable {
  readonly root: string;
  readonly snapshotter: CollectableSnapshotter;
  /** Runs `use` on the tree that mounts show, whoever has to make them. */
  mounted<T>(mounts: readonly Mount[], use: (tree: string) => T | Promise<T>): Promise<T>;
}

/** A snapshotter on one driver over a real store, with a mount manager; `prepare` gets the directory ready. */
export async function startDriver(name: string, create: (parts: { disk: DriverDisk; tempMounts: TempMounts; root: string }) => SnapshotDriver, prepare: (root: string) => void = () => undefined): Promise<DriverHost> {
  await using stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(createTempDir());
  const root = path.join(directory, name);
  mkdirSync(root);
  prepare(root);
  const store = stack.use(openSqliteStore({ path: path.join(directory, "snapshots.db") }));
  const disk = stack.use(createDiskPool());
  const snapshotter = createLayeredSnapshotter({ store, driver: create({ disk, root, tempMounts: createTempMounts({ log }, { directory: path.join(directory, "tmpmounts") }) }), log }, { name });
  stack.defer(async () => void (await snapshotter.cleanup()));
  const targets = path.join(directory, "t");
  const manager = createMountManager({ store, directory: createMountDirectory(targets, { busyMs: 1 }), log }, { roots: [root, targets] });
  const owned = stack.move();
  return {
    root,
    snapshotter,
    mounted: (mounts, use) => manager.during(NAMESPACE, mounts, (system) => withMounted(system, use)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Mounts a fresh file system of `type` on a directory, from an image beside it. */
export function mountImage(type: "btrfs" | "ext4" | "xfs", directory: string, { size = 512 << 20, options = [] as string[] } = {}): void {
  const image = makeImage(type, `${directory}.img`, { size, options });
  mount({ type, source: image, options: ["loop"] }, directory);
}

export function makeImage(type: string, file: string, { size = 64 << 20, options = [] as string[] } = {}): string {
  writeFileSync(file, "");
  truncateSync(file, size);
  execFileSync(`mkfs.${type}`, ["-q", ...options, file], { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
  return file;
}

/** Why a file system can't be used by tests here; undefined where it can. */
export function whyNot(type: string, { program = `mkfs.${type}`, package: needed = "" }: { program?: string; package?: string } = {}): string | undefined {
  if (!isRoot) return "needs root";
  if (!new RegExp(`\\t${type}\\n`).test(readFileSync("/proc/filesystems", "utf8"))) return `this kernel has no ${type}`;
  if (program !== "" && findExecutable(program, `${process.env.PATH}:/usr/sbin:/sbin`) === undefined) return `${program} is not installed (${needed})`;
  return undefined;
}
