import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd, packAny } from "@stevedore/api";
import type { TestShim } from "./kit.ts";

export interface BundleOptions {
  args: string[];
  terminal?: boolean;
  namespaces?: string[];
  memoryLimit?: number;
  readOnlyRootfs?: boolean;
  ociVersion?: string;
  /** More for the process document; JSON text in the place of a string "raw:…" goes in as it is. */
  process?: object;
  /** Leave the root file system to the request's mounts. */
  emptyRootfs?: boolean;
}

/** A bundle with busybox as its root file system. */
export function makeBundle(shim: TestShim, id: string, options: BundleOptions): string {
  const bundle = path.join(shim.state, "bundles", id);
  if (options.emptyRootfs !== true) makeRootfs(path.join(bundle, "rootfs"));
  else mkdirSync(path.join(bundle, "rootfs"), { recursive: true });
  writeFileSync(path.join(bundle, "config.json"), toText(makeSpec(shim, id, options)));
  return bundle;
}

const UNLIMITED = "18446744073709551615";

/** An rlimit as Go's clients write one that has no limit: a number that JavaScript's can't hold. */
export const UNLIMITED_CORE = { rlimits: [{ type: "RLIMIT_CORE", soft: `raw:${UNLIMITED}`, hard: `raw:${UNLIMITED}` }] };

function toText(document: unknown): string {
  return JSON.stringify(document).replace(/"raw:([^"]*)"/g, "$1");
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
    process: { ...makeProcess(options.args, options.terminal), ...options.process },
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

export function processSpec(args: string[], terminal = false, more: object = {}): { type_url: string; value: Buffer } {
  return { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Process", value: Buffer.from(toText({ ...makeProcess(args, terminal), ...more })) };
}
