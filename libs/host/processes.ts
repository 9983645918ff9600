import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { findProcesses } from "@stevedore/linux";

/** A process of a container, or of a foreign shim, that belongs to a host. */
export interface ContainerProcess {
  name: string;
  pid: number;
}

const BUNDLES = "io.containerd.runtime.v2.task";

/** What runs containers for a host besides its services: a monitor for each process, and foreign shims. */
export function findContainerProcesses({ state, address }: { state: string; address: string }): ContainerProcess[] {
  const found: ContainerProcess[] = [];
  findProcesses((pid) => {
    const [program = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const name = program.startsWith("stevedore-monitor ") || program === "stevedore-monitor" ? nameMonitor(pid, state) : nameShim(program, args, address);
    if (name !== undefined) found.push({ pid, name });
    return false;
  });
  return found;
}

// A monitor keeps its directory in the bundle open: that tells whose it is.
function nameMonitor(pid: number, state: string): string | undefined {
  const bundles = `${state}/${BUNDLES}/`;
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
    if (!target.startsWith(bundles)) continue;
    const [namespace = "", id = "", kind, exec] = target.slice(bundles.length).split("/");
    return `monitor ${namespace}/${id}${kind === "exec" ? ` exec ${exec}` : ""}`;
  }
  return undefined;
}

function nameShim(program: string, args: readonly string[], address: string): string | undefined {
  const shim = /(?:^|\/)containerd-(shim[\w-]*)$/.exec(program)?.[1];
  if (shim === undefined || args[args.indexOf("-address") + 1] !== address) return undefined;
  const valueOf = (flag: string): string => args[args.indexOf(flag) + 1] ?? "";
  return `${shim} ${valueOf("-namespace")}/${valueOf("-id")}`;
}

/** Proportional set size in bytes: what is its own, and its share of what it shares. */
export function readMemory(pid: number): number | undefined {
  try {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
    return match === null ? undefined : Number(match[1]) * 1024;
  } catch {
    return undefined;
  }
}

// USER_HZ is 100 wherever Linux runs Node.
const CLOCK_TICKS = 100;

/** Seconds since a process started. */
export function readUptime(pid: number): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    const startTicks = Number(afterName.split(" ")[19]);
    const bootSeconds = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
    return bootSeconds - startTicks / CLOCK_TICKS;
  } catch {
    return undefined;
  }
}
