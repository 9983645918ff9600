/**
 * A shim of the test's own that serves the task and sandbox APIs, a process of its own for each sandbox or task, by containerd's
 * launch protocol. Its tasks are `sleep`s without a container. `makeSandboxShim` writes the binary; run as one, this file is it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SandboxRuntimeService, TaskV2Service, TaskV3Service, containerd, google, nowTimestamp, packAny } from "@stevedore/api";
import { failedPrecondition, notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { createHandlerTable, serveGrpc, serveTtrpc, type Handlers } from "@stevedore/rpc";

export interface SandboxShim {
  /** The runtime to name. */
  binary: string;
  /** What the shims were called with, one line each: `start`, `CreateSandbox id netns`, ... */
  calls(): string[];
  /** Pids of the shims that were started, newest last. */
  pids(): number[];
  /** Makes the next call of this name fail. */
  failNext(method: string): void;
  /** What goes wrong from now on at a method of the task API (`Create`), or at an action of the binary (`start`, `delete`). */
  misbehave(wrongs: Record<string, Wrong>): void;
}

/** `hang`: no answer, ever. `die`: the process that is asked ends. */
type Wrong = "hang" | "die";

interface SandboxShimOptions {
  /** Of the task API, as it says. */
  version?: number;
  protocol?: "ttrpc" | "grpc";
  /** Before the path of its socket, in the address that it tells: `unix://`. containerd itself takes a bare path for gRPC. */
  scheme?: string;
}

/** Writes the shim's binary into a directory. */
export function makeSandboxShim(directory: string, { version = 3, protocol = "ttrpc", scheme = "unix://" }: SandboxShimOptions = {}): SandboxShim {
  const binary = path.join(directory, `containerd-shim-${protocol === "ttrpc" ? "sandbox" : protocol}-v${version}`);
  const root = path.resolve(import.meta.dirname, "../..");
  const lines = (kind: string): string[] => (existsSync(`${binary}.${kind}`) ? readFileSync(`${binary}.${kind}`, "utf8").trimEnd().split("\n") : []);
  // What cleans up is no Node process: it has to be quick, whatever else the machine does.
  const cleanUp = `for last; do [ "$flag" = -id ] && id=$last; flag=$last; done
if [ "$last" = delete ]; then
  echo "delete $id" >> ${binary}.calls
  case "$(cat ${binary}.wrongs 2>/dev/null)" in *'"delete":"hang"'*) exec sleep 100000 ;; *'"delete":"die"'*) kill -9 $$ ;; esac
  kill -9 $(cat ${binary}.pid.$id 2>/dev/null) 2>/dev/null
  exec cat ${binary}.deleted
fi`;
  writeFileSync(`${binary}.deleted`, containerd.task.v3.DeleteResponse.encode({ pid: 4711, exitStatus: 137, exitedAt: nowTimestamp() }).finish());
  const environment = `SHIM_FILE=${binary} SHIM_VERSION=${version} SHIM_PROTOCOL=${protocol} SHIM_SCHEME=${scheme}`;
  writeFileSync(binary, `#!/bin/sh\n[ "$1" = -v ] && exit 0\n[ "$1" = -info ] && exit 1\n${cleanUp}\nexport ${environment}\nexec ${root}/node_modules/.bin/node ${import.meta.filename} "$@"\n`, { mode: 0o755 });
  return {
    binary,
    calls: () => lines("calls"),
    pids: () => lines("pids").map(Number),
    failNext: (method) => writeFileSync(`${binary}.fail`, method),
    misbehave: (wrongs) => writeFileSync(`${binary}.wrongs`, JSON.stringify(wrongs)),
  };
}

const file = process.env["SHIM_FILE"] ?? "";
const protocol = process.env["SHIM_PROTOCOL"];
/** Does what is to go wrong here. It must be asked before anything is done. */
function goWrong(at: string): Promise<void> | undefined {
  const wrongs = existsSync(`${file}.wrongs`) ? (JSON.parse(readFileSync(`${file}.wrongs`, "utf8")) as Record<string, Wrong>) : {};
  if (wrongs[at] !== undefined) say(`${at} goes wrong`);
  if (wrongs[at] === "die") process.kill(process.pid, "SIGKILL");
  // A timer, because nothing else may keep the process.
  return wrongs[at] === undefined ? undefined : new Promise(() => setInterval(() => undefined, 1 << 30));
}
const say = (line: string): void => appendFileSync(`${file}.calls`, `${line}\n`);

async function start(): Promise<void> {
  const id = process.argv[process.argv.indexOf("-id") + 1]!;
  say(`start ${id}`);
  const socket = path.join(path.dirname(file), `${process.pid}.sock`);
  const child = spawn(process.execPath, [import.meta.filename, "serve", socket], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  appendFileSync(`${file}.pids`, `${child.pid}\n`);
  writeFileSync(`${file}.pid.${id}`, String(child.pid));
  await goWrong("start");
  process.stdout.write(JSON.stringify({ version: Number(process.env["SHIM_VERSION"]), address: `${process.env["SHIM_SCHEME"]}${socket}`, protocol }));
  process.exit(0);
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
  const leave = (): unknown => setTimeout(() => (rmSync(socket, { force: true }), process.exit(0)), 20);
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
    connect: ({ id }) => ({ shimPid: process.pid, taskPid: tasks.get(id)?.child.pid ?? 0 }),
    create({ id, bundle }) {
      enter("Create", id, path.basename(bundle));
      const child = spawn("/usr/bin/setpriv", ["--pdeathsig", "KILL", "sleep", "1000"], { stdio: "ignore" });
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
  table.add(process.env["SHIM_VERSION"] === "2" ? TaskV2Service : TaskV3Service, mayGoWrong(handlers));
  process.on("SIGTERM", leave);
  const log = createLogger({ service: "sandbox-shim", level: "error" });
  await (protocol === "grpc" ? serveGrpc({ table, address: `unix:${socket}`, log }) : serveTtrpc({ table, path: socket, log }));
  process.stdout.write("ready\n");
}

function mayGoWrong(handlers: Handlers<typeof TaskV3Service>): Handlers<typeof TaskV3Service> {
  const guarded = Object.entries(handlers).map(([name, handle]) => {
    const call = handle as (request: unknown, context: unknown) => unknown;
    return [name, async (request: unknown, context: unknown) => (await goWrong(name[0]!.toUpperCase() + name.slice(1)), call(request, context))];
  });
  return Object.fromEntries(guarded) as Handlers<typeof TaskV3Service>;
}

if (process.argv[1] === import.meta.filename && file !== "") {
  const action = process.argv.at(-1);
  if (action === "start") await start();
  else await serve(action!);
}
