import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quote } from "./ctr.ts";
import { eventually, must, run, start, stopProcess, type RunOptions, type RunResult, type Running } from "./process.ts";
import type { Side } from "./side.ts";
import { tempDir } from "./temp.ts";

/** A dockerd that keeps its containers in a side's containerd, and the docker client on it. */
export interface Docker extends AsyncDisposable {
  docker(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Runs `docker`, which has to exit 0; returns its stdout without the end of its last line. */
  must(args: readonly string[], options?: RunOptions): Promise<string>;
  start(args: readonly string[], options?: RunOptions): Running;
  startOnTerminal(args: readonly string[]): Running;
  /** Loads an OCI layout of the kit as `reference`. */
  load(layout: string, reference: string): Promise<void>;
  /** Ends dockerd (its containers go on) and starts it anew on the same data. */
  restart(): Promise<void>;
  log(): Promise<string>;
}

/**
 * Debian's dockerd on a side's socket, in the side's namespace, so that the side sees its containers. It makes no network: containers
 * have `--network none` or `host`. Containers survive its end (`--live-restore`).
 */
export async function startDockerd(side: Side): Promise<Docker> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("docker"));
  const at = (name: string) => join(dir.path, name);
  const env = { DOCKER_HOST: `unix://${at("docker.sock")}`, DOCKER_CONFIG: at("client") };
  await mkdir(at("client"));
  await writeFile(at("daemon.json"), JSON.stringify(daemonConfig(side, dir.path)));
  let child: ChildProcess | undefined;
  const startDaemon = async () => {
    const log = openSync(at("dockerd.log"), "a");
    child = spawn("dockerd", daemonFlags(dir.path), { stdio: ["ignore", log, log] });
    closeSync(log);
    await eventually("dockerd answers", async () => (await run("docker", ["version"], { env, timeout: 5000 })).exitCode === 0, 40_000);
  };
  const log = () => readFile(at("dockerd.log"), "utf8");
  const docker = (args: readonly string[], options: RunOptions = {}) => run("docker", args, { ...options, env: { ...env, ...options.env } });
  stack.defer(async () => {
    if (child) await stopProcess(child);
  });
  await startDaemon().catch(async (error: Error) => {
    throw new Error(`${error.message}\n${(await log()).slice(-4000)}`);
  });
  stack.defer(async () => {
    const ids = (await docker(["ps", "-aq"], { timeout: 5000 })).stdout.split("\n").filter(Boolean);
    if (ids.length > 0) await docker(["rm", "-f", ...ids], { timeout: 20_000 });
  });
  const owned = stack.move();
  return {
    docker,
    log,
    must: async (args, options = {}) => (await must("docker", args, { ...options, env })).replace(/\n$/, ""),
    start: (args, options = {}) => start("docker", args, { ...options, env }),
    startOnTerminal: (args) => start("script", ["-q", "-e", "-f", "-c", ["stty rows 24 cols 80; exec docker", ...args.map(quote)].join(" "), "/dev/null"], { stdin: "open", env: { ...env, TERM: "xterm", SHELL: "/bin/sh" } }),
    async load(layout, reference) {
      const archive = at("image.tar");
      await must("skopeo", ["copy", "--quiet", `oci:${layout}`, `docker-archive:${archive}:${reference}`]);
      await must("docker", ["load", "--quiet", "--input", archive], { env });
    },
    async restart() {
      if (child) await stopProcess(child);
      await startDaemon();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

// In a file and not in flags, so that the audit of a namespace doesn't take dockerd for a process of its containers.
function daemonConfig(side: Side, dir: string): Record<string, unknown> {
  return {
    "containerd": side.address,
    "containerd-namespace": side.namespace,
    "cgroup-parent": `/${side.namespace}`,
    "deprecated-key-path": join(dir, "key.json"),
    "live-restore": true,
    "storage-driver": "vfs",
  };
}

function daemonFlags(dir: string): string[] {
  const network = ["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--userland-proxy=false"];
  return [`--host=unix://${dir}/docker.sock`, `--data-root=${dir}/data`, `--exec-root=${dir}/exec`, `--pidfile=${dir}/pid`, `--config-file=${dir}/daemon.json`, ...network];
}
