import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ContainersService as Containers, TasksService as Tasks } from "@stevedore/api";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { addContainer, CRUN, makeFifo, runTask, specOf, taskIn, type SpecOptions } from "./tasks-kit.ts";

const scenario = createScenario(usePeers());

/** Creates a task and, where that works, starts and deletes it. */
async function tryOut(s: Actor, name: string, options: SpecOptions & { args?: string[] }, words?: "own"): Promise<void> {
  const id = `${name}-${s.namespace}`;
  s.note("spec", name);
  await addContainer(s, id, options.args ?? ["true"], options);
  await tryTask(s, id, words === undefined ? {} : { words });
}

async function tryTask(s: Actor, id: string, words: { words?: "own" } = {}, request: object = {}): Promise<void> {
  const made = await s.call(Tasks, "create", { containerId: id, options: CRUN, ...request }, words);
  if (made !== undefined) {
    await s.call(Tasks, "start", { containerId: id }, words);
    await s.quiet(Tasks, "kill", { containerId: id, signal: 9 });
    await s.quiet(Tasks, "wait", { containerId: id });
    // How one ends that never ran, each side says in its way.
    await s.call(Tasks, "delete", { containerId: id }, { view: () => undefined });
  }
  await s.call(Tasks, "get", { containerId: id }, words);
}

const REFUSED: Record<string, SpecOptions & { args?: string[] }> = {
  namespace: { linux: { namespaces: [{ type: "nonsense" }] } },
  "namespace-path": { linux: { namespaces: [{ type: "network", path: "/proc/0/ns/net" }, { type: "mount" }, { type: "pid" }] } },
  program: { args: ["/no/such/program"] },
  "program-directory": { args: ["/bin"] },
  cwd: { process: { cwd: "/no/such/directory" } },
  "cwd-relative": { process: { cwd: "relative" } },
  root: { root: { path: "/no/such/root" } },
  "root-file": { root: { path: "/etc/passwd" } },
  mount: { mounts: [{ destination: "/mnt", type: "nonsense", source: "none" }] },
  "mount-source": { mounts: [{ destination: "/mnt", type: "bind", source: "/no/such/source", options: ["rbind"] }] },
  "mount-relative": { mounts: [{ destination: "mnt", type: "tmpfs", source: "tmpfs" }] },
  capability: { process: { capabilities: { bounding: ["CAP_NONSENSE"], effective: ["CAP_NONSENSE"], permitted: ["CAP_NONSENSE"] } } },
  rlimit: { process: { rlimits: [{ type: "RLIMIT_NONSENSE", soft: 1, hard: 1 }] } },
  "rlimit-order": { process: { rlimits: [{ type: "RLIMIT_NOFILE", soft: 10, hard: 5 }] } },
  seccomp: { linux: { seccomp: { defaultAction: "SCMP_ACT_NONSENSE" } } },
  sysctl: { linux: { sysctl: { "kernel.nonsense": "1" } } },
  device: { linux: { devices: [{ path: "/dev/x", type: "nonsense", major: 1, minor: 3 }] } },
  propagation: { linux: { rootfsPropagation: "nonsense" } },
  "oom-score": { process: { oomScoreAdj: 5000 } },
  hook: { more: { hooks: { prestart: [{ path: "/bin/false" }] } } },
  "hook-missing": { more: { hooks: { createRuntime: [{ path: "/no/such/hook" }] } } },
  version: { more: { ociVersion: "9.0.0" } },
  "no-version": { more: { ociVersion: "" } },
  "limit": { linux: { resources: { memory: { limit: 1 } } } },
};

for (const [name, options] of Object.entries(REFUSED)) {
  scenario(`a spec that is refused: ${name}`, (s) => tryOut(s, name, options), { events: "none" });
}

scenario("documents that are no spec", async (s) => {
  const documents = { empty: "", cut: '{"ociVersion":', array: "[]" };
  // With these stock's shim stays behind.
  const stuck = { null: "null", object: "{}", "no-process": '{"ociVersion":"1.0.2","root":{"path":"rootfs"}}', "no-args": '{"ociVersion":"1.0.2","root":{"path":"rootfs"},"process":{"cwd":"/"}}' };
  for (const [name, text] of Object.entries({ ...documents, ...stuck })) {
    const id = `${name}-${s.namespace}`;
    s.note("document", name);
    await s.quiet(Containers, "create", { container: { id, runtime: { name: "io.containerd.runc.v2" }, spec: { type_url: "x", value: Buffer.from(text) } } });
    await s.call(Tasks, "create", { containerId: id, options: CRUN }, name in stuck ? { stockPanics: "UNKNOWN" } : { words: "own" });
    s.note("is there", (await s.quiet(Tasks, "get", { containerId: id })).code);
  }
}, { events: "none" });

scenario("the bundle has the spec as the client sent it", async (s) => {
  const id = `bytes-${s.namespace}`;
  const spec = specOf(s, id, ["sleep", "1000"]);
  // Blanks, an order of its own, numbers that are no doubles, what nobody knows, and an escape.
  const text = spec.value.toString().replace(/^\{/, '{ "x-unknown" : [18446744073709551615, 1.50, "\\u00e9"],\n');
  await s.quiet(Containers, "create", { container: { id, runtime: { name: "io.containerd.runc.v2" }, spec: { ...spec, value: Buffer.from(text) } } });
  await s.call(Tasks, "create", { containerId: id, options: CRUN });
  s.note("its bytes", readFileSync(`${s.peer.side.state}/io.containerd.runtime.v2.task/${s.namespace}/${id}/config.json`, "utf8") === text);
}, { events: "none" });

scenario("a spec of a version that Debian's crun does not know", async (s) => {
  const id = `newer-${s.namespace}`;
  await addContainer(s, id, ["true"], { more: { ociVersion: "1.3.0" } });
  await s.call(Tasks, "create", { containerId: id, options: CRUN }, { differs: { stock: "UNKNOWN", ours: "OK", why: "the number is all that an older runtime minds" } });
}, { events: "none" });

// A stdin that is not there is refused by ours; stock waits for it until the client gives up, and its shim stays.
scenario("outputs that are not there, or are none", async (s) => {
  // Its parents are made for a file, by both.
  const missing = path.join(tmpdir(), `stevedore-test-${s.namespace}`);
  for (const [name, stdio] of Object.entries({
    missing: { stdout: "/no/such/fifo", stderr: "/no/such/fifo" },
    directory: { stdout: "/tmp", stderr: "/tmp" },
    scheme: { stdout: "nonsense:///x", stderr: "nonsense:///x" },
    "binary-missing": { stdout: "binary:///no/such/logger", stderr: "binary:///no/such/logger" },
    "file-missing": { stdout: `file://${missing}/directory/log`, stderr: `file://${missing}/directory/log` },
  })) {
    const id = `${name}-${s.namespace}`;
    s.note("stdio", name);
    await addContainer(s, id, ["true"]);
    await tryTask(s, id, { words: "own" }, stdio);
  }
  rmSync(missing, { recursive: true, force: true });
}, { events: "none" });

scenario("metrics of a task that has ended", async (s) => {
  const id = `ended-${s.namespace}`;
  await taskIn(s, id, "stopped");
  await s.call(Tasks, "metrics", { filters: [`id==${id}`] }, { view: ({ metrics }) => metrics.map(({ id: of }) => of) });
  await s.call(Tasks, "metrics", {}, { view: ({ metrics }) => metrics.map(({ id: of }) => of) });
  await s.call(Tasks, "delete", { containerId: id });
  await s.call(Tasks, "metrics", { filters: [`id==${id}`] });
}, { events: "none" });

scenario("ids of tasks: as long as they may be, and longer", async (s) => {
  for (const length of [76, 77]) {
    const id = s.namespace.padEnd(length, "x");
    s.note("length", length);
    const { code } = await s.quiet(Containers, "create", { container: { id, runtime: { name: "io.containerd.runc.v2" }, spec: specOf(s, id, ["true"]) } });
    s.note("record", code);
    await s.call(Tasks, "create", { containerId: id, options: CRUN }, { words: "own" });
    await s.call(Tasks, "start", { containerId: id }, { words: "own" });
    await s.call(Tasks, "wait", { containerId: id }, { words: "own" });
    await s.call(Tasks, "delete", { containerId: id }, { words: "own" });
  }
}, { events: "none" });

scenario("the deletion of a running task, and of one whose container is gone", async (s) => {
  const id = `running-${s.namespace}`;
  await runTask(s, id);
  await s.call(Tasks, "delete", { containerId: id });
  await s.call(Containers, "delete", { id });
  await s.call(Containers, "get", { id });
  await s.call(Tasks, "get", { containerId: id });
  await s.call(Tasks, "kill", { containerId: id, signal: 9 });
  await s.call(Tasks, "delete", { containerId: id });
  // Only with its container's record can it be ended.
  await addContainer(s, id);
  await s.call(Tasks, "kill", { containerId: id, signal: 9 });
  await s.call(Tasks, "wait", { containerId: id });
  await s.call(Tasks, "delete", { containerId: id });
}, { events: "none" });

// Stock waits for somebody to open them, until its client gives up; ours begins, and keeps what is written.
scenario("FIFOs that nobody opens", async (s) => {
  const id = `unopened-${s.namespace}`;
  const [stdout, stderr] = [makeFifo(s, `${id}-out`), makeFifo(s, `${id}-err`)];
  await addContainer(s, id, ["sh", "-c", "echo late; exit 4"]);
  // Both of stock's ends of the call have the deadline, and which notices first says how the call ended.
  const differs = { stock: ["DEADLINE_EXCEEDED", "CANCELLED"], ours: "OK", why: "a reader may come later, or never" };
  const created = await s.call(Tasks, "create", { containerId: id, options: CRUN, stdout, stderr }, { timeoutMs: s.peer.side.name === "stock" ? 2000 : 20_000, differs });
  if (created !== undefined) {
    await s.quiet(Tasks, "start", { containerId: id });
    const { replies } = await s.quiet(Tasks, "wait", { containerId: id });
    const { code } = await s.quiet(Tasks, "delete", { containerId: id });
    if (replies[0]?.exitStatus !== 4 || code !== "OK") throw new Error(`it ended with ${replies[0]?.exitStatus}, its deletion with ${code}`);
  }
  for (const path of [stdout, stderr]) rmSync(path);
}, { events: "none" });
