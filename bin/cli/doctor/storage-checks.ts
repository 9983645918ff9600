import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { messageOf } from "@stevedore/errors";
import { createHostFiles, probeSocket } from "@stevedore/host";
import { MNT, mount, unmount } from "@stevedore/linux";
import { fail, ok, warn, type Finding } from "./finding.ts";

const MIN_FREE_BYTES = 2 ** 30;

/** Mounts a small overlay where the host's snapshots would be: the one test that tells for sure. */
export async function checkOverlay(root: string): Promise<Finding[]> {
  if (!readFileSync("/proc/filesystems", "utf8").includes("\toverlay")) return [warn("overlayfs", "not in this kernel", "modprobe overlay; until then use --snapshotter native")];
  if (process.getuid?.() !== 0) return [warn("overlayfs", "not tried, which takes root", "run doctor as root")];
  const parent = nearestExisting(root);
  let dir: string | undefined;
  try {
    dir = mkdtempSync(path.join(parent === "/" ? tmpdir() : parent, ".stevedore-doctor-"));
    for (const name of ["lower", "upper", "work", "merged"]) mkdirSync(path.join(dir, name));
    const merged = path.join(dir, "merged");
    mount({ type: "overlay", source: "overlay", options: [`lowerdir=${dir}/lower`, `upperdir=${dir}/upper`, `workdir=${dir}/work`] }, merged);
    unmount(merged, MNT.DETACH);
    return [ok("overlayfs", "mounts")];
  } catch (error) {
    return [warn("overlayfs", messageOf(error), "put the root on ext4 or xfs, or use --snapshotter native")];
  } finally {
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
  }
}

export async function checkDirectories(root: string, state: string): Promise<Finding[]> {
  return [root, state].flatMap((directory) => [checkWritable(directory), checkSpace(directory)]);
}

function checkWritable(directory: string): Finding {
  const parent = nearestExisting(directory);
  try {
    accessSync(parent, constants.W_OK);
    return ok("directory", `${directory} ${existsSync(directory) ? "is writable" : "can be made"}`);
  } catch {
    return fail("directory", `${directory} can't be written`, `make ${parent} writable, or choose another with --root or --state`);
  }
}

function checkSpace(directory: string): Finding {
  const { bavail, bsize } = statfsSync(nearestExisting(directory));
  const free = bavail * bsize;
  const text = `${directory} has ${(free / 1e9).toFixed(1)} GB free`;
  return free < MIN_FREE_BYTES ? warn("free space", text, "remove images that are not used: ctr images rm --sync NAME") : ok("free space", text);
}

export async function checkSockets(state: string): Promise<Finding[]> {
  const socket = path.join(state, "containerd.sock");
  const [public_, control] = await Promise.all([probeSocket(socket), probeSocket(createHostFiles(state).control)]);
  if (control === "served") return [ok("socket", `${socket} is served by a running host`)];
  if (public_ === "served") return [fail("socket", `${socket} is served by another daemon`, "stop it, or choose another state directory with --state")];
  return [ok("socket", `${socket} is free`)];
}

function nearestExisting(directory: string): string {
  return existsSync(directory) ? directory : nearestExisting(path.dirname(directory));
}
