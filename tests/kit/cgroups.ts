import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { listMounts } from "./mounts.ts";
import { must } from "./process.ts";

/** The mounted cgroup hierarchies: one on a pure v2 host, one for each controller on v1. */
export function cgroupRoots(): string[] {
  return listMounts().filter((mount) => mount.type === "cgroup" || mount.type === "cgroup2").map((mount) => mount.mountPoint);
}

/**
 * crun refuses a hybrid host where a controller is mounted nowhere but in the v2 tree (hugetlb). There, and only there,
 * this mounts that v1 hierarchy, as `stevedore doctor` advises; the mount stays.
 */
export async function prepareHybridCgroups(): Promise<void> {
  const mounts = listMounts();
  const isHybrid = mounts.some((mount) => mount.type === "cgroup" && mount.mountPoint.startsWith("/sys/fs/cgroup/"));
  const hugetlb = "/sys/fs/cgroup/hugetlb";
  if (!isHybrid || mounts.some((mount) => mount.mountPoint === hugetlb)) return;
  if (!/^hugetlb\s/m.test(readFileSync("/proc/cgroups", "utf8"))) return;
  await mkdir(hugetlb, { recursive: true });
  await must("mount", ["-t", "cgroup", "-o", "hugetlb", "hugetlb", hugetlb]);
}

/** Cgroups of containers (directories below a namespace's own one) that exist, in any hierarchy. */
export function containerCgroups(namespace: string): string[] {
  return cgroupRoots().flatMap((root) => {
    const parent = join(root, namespace);
    return existsSync(parent) ? childDirectories(parent) : [];
  });
}

/** Host pids of the processes in a namespace's containers. */
export function containerPids(namespace: string): number[] {
  const pids = containerCgroups(namespace).flatMap((dir) => {
    try {
      return readFileSync(join(dir, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    } catch {
      return [];
    }
  });
  return [...new Set(pids)];
}

/** Removes the empty directory that containers of a namespace leave in each hierarchy, with stock containerd too. */
export function removeNamespaceCgroups(namespace: string): void {
  for (const root of cgroupRoots()) {
    const parent = join(root, namespace);
    if (!existsSync(parent)) continue;
    for (const child of childDirectories(parent)) tryRemove(child);
    tryRemove(parent);
  }
}

function childDirectories(parent: string): string[] {
  return readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name));
}

function tryRemove(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Still in use: the audit names it.
  }
}
