import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { busyboxImage, goClient, mountsBelow, NEWEST_STRESS, pushLayout, removeNamespaceCgroups, run, startHost, startRegistry } from "../kit/mod.ts";

/** What `containerd-stress --json` prints; of the execs it counts those of one worker. */
interface Result {
  total: number;
  failures: number;
  execTotal: number;
  execFailures: number;
}

// With STEVEDORE_STRESS_SECONDS=300 it is a soak.
const seconds = Number(process.env.STEVEDORE_STRESS_SECONDS ?? 3);

test("containerd-stress 2.3.4: four clients run containers, four execute, and nothing fails or is left", { timeout: (seconds + 120) * 1000 }, async ({ skip }) => {
  const stress = await goClient(NEWEST_STRESS);
  if ("skip" in stress) return skip(stress.skip);
  await using registry = await startRegistry();
  await using host = await startHost();
  const image = await pushLayout(registry, await busyboxImage(), "busybox");
  const { stdout, stderr } = await run(stress.path, ["--address", host.address, "--image", image, "--concurrent", "4", "--duration", `${seconds}s`, "--exec", "--json"], { timeout: (seconds + 90) * 1000 });
  const lines = stderr.split("\n").filter((line) => line !== "" && line !== "operation not permitted");
  expect(lines).toEqual([]);
  const result = JSON.parse(stdout) as Result;
  expect(result).toMatchObject({ failures: 0, execFailures: 0 });
  expect(result.total).toBeGreaterThan(0);
  expect(result.execTotal).toBeGreaterThan(0);
  // The namespace is the client's own choice. Its name is too common a word to look for it in other processes.
  const inNamespace = { namespace: "stress" };
  expect(await host.must(["tasks", "ls", "-q"], inNamespace)).toBe("");
  expect(await host.must(["containers", "ls", "-q"], inNamespace)).toBe("");
  expect(readdirSync(join(host.state, "io.containerd.runtime.v2.task/stress"))).toEqual([]);
  expect(mountsBelow(host.state)).toEqual([]);
  removeNamespaceCgroups("stress");
});
