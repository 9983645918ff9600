import { spawn, type ChildProcess } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { stopProcess } from "./process.ts";
import { createSide, waitUntilServing, type Side } from "./side.ts";
import { tempDir } from "./temp.ts";

export interface StockOptions {
  namespace?: string;
  /** Another containerd than Debian's; the shim beside it is the one that it takes. */
  binary?: string;
  /** More lines for its config.toml. */
  config?: string;
}

/** A stock containerd with its own root, state and socket; the CRI plugin is off. */
export async function startStock(options: StockOptions = {}): Promise<Side> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("stock"));
  const [root, state] = [join(dir.path, "root"), join(dir.path, "state")];
  const address = join(state, "containerd.sock");
  const configFile = join(dir.path, "config.toml");
  await writeFile(configFile, stockConfig({ root, state, address }) + (options.config ?? ""));
  const logFile = join(dir.path, "containerd.log");
  let child: ChildProcess | undefined;
  const startDaemon = async () => {
    const log = openSync(logFile, "a");
    child = spawn(options.binary ?? "containerd", ["--config", configFile], { stdio: ["ignore", log, log], env: { ...process.env, PATH: searchPath(options.binary) } });
    closeSync(log);
  };
  const stopDaemon = async () => {
    if (child) await stopProcess(child);
  };
  await startDaemon();
  const side = stack.use(createSide({ name: "stock", address, root, state, directory: dir.path, namespace: options.namespace ?? uniqueNamespace(), startDaemon, stopDaemon }));
  await waitUntilServing(address).catch(async (error: Error) => {
    throw new Error(`${error.message}\n${await readFile(logFile, "utf8")}`);
  });
  const owned = stack.move();
  return { ...side, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

// A containerd goes with the shim that lies beside it; Debian's is too old for a newer one.
function searchPath(binary = ""): string {
  return (isAbsolute(binary) ? `${dirname(binary)}:` : "") + process.env.PATH;
}

let counter = 0;

/** A namespace that no other test on this machine uses. */
export function uniqueNamespace(): string {
  counter += 1;
  return `e2e${process.pid.toString(36)}${counter}${(Date.now() % 46_656).toString(36)}`;
}

function stockConfig(paths: { root: string; state: string; address: string }): string {
  return `version = 2
root = "${paths.root}"
state = "${paths.state}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${paths.address}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${paths.root}/opt"
`;
}
