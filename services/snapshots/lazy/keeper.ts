import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unavailable } from "@stevedore/errors";
import { MNT, readMountInfo, unmountAll } from "@stevedore/linux";

const PROGRAM = fileURLToPath(new URL("../keeper/keeper", import.meta.url));
const FUSE_TYPE = "fuse.stevedore-lazy";

/** Mounts, and leaves a process behind that holds the mount until it is over. It outlives us. @throws Unavailable with what it said */
export function startKeeper({ mountpoint, socket }: { mountpoint: string; socket: string }): void {
  mkdirSync(mountpoint, { recursive: true, mode: 0o700 });
  if (!existsSync(PROGRAM)) throw unavailable(`${PROGRAM} is not built`, { hint: "npm run setup" });
  try {
    execFileSync(PROGRAM, [mountpoint, socket], { stdio: ["ignore", "ignore", "pipe"], env: {} });
  } catch (error) {
    throw unavailable(`mount lazy layers on ${mountpoint}: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`);
  }
  readFarAhead(mountpoint);
}

// The kernel reads 128 KiB of a FUSE file ahead, whatever it was told, and each request passes four processes.
function readFarAhead(mountpoint: string): void {
  const info = readMountInfo().find(({ mountPoint, fsType }) => mountPoint === mountpoint && fsType === FUSE_TYPE);
  if (info === undefined) return;
  try {
    writeFileSync(`/sys/class/bdi/${info.device}/read_ahead_kb`, "1024");
  } catch {
    // A container's sysfs may be read-only: it is only slower.
  }
}

export function isMounted(mountpoint: string): boolean {
  return readMountInfo().some((info) => info.mountPoint === mountpoint && info.fsType === FUSE_TYPE);
}

/** The process that keeps the mount behind this socket; undefined when there is none. */
export function findKeeper(socket: string): number | undefined {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readFileSync(`/proc/${name}/comm`, "utf8") === "lazy-keeper\n" && readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").includes(socket)) return Number(name);
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}

/** Whether something other than the mount itself shows what is in it: containers' overlays, views. */
export function isInUse(mountpoint: string): boolean {
  return readMountInfo().some(({ mountPoint, fsType, root, superOptions }) => {
    if (fsType === FUSE_TYPE) return mountPoint !== mountpoint && root !== "/";
    // With many layers they are named from their common directory on.
    return fsType === "overlay" && superOptions.some((option) => option.startsWith("lowerdir") && (option.includes(`${mountpoint}/`) || /\/proc\/self\/fd\/\d+\/shown\//.test(option)));
  });
}

/** Takes the mount away; its keeper ends when nobody uses what it showed. */
export function unmountShown(mountpoint: string): void {
  unmountAll(mountpoint, MNT.DETACH);
}
