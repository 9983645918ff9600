import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as api from "@stevedore/api";
import { eventually } from "../kit/mod.ts";
import type { Actor } from "./scenario.ts";

const { containerd, packAny } = api;

/** One runtime on both sides, so that its own words can be compared too. */
export const CRUN = packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, { binaryName: "crun" });

const APPLETS = ["sh", "true", "false", "sleep", "cat", "echo", "kill", "head", "stty", "id", "touch", "mount", "grep", "dd"];
const CAPABILITIES = ["CAP_KILL", "CAP_CHOWN", "CAP_DAC_OVERRIDE"];

function makeRootfs(rootfs: string): void {
  for (const directory of ["bin", "dev", "proc", "sys", "tmp", "etc"]) mkdirSync(join(rootfs, directory), { recursive: true });
  cpSync("/bin/busybox", join(rootfs, "bin/busybox"));
  for (const applet of APPLETS) symlinkSync("busybox", join(rootfs, "bin", applet));
}

/** The busybox root file system of one side, made when it is first asked for. */
export function rootfsOf({ peer }: Actor): string {
  const rootfs = join(peer.side.root, "..", "rootfs");
  try {
    mkdirSync(rootfs);
    makeRootfs(rootfs);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return rootfs;
}

/** An OCI process document. */
export function processOf(args: string[], more: object = {}): Record<string, unknown> {
  return {
    cwd: "/",
    args,
    env: ["PATH=/bin"],
    user: { uid: 0, gid: 0 },
    capabilities: { bounding: CAPABILITIES, effective: CAPABILITIES, permitted: CAPABILITIES },
    ...more,
  };
}

export function processAny(args: string[], more: object = {}): { type_url: string; value: Buffer } {
  return { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Process", value: Buffer.from(JSON.stringify(processOf(args, more))) };
}

export interface SpecOptions {
  process?: object;
  linux?: object;
  terminal?: boolean;
  root?: object;
  mounts?: object[];
  namespaces?: string[];
  /** More at the top of the document. */
  more?: object;
}

const MOUNTS = [
  { destination: "/proc", type: "proc", source: "proc" },
  { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755", "size=65536k"] },
  { destination: "/dev/pts", type: "devpts", source: "devpts", options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"] },
];

export function specOf(s: Actor, id: string, args: string[], options: SpecOptions = {}): { type_url: string; value: Buffer } {
  const namespaces = options.namespaces ?? ["pid", "mount", "ipc", "uts", "network"];
  const spec = {
    ociVersion: "1.0.2",
    process: processOf(args, { terminal: options.terminal ?? false, ...options.process }),
    root: { path: rootfsOf(s), ...options.root },
    mounts: [...MOUNTS, ...(options.mounts ?? [])],
    linux: { cgroupsPath: `/${s.namespace}/${id}`, namespaces: namespaces.map((type) => ({ type })), resources: {}, ...options.linux },
    ...options.more,
  };
  return { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Spec", value: Buffer.from(JSON.stringify(spec)) };
}

const SLEEP = ["sleep", "1000"];

/** Stores the record of a container; not part of what is compared. */
export async function addContainer(s: Actor, id: string, args: string[] = SLEEP, options: SpecOptions = {}, runtime: object = { name: "io.containerd.runc.v2" }): Promise<void> {
  const container = { id, runtime, spec: specOf(s, id, args, options) };
  const { code, message } = await s.quiet(api.ContainersService, "create", { container });
  if (code !== "OK") throw new Error(`${s.peer.side.name}: container ${id}: ${code} ${message}`);
}

/** A container and its task, created and not yet started. */
export async function createTask(s: Actor, id: string, args: string[] = SLEEP, options: SpecOptions & { request?: object } = {}): Promise<void> {
  await addContainer(s, id, args, options);
  await s.call(api.TasksService, "create", { containerId: id, options: CRUN, ...options.request });
}

export async function runTask(s: Actor, id: string, args: string[] = SLEEP, options: SpecOptions & { request?: object } = {}): Promise<void> {
  await createTask(s, id, args, options);
  await s.call(api.TasksService, "start", { containerId: id });
}

/** What a container writes to the FIFO that its client reads, from its creation to its deletion. */
export async function outputOf(s: Actor, id: string, args: string[], options: SpecOptions = {}, runtimeOptions: unknown = CRUN): Promise<string> {
  const [fifo, errors] = [makeFifo(s, `${id}-stdout`), makeFifo(s, `${id}-stderr`)];
  const readers = [readFifo(fifo), readFifo(errors)] as const;
  try {
    await addContainer(s, id, args, options);
    for (const [method, request] of [["create", { stdout: fifo, stderr: errors, options: runtimeOptions }], ["start", {}], ["wait", {}], ["delete", {}]] as const) {
      const { code, message } = await s.quiet(api.TasksService, method, { containerId: id, ...request } as never);
      if (code !== "OK") throw new Error(`${s.peer.side.name}: ${method} ${id}: ${code} ${message}`);
    }
    return await readers[0].all;
  } finally {
    for (const each of readers) each.leave();
    for (const path of [fifo, errors]) rmSync(path);
  }
}

/** A FIFO as a client makes it, beside a side's root. */
export function makeFifo({ peer }: Actor, name: string): string {
  const fifo = join(peer.side.root, "..", name);
  execFileSync("mkfifo", ["-m", "700", fifo]);
  return fifo;
}

export interface FifoReader {
  /** All that came, once the other end is closed or the reader has left. */
  readonly all: Promise<string>;
  /** What has come when a whole line has. */
  line(): Promise<string>;
  leave(): void;
}

/** Reads a FIFO as a client does, in a process of its own, so that opening it keeps nobody waiting. */
export function readFifo(path: string): FifoReader {
  const child = spawn("cat", [path], { stdio: ["ignore", "pipe", "inherit"] });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (seen += chunk));
  return {
    all: new Promise((resolve) => child.on("close", () => resolve(seen))),
    async line() {
      await eventually(`a line from ${path}`, () => seen.includes("\n"));
      return seen;
    },
    leave: () => void child.kill("SIGKILL"),
  };
}

/** Brings a new task into a state, without its calls being compared. */
export async function taskIn(s: Actor, id: string, state: "created" | "running" | "paused" | "stopped"): Promise<void> {
  const must = async (method: "create" | "start" | "pause" | "kill" | "wait", request: object): Promise<void> => {
    const { code, message } = await s.quiet(api.TasksService, method, request as never);
    if (code !== "OK") throw new Error(`${s.peer.side.name}: ${method} ${id}: ${code} ${message}`);
  };
  await addContainer(s, id);
  await must("create", { containerId: id, options: CRUN });
  if (state !== "created") await must("start", { containerId: id });
  if (state === "paused") await must("pause", { containerId: id });
  if (state !== "stopped") return;
  await must("kill", { containerId: id, signal: 9 });
  await must("wait", { containerId: id });
}
