import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventsTtrpcService, TaskV2Service, containerd } from "@stevedore/api";
import { defaultHostConfig } from "@stevedore/config";
import { createLogger } from "@stevedore/log";
import { connect, createClient, createHandlerTable, serveTtrpc, type Client } from "@stevedore/rpc";
import { findExecutable } from "@stevedore/linux";
import { until } from "./until.ts";

export * from "./bundles.ts";
export { until } from "./until.ts";

export const RUNTIMES = ["crun", "runc"].filter((name) => findExecutable(name, process.env["PATH"] ?? "") !== undefined);

export interface ReceivedEvent {
  id: string;
  namespace: string;
  topic: string;
  message: { containerId: string; id?: string; execId?: string; pid?: number; exitStatus?: number };
}

export interface TestShim extends AsyncDisposable {
  readonly state: string;
  readonly pid: number;
  readonly tasks: Client<typeof TaskV2Service>;
  readonly events: ReceivedEvent[];
  /** Resolves with the first event that matches, past or to come. */
  event(topic: string, containerId: string): Promise<ReceivedEvent>;
  topicsOf(containerId: string): string[];
  /** SIGKILL, and a new process on the same state. */
  killAndRestart(whileAway?: () => Promise<void>): Promise<void>;
  stopReceiver(): Promise<void>;
  startReceiver(): Promise<void>;
}

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Runs the shim as its own process, with a receiver for its events in the place of the tasks service. */
export async function startShim(): Promise<TestShim> {
  ensureMonitor();
  mountMissingCgroup();
  const base = mkdtempSync(path.join(tmpdir(), "shim-"));
  const state = path.join(base, "state");
  mkdirSync(path.join(state, "sockets"), { recursive: true });
  const configFile = path.join(base, "config.json");
  writeFileSync(configFile, JSON.stringify({ ...defaultHostConfig({ root: path.join(base, "root"), state }), logLevel: "error" }));
  const socket = path.join(state, "sockets", "shim.sock");
  const events: ReceivedEvent[] = [];
  let receiver = await serveEvents(path.join(state, "sockets", "tasks.sock"), events);
  let child = await startProcess(configFile, socket);
  // The socket's file is there a moment before somebody listens on it.
  const channel = connect({ path: socket, patienceMs: 20_000 });
  return {
    state,
    get pid() {
      return child.pid!;
    },
    tasks: createClient(TaskV2Service, channel),
    events,
    event: (topic, containerId) => until(() => events.find((event) => event.topic === topic && event.message.containerId === containerId)),
    topicsOf: (containerId) => events.filter(({ message }) => message.containerId === containerId).map(({ topic }) => topic),
    async killAndRestart(whileAway) {
      child.kill("SIGKILL");
      await once(child, "exit");
      await whileAway?.();
      child = await startProcess(configFile, socket);
    },
    stopReceiver: () => receiver.close(),
    async startReceiver() {
      receiver = await serveEvents(path.join(state, "sockets", "tasks.sock"), events);
    },
    async [Symbol.asyncDispose]() {
      await channel.close();
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await receiver.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function ensureMonitor(): void {
  if (!existsSync(path.join(ROOT, "services/shim/monitor/monitor"))) execFileSync(path.join(ROOT, "services/shim/monitor/build"));
}

// crun refuses a hybrid host whose v2 tree is all that has the hugetlb controller. What is mounted stays: as soon as it is
// there, other containers of the machine use it.
function mountMissingCgroup(): void {
  const place = "/sys/fs/cgroup/hugetlb";
  const mounts = readFileSync("/proc/self/mounts", "utf8");
  const hybrid = mounts.includes(" /sys/fs/cgroup/unified cgroup2 ");
  if (!hybrid || mounts.includes(` ${place} `)) return;
  mkdirSync(place, { recursive: true });
  execFileSync("mount", ["-t", "cgroup", "-o", "hugetlb", "hugetlb", place]);
}

async function serveEvents(socket: string, events: ReceivedEvent[]): Promise<{ close(): Promise<void> }> {
  const table = createHandlerTable();
  table.add(EventsTtrpcService, {
    forward({ envelope }, { metadata }) {
      const name = envelope!.event!.type_url!.replace("containerd.events.", "") as "TaskExit";
      const message = containerd.events[name].decode(envelope!.event!.value!);
      const id = metadata.get("stevedore-event-id") ?? "";
      // What a receiver must do: an event may be sent again by a shim that did not live to note its confirmation.
      if (isNewer(id, events.at(-1)?.id)) events.push({ id, namespace: envelope!.namespace!, topic: envelope!.topic!, message });
      return {};
    },
  });
  return serveTtrpc({ table, path: socket, log: createLogger({ service: "test", level: "error" }) });
}

function isNewer(id: string, last: string | undefined): boolean {
  const [epoch = 0, number = 0] = id.split("-").map(Number);
  const [lastEpoch = 0, lastNumber = 0] = (last ?? "0-0").split("-").map(Number);
  return epoch > lastEpoch || (epoch === lastEpoch && number > lastNumber);
}

async function startProcess(configFile: string, socket: string): Promise<ChildProcess> {
  rmSync(socket, { force: true });
  const env = { ...process.env, STEVEDORE_CONFIG: configFile };
  const child = spawn(path.join(ROOT, "node_modules/.bin/node"), [path.join(ROOT, "services/shim/main.ts")], { env, stdio: ["ignore", "inherit", "inherit"] });
  await until(() => existsSync(socket) || child.exitCode !== null);
  return child;
}
