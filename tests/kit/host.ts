import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askControl, type Readiness } from "@stevedore/host";
import { eventually, stopProcess } from "./process.ts";
import { createSide, SERVING_MS, waitUntilServing, type Side } from "./side.ts";
import { uniqueNamespace } from "./stock.ts";
import { tempDir } from "./temp.ts";

export const STEVEDORE = fileURLToPath(new URL("../../bin/stevedore", import.meta.url));

export interface HostOptions {
  namespace?: string;
  /** Text of its config.toml, after `version = 2`. */
  config?: string;
  /** Directory for root, when it shall not be beside the state: a small file system, say. */
  root?: string;
}

export interface Host extends Side {
  /** What `up` and its services have written to the supervisor's stdout and stderr. */
  log(): Promise<string>;
  /** The supervisor's pid. */
  pid(): number;
}

/** One host of ours in the foreground (`stevedore up`), in temporary directories. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("host"));
  const [root, state] = [options.root ?? join(dir.path, "root"), join(dir.path, "state")];
  const address = join(state, "containerd.sock");
  const logFile = join(dir.path, "up.log");
  const args = ["up", "--root", root, "--state", state];
  if (options.config !== undefined) {
    const configFile = join(dir.path, "config.toml");
    await writeFile(configFile, `version = 2\n${options.config}`);
    args.push("--config", configFile);
  }
  let child: ChildProcess | undefined;
  const startDaemon = async () => {
    const log = openSync(logFile, "a");
    child = spawn(STEVEDORE, args, { stdio: ["ignore", log, log] });
    closeSync(log);
  };
  const stopDaemon = async () => {
    if (child) await stopProcess(child, 20_000);
  };
  const log = async () => (existsSync(logFile) ? await readFile(logFile, "utf8") : "");
  // The socket answers before every service does, and a busy machine may take longer for these than the gateway waits for them.
  const untilServing = async (): Promise<void> => {
    await waitUntilServing(address);
    await eventually("its services are ready", async () => (await askControl<Readiness>(join(state, "host.sock"), "GET", "/ready")).ready, 3 * SERVING_MS);
  };
  await startDaemon();
  const side = stack.use(createSide({ name: "stevedore", address, root, state, directory: dir.path, namespace: options.namespace ?? uniqueNamespace(), startDaemon, stopDaemon, untilServing }));
  await untilServing().catch(async (error: Error) => {
    throw new Error(`${error.message}\n${(await log()).slice(-4000)}`);
  });
  const owned = stack.move();
  return { ...side, log, pid: () => child?.pid ?? -1, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
