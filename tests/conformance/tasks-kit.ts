import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as api from "@stevedore/api";
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
export async function addContainer(s: Actor, id: string, args: string[] = SLEEP, options: SpecOptions = {}): Promise<void> {
  const container = { id, runtime: { name: "io.containerd.runc.v2" }, spec: specOf(s, id, args, options) };
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
