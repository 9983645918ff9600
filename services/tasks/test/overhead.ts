/**
 * What this service adds to the shim's own time: runs the same container through both, in turns, and prints medians in
 * milliseconds. `bin/run node services/tasks/test/overhead.ts [ROUNDS]`
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { TaskV3Service } from "@stevedore/api";
import { connect, createClient, type Client } from "@stevedore/rpc";
import { createContainer, createTaskOf, makeRootfs, specOf, startTasks, type TestTasks } from "./kit.ts";

const STEPS = ["create", "start", "wait", "delete", "all"] as const;
const IDLE_MS = 50;
type Times = Record<(typeof STEPS)[number], number>;

async function measure(steps: Record<Exclude<keyof Times, "all">, () => Promise<unknown>>): Promise<Times> {
  const times: Times = { create: 0, start: 0, wait: 0, delete: 0, all: 0 };
  for (const [name, step] of Object.entries(steps)) {
    const begin = performance.now();
    await step();
    times[name as keyof Times] = performance.now() - begin;
    times.all += times[name as keyof Times];
  }
  return times;
}

async function runThroughService(host: TestTasks, id: string): Promise<Times> {
  await createContainer(host, id, ["true"]);
  const times = await measure({
    create: () => createTaskOf(host, id),
    start: () => host.tasks.start({ containerId: id }, host.in),
    wait: () => host.tasks.wait({ containerId: id }, host.in),
    delete: () => host.tasks.delete({ containerId: id }, host.in),
  });
  await host.containers.delete({ id }, host.in);
  return times;
}

async function runThroughShim(host: TestTasks, shim: Client<typeof TaskV3Service>, id: string): Promise<Times> {
  const bundle = path.join(host.state, "direct", id);
  mkdirSync(path.join(bundle, "rootfs"), { recursive: true });
  writeFileSync(path.join(bundle, "config.json"), specOf(host, id, ["true"]).value);
  const rootfs = [{ type: "bind", source: makeRootfs(host), options: ["rbind", "ro"] }];
  const times = await measure({
    create: () => shim.create({ id, bundle, rootfs }, host.in),
    start: () => shim.start({ id }, host.in),
    wait: () => shim.wait({ id }, host.in),
    delete: () => shim.delete({ id }, host.in),
  });
  rmSync(bundle, { recursive: true });
  return times;
}

function median(values: number[]): string {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!.toFixed(1);
}

const rounds = Number(process.argv[2] ?? 30);
await using host = await startTasks();
await using channel = connect({ path: path.join(host.state, "sockets/shim.sock") });
const shim = createClient(TaskV3Service, channel);
const results = { service: [] as Times[], shim: [] as Times[] };
for (let round = 0; round < rounds; round++) {
  // What the last one left to do shall not count for the next.
  await setTimeout(IDLE_MS);
  results.service.push(await runThroughService(host, `service-${round}`));
  await setTimeout(IDLE_MS);
  results.shim.push(await runThroughShim(host, shim, `shim-${round}`));
}
console.log(["", ...STEPS].map((name) => name.padStart(8)).join(""));
for (const [name, times] of Object.entries(results)) {
  console.log([name, ...STEPS.map((step) => median(times.map((entry) => entry[step])))].map((cell) => cell.padStart(8)).join(""));
}
