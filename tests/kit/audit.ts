import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { containerCgroups } from "./cgroups.ts";
import { listMounts } from "./mounts.ts";
import { eventually } from "./process.ts";

/** What a part of a test may own: directories of the kit, and containerd namespaces. */
export interface Owned {
  directories: readonly string[];
  namespaces: readonly string[];
  /** Processes that are meant to be there. */
  except?: readonly number[];
}

const FIFO_DIR = "/run/containerd/fifo";

/** Everything of the owner that is still there: mounts, cgroups of containers, processes, FIFOs of clients. */
export function leftovers(owned: Owned): string[] {
  return [...leftMounts(owned), ...owned.namespaces.flatMap(containerCgroups).map((dir) => `cgroup ${dir}`), ...leftProcesses(owned), ...leftFifos(owned)];
}

/** Waits until nothing is left; throws with the list of what is after `timeout` ms. */
export async function assertNothingLeft(what: string, owned: Owned, timeout = 10_000): Promise<void> {
  try {
    await eventually("nothing is left", () => leftovers(owned).length === 0, timeout);
  } catch {
    throw new Error(`${what} leaves behind:\n  ${leftovers(owned).join("\n  ")}`);
  }
}

function leftMounts({ directories }: Owned): string[] {
  return listMounts()
    .filter((mount) => directories.some((dir) => mount.mountPoint.startsWith(dir)))
    .map((mount) => `mount ${mount.mountPoint} (${mount.type})`);
}

function leftProcesses(owned: Owned): string[] {
  return processesOf(owned).map(({ pid, command }) => `process ${pid}: ${command}`);
}

/** Processes whose command line, environment or working directory names one of the directories or namespaces. */
export function processesOf({ directories, namespaces, except = [] }: Owned): { pid: number; command: string }[] {
  const marks = [...directories, ...namespaces];
  const found: { pid: number; command: string }[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || except.includes(pid)) continue;
    const text = processText(name);
    if (text && marks.some((mark) => text.includes(mark))) found.push({ pid, command: (text.split("\n")[0] ?? "").slice(0, 200) });
  }
  return found;
}

function processText(pid: string): string | undefined {
  const read = (file: string) => readFileSync(join("/proc", pid, file), "utf8").replaceAll("\0", " ");
  try {
    // A zombie has no command line any more, and is its parent's business.
    const command = read("cmdline");
    return command === "" ? undefined : `${command}\n${read("environ")}\n${readlinkSync(join("/proc", pid, "cwd"))}`;
  } catch {
    return undefined;
  }
}

function leftFifos({ namespaces }: Owned): string[] {
  return clientFifos(namespaces).map((path) => `fifo ${path}`);
}

/** Directories of FIFOs that clients made for containers whose ids begin with one of the namespaces' names. */
export function clientFifos(namespaces: readonly string[]): string[] {
  return list(FIFO_DIR)
    .map((name) => join(FIFO_DIR, name))
    .filter((dir) => list(dir).some((file) => namespaces.some((namespace) => file.startsWith(namespace))));
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
