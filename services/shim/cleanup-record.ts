import { writeFileSync } from "node:fs";
import path from "node:path";
import { cgroupDirectories, type CgroupMounts } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { runtimeArgv } from "./runtime.ts";
import { initDir, type TaskIndex } from "./task-files.ts";

/**
 * Writes down how a container is removed when its shim is dead: `init/cleanup` in the bundle, read by
 * launcher/delete.c, which has the format. For a stock containerd only; on a host of ours the next shim takes over.
 */
export function writeCleanupRecord(container: Container, { cgroups, index }: { cgroups: CgroupMounts; index: TaskIndex }): void {
  const { bundle, id, runtime, rootfs, cgroupsPath } = container;
  const root = path.join(bundle, "rootfs");
  const pairs = [
    ...runtimeArgv(runtime, path.join(bundle, "log-cleanup.json"), "delete", "--force", id).map((argument) => ["kill", argument]),
    ...rootfs.toReversed().map(({ target }) => ["mount", path.join(root, path.join("/", target))]),
    ...cgroupDirectories(cgroupsPath, cgroups).map((directory) => ["cgroup", directory]),
    ["index", index.linkOf(container)],
  ];
  writeFileSync(path.join(initDir(bundle), "cleanup"), pairs.map(([key, value]) => `${key}\0${value}\0`).join(""), { mode: 0o600 });
}
