import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { containerd, packAny, TasksService as Tasks } from "@stevedore/api";
import { findExecutable } from "@stevedore/linux";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { addContainer, outputOf, type SpecOptions } from "./tasks-kit.ts";

const scenario = createScenario(usePeers());

type RuncOptions = containerd.runc.v1.Options.$Properties;

const runc = (options: RuncOptions) => packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, options);
const crun = findExecutable("crun", process.env["PATH"] ?? "")!;

/** A container from its creation to its deletion, with options of its own; as far as it gets. */
async function live(s: Actor, name: string, options: RuncOptions | { type_url: string; value: Uint8Array }, more: SpecOptions & { args?: string[]; request?: object; words?: "own" } = {}): Promise<void> {
  const id = `${name}-${s.namespace}`;
  s.note("options", name);
  const words = more.words === undefined ? {} : { words: more.words };
  await addContainer(s, id, more.args ?? ["sh", "-c", "exit 3"], more);
  const created = await s.call(Tasks, "create", { containerId: id, options: "type_url" in options ? (options as never) : runc({ binaryName: "crun", ...options }), ...more.request }, words);
  if (created === undefined) return;
  await s.call(Tasks, "start", { containerId: id }, words);
  await s.call(Tasks, "wait", { containerId: id });
  await s.call(Tasks, "delete", { containerId: id });
  await deletionSeen(s);
}

/** How many tasks a scenario has deleted. */
const deletions = new WeakMap<Actor, number>();

function deletionSeen(s: Actor): Promise<void> {
  const count = (deletions.get(s) ?? 0) + 1;
  deletions.set(s, count);
  return s.until("/tasks/delete", count);
}

scenario("runtime options: binaries", async (s) => {
  for (const [name, binaryName] of [["name", "crun"], ["path", crun], ["other", "runc"]] as const) await live(s, name, { binaryName });
  for (const [name, binaryName] of [["unknown", "no-such-runtime"], ["unknown-path", "/no/such/runtime"], ["directory", "/tmp"], ["no-program", "/etc/passwd"], ["program", "/bin/false"]] as const) await live(s, name, { binaryName });
});

scenario("runtime options: where the runtime keeps its state", async (s) => {
  const root = `${s.peer.side.state}/own-root`;
  const id = `root-${s.namespace}`;
  await addContainer(s, id);
  await s.call(Tasks, "create", { containerId: id, options: runc({ binaryName: "crun", root }) });
  s.note("its state", readFileSync(`${root}/${s.namespace}/${id}/status`, "utf8").length > 0);
  await s.call(Tasks, "start", { containerId: id });
  await s.call(Tasks, "kill", { containerId: id, signal: 9 });
  await s.call(Tasks, "wait", { containerId: id });
  await s.call(Tasks, "delete", { containerId: id });
  await deletionSeen(s);
  await live(s, "relative", { root: "relative/root" });
});

scenario("runtime options: noPivotRoot, noNewKeyring", async (s) => {
  for (const binaryName of ["crun", "runc"]) {
    await live(s, `no-pivot-${binaryName}`, { binaryName, noPivotRoot: true });
    await live(s, `no-keyring-${binaryName}`, { binaryName, noNewKeyring: true });
  }
});

scenario("runtime options: systemdCgroup where there is no systemd", async (s) => {
  await live(s, "systemd-crun", { systemdCgroup: true }, { words: "own" });
  await live(s, "systemd-runc", { systemdCgroup: true, binaryName: "runc" }, { words: "own" });
});

scenario("runtime options: whose the output is", async (s) => {
  const user = { process: { user: { uid: 1234, gid: 60 } } };
  for (const [name, options] of [["root", {}], ["user", { ioUid: 1234 }], ["both", { ioUid: 1234, ioGid: 60 }]] as const) {
    s.note(name, await outputOf(s, `${name}-io-${s.namespace}`, ["sh", "-c", "echo one; echo two > /proc/self/fd/1; true"], user, runc({ binaryName: "crun", ...options })));
  }
});

scenario("runtime options: the shim's cgroup", async (s) => {
  const parents = ["memory", "pids", "cpu", "freezer"].map((controller) => `/sys/fs/cgroup/${controller}/${s.namespace}-shim`);
  await live(s, "shim-cgroup-none", { shimCgroup: `/${s.namespace}-none` }, { words: "own" });
  for (const parent of parents) mkdirSync(parent);
  try {
    await live(s, "shim-cgroup", { shimCgroup: `/${s.namespace}-shim` });
  } finally {
    for (const parent of parents) rmdirSync(parent);
  }
});

// What is restored from images is in `e2e/checkpoint.test.ts`: stock can't get rid of a task whose restore has failed.
scenario("runtime options: a work directory of CRIU's, and nothing to restore", async (s) => {
  await live(s, "work", { criuWorkPath: "/no/such/work" });
});

scenario("runtime options: a task API that is not there", async (s) => {
  await live(s, "address", { taskApiAddress: "unix:///no/such/socket", taskApiVersion: 3 }, { words: "own" });
  await live(s, "version-alone", { taskApiVersion: 3 });
  await live(s, "in-request", {}, { request: { taskApiAddress: "unix:///no/such/socket", taskApiVersion: 3 }, words: "own" });
  await live(s, "nonsense", {}, { request: { taskApiAddress: "nonsense", taskApiVersion: 99 }, words: "own" });
}, { since23: "task APIs came with 2.0" });

scenario("runtime options that are none", async (s) => {
  await live(s, "type", { type_url: "no.such.Options", value: new Uint8Array() });
  await live(s, "other-type", { type_url: "containerd.events.TaskExit", value: new Uint8Array() });
  await live(s, "bytes", { type_url: "containerd.runc.v1.Options", value: Buffer.from([0x0a, 0x7f]) }, { words: "own" });
  await live(s, "no-type", { type_url: "", value: new Uint8Array() });
  await live(s, "host", { ...runc({ binaryName: "crun" }), type_url: "type.googleapis.com/containerd.runc.v1.Options" });
}, { since23: "1.6 knows no type by a name with a host" });

scenario("runtimes by name and by path", async (s) => {
  const create = async (name: string, runtime: string, request: object = {}): Promise<void> => {
    const id = `${name}-${s.namespace}`;
    s.note("runtime", runtime.replace(/.*\//, ""));
    await addContainer(s, id, ["true"], {}, { name: runtime });
    if ((await s.call(Tasks, "create", { containerId: id, ...request }, { words: "own" })) === undefined) return;
    await s.call(Tasks, "delete", { containerId: id }, { view: () => undefined });
  };
  for (const [name, runtime] of [["none", "io.containerd.none.v1"], ["short", "runc"], ["two", "runc.v2"], ["empty-part", "io..v2"], ["path", "/no/such/containerd-shim-none-v2"], ["path-name", "/etc/passwd"], ["relative", "./containerd-shim-runc-v2"], ["v1", "io.containerd.runtime.v1.linux"], ["runc1", "io.containerd.runc.v1"]] as const) await create(name, runtime);
  await create("request-path", "io.containerd.runc.v2", { runtimePath: "/no/such/containerd-shim-none-v2" });
}, { since23: "1.6 has shims of older versions", events: "none" });
