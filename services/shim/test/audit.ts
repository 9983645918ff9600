import { existsSync, readFileSync, readdirSync, readlinkSync, rmdirSync } from "node:fs";
import path from "node:path";
import { MNT, mountedUnder, unmount } from "@stevedore/linux";
import type { TestContext } from "vitest";
import { IN, NAMESPACE, cgroupParent } from "./bundles.ts";
import { startShim, type TestShim } from "./kit.ts";
import { until } from "./until.ts";

/** Everything of a shim's tests that is still on the machine: nothing, when all was cleaned up. */
export function leftovers(shim: TestShim): string[] {
  const base = path.dirname(shim.state);
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n").filter((line) => line.includes(`${base}/`));
  const processes = leftProcesses(shim).map(({ pid, title }) => `process ${pid}: ${title.trim()}`);
  const runtimeState = listFiles(path.join(shim.state, "runc", NAMESPACE));
  const records = listFiles(path.join(shim.state, "shim/tasks", NAMESPACE));
  return [...mounts, ...processes, ...findCgroups(cgroupParent(shim)), ...runtimeState, ...records];
}

function leftProcesses(shim: TestShim): { pid: number; title: string }[] {
  const base = path.dirname(shim.state);
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === shim.pid) return [];
    const { title, files } = readProcess(pid);
    return title.includes(`${base}/`) || files.some((file) => file.startsWith(base)) ? [{ pid: Number(pid), title }] : [];
  });
}

function readProcess(pid: string): { title: string; files: string[] } {
  try {
    const files = listFiles(`/proc/${pid}/fd`).map((fd) => readLink(`/proc/${pid}/fd/${fd}`));
    return { title: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "), files: Number(pid) === process.pid ? [] : files };
  } catch {
    return { title: "", files: [] };
  }
}

function readLink(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

function findCgroups(parent: string): string[] {
  const places = ["/sys/fs/cgroup", ...listFiles("/sys/fs/cgroup").map((name) => path.join("/sys/fs/cgroup", name))];
  return places.flatMap((place) => {
    const directory = path.join(place, parent);
    const children = listFiles(directory).map((name) => path.join(directory, name)).filter((child) => existsSync(path.join(child, "cgroup.procs")));
    if (children.length === 0) removeEmpty(directory);
    return children;
  });
}

// The runtimes leave the parent; it is ours to remove, unless one of them has just begun to use it again.
function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Not there, or looked at again later.
  }
}

function removeRest(shim: TestShim): void {
  for (const { pid } of leftProcesses(shim)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
  for (const place of mountedUnder(path.dirname(shim.state))) unmount(place, MNT.DETACH);
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** For `afterEach`: a test that failed leaves containers and their bundles; its second try and the next test get a shim of their own. */
export async function renewed(shim: TestShim, { task }: TestContext): Promise<TestShim> {
  if (task.result?.state !== "fail") return shim;
  for (const id of listFiles(path.join(shim.state, "bundles"))) {
    await shim.tasks.kill({ id, signal: 9, all: true }, { ...IN, timeoutMs: 2000 }).catch(() => undefined);
    await until(() => shim.tasks.delete({ id }, { ...IN, timeoutMs: 2000 }).then(() => true, ({ code }: { code: number }) => code === 5), 5000).catch(() => undefined);
  }
  await stopShim(shim).catch((error: Error) => console.log(`${task.name} ${error.message}`));
  return startShim();
}

/** Ends a shim's tests: fails when something is still there. */
export async function stopShim(shim: TestShim): Promise<void> {
  const last = await until(() => leftovers(shim).length === 0, 15_000).catch(() => leftovers(shim));
  if (last !== true) removeRest(shim);
  await shim[Symbol.asyncDispose]();
  if (last !== true) throw new Error(`left behind: ${String(last)}`);
}
