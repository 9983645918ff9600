import { readFileSync, readdirSync, rmdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where the host's cgroup hierarchies are mounted. */
export interface CgroupMounts {
  /** The v2 tree. */
  unified: CgroupMount | undefined;
  /** v1 hierarchies by controller. */
  controllers: ReadonlyMap<string, CgroupMount>;
}

interface CgroupMount {
  point: string;
  /** The part of the hierarchy that is mounted there: `/`, except inside a container. */
  root: string;
}

/** The directories of one container's cgroups. */
export interface ContainerCgroup {
  version: 1 | 2;
  /** v2: the one directory. v1: that of the memory controller. */
  memory: string | undefined;
  directory(controller: string): string | undefined;
}

/** Reads /proc/self/mountinfo. */
export function findCgroupMounts(mountinfo: string = readFileSync("/proc/self/mountinfo", "utf8")): CgroupMounts {
  const controllers = new Map<string, CgroupMount>();
  let unified: CgroupMount | undefined;
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , root = "/", point = ""] = before.split(" ");
    const [type, , options = ""] = after.split(" ");
    if (type === "cgroup2") unified ??= { point, root };
    if (type === "cgroup") for (const controller of options.split(",")) if (!controllers.has(controller)) controllers.set(controller, { point, root });
  }
  return { unified, controllers };
}

/**
 * The cgroups that a process is in; undefined when it is gone, or in no cgroup but the host's root.
 * A hybrid host, whose controllers are v1, counts as v1.
 */
export function cgroupOfProcess(pid: number, mounts: CgroupMounts): ContainerCgroup | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/cgroup`, "utf8");
  } catch {
    return undefined;
  }
  const directories = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, names, relative] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (names === undefined || relative === undefined || relative === "/") continue;
    for (const name of names === "" ? ["unified"] : names.split(",")) {
      const mount = name === "unified" ? mounts.unified : mounts.controllers.get(name);
      if (mount !== undefined) directories.set(name, path.join(mount.point, stripRoot(relative, mount.root)));
    }
  }
  if (directories.size === 0) return undefined;
  const version = mounts.controllers.has("memory") ? 1 : 2;
  const directory = (controller: string): string | undefined => directories.get(version === 2 ? "unified" : controller);
  return { version, directory, memory: directory("memory") };
}

/** A cgroup.procs file of the cgroup that this process is in. */
export function ownProcsFile({ controllers, unified }: CgroupMounts): string | undefined {
  for (const line of readFileSync("/proc/self/cgroup", "utf8").split("\n")) {
    const [, names, relative] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const mount = names === "" ? unified : controllers.get(names?.split(",")[0] ?? "");
    if (mount !== undefined) return path.join(mount.point, stripRoot(relative!, mount.root), "cgroup.procs");
  }
  return undefined;
}

function stripRoot(relative: string, root: string): string {
  return root !== "/" && relative.startsWith(root) ? relative.slice(root.length) || "/" : relative;
}

/** The pids of a container, those in cgroups below its own included. */
export function pidsOfCgroup(cgroup: ContainerCgroup): number[] {
  const candidates = ["pids", "devices", "freezer", "memory", "cpu", "name=systemd"];
  const directory = candidates.map((controller) => cgroup.directory(controller)).find((found) => found !== undefined);
  return directory === undefined ? [] : pidsBelow(directory);
}

function pidsBelow(directory: string): number[] {
  try {
    const own = readFileSync(path.join(directory, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    const children = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [...own, ...children.flatMap(({ name }) => pidsBelow(path.join(directory, name)))];
  } catch {
    return []; // removed meanwhile
  }
}

/** A named cgroup (`/path`) in every hierarchy of the host; none for a name that is systemd's to resolve. */
export function cgroupDirectories(name: string, mounts: CgroupMounts): string[] {
  return name.startsWith("/") && path.normalize(name) !== "/" ? directoriesOf(name, mounts) : [];
}

function directoriesOf(name: string, { controllers, unified }: CgroupMounts): string[] {
  const points = new Set([...controllers.values(), ...(unified ? [unified] : [])].map(({ point }) => point));
  return [...points].map((point) => path.join(point, name));
}

/** The cgroups that a spec's path names: of a container whose processes have ended, and that is not deleted yet. */
export function cgroupOfName(name: string, mounts: CgroupMounts): ContainerCgroup | undefined {
  if (cgroupDirectories(name, mounts).length === 0) return undefined;
  const version = mounts.controllers.has("memory") ? 1 : 2;
  const directory = (controller: string): string | undefined => {
    const mount = version === 2 ? mounts.unified : mounts.controllers.get(controller);
    return mount && path.join(mount.point, name);
  };
  return { version, directory, memory: directory("memory") };
}

/** The cgroup.procs files of a named cgroup, one for each hierarchy: for `shim_cgroup`. */
export function procsFiles(name: string, mounts: CgroupMounts): string[] {
  return directoriesOf(name, mounts).map((directory) => path.join(directory, "cgroup.procs"));
}

const REMOVAL = { attempts: 20, delayMs: 50 };

/** Removes a named cgroup that is or becomes empty within a second; one in use stays. A systemd slice is systemd's. */
export async function removeCgroups(name: string, mounts: CgroupMounts): Promise<void> {
  for (let attempt = 0; attempt < REMOVAL.attempts; attempt++) {
    const left = cgroupDirectories(name, mounts).filter((directory) => !removeDirectory(directory));
    if (left.length === 0) return;
    await sleep(REMOVAL.delayMs);
  }
}

function removeDirectory(directory: string): boolean {
  try {
    rmdirSync(directory);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
  return true;
}
