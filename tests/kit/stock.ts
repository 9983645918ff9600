import { spawn, type ChildProcess } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stopProcess } from "./process.ts";
import { createSide, waitUntilServing, type Side } from "./side.ts";
import { tempDir } from "./temp.ts";

export interface StockOptions {
  namespace?: string;
  /** Another containerd than Debian's; the shim beside it is the one that it takes. */
  binary?: string;
  /** More lines for its config.toml. */
  config?: string;
  /** Plugins that are off, besides CRI. */
  disabled?: string[];
  /** Variables on top of our own environment. */
  env?: Record<string, string>;
  /** A directory that comes first on its PATH. */
  path?: string;
}

/** A stock containerd with its own root, state and socket; the CRI plugin is off. */
export async function startStock(options: StockOptions = {}): Promise<Side> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("stock"));
  const [root, state] = [join(dir.path, "root"), join(dir.path, "state")];
  const address = join(state, "containerd.sock");
  const configFile = join(dir.path, "config.toml");
  await writeFile(configFile, stockConfig({ root, state, address }, options.disabled) + (options.config ?? ""));
  const logFile = join(dir.path, "containerd.log");
  let child: ChildProcess | undefined;
  const startDaemon = async () => {
    const log = openSync(logFile, "a");
    child = spawn(options.binary ?? "containerd", ["--config", configFile], { stdio: ["ignore", log, log], env: { ...process.env, ...options.env, PATH: searchPath(options) } });
    closeSync(log);
  };
  const stopDaemon = async () => {
    if (child) await stopProcess(child);
  };
  await startDaemon();
  const side = stack.use(createSide({ name: "stock", address, root, state, directory: dir.path, namespace: options.namespace ?? uniqueNamespace(), startDaemon, stopDaemon, untilServing: () => waitUntilServing(address) }));
  await waitUntilServing(address).catch(async (error: Error) => {
    throw new Error(`${error.message}\n${await readFile(logFile, "utf8")}`);
  });
  const owned = stack.move();
  return { ...side, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

// A containerd goes with the shim that lies beside it; Debian's is too old for a newer one.
function searchPath({ binary = "", path }: StockOptions): string {
  return [path, isAbsolute(binary) ? dirname(binary) : undefined, process.env.PATH].filter((place) => place !== undefined).join(":");
}

export interface ShimOptions extends StockOptions {
  /** Our shim also runs what asks for containerd's own, `io.containerd.runc.v2`. */
  asDefault?: boolean;
  /** How long the shim stays when it has no containers. */
  graceMs?: number;
}

/** A stock containerd that finds our shim on its PATH, as `io.containerd.stevedore.v2`. */
export async function startStockWithShim({ asDefault = false, graceMs = 300, ...options }: ShimOptions = {}): Promise<Side> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("shim-path"));
  await mkdir(join(dir.path, "bin"));
  for (const name of ["stevedore", ...(asDefault ? ["runc"] : [])]) await symlink(SHIM, join(dir.path, `bin/containerd-shim-${name}-v2`));
  const env = { STEVEDORE_SHIM_GRACE_MS: String(graceMs), ...options.env };
  const side = stack.use(await startStock({ ...options, env, path: join(dir.path, "bin") }));
  const owned = stack.move();
  return { ...side, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const SHIM = fileURLToPath(new URL("../../bin/containerd-shim-stevedore-v2", import.meta.url));

let counter = 0;

/** A namespace that no other test on this machine uses. */
export function uniqueNamespace(): string {
  counter += 1;
  return `e2e${process.pid.toString(36)}${counter}${(Date.now() % 46_656).toString(36)}`;
}

function stockConfig(paths: { root: string; state: string; address: string }, disabled: string[] = []): string {
  return `version = 2
root = "${paths.root}"
state = "${paths.state}"
disabled_plugins = ${JSON.stringify(["io.containerd.grpc.v1.cri", ...disabled])}
[grpc]
  address = "${paths.address}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${paths.root}/opt"
`;
}
