import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { run } from "@stevedore/tests/kit";

/** What the figures depend on: processor, memory, kernel, versions. */
export async function describeMachine(peer: string): Promise<string[]> {
  const first = async (command: string, ...args: string[]) => (await run(command, args)).stdout.split("\n")[0]?.trim() ?? "";
  const controllers = readFileSync("/proc/self/mountinfo", "utf8").includes(" - cgroup ") ? "v1 or hybrid" : "v2";
  return [
    `processor: ${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
    `memory: ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `kernel: ${release().split("-")[0]}, cgroups ${controllers}`,
    `stock: ${(await first(peer, "--version")).replace(/ +[0-9a-f~+-]{20,}$/, "")}, ${await first("runc", "--version")}`,
    `ours: Node ${process.version}, ${await first("crun", "--version")}, ${await first("nats-server", "--version")}`,
  ];
}
