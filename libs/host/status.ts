import { createHostPaths, SERVICE_NAMES, type HostConfig, type ServiceName } from "@stevedore/config";
import type { Child } from "./child.ts";
import { findContainerProcesses, readMemory, readUptime } from "./processes.ts";

// Not imported: that would load all that node:http exports, undici with it.
const { request } = process.getBuiltinModule("node:http");

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

/** The state of every process of a host: supervisor, nats-server, services, monitors of containers, foreign shims. */
export async function describeHost({ config, children }: { config: HostConfig; children: readonly Child[] }): Promise<HostStatus> {
  const own = { name: "supervisor", pid: process.pid, health: "ok", uptimeSeconds: process.uptime(), memoryBytes: readMemory(process.pid), restarts: 0 };
  const supervised = await Promise.all(children.map((child) => describeChild(config, child)));
  const ready = areReady(children);
  return { root: config.root, state: config.state, address: config.address, ready, processes: [own, ...supervised, ...describeContainers(config)] };
}

export function areReady(children: readonly Child[]): boolean {
  return children.every(({ state }) => state === "ready");
}

function describeContainers(config: HostConfig): ProcessStatus[] {
  return findContainerProcesses(config).map(({ name, pid }) => ({ name, pid, health: "ok", uptimeSeconds: readUptime(pid), memoryBytes: readMemory(pid), restarts: 0 }));
}

async function describeChild(config: HostConfig, child: Child): Promise<ProcessStatus> {
  const { name, pid, state, startedAt, restarts } = child;
  const isService = (SERVICE_NAMES as readonly string[]).includes(name);
  const health = state !== "ready" ? state : isService ? await askHealth(createHostPaths(config).adminSocket(name as ServiceName)) : "ok";
  const uptimeSeconds = pid === undefined || startedAt === undefined ? undefined : (Date.now() - startedAt.getTime()) / 1000;
  return { name, pid, health, uptimeSeconds, memoryBytes: pid === undefined ? undefined : readMemory(pid), restarts };
}

// A service loads what answers with the first question, which takes a busy machine a while.
const HEALTH_TIMEOUT_MS = 5000;

function askHealth(socketPath: string): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: "/readyz", timeout: HEALTH_TIMEOUT_MS }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve(response.statusCode === 200 ? "ok" : ((JSON.parse(body) as { reasons: string[] }).reasons.join("; ") || "not ready")));
    });
    asked.on("timeout", () => asked.destroy(new Error(`nothing came for ${HEALTH_TIMEOUT_MS / 1000} s`)));
    asked.on("error", (error) => resolve(`no answer: ${error.message}`));
    asked.end();
  });
}
