/**
 * A shim of the test's own that serves the sandbox API, a process of its own for each sandbox, by containerd's launch
 * protocol. Its tasks are `sleep`s without a container. `makeSandboxShim` writes the binary; run as one, this file is it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SandboxRuntimeService, TaskV2Service, TaskV3Service, containerd, google, nowTimestamp, packAny } from "@stevedore/api";
import { failedPrecondition, notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { createHandlerTable, serveTtrpc, type Handlers } from "@stevedore/rpc";

export interface SandboxShim {
  /** The runtime to name. */
  binary: string;
  /** What the shims were called with, one line each: `start`, `CreateSandbox id netns`, ... */
  calls(): string[];
  /** Pids of the shims that were started, newest last. */
  pids(): number[];
  /** Makes the next call of this name fail. */
  failNext(method: string): void;
}

/** Writes the shim's binary into a directory. `version` is what it says it speaks. */
export function makeSandboxShim(directory: string, { version = 3 }: { version?: number } = {}): SandboxShim {
  const binary = path.join(directory, `containerd-shim-sandbox-v${version}`);
  const root = path.resolve(import.meta.dirname, "../..");
  const lines = (kind: string): string[] => (existsSync(`${binary}.${kind}`) ? readFileSync(`${binary}.${kind}`, "utf8").trimEnd().split("\n") : []);
  writeFileSync(binary, `#!/bin/sh\n[ "$1" = -v ] && exit 0\nexport SHIM_FILE=${binary} SHIM_VERSION=${version}\nexec ${root}/node_modules/.bin/node ${import.meta.filename} "$@"\n`, { mode: 0o755 });
  return {
    binary,
    calls: () => lines("calls"),
    pids: () => lines("pids").map(Number),
    failNext: (method) => writeFileSync(`${binary}.fail`, method),
  };
}

const file = process.env["SHIM_FILE"] ?? "";
const say = (line: string): void => appendFileSync(`${file}.calls`, `${line}\n`);

async function start(): Promise<void> {
  const id = process.argv[process.argv.indexOf("-id") + 1]!;
  say(`start ${id}`);
  const socket = path.join(path.dirname(file), `${process.pid}.sock`);
  const child = spawn(process.execPath, [import.meta.filename, "serve", socket], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  appendFileSync(`${file}.pids`, `${child.pid}\n`);
  process.stdout.write(JSON.stringify({ version: Number(process.env["SHIM_VERSION"]), address: `unix://${socket}`, protocol: "ttrpc" }));
  process.exit(0);
}

function cleanUp(): void {
  say(`delete ${process.argv[process.argv.indexOf("-id") + 1]}`);
  process.stdout.write(containerd.task.v3.DeleteResponse.encode({ pid: 4711, exitStatus: 137, exitedAt: nowTimestamp() }).finish());
}

async function serve(socket: string): Promise<void> {
  const table = createHandlerTable();
  const tasks = new Map<string, { child: ChildProcess; status: number; exit?: { exitStatus: number; exitedAt: google.protobuf.ITimestamp } }>();
  const ended = Promise.withResolvers<void>();
  const sandbox = { id: "", state: "", exitedAt: {} as google.protobuf.ITimestamp };
  const enter = (method: string, id: string, ...rest: string[]): void => {
    say([method, id, ...rest].join(" "));
    if (existsSync(`${file}.fail`) && readFileSync(`${file}.fail`, "utf8") === method) {
      writeFileSync(`${file}.fail`, "");
      throw failedPrecondition(`${method} is to fail`);
    }
    if (method !== "CreateSandbox" && method.endsWith("Sandbox") && sandbox.id !== id) throw notFound(`sandbox ${id}`);
  };
  const get = (id: string) => {
    const task = tasks.get(id);
    if (task === undefined) throw notFound(`task ${id}`);
    return task;
  };
  const leave = (): unknown => setTimeout(() => process.exit(0), 20);
  table.add(SandboxRuntimeService, {
    createSandbox({ sandboxId, netnsPath, annotations, options, rootfs }) {
      enter("CreateSandbox", sandboxId, netnsPath, JSON.stringify(annotations), options?.type_url ?? "", String(rootfs.length));
      Object.assign(sandbox, { id: sandboxId, state: "created" });
      return {};
    },
    startSandbox({ sandboxId }) {
      enter("StartSandbox", sandboxId);
      sandbox.state = "SANDBOX_READY";
      return { pid: process.pid, createdAt: { seconds: 77 }, spec: { type_url: "spec", value: Buffer.from("s") } };
    },
    platform: ({ sandboxId }) => (enter("PlatformOfSandbox", sandboxId), { platform: { os: "plan9", architecture: "mips", variant: "v9" } }),
    stopSandbox({ sandboxId, timeoutSecs }) {
      enter("StopSandbox", sandboxId, String(timeoutSecs));
      Object.assign(sandbox, { state: "stopped", exitedAt: nowTimestamp() });
      ended.resolve();
      return {};
    },
    async waitSandbox({ sandboxId }) {
      enter("WaitSandbox", sandboxId);
      await ended.promise;
      return { exitStatus: 3, exitedAt: sandbox.exitedAt };
    },
    sandboxStatus({ sandboxId, verbose }) {
      enter("StatusOfSandbox", sandboxId);
      const { state, exitedAt } = sandbox;
      const info: Record<string, string> = verbose ? { much: "more" } : {};
      return { sandboxId, pid: process.pid, state, info, exitedAt, extra: { type_url: "extra", value: Buffer.from("e") } };
    },
    pingSandbox: ({ sandboxId }) => (enter("PingSandbox", sandboxId), {}),
    shutdownSandbox: ({ sandboxId }) => (enter("ShutdownSandbox", sandboxId), leave(), {}),
    sandboxMetrics: ({ sandboxId }) => (enter("MetricsOfSandbox", sandboxId), { metrics: { id: sandboxId, data: packAny("google.protobuf.Empty", google.protobuf.Empty, {}) } }),
  });
  const handlers: Handlers<typeof TaskV3Service> = {
    connect: () => ({ shimPid: process.pid }),
    create({ id, bundle }) {
      enter("Create", id, path.basename(bundle));
      const child = spawn("sleep", ["1000"], { stdio: "ignore" });
      const task = { child, status: 1 };
      child.on("exit", (_code, signal) => Object.assign(task, { status: 3, exit: { exitStatus: signal === null ? 0 : 137, exitedAt: nowTimestamp() } }));
      tasks.set(id, task);
      return { pid: child.pid! };
    },
    start: ({ id }) => ({ pid: Object.assign(get(id), { status: 2 }).child.pid! }),
    state({ id }) {
      const { child, status, exit } = get(id);
      return { id, pid: child.pid!, status, ...exit };
    },
    kill: ({ id }) => (get(id).child.kill("SIGKILL"), {}),
    async wait({ id }) {
      const task = get(id);
      if (task.exit === undefined) await once(task.child, "exit");
      return get(id).exit!;
    },
    delete({ id }) {
      enter("Delete", id);
      const { child, exit } = get(id);
      child.kill("SIGKILL");
      tasks.delete(id);
      return { pid: child.pid!, ...exit };
    },
    shutdown: ({ id }) => (enter("Shutdown", id), tasks.size === 0 && leave(), {}),
  };
  table.add(process.env["SHIM_VERSION"] === "2" ? TaskV2Service : TaskV3Service, handlers);
  process.on("SIGTERM", leave);
  await serveTtrpc({ table, path: socket, log: createLogger({ service: "sandbox-shim", level: "error" }) });
  process.stdout.write("ready\n");
}

if (process.argv[1] === import.meta.filename && file !== "") {
  const action = process.argv.at(-1);
  if (action === "start") await start();
  else if (action === "delete") cleanUp();
  else await serve(action!);
}
