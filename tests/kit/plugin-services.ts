import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { STEVEDORE } from "./host.ts";
import { eventually, stopProcess } from "./process.ts";
import { tempDir } from "./temp.ts";

/** Services of ours that run alone, for another containerd. */
export interface PluginServices extends AsyncDisposable {
  readonly root: string;
  readonly state: string;
  /** The gRPC socket of one of them. */
  address(service: "content" | "snapshots"): string;
  stop(): Promise<void>;
  restart(): Promise<void>;
}

/** `stevedore up --only content,snapshots`, in temporary directories. */
export async function startPluginServices(): Promise<PluginServices> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("plugin"));
  const [root, state, logFile] = [join(dir.path, "root"), join(dir.path, "state"), join(dir.path, "up.log")];
  let child: ChildProcess | undefined;
  const stop = async () => {
    if (child) await stopProcess(child, 20_000);
  };
  const restart = async () => {
    await writeFile(logFile, "");
    const log = openSync(logFile, "a");
    child = spawn(STEVEDORE, ["up", "--only", "content,snapshots", "--root", root, "--state", state], { stdio: ["ignore", log, log] });
    closeSync(log);
    await eventually("the services are ready", async () => (await readFile(logFile, "utf8")).includes("ready after"), 30_000).catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await readFile(logFile, "utf8")}`);
    });
  };
  stack.defer(stop);
  await restart();
  const owned = stack.move();
  return { root, state, address: (service) => join(state, "sockets", `${service}.grpc`), stop, restart, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
