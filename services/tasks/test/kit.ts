import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { ContainersService, EventsTtrpcService, MountsService, ResourcesService, SandboxControllerService, SandboxStoreService, TasksService, containerd, packAny, typeNameOf } from "@stevedore/api";
import { defaultHostConfig, type HostConfig } from "@stevedore/config";
import { createNatsBus, type Envelope } from "@stevedore/events";
import { isError } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { connect, createClient, type CallOptions, type Client } from "@stevedore/rpc";
import type { TestContext } from "vitest";
import { assertNothingLeft, eventually, killRest, prepareHybridCgroups, startNats, stopProcess, tempDir } from "../../../tests/kit/mod.ts";
import { removeNamespaceCgroups } from "../../../tests/kit/cgroups.ts";

export { eventually };

export interface SeenEvent {
  topic: string;
  namespace: string;
  containerId: string;
  message: Record<string, unknown>;
}

/** The tasks service and the shim as processes of their own, with a nats-server, in a temporary directory. */
export interface TestTasks extends AsyncDisposable {
  readonly state: string;
  readonly root: string;
  readonly namespace: string;
  /** Options for calls in the test's namespace. */
  readonly in: CallOptions;
  readonly containers: Client<typeof ContainersService>;
  readonly tasks: Client<typeof TasksService>;
  readonly forward: Client<typeof EventsTtrpcService>;
  readonly resources: Client<typeof ResourcesService>;
  readonly mounts: Client<typeof MountsService>;
  readonly sandboxes: Client<typeof SandboxStoreService>;
  readonly controller: Client<typeof SandboxControllerService>;
  /** What came over the bus, in its order. */
  readonly events: SeenEvent[];
  topicsOf(containerId: string): string[];
  /** SIGKILL, then a new process on the same state. */
  killTasks(whileAway?: () => Promise<void>): Promise<void>;
  killShim(whileAway?: () => Promise<void>): Promise<void>;
  /** Bundles and work directories that are on disk, of tasks and of sandboxes. */
  bundles(): string[];
}

const BUNDLES = ["io.containerd.runtime.v2.task", "io.containerd.sandbox.controller.v1.shim"];
const ROOT = path.resolve(import.meta.dirname, "../../..");
const log = createLogger({ service: "test", level: "error" });

interface TasksOptions {
  /** Its service is started as well, for the mount manager. */
  snapshots?: boolean;
  timeouts?: Partial<HostConfig["timeouts"]>;
}

export async function startTasks(plugins: Partial<HostConfig["plugins"]> = {}, { snapshots = false, timeouts = {} }: TasksOptions = {}): Promise<TestTasks> {
  await using stack = new AsyncDisposableStack();
  await prepareHybridCgroups();
  const directory = stack.use(await tempDir("tasks"));
  const nats = stack.use(await startNats());
  const [root, state] = [path.join(directory.path, "root"), path.join(directory.path, "state")];
  const socket = (name: string): string => path.join(state, "sockets", `${name}.sock`);
  mkdirSync(path.join(state, "sockets"), { recursive: true });
  const namespace = `tasks-${randomBytes(4).toString("hex")}`;
  // The runtimes leave the namespace's own cgroup, and Debian's shim the directory of its runtime's state.
  stack.defer(() => removeNamespaceCgroups(namespace));
  stack.defer(() => rmSync(path.join("/run/containerd/runc", namespace), { recursive: true, force: true }));
  const owned = { directories: BUNDLES.map((kind) => path.join(state, kind)), namespaces: [namespace] };
  stack.defer(async () => {
    await assertNothingLeft("the tasks service", owned).catch(async (error: unknown) => {
      await killRest(owned);
      throw error;
    });
  });

  const defaults = defaultHostConfig({ root, state });
  const configFile = path.join(directory.path, "config.json");
  // Foreign shims send their events straight here: there is no gateway in between.
  const config = { ...defaults, plugins: { ...defaults.plugins, ...plugins }, timeouts: { ...defaults.timeouts, ...timeouts }, ttrpcAddress: socket("tasks"), logLevel: "error", stevedore: { ...defaults.stevedore, nats: { ...defaults.stevedore.nats, url: nats.url } } };
  writeFileSync(configFile, JSON.stringify(config));
  const start = (name: string): Promise<ChildProcess> => startProcess(name, socket(name), configFile);
  const children = { shim: await start("shim"), tasks: await start("tasks") };
  if (snapshots) {
    const child = await start("snapshots");
    stack.defer(() => stopProcess(child));
  }
  stack.defer(() => stopProcess(children.shim));
  stack.defer(() => stopProcess(children.tasks));
  const restart = async (name: keyof typeof children, whileAway?: () => Promise<void>): Promise<void> => {
    children[name].kill("SIGKILL");
    await once(children[name], "exit");
    await whileAway?.();
    children[name] = await start(name);
  };

  const events: SeenEvent[] = [];
  const following = await follow(nats.url, events);
  stack.defer(following.stop);
  const channel = connect({ path: socket("tasks"), patienceMs: 5000 });
  const snapshotsChannel = connect({ path: socket("snapshots") });
  stack.defer(() => snapshotsChannel.close());
  stack.defer(() => channel.close());
  const parts = stack.move();
  return {
    state,
    root,
    namespace,
    in: { namespace },
    containers: createClient(ContainersService, channel),
    tasks: createClient(TasksService, channel),
    forward: createClient(EventsTtrpcService, channel),
    resources: createClient(ResourcesService, channel),
    mounts: createClient(MountsService, snapshotsChannel),
    sandboxes: createClient(SandboxStoreService, channel),
    controller: createClient(SandboxControllerService, channel),
    events,
    topicsOf: (containerId) => events.filter((event) => event.containerId === containerId).map(({ topic }) => topic),
    killTasks: (whileAway) => restart("tasks", whileAway),
    killShim: (whileAway) => restart("shim", whileAway),
    bundles: () => [state, root].flatMap((place) => BUNDLES.flatMap((kind) => listDirectory(path.join(place, kind, namespace)))),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** For `afterEach`: a test that failed leaves containers and events; its second try and the next test get a host of their own. */
export async function renewed(host: TestTasks, { task }: TestContext, start: () => Promise<TestTasks> = startTasks): Promise<TestTasks> {
  if (task.result?.state !== "fail") return host;
  await removeAll(host).catch(() => undefined);
  await Promise.resolve(host[Symbol.asyncDispose]()).catch((error: Error) => console.log(`${task.name}: ${error.message}`));
  return start();
}

async function removeAll(host: TestTasks): Promise<void> {
  const { containers = [] } = await host.containers.list({}, host.in);
  for (const { id } of containers as { id: string }[]) {
    // Without its labels nobody starts it again.
    await host.containers.update({ container: { id, labels: {} }, updateMask: { paths: ["labels"] } }, host.in).catch(() => undefined);
    await eventually(`${id} is gone`, async () => {
      await host.tasks.kill({ containerId: id, signal: 9, all: true }, host.in).catch(() => undefined);
      return host.tasks.delete({ containerId: id }, host.in).then(() => true, (error: unknown) => isError(error, "notFound"));
    }, 5000).catch(() => undefined);
  }
}

async function startProcess(name: string, socket: string, configFile: string): Promise<ChildProcess> {
  const env = { ...process.env, STEVEDORE_CONFIG: configFile };
  const child = spawn(path.join(ROOT, "node_modules/.bin/node"), [path.join(ROOT, "services", name, "main.ts")], { env, stdio: ["ignore", "inherit", "inherit"] });
  await eventually(`${name} serves`, async () => {
    const channel = connect({ path: socket, patienceMs: 5000 });
    // Any answer will do, UNIMPLEMENTED too.
    const error = await createClient(TasksService, channel).list({}).catch((reason: unknown) => reason as { code?: number });
    await channel.close();
    return (error as { code?: number }).code !== 14;
  });
  return child;
}

async function follow(url: string, events: SeenEvent[]): Promise<{ stop(): Promise<void> }> {
  const bus = createNatsBus({ url, name: "test", log });
  const stopping = new AbortController();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const done = (async () => {
    for await (const { envelope } of bus.subscribe({ signal: stopping.signal, onReady: resolve })) events.push(describeEvent(envelope));
  })().catch(() => undefined);
  await ready;
  return {
    async stop() {
      stopping.abort();
      await done;
      await bus.close();
    },
  };
}

function describeEvent({ topic, namespace, event }: Envelope): SeenEvent {
  const name = typeNameOf(event).replace("containerd.events.", "") as "TaskExit";
  const message = containerd.events[name].decode(event!.value!) as unknown as Record<string, unknown>;
  return { topic: topic!, namespace: namespace!, containerId: String(message["containerId"] ?? message["sandboxId"] ?? message["id"]), message };
}

function listDirectory(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).map((name) => path.join(directory, name)) : [];
}

const APPLETS = ["sh", "true", "sleep", "cat", "echo", "stty", "kill"];

/** A directory with busybox, for containers to mount. */
export function makeRootfs(host: TestTasks): string {
  const rootfs = path.join(path.dirname(host.state), "rootfs");
  if (existsSync(rootfs)) return rootfs;
  for (const directory of ["bin", "dev", "proc", "sys", "tmp", "etc"]) mkdirSync(path.join(rootfs, directory), { recursive: true });
  copyFileSync("/bin/busybox", path.join(rootfs, "bin/busybox"));
  for (const applet of APPLETS) symlinkSync("busybox", path.join(rootfs, "bin", applet));
  return rootfs;
}

export const SPEC_TYPE = "types.containerd.io/opencontainers/runtime-spec/1/Spec";

export function specOf(host: TestTasks, id: string, args: readonly string[], terminal = false): { type_url: string; value: Buffer } {
  const spec = {
    ociVersion: "1.0.2",
    process: processOf(args, terminal),
    root: { path: "rootfs", readonly: true },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755", "size=65536k"] },
      { destination: "/dev/pts", type: "devpts", source: "devpts", options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"] },
    ],
    linux: { cgroupsPath: `/${host.namespace}/${id}`, namespaces: ["pid", "mount", "ipc", "uts", "network"].map((type) => ({ type })) },
  };
  return { type_url: SPEC_TYPE, value: Buffer.from(JSON.stringify(spec)) };
}

function processOf(args: readonly string[], terminal: boolean): Record<string, unknown> {
  const capabilities = ["CAP_KILL", "CAP_DAC_OVERRIDE"];
  const sets = { bounding: capabilities, effective: capabilities, permitted: capabilities };
  return { terminal, cwd: "/", args, env: ["PATH=/bin"], user: { uid: 0, gid: 0 }, capabilities: sets };
}

/** The spec of an exec process. */
export function execSpec(args: readonly string[]): { type_url: string; value: Buffer } {
  return { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Process", value: Buffer.from(JSON.stringify(processOf(args, false))) };
}

export interface TaskOptions {
  runtime?: string;
  options?: containerd.runc.v1.Options.$Properties;
  stdout?: string;
  terminal?: boolean;
  /** The sandbox that the container is in. */
  sandbox?: string;
}

export function runcOptions(options: containerd.runc.v1.Options.$Properties): ReturnType<typeof packAny> {
  return packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, options);
}

/** A container's record. */
export async function createContainer(host: TestTasks, id: string, args: readonly string[], { runtime, terminal, sandbox }: TaskOptions = {}): Promise<void> {
  const container = { id, sandbox: sandbox ?? "", runtime: { name: runtime ?? "io.containerd.runc.v2" }, spec: specOf(host, id, args, terminal) };
  await host.containers.create({ container }, host.in);
}

/** A container's record and its task. */
export async function createTask(host: TestTasks, id: string, args: readonly string[], options: TaskOptions = {}): Promise<number> {
  await createContainer(host, id, args, options);
  return createTaskOf(host, id, options);
}

export async function createTaskOf(host: TestTasks, id: string, options: TaskOptions = {}): Promise<number> {
  const rootfs = [{ type: "bind", source: makeRootfs(host), options: ["rbind", "ro"] }];
  const task = options.options === undefined ? {} : { options: runcOptions(options.options) };
  const { pid } = await host.tasks.create({ containerId: id, rootfs, stdout: options.stdout ?? "", stderr: options.terminal === true ? "" : (options.stdout ?? ""), terminal: options.terminal ?? false, ...task }, host.in);
  return pid;
}

/** A task that runs. */
export async function runTask(host: TestTasks, id: string, args: readonly string[], options: TaskOptions = {}): Promise<number> {
  const pid = await createTask(host, id, args, options);
  await host.tasks.start({ containerId: id }, host.in);
  return pid;
}

/** Ends and deletes a task, and deletes its container. */
export async function removeTask(host: TestTasks, id: string): Promise<void> {
  const waiting = host.tasks.wait({ containerId: id }, host.in);
  await host.tasks.kill({ containerId: id, signal: 9, all: true }, host.in).catch(() => undefined);
  await waiting;
  await host.tasks.delete({ containerId: id }, host.in);
  await host.containers.delete({ id }, host.in);
}
