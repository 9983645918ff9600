import { readFileSync, readdirSync } from "node:fs";
import { request } from "node:http";
import type { HostConfig } from "@stevedore/config";
import { createHostPaths, SERVICE_NAMES, type ServiceName } from "@stevedore/service";
import type { Child } from "./child.ts";

export interface ProcessStatus {
  name: string;
  pid: number | undefined;
  /** `ok`, `starting`, `restarting`, `stopped`, or why it is not ready. */
  health: string;
  uptimeSeconds: number | undefined;
  /** Proportional set size in bytes. */
  memoryBytes: number | undefined;
  restarts: number;
}

export interface HostStatus {
  root: string;
  state: string;
  address: string;
  ready: boolean;
  processes: ProcessStatus[];
}

/** The state of every process of a host, the supervisor, nats-server and the containers' monitors included. */
export async function describeHost({ config, children }: { config: HostConfig; children: readonly Child[] }): Promise<HostStatus> {
  const own = { name: "supervisor", pid: process.pid, health: "ok", uptimeSeconds: process.uptime(), memoryBytes: readMemory(process.pid), restarts: 0 };
  const supervised = await Promise.all(children.map((child) => describeChild(config, child)));
  const ready = children.every(({ state }) => state === "ready");
  return { root: config.root, state: config.state, address: config.address, ready, processes: [own, ...supervised, ...describeMonitors(config.state)] };
}

async function describeChild(config: HostConfig, child: Child): Promise<ProcessStatus> {
  const { name, pid, state, startedAt, restarts } = child;
  const isService = (SERVICE_NAMES as readonly string[]).includes(name);
  const health = state !== "ready" ? state : isService ? await askHealth(createHostPaths(config).adminSocket(name as ServiceName)) : "ok";
  const uptimeSeconds = pid === undefined || startedAt === undefined ? undefined : (Date.now() - startedAt.getTime()) / 1000;
  return { name, pid, health, uptimeSeconds, memoryBytes: pid === undefined ? undefined : readMemory(pid), restarts };
}

const HEALTH_TIMEOUT_MS = 2000;

function askHealth(socketPath: string): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: "/readyz", timeout: HEALTH_TIMEOUT_MS }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve(response.statusCode === 200 ? "ok" : ((JSON.parse(body) as { reasons: string[] }).reasons.join("; ") || "not ready")));
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer")));
    asked.on("error", (error) => resolve(`no answer: ${error.message}`));
    asked.end();
  });
}

/** Monitors of this state directory: they are named by their argument, and nobody's children but init's. */
function describeMonitors(state: string): ProcessStatus[] {
  const found: ProcessStatus[] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const pid = Number(entry);
    const name = readMonitorName(pid, state);
    if (name === undefined) continue;
    found.push({ name, pid, health: "ok", uptimeSeconds: readUptime(pid), memoryBytes: readMemory(pid), restarts: 0 });
  }
  return found;
}

function readMonitorName(pid: number, state: string): string | undefined {
  try {
    const [program = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    if (!/(^|\/)(stevedore-)?monitor$/.test(program)) return undefined;
    const bundle = args.find((arg) => arg.startsWith(`${state}/`));
    if (bundle === undefined) return undefined;
    const [namespace = "", id = ""] = bundle.slice(`${state}/io.containerd.runtime.v2.task/`.length).split("/");
    return `monitor ${namespace}/${id}`;
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

/** Proportional set size in bytes: what the process would free by going away. */
export function readMemory(pid: number): number | undefined {
  try {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
    return match === null ? undefined : Number(match[1]) * 1024;
  } catch {
    return undefined;
  }
}

const CLOCK_TICKS = 100;

function readUptime(pid: number): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    const startTicks = Number(afterName.split(" ")[19]);
    const bootSeconds = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
    return bootSeconds - startTicks / CLOCK_TICKS;
  } catch {
    return undefined;
  }
}
