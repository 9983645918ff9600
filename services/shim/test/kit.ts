import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EventsTtrpcService, TaskV2Service, containerd, packAny } from "@stevedore/api";
import { defaultHostConfig } from "@stevedore/config";
import { createLogger } from "@stevedore/log";
import { connect, createClient, createHandlerTable, serveTtrpc, type Client } from "@stevedore/rpc";
import { findExecutable } from "../runtime-finder.ts";

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
  const unmountCgroups = mountMissingCgroup();
  const base = mkdtempSync(path.join(tmpdir(), "shim-"));
  const state = path.join(base, "state");
  mkdirSync(path.join(state, "sockets"), { recursive: true });
  const configFile = path.join(base, "config.json");
  writeFileSync(configFile, JSON.stringify({ ...defaultHostConfig({ root: path.join(base, "root"), state }), logLevel: "error" }));
  const socket = path.join(state, "sockets", "shim.sock");
  const events: ReceivedEvent[] = [];
  let receiver = await serveEvents(path.join(state, "sockets", "tasks.sock"), events);
  let child = await startProcess(configFile, socket);
  const channel = connect({ path: socket });
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
      unmountCgroups();
    },
  };
}

function ensureMonitor(): void {
  if (!existsSync(path.join(ROOT, "services/shim/monitor/monitor"))) execFileSync(path.join(ROOT, "services/shim/monitor/build"));
}

// crun refuses a hybrid host whose v2 tree is all that has the hugetlb controller.
function mountMissingCgroup(): () => void {
  const place = "/sys/fs/cgroup/hugetlb";
  const mounts = readFileSync("/proc/self/mounts", "utf8");
  const hybrid = mounts.includes(" /sys/fs/cgroup/unified cgroup2 ");
  if (!hybrid || mounts.includes(` ${place} `)) return () => undefined;
  mkdirSync(place, { recursive: true });
  execFileSync("mount", ["-t", "cgroup", "-o", "hugetlb", "hugetlb", place]);
  // Left alone where somebody else has begun to use it.
  return () => void spawn("umount", [place], { stdio: "ignore" }).on("error", () => undefined);
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

/** Asks again until there is an answer. */
export async function until<T>(ask: () => T | Promise<T>, patienceMs = 20_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + patienceMs; ; await sleep(10)) {
    const answer = await ask();
    if (answer) return answer as NonNullable<T>;
    if (Date.now() > end) throw new Error(`not so within ${patienceMs} ms: ${ask.toString()}`);
  }
}

export interface BundleOptions {
  args: string[];
  terminal?: boolean;
  namespaces?: string[];
  memoryLimit?: number;
  readOnlyRootfs?: boolean;
  ociVersion?: string;
  /** Leave the root file system to the request's mounts. */
  emptyRootfs?: boolean;
}

/** A bundle with busybox as its root file system. */
export function makeBundle(shim: TestShim, id: string, options: BundleOptions): string {
  const bundle = path.join(shim.state, "bundles", id);
  if (options.emptyRootfs !== true) makeRootfs(path.join(bundle, "rootfs"));
  else mkdirSync(path.join(bundle, "rootfs"), { recursive: true });
  writeFileSync(path.join(bundle, "config.json"), JSON.stringify(makeSpec(shim, id, options)));
  return bundle;
}

const APPLETS = ["sh", "true", "false", "sleep", "cat", "echo", "dd", "ls", "stty", "kill", "seq", "yes", "head", "md5sum", "id", "tty"];

export function makeRootfs(rootfs: string): void {
  for (const directory of ["bin", "dev", "proc", "sys", "tmp", "etc"]) mkdirSync(path.join(rootfs, directory), { recursive: true });
  cpSync("/bin/busybox", path.join(rootfs, "bin/busybox"));
  for (const applet of APPLETS) symlinkSync("busybox", path.join(rootfs, "bin", applet));
}

/** Cgroups of a test's containers, so that what is left of them can be found. */
export function cgroupParent({ state }: Pick<TestShim, "state">): string {
  return `stevedore-${path.basename(path.dirname(state))}`;
}

function makeSpec(shim: TestShim, id: string, options: BundleOptions): unknown {
  const namespaces = options.namespaces ?? ["pid", "mount", "ipc", "uts", "network"];
  return {
    ociVersion: options.ociVersion ?? "1.0.2",
    process: makeProcess(options.args, options.terminal),
    root: { path: "rootfs", readonly: options.readOnlyRootfs ?? false },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755", "size=65536k"] },
      { destination: "/dev/pts", type: "devpts", source: "devpts", options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"] },
    ],
    linux: {
      cgroupsPath: `/${cgroupParent(shim)}/${id}`,
      namespaces: namespaces.map((type) => ({ type })),
      resources: options.memoryLimit === undefined ? {} : { memory: { limit: options.memoryLimit, swap: options.memoryLimit } },
    },
  };
}

export function makeProcess(args: string[], terminal = false): Record<string, unknown> {
  const capabilities = ["CAP_KILL", "CAP_SYS_ADMIN", "CAP_DAC_OVERRIDE", "CAP_CHOWN"];
  return {
    terminal,
    cwd: "/",
    args,
    env: ["PATH=/bin", "TERM=xterm"],
    user: { uid: 0, gid: 0 },
    capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
  };
}

export interface CreateOptions extends Partial<Omit<BundleOptions, "args">> {
  runtime?: string;
  stdin?: string;
  stdout?: string;
  stderr?: string;
  rootfs?: containerd.types.Mount.$Properties[];
  namespace?: string;
}

/** Creates a container that runs `args`, and returns what the calls about it need. */
export async function createContainer(shim: TestShim, id: string, args: string[], options: CreateOptions = {}): Promise<{ pid: number; bundle: string }> {
  const { runtime, stdin = "", stdout = "", stderr = "", rootfs = [], terminal = false, namespace = NAMESPACE } = options;
  const bundle = makeBundle(shim, id, { ...options, args });
  const request = { id, bundle, stdin, stdout, stderr, terminal, rootfs, options: runcOptions({ binaryName: runtime ?? "" }) };
  const { pid } = await shim.tasks.create(request, { namespace });
  return { pid, bundle };
}

export const NAMESPACE = "test";
export const IN = { namespace: NAMESPACE };

export function runcOptions(options: containerd.runc.v1.Options.$Properties): ReturnType<typeof packAny> {
  return packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, options);
}

export function processSpec(args: string[], terminal = false): { type_url: string; value: Buffer } {
  return { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Process", value: Buffer.from(JSON.stringify(makeProcess(args, terminal))) };
}

/** Everything of a shim's tests that is still on the machine: nothing, when all was cleaned up. */
export function leftovers(shim: TestShim): string[] {
  const base = path.dirname(shim.state);
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n").filter((line) => line.includes(`${base}/`));
  const processes = readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === shim.pid) return [];
    const { title, files } = readProcess(pid);
    return title.includes(`${base}/`) || files.some((file) => file.startsWith(base)) ? [`process ${pid}: ${title.trim()}`] : [];
  });
  const runtimeState = listFiles(path.join(shim.state, "runc", NAMESPACE));
  const records = listFiles(path.join(shim.state, "shim/tasks", NAMESPACE));
  return [...mounts, ...processes, ...findCgroups(cgroupParent(shim)), ...runtimeState, ...records];
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
    // The runtimes leave the parent; it is ours to remove.
    if (children.length === 0 && existsSync(directory)) execFileSync("rmdir", [directory]);
    return children;
  });
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Ends a shim's tests: fails when something is still there. */
export async function stopShim(shim: TestShim): Promise<void> {
  const last = await until(() => leftovers(shim).length === 0, 15_000).catch(() => leftovers(shim));
  await shim[Symbol.asyncDispose]();
  if (last !== true) throw new Error(`left behind: ${String(last)}`);
}
