import { readdirSync, rmdirSync } from "node:fs";
import path from "node:path";
import { prepareCgroups } from "@stevedore/host";
import { readMountInfo, unmount } from "@stevedore/linux";
import { createLogger } from "@stevedore/log";
import { buildGoClients } from "./kit/go-clients.ts";

const HUGETLB = "/sys/fs/cgroup/hugetlb";

/** Prepares cgroups for crun, as `stevedore up` does, once for all tests; what was mounted for them is gone when they end. */
export default async function setup(): Promise<() => void> {
  await buildGoClients();
  if (process.getuid?.() !== 0) return () => undefined;
  const wasMounted = isMounted();
  const cgroups = prepareCgroups(createLogger({ service: "tests", level: "error" }));
  return () => {
    cgroups.release();
    // The kernel gives the controller back only some time after an unmount, so that a test may have had to mount it.
    if (!wasMounted && isMounted()) removeMount();
  };
}

function isMounted(): boolean {
  return readMountInfo().some(({ mountPoint }) => mountPoint === HUGETLB);
}

function removeMount(): void {
  try {
    // Runtimes leave the parents of their containers' cgroups behind.
    for (const entry of readdirSync(HUGETLB, { withFileTypes: true })) if (entry.isDirectory()) rmdirSync(path.join(HUGETLB, entry.name));
    unmount(HUGETLB);
    rmdirSync(HUGETLB);
  } catch (error) {
    process.stderr.write(`left the mount of ${HUGETLB}: ${(error as Error).message}\n`);
  }
}
