import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

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

/** The cgroup.procs files of a named cgroup (`/path`) in every hierarchy that has it: for `shim_cgroup`. */
export function procsFiles(name: string, mounts: CgroupMounts): string[] {
  const points = new Set([...mounts.controllers.values(), ...(mounts.unified ? [mounts.unified] : [])].map(({ point }) => point));
  return [...points].map((point) => path.join(point, name, "cgroup.procs"));
}
