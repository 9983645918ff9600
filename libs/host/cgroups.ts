import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmdirSync, statSync } from "node:fs";
import path from "node:path";
import { messageOf } from "@stevedore/errors";
import { isInUserNamespace, mountRaw, readMountInfo, tryLock, unmount } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";

const CGROUP = "/sys/fs/cgroup";
const HUGETLB = path.join(CGROUP, "hugetlb");
const LOCK = "/run/stevedore-cgroups.lock";
const LOCK_POLL_MS = 10;

export type CgroupMode = "v2" | "v1" | "hybrid" | "none";

/** How this machine's cgroups are set up. */
export function detectCgroupMode(): CgroupMode {
  const mounts = readMountInfo();
  if (mounts.some(({ mountPoint, fsType }) => mountPoint === CGROUP && fsType === "cgroup2")) return "v2";
  const v1 = mounts.some(({ fsType }) => fsType === "cgroup");
  const v2 = mounts.some(({ fsType }) => fsType === "cgroup2");
  if (v1) return v2 ? "hybrid" : "v1";
  return "none";
}

/** Controllers that a hybrid host left in the v2 tree, where a v1 runtime can't use them. */
export function listUnifiedControllers(): string[] {
  const unified = readMountInfo().find(({ fsType }) => fsType === "cgroup2")?.mountPoint;
  if (unified === undefined || unified === CGROUP) return [];
  return readFileSync(path.join(unified, "cgroup.controllers"), "utf8").trim().split(" ").filter((name) => name !== "");
}

/** True where crun would refuse this host: a hybrid one whose hugetlb controller sits in the v2 tree. */
export function needsHugetlbMount(): boolean {
  return detectCgroupMode() === "hybrid" && listUnifiedControllers().includes("hugetlb");
}

/** What was prepared, to be undone when the host stops. */
export interface PreparedCgroups {
  release(): void;
}

/**
 * Mounts the hugetlb controller as cgroup v1 where crun needs that. Hosts on one machine share the mount: each holds a
 * shared lock while it runs, and the last one takes it away again, if no container uses it.
 */
export function prepareCgroups(log: Logger): PreparedCgroups {
  // Cgroups are not an ordinary user's to prepare.
  if (isInUserNamespace()) return { release: () => undefined };
  const lock = openSync(LOCK, "a", 0o600);
  // Another host that is stopping may be unmounting just now.
  while (!tryLock(lock, "shared")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS);
  if (needsHugetlbMount()) {
    try {
      mkdirSync(HUGETLB, { recursive: true });
      mountRaw({ source: "hugetlb", target: HUGETLB, type: "cgroup", flags: 0, data: "hugetlb" });
      mkdirSync(MARK, { recursive: true });
      log.info("mounted the hugetlb controller as cgroup v1, which crun needs on a hybrid host", { path: HUGETLB });
    } catch (error) {
      log.warn("crun can't be used on this hybrid host", { error: messageOf(error), mend: `mount -t cgroup -o hugetlb hugetlb ${HUGETLB}` });
    }
  }
  return { release: () => releaseCgroups(lock, log) };
}

// Present while the mount is ours; a mount that an administrator made stays.
const MARK = "/run/stevedore-hugetlb";

function releaseCgroups(lock: number, log: Logger): void {
  try {
    if (!existsSync(MARK) || !tryLock(lock, "exclusive")) return;
    removeEmptyCgroups();
    if (hasChildCgroups()) return;
    unmount(HUGETLB);
    rmdirSync(HUGETLB);
    rmdirSync(MARK);
  } catch (error) {
    log.warn("left the hugetlb mount", { path: HUGETLB, error: messageOf(error) });
  } finally {
    closeSync(lock);
  }
}

// Runtimes leave the parents of their containers' cgroups behind. The kernel refuses where something still lives.
function removeEmptyCgroups(): void {
  for (const name of readdirSync(HUGETLB)) {
    try {
      rmdirSync(path.join(HUGETLB, name));
    } catch {
      // A file, or a cgroup in use.
    }
  }
}

function hasChildCgroups(): boolean {
  return readdirSync(HUGETLB).some((name) => statSync(path.join(HUGETLB, name)).isDirectory());
}
