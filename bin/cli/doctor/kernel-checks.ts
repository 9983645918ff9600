import { existsSync, readFileSync } from "node:fs";
import { readMountInfo } from "@stevedore/linux";
import { ok, warn, type Finding } from "./finding.ts";

const NAMESPACES = ["cgroup", "ipc", "mnt", "net", "pid", "uts"];
const CONTROLLERS = ["cpu", "memory", "pids"];

/** What containers ask of the kernel besides overlayfs. */
export async function checkKernel(): Promise<Finding[]> {
  const missing = NAMESPACES.filter((name) => !existsSync(`/proc/self/ns/${name}`));
  const isolation = missing.length === 0 ? ok("namespaces", NAMESPACES.join(", ")) : warn("namespaces", `this kernel has no ${missing.join(", ")}`, "boot a kernel with CONFIG_NAMESPACES and its parts");
  const filters = /^Seccomp:/m.test(readFileSync("/proc/self/status", "utf8")) ? ok("seccomp", "there") : warn("seccomp", "not in this kernel", "containers that ask for a seccomp profile fail; boot a kernel with CONFIG_SECCOMP_FILTER");
  return [isolation, filters, checkControllers()];
}

function checkControllers(): Finding {
  const unified = readMountInfo().find(({ fsType }) => fsType === "cgroup2")?.mountPoint;
  const v2 = unified === undefined ? [] : readFileSync(`${unified}/cgroup.controllers`, "utf8").trim().split(" ");
  // A line of /proc/self/cgroup with names between its colons is a mounted v1 hierarchy.
  const v1 = readFileSync("/proc/self/cgroup", "utf8").split("\n").flatMap((line) => (line.split(":")[1] ?? "").split(","));
  const missing = CONTROLLERS.filter((name) => !v2.includes(name) && !v1.includes(name));
  if (missing.length === 0) return ok("cgroup controllers", CONTROLLERS.join(", "));
  return warn("cgroup controllers", `${missing.join(", ")} can't be used: limits of that kind fail`, `boot with cgroup_enable=${missing[0]}, or mount the controller`);
}
