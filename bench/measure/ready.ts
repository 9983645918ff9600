import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ContainersService, ContentService, NamespacesService, SnapshotsService, VersionService } from "@stevedore/api";
import { connectGrpc, STEVEDORE, stopProcess, tempDir, type GrpcClient } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

/** From the start of the daemon, on an empty root, until every service behind the public socket has answered. */
export async function measureReady(context: Context): Promise<Result[]> {
  const stock = async (root: string, state: string) => {
    const config = join(root, "..", "config.toml");
    await writeFile(config, `version = 2\nroot = "${root}"\nstate = "${state}"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\n  address = "${state}/containerd.sock"\n`);
    return spawn(process.env.PEER_CONTAINERD ?? "containerd", ["--config", config], { stdio: "ignore" });
  };
  const ours = async (root: string, state: string) => spawn(STEVEDORE, ["up", "--root", root, "--state", state], { stdio: "ignore" });
  return [await takeTurns({ name: "start to ready", rounds: context.rounds(8), limit: 2000, stock: () => startOnce(stock), ours: () => startOnce(ours) })];
}

async function startOnce(start: (root: string, state: string) => Promise<ChildProcess>): Promise<number> {
  await using dir = await tempDir("ready");
  const [root, state] = [join(dir.path, "root"), join(dir.path, "state")];
  let child: ChildProcess | undefined;
  try {
    return await timed(async () => {
      child = await start(root, state);
      await answers(join(state, "containerd.sock"));
    });
  } finally {
    if (child) await stopProcess(child);
  }
}

// One call to each service behind the gateway, which answers Version by itself, before the others are there.
const PROBES: readonly ((client: GrpcClient) => Promise<unknown>)[] = [
  (client) => client.unary(NamespacesService.name, NamespacesService.methods.list, {}),
  (client) => client.unary(ContainersService.name, ContainersService.methods.list, {}),
  (client) => client.unary(ContentService.name, ContentService.methods.info, { digest: `sha256:${"0".repeat(64)}` }),
  (client) => client.unary(SnapshotsService.name, SnapshotsService.methods.stat, { snapshotter: "overlayfs", key: "none" }),
];

const NOT_FOUND = 5;
const TIMEOUT_MS = 30_000;

async function answers(address: string): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  await using client = await connected(address, deadline);
  await Promise.all(PROBES.map((probe) => until(() => isAnswered(probe(client)), deadline)));
}

// A client that was refused waits before it tries again, so each try has its own.
async function connected(address: string, deadline: number): Promise<GrpcClient> {
  let client: GrpcClient | undefined;
  await until(async () => {
    if (!existsSync(address)) return false;
    const tried = connectGrpc(address, "default");
    if (await isAnswered(tried.unary(VersionService.name, VersionService.methods.version, {}))) client = tried;
    else await tried[Symbol.asyncDispose]();
    return client !== undefined;
  }, deadline);
  return client!;
}

/** Whether the service behind a call is there: that what was asked for is not found is an answer too. */
function isAnswered(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    (error: { code?: number }) => error.code === NOT_FOUND,
  );
}

async function until(isDone: () => Promise<boolean>, deadline: number): Promise<void> {
  while (!(await isDone())) {
    if (performance.now() > deadline) throw new Error("the daemon does not answer");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
