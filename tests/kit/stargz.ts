import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goClient, STARGZ_SNAPSHOTTER } from "./go-clients.ts";
import { mountsBelow } from "./mounts.ts";
import { eventually, stopProcess } from "./process.ts";
import { tempDir } from "./temp.ts";

/** A stargz-snapshotter of its own, for one daemon. */
export interface Stargz extends AsyncDisposable {
  /** Where its snapshots and their FUSE mounts are. */
  readonly root: string;
  /** The `config.toml` of a daemon that has it as snapshotter `stargz`. */
  readonly daemonConfig: string;
  /** Its FUSE mounts: one for each layer that it shows. */
  mounts(): string[];
}

/** Starts stargz-snapshotter, or says why not. `config` is its own configuration file's text; it asks registries on loopback over plain http without any. */
export async function startStargz({ config = "" }: { config?: string } = {}): Promise<Stargz | { skip: string }> {
  const client = await goClient(STARGZ_SNAPSHOTTER);
  if ("skip" in client) return client;
  if (!existsSync("/dev/fuse")) return { skip: "stargz-snapshotter needs /dev/fuse" };
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("stargz"));
  const [root, address, configFile, logFile] = ["root", "stargz.sock", "config.toml", "log"].map((name) => join(dir.path, name)) as [string, string, string, string];
  await writeFile(configFile, `no_prometheus = true\n${config}`);
  const log = openSync(logFile, "a");
  const child = spawn(client.path, ["--address", address, "--root", root, "--config", configFile, "--log-level", "debug"], { stdio: ["ignore", log, log] });
  closeSync(log);
  stack.defer(() => stopProcess(child, 20_000));
  await eventually("stargz-snapshotter listens", async () => child.exitCode !== null || existsSync(address), 30_000);
  if (child.exitCode !== null) throw new Error(`stargz-snapshotter ended:\n${await readFile(logFile, "utf8")}`);
  const owned = stack.move();
  return {
    root,
    daemonConfig: `[proxy_plugins.stargz]\n  type = "snapshot"\n  address = "${address}"\n  [proxy_plugins.stargz.exports]\n    root = "${root}"\n    enable_remote_snapshot_annotations = "true"\n`,
    mounts: () => mountsBelow(root).flatMap(({ type, mountPoint }) => (type.startsWith("fuse") ? [mountPoint] : [])),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
