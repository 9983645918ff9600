import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { invalidArgument, resourceExhausted, unknownError } from "@stevedore/errors";
import { dmStatus, isSystemError, resumeDmDevice, suspendDmDevice, syncDirectory, type Mount } from "@stevedore/linux";
import { devicePath, mappedBytes, openThinPool, requireProgram, runProgram, type ThinPool } from "../devmapper/thin-pool.ts";
import { skipped } from "../skipped.ts";
import type { Usage } from "../snapshotter.ts";
import type { TempMounts } from "../temp-mounts.ts";
import type { Layer, SnapshotDriver } from "./driver.ts";

export interface DevmapperOptions {
  root: string;
  /** The thin pool, without `/dev/mapper/`; it belongs to this snapshotter alone. */
  poolName: string;
  /** Bytes of a first layer's device. */
  baseBytes: number;
  fsType: string;
  /** For `mkfs.ext4 -E`. */
  fsOptions: string;
  /** Blocks of a removed snapshot are discarded, so that what is below the pool gets them back. */
  discardBlocks: boolean;
}

/** What is remembered of a device, in a file of its number. */
interface ThinRecord {
  fsType: string;
  bytes: number;
  /** Once it is sealed: what it takes, its parents' among it. */
  mapped?: number;
  /** Nobody mounts it any more. */
  isCommitted?: true;
}

const FILE_SYSTEMS = ["ext4", "xfs", "ext2"];
const MAX_DEVICE = 0xff_ff_ff;
const LABEL = "containerd.io/snapshot/devmapper/fstype";
// Without these, what mkfs leaves for later would be written into each snapshot of it.
const EXT4_OPTIONS = "nodiscard,lazy_itable_init=0,lazy_journal_init=0";

/**
 * Each snapshot a thin device of a pool, a snapshot of its parent's, with a whole file system. Devices have the snapshots' numbers, and a file each that is
 * on disk before the device is there: what a crash has left is found by it, made whole or removed.
 */
export function createDevmapperDriver({ tempMounts }: { tempMounts: TempMounts }, options: DevmapperOptions): SnapshotDriver {
  const { root, poolName, baseBytes, fsType } = options;
  if (poolName === "") throw skipped("devmapper not configured", "set pool_name to a thin pool, and base_image_size: docs/snapshotters.md; or use blockfile, which needs none");
  if (!FILE_SYSTEMS.includes(fsType)) throw invalidArgument(`unsupported Filesystem Type: ${JSON.stringify(fsType)}`, { hint: `fs_type is one of ${FILE_SYSTEMS.join(", ")}` });
  if (baseBytes === 0) throw invalidArgument("base_image_size is required", { hint: 'base_image_size = "10GB": how much a container may hold' });
  requireProgram(`mkfs.${fsType}`);
  if (options.discardBlocks) requireProgram("blkdiscard");
  const directory = path.join(root, "snapshots");
  const pool = openThinPool(poolName);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  takePool(pool, options);
  const nameOf = (id: number): string => `${poolName}-snap-${id}`;
  const records = createThinRecords(directory);
  recover(pool, records, nameOf);

  const makeFileSystem = async (id: number): Promise<void> => {
    const extended = options.fsOptions === "" && fsType === "ext4" ? EXT4_OPTIONS : options.fsOptions;
    await runProgram(`mkfs.${fsType}`, [...(fsType === "xfs" || extended === "" ? [] : ["-E", extended]), devicePath(nameOf(id))]);
    // No image expects it.
    if (fsType !== "xfs") await tempMounts.use([mountOf(id, "active")], async (mounted) => rmdirSync(path.join(mounted, "lost+found")));
  };
  const mountOf = (id: number, kind: Layer["kind"]): Mount => {
    const { fsType: type } = records.get(id);
    return { type, source: devicePath(nameOf(id)), options: [...(type === "xfs" ? ["nouuid"] : []), ...(kind === "active" ? [] : ["ro"])] };
  };
  // What its parents take is theirs.
  const usageOf = (mapped: number, [parent]: readonly number[]): Usage => ({ size: Math.max(0, mapped - (parent === undefined ? 0 : (records.get(parent).mapped ?? 0))), inodes: 0 });
  return {
    directory,
    async create({ id, parents: [parent] }) {
      if (id > MAX_DEVICE) throw resourceExhausted(`thin pool ${poolName} has no numbers left for devices`, { hint: "make another pool, and another root_path" });
      pool.requireSpace();
      const from = parent === undefined ? { fsType, bytes: 0 } : records.get(parent);
      records.put(id, { fsType: from.fsType, bytes: Math.max(from.bytes, baseBytes) });
      try {
        if (parent === undefined) pool.create(id);
        else pool.snapshot(id, parent, nameOf(parent));
      } catch (error) {
        if (!isSystemError(error, "EEXIST")) throw error;
        // It is somebody else's, and stays.
        records.drop(id);
        throw unknownError(`thin pool ${poolName} has a device ${id} that is not ours`, { hint: "a pool belongs to one snapshotter of one host: give this one another", cause: error });
      }
      await pool.activate(nameOf(id), id, records.get(id).bytes);
      if (parent === undefined) await makeFileSystem(id);
    },
    mounts: ({ id, kind }) => [mountOf(id, kind)],
    usage: async ({ id, parents }) => usageOf(mappedBytes(nameOf(id)), parents),
    async seal({ id, parents }) {
      // Everything that was written is on the device, and nothing waits for ever should it go while it is in use.
      suspendDmDevice(nameOf(id));
      resumeDmDevice(nameOf(id));
      const mapped = mappedBytes(nameOf(id));
      records.put(id, { ...records.get(id), mapped });
      return usageOf(mapped, parents);
    },
    async sealed(id) {
      records.put(id, { ...records.get(id), isCommitted: true });
      await pool.deactivate(nameOf(id), { deferred: true });
    },
    async erase(file) {
      const id = Number(/^(?:rm-)?(\d+)$/.exec(path.basename(file))?.[1] ?? Number.NaN);
      if (!Number.isNaN(id)) {
        if (options.discardBlocks && dmStatus(nameOf(id))?.openCount === 0) await runProgram("blkdiscard", [devicePath(nameOf(id))]);
        await pool.deactivate(nameOf(id));
        pool.remove(id);
        records.forget(id);
      }
      rmSync(file, { force: true });
    },
    describe: (id) => ({ [LABEL]: records.get(id).fsType }),
  };
}

/** Goes on where a crash or the machine's end has cut something off, before anybody is served. */
function recover(pool: ThinPool, records: ThinRecords, nameOf: (id: number) => string): void {
  for (const id of records.list()) {
    const status = dmStatus(nameOf(id));
    if (status?.isSuspended === true) resumeDmDevice(nameOf(id));
    const record = records.find(id);
    // Devices go with the machine; those of committed snapshots are nobody's to mount.
    if (status !== undefined || record === undefined || record.isCommitted === true) continue;
    try {
      pool.activateNow(nameOf(id), id, record.bytes);
    } catch {
      // Its device was never made, or is in another pool of that name: who mounts it is told, and what no snapshot is called goes.
    }
  }
}

/** A pool is taken when there is nothing in it, and known by a file from then on: what others have in one is never touched. */
function takePool(pool: ThinPool, { root, poolName }: DevmapperOptions): void {
  const file = path.join(root, "pool");
  const taken = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (taken === poolName) return;
  if (taken !== undefined) throw unknownError(`the snapshots of ${root} are in the thin pool ${taken}, not in ${poolName}`, { hint: `set pool_name to ${JSON.stringify(taken)}, or root_path to another directory` });
  const used = pool.usedBlocks();
  if (used > 0) throw unknownError(`thin pool ${poolName} holds ${used} blocks of somebody else`, { hint: "a pool belongs to one snapshotter of one host: give this one an empty pool" });
  writeDurably(file, poolName);
}

interface ThinRecords {
  find(id: number): ThinRecord | undefined;
  /** @throws Unknown when there is none */
  get(id: number): ThinRecord;
  /** On disk when it returns. */
  put(id: number, record: ThinRecord): void;
  drop(id: number): void;
  forget(id: number): void;
  list(): number[];
}

function createThinRecords(directory: string): ThinRecords {
  const known = new Map<number, ThinRecord>();
  const fileOf = (id: number): string => path.join(directory, String(id));
  const find = (id: number): ThinRecord | undefined => {
    if (!known.has(id) && existsSync(fileOf(id))) known.set(id, JSON.parse(readFileSync(fileOf(id), "utf8")) as ThinRecord);
    return known.get(id);
  };
  return {
    find,
    get(id) {
      const record = find(id);
      if (record === undefined) throw unknownError(`${fileOf(id)} is not there`);
      return record;
    },
    put(id, record) {
      writeDurably(fileOf(id), JSON.stringify(record));
      known.set(id, record);
    },
    drop(id) {
      known.delete(id);
      rmSync(fileOf(id), { force: true });
    },
    forget: (id) => void known.delete(id),
    list: () => readdirSync(directory).filter((name) => /^\d+$/.test(name)).map(Number),
  };
}

function writeDurably(file: string, text: string): void {
  const draft = path.join(path.dirname(file), `new-${path.basename(file)}`);
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
  syncDirectory(path.dirname(file));
}
