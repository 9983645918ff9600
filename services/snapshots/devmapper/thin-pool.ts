import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { messageOf, resourceExhausted, unknownError } from "@stevedore/errors";
import { dmStatus, dmTable, findExecutable, isSystemError, messageDmDevice, resumeDmDevice, suspendDmDevice } from "@stevedore/linux";

const SECTOR = 512;
const DEVICES = "/dev/mapper";

/** Thin devices of one pool: each has a number in the pool, and a name and a block device while it is active. */
export interface ThinPool {
  /** Data blocks that are in use. */
  usedBlocks(): number;
  /** @throws ResourceExhausted when the pool is full or takes no changes */
  requireSpace(): void;
  /** Makes an empty device. @throws SystemError: EEXIST when the number is taken */
  create(id: number): void;
  /** Makes a device that shows what another has now; `originName`: its name, should it be active. */
  snapshot(id: number, origin: number, originName: string): void;
  /** Shows a device as `/dev/mapper/<name>`, as one of so many bytes. */
  activate(name: string, id: number, bytes: number): Promise<void>;
  /** As `activate`, for what is done before anybody is served. */
  activateNow(name: string, id: number, bytes: number): void;
  /** Takes `/dev/mapper/<name>` away, unless it is gone; `deferred`: with its last user, when it is in use. */
  deactivate(name: string, options?: { deferred?: boolean }): Promise<void>;
  /** Frees a device that is not active, unless it is gone. */
  remove(id: number): void;
}

/** The block device of a name. */
export function devicePath(name: string): string {
  return `${DEVICES}/${name}`;
}

/** Finds the pool. Device files are dmsetup's work, which knows udev and can do without; the rest are the kernel's own calls. @throws Unknown with the mend */
export function openThinPool(poolName: string): ThinPool {
  requireProgram("dmsetup");
  const { path } = findPool(poolName);
  const tableOf = (id: number, bytes: number): string => `0 ${Math.floor(bytes / SECTOR)} thin ${path} ${id}`;
  return {
    usedBlocks: () => Number(stateOf(poolName)[2]?.split("/")[0]),
    requireSpace() {
      const state = stateOf(poolName);
      const bad = state.find((word) => ["Fail", "ro", "out_of_data_space", "needs_check"].includes(word));
      if (bad !== undefined) throw resourceExhausted(`thin pool ${poolName} takes no changes: it is ${JSON.stringify(bad)} (${state.slice(1, 3).join(" metadata blocks, ")} data blocks in use)`, { hint: "give it a larger data or metadata device, or remove images and containers" });
    },
    create: (id) => messageDmDevice(poolName, `create_thin ${id}`),
    snapshot(id, origin, originName) {
      // What is on its way to an active origin is in the snapshot whole, or not at all.
      const isActive = dmStatus(originName)?.isActive === true;
      if (isActive) suspendDmDevice(originName);
      try {
        messageDmDevice(poolName, `create_snap ${id} ${origin}`);
      } finally {
        if (isActive) resumeDmDevice(originName);
      }
    },
    activate: async (name, id, bytes) => void (await runProgram("dmsetup", ["create", name, "--table", tableOf(id, bytes)])),
    activateNow: (name, id, bytes) => runProgramSync("dmsetup", ["create", name, "--table", tableOf(id, bytes)]),
    async deactivate(name, { deferred = false } = {}) {
      if (dmStatus(name) === undefined) return;
      try {
        await runProgram("dmsetup", ["remove", "--retry", ...(deferred ? ["--deferred"] : []), name]);
      } catch (error) {
        // With its last user it may have gone meanwhile.
        if (dmStatus(name) !== undefined) throw error;
      }
    },
    remove(id) {
      try {
        messageDmDevice(poolName, `delete ${id}`);
      } catch (error) {
        if (!isSystemError(error, "ENODATA")) throw error;
      }
    },
  };
}

/** Bytes that an active thin device takes, those it shares with its origin among them. */
export function mappedBytes(name: string): number {
  const sectors = Number(dmTable(name, { status: true })[0]?.parameters.split(" ")[0]);
  if (!Number.isSafeInteger(sectors)) throw unknownError(`device ${name} doesn't say what it takes; has its thin pool failed?`);
  return sectors * SECTOR;
}

/** Runs a program of an administrator's. @throws Unknown with what it said */
export async function runProgram(name: string, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(requireProgram(name), args, { env: environment() })).stdout;
  } catch (error) {
    throw failureOf(name, args, error);
  }
}

const PACKAGES: Record<string, string> = { "mkfs.ext4": "e2fsprogs", "mkfs.ext2": "e2fsprogs", "mkfs.xfs": "xfsprogs", blkdiscard: "util-linux", dmsetup: "dmsetup" };

/** Where a program is. @throws Unknown with the package to install */
export function requireProgram(name: string): string {
  const found = findExecutable(name, `${process.env["PATH"]}:/usr/sbin:/sbin`);
  if (found === undefined) throw unknownError(`${name} is not installed`, { hint: `apt-get install ${PACKAGES[name] ?? name}` });
  return found;
}

function runProgramSync(name: string, args: readonly string[]): void {
  try {
    execFileSync(requireProgram(name), args, { env: environment(), stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    throw failureOf(name, args, error);
  }
}

// Where no udev is that would make device files, dmsetup makes them itself when it is told so.
function environment(): NodeJS.ProcessEnv {
  return existsSync("/run/udev/control") ? process.env : { ...process.env, DM_DISABLE_UDEV: "1" };
}

function failureOf(name: string, args: readonly string[], error: unknown): Error {
  const said = String((error as { stderr?: unknown }).stderr ?? "").trim();
  return said === "" ? (error as Error) : unknownError(`${name} ${args.join(" ")}: ${said.replaceAll("\n", "; ")}`, { cause: error });
}

function findPool(poolName: string): { path: string } {
  let status;
  try {
    status = dmStatus(poolName);
  } catch (error) {
    throw unknownError(`failed to query pool "${devicePath(poolName)}": this kernel has no device mapper, or has it not loaded: ${messageOf(error)}`, { hint: "modprobe dm_thin_pool", cause: error });
  }
  const type = status?.isActive === true ? dmTable(poolName)[0]?.type : undefined;
  if (status === undefined || type !== "thin-pool") {
    throw unknownError(`failed to query pool "${devicePath(poolName)}": ${status === undefined ? "there is no such device" : `it is ${type ?? "without a table"}, no thin-pool`}`, {
      hint: "pool_name is a thin pool that an administrator makes, after each start of the machine: docs/snapshotters.md says how",
    });
  }
  return status;
}

/** What the pool says of itself: transaction, metadata blocks, data blocks, …; one word when it has failed. */
function stateOf(poolName: string): string[] {
  return dmTable(poolName, { status: true })[0]?.parameters.split(" ") ?? [];
}
