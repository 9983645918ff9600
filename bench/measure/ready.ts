import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { VersionService } from "@stevedore/api";
import { connectGrpc, STEVEDORE, stopProcess, tempDir } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

/** From the start of the daemon, on an empty root, to its first answer on the public socket. */
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
  const sample = await timed(async () => {
    child = await start(root, state);
    await answers(join(state, "containerd.sock"));
  });
  if (child) await stopProcess(child);
  return sample;
}

async function answers(address: string): Promise<void> {
  for (;;) {
    if (existsSync(address)) {
      await using client = connectGrpc(address, "default");
      const version = await client.unary(VersionService.name, VersionService.methods.version, {}).catch(() => undefined);
      if (version) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
