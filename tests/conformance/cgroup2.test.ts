import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { containerd, io, packAny, TasksService as Tasks, type google } from "@stevedore/api";
import { describe } from "vitest";
import { cgroupRoots, eventually } from "../kit/mod.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { processAny, runTask } from "./tasks-kit.ts";

const ROOT = "/sys/fs/cgroup";
const isV2 = cgroupRoots().every((root) => root === ROOT) && existsSync(path.join(ROOT, "cgroup.controllers"));
if (!isV2) process.stderr.write("containers in cgroup v2: skipped: this machine's controllers are version 1's\n");

// crun lists no processes in cgroups below the container's own.
const RUNC = packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, { binaryName: "runc" });

const LIMITS = ["memory.max", "memory.high", "cpu.max", "cpu.weight", "pids.max", "cgroup.freeze"];
const MIB = 2 ** 20;

const directoryOf = (s: Actor, id: string): string => path.join(ROOT, s.namespace, id);

function noteFiles(s: Actor, label: string, directory: string, names = LIMITS): void {
  s.note(label, Object.fromEntries(names.map((name) => [name, existsSync(path.join(directory, name)) ? readFileSync(path.join(directory, name), "utf8").trim() : "none"])));
}

const processesIn = (directory: string): number => readFileSync(path.join(directory, "cgroup.procs"), "utf8").split("\n").filter(Boolean).length;
const isFrozen = (directory: string): boolean => /^frozen 1$/m.test(readFileSync(path.join(directory, "cgroup.events"), "utf8"));
const resources = (document: object): google.protobuf.IAny => ({ type_url: "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources", value: Buffer.from(JSON.stringify(document)) });

async function end(s: Actor, containerId: string): Promise<void> {
  const directory = directoryOf(s, containerId);
  await s.call(Tasks, "kill", { containerId, signal: 9, all: true });
  await s.call(Tasks, "wait", { containerId });
  await s.call(Tasks, "delete", { containerId });
  await eventually("the container's cgroup is gone", () => !existsSync(directory));
  s.note("cgroups that are left", readdirSync(path.dirname(directory), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name));
}

describe.skipIf(!isV2)("containers in cgroup v2", () => {
  const scenario = createScenario(usePeers());

  scenario("limits, an exec, a pause, an update, metrics, and the end", async (s) => {
    const id = `life-${s.namespace}`;
    const directory = directoryOf(s, id);
    await runTask(s, id, ["sleep", "1000"], { linux: { resources: { memory: { limit: 64 * MIB }, cpu: { shares: 512, quota: 50_000, period: 100_000 }, pids: { limit: 50 } } } });
    noteFiles(s, "limits", directory);
    await s.call(Tasks, "exec", { containerId: id, execId: "e", spec: processAny(["sleep", "1000"]) });
    await s.call(Tasks, "start", { containerId: id, execId: "e" });
    s.note("processes", processesIn(directory));
    await s.call(Tasks, "listPids", { containerId: id }, { view: ({ processes }) => processes.length });
    await s.call(Tasks, "metrics", { filters: [`id==${id}`] }, { view: viewOfMetrics });
    await s.call(Tasks, "pause", { containerId: id });
    s.note("frozen", isFrozen(directory));
    await s.call(Tasks, "get", { containerId: id }, { view: ({ process }) => process?.status });
    await s.call(Tasks, "resume", { containerId: id });
    s.note("frozen", isFrozen(directory));
    await s.call(Tasks, "update", { containerId: id, resources: resources({ memory: { limit: 96 * MIB }, cpu: { quota: 25_000, period: 50_000 }, pids: { limit: 60 } }) });
    noteFiles(s, "limits after an update", directory);
    await s.call(Tasks, "update", { containerId: id, resources: resources({ unified: { "memory.high": String(32 * MIB) } }) });
    noteFiles(s, "limits after an update of what only version 2 has", directory);
    await s.call(Tasks, "update", { containerId: id, resources: resources({ unified: { "no.such": "1" } }) }, { words: "own" });
    await s.call(Tasks, "metrics", { filters: [`id==${id}`] }, { view: viewOfMetrics });
    await s.call(Tasks, "kill", { containerId: id, execId: "e", signal: 9 });
    await s.call(Tasks, "wait", { containerId: id, execId: "e" });
    await s.call(Tasks, "deleteProcess", { containerId: id, execId: "e" });
    await end(s, id);
  }, { events: "by topic", timeoutMs: 60_000 });

  scenario("cgroups that a container makes in its own: their processes are listed, frozen and killed with it, and nothing of them stays", async (s) => {
    const id = `own-${s.namespace}`;
    const directory = directoryOf(s, id);
    const script = "mkdir /sys/fs/cgroup/a /sys/fs/cgroup/a/b; sleep 1000 & echo $! >/sys/fs/cgroup/a/b/cgroup.procs; exec sleep 1001";
    const mounts = [{ destination: "/sys", type: "sysfs", source: "sysfs" }, { destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup", options: ["rw", "nosuid", "noexec", "nodev"] }];
    await runTask(s, id, ["sh", "-c", script], { mounts, namespaces: ["pid", "mount", "ipc", "uts", "network", "cgroup"], request: { options: RUNC } });
    const below = path.join(directory, "a/b");
    await eventually("it has cgroups of its own", () => existsSync(below) && processesIn(below) === 1);
    await s.call(Tasks, "listPids", { containerId: id }, { view: ({ processes }) => processes.length });
    await s.call(Tasks, "metrics", { filters: [`id==${id}`] }, { view: viewOfMetrics });
    await s.call(Tasks, "pause", { containerId: id });
    s.note("frozen below", isFrozen(below));
    await s.call(Tasks, "resume", { containerId: id });
    await end(s, id);
  }, { events: "by topic", timeoutMs: 60_000 });

  scenario("one that needs more memory than it may have is killed, and an event says so", async (s) => {
    const id = `oom-${s.namespace}`;
    await runTask(s, id, ["dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"], { linux: { resources: { memory: { limit: 16 * MIB } } } });
    await s.call(Tasks, "wait", { containerId: id }, { view: ({ exitStatus }) => exitStatus });
    await s.until("/tasks/oom");
    await s.call(Tasks, "delete", { containerId: id }, { view: ({ exitStatus }) => exitStatus });
    await s.until("/tasks/delete");
    const topics = s.peer.events(s.namespace).map(({ topic }) => topic);
    if (s.peer.side.name === "stevedore") s.note("told before the end", topics.indexOf("/tasks/oom") < topics.indexOf("/tasks/exit"));
    else s.note("told before the end", true);
    s.note("nothing is left", existsSync(directoryOf(s, id)));
  }, { events: "none", timeoutMs: 60_000 });
});

/** Which fields there are (what is 0 is left out, and on which lists the kernel has a small process's pages is chance), and the values that are no chance. */
function viewOfMetrics({ metrics }: { metrics?: readonly { data?: google.protobuf.IAny | null }[] }): unknown {
  return metrics?.map(({ data }) => {
    const { pids, cpu, memory } = io.containerd.cgroups.v2.Metrics.decode(data?.value ?? new Uint8Array());
    return { type: data?.type_url, pids, cpu: Number(cpu?.usageUsec ?? 0) > 0, memory: [Number(memory?.usage ?? 0) > 0, memory?.usageLimit] };
  });
}
