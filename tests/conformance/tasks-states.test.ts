import { TasksService as Tasks } from "@stevedore/api";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { addContainer, CRUN, createTask, processAny, runTask, taskIn } from "./tasks-kit.ts";

const scenario = createScenario(usePeers());

const resources = { type_url: "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources", value: Buffer.from('{"pids":{"limit":100}}') };
const exec = (s: Actor, containerId: string, execId: string, args = ["sleep", "1000"]) => s.call(Tasks, "exec", { containerId, execId, spec: processAny(args) });
const get = (s: Actor, containerId: string, execId = "") => s.call(Tasks, "get", { containerId, execId });

const NO_PIDS = { differs: { stock: "UNKNOWN", ours: "OK", why: "an ended task has no processes; crun's refusal to list them comes without a word" } };

// What a task in some state answers to each operation: section 12 of containerd's behaviour.
const OPERATIONS: Record<string, (s: Actor, id: string) => Promise<unknown>> = {
  start: (s, containerId) => s.call(Tasks, "start", { containerId }),
  kill: (s, containerId) => s.call(Tasks, "kill", { containerId, signal: 9 }),
  "kill all": (s, containerId) => s.call(Tasks, "kill", { containerId, signal: 9, all: true }),
  pause: (s, containerId) => s.call(Tasks, "pause", { containerId }),
  resume: (s, containerId) => s.call(Tasks, "resume", { containerId }),
  exec: (s, containerId) => exec(s, containerId, "e"),
  update: (s, containerId) => s.call(Tasks, "update", { containerId, resources }),
  delete: (s, containerId) => s.call(Tasks, "delete", { containerId }),
  get: (s, containerId) => get(s, containerId),
  pids: (s, containerId) => s.call(Tasks, "listPids", { containerId }, containerId.startsWith("stopped-") ? NO_PIDS : {}),
  create: (s, containerId) => s.call(Tasks, "create", { containerId, options: CRUN }),
  resize: (s, containerId) => s.call(Tasks, "resizePty", { containerId, width: 80, height: 24 }),
  closeio: (s, containerId) => s.call(Tasks, "closeIO", { containerId, stdin: true }),
};

// The operations that a state allows and that change it have a task of their own; all others share one.
const CHANGES = {
  created: ["start", "kill", "kill all"],
  running: ["kill", "kill all", "pause"],
  paused: ["resume", "kill", "kill all"],
  stopped: ["delete"],
} as const;

for (const [state, changing] of Object.entries(CHANGES) as [keyof typeof CHANGES, readonly string[]][]) {
  scenario(`every operation on a ${state} task`, async (s) => {
    const shared = `${state}-${s.namespace}`;
    await taskIn(s, shared, state);
    for (const name of Object.keys(OPERATIONS).filter((name) => !changing.includes(name))) {
      // Stock answers the deletion of a task that was never started before it has ended.
      if (state === "created" && name === "delete") continue;
      s.note("operation", name);
      await OPERATIONS[name]!(s, shared);
    }
    await get(s, shared);
    for (const name of changing) {
      const id = `${name.replace(" ", "-")}-${s.namespace}`;
      await taskIn(s, id, state);
      s.note("operation", name);
      await OPERATIONS[name]!(s, id);
      if (name === "start" || name === "pause" || name === "resume") await get(s, id);
    }
  }, { events: "none", timeoutMs: 60_000 });
}

scenario("the deletion of a task that was never started", async (s) => {
  const id = `never-${s.namespace}`;
  await createTask(s, id);
  // Stock says exit status 0 in year one; ours waits for the end of the process, and says how it was.
  await s.call(Tasks, "delete", { containerId: id }, { view: () => undefined });
  await get(s, id);
}, { events: "none" });

scenario("the life of a task, and its events", async (s) => {
  const id = `life-${s.namespace}`;
  await createTask(s, id);
  await get(s, id);
  await s.call(Tasks, "start", { containerId: id });
  await get(s, id);
  await s.call(Tasks, "list", {});
  await s.call(Tasks, "pause", { containerId: id });
  await get(s, id);
  await s.call(Tasks, "resume", { containerId: id });
  await s.call(Tasks, "kill", { containerId: id, signal: 15 }, { view: () => undefined });
  await s.quiet(Tasks, "kill", { containerId: id, signal: 9 });
  await s.call(Tasks, "wait", { containerId: id });
  await get(s, id);
  await s.call(Tasks, "delete", { containerId: id });
  await s.until("/tasks/delete");
  await get(s, id);
  await s.call(Tasks, "wait", { containerId: id });
  await s.call(Tasks, "delete", { containerId: id });
});

scenario("an exec process and its events", async (s) => {
  const id = `exec-${s.namespace}`;
  await runTask(s, id);
  await exec(s, id, "one");
  await get(s, id, "one");
  await s.call(Tasks, "kill", { containerId: id, execId: "one", signal: 9 });
  await exec(s, id, "one");
  await s.call(Tasks, "start", { containerId: id, execId: "one" });
  await get(s, id, "one");
  await s.call(Tasks, "listPids", { containerId: id });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "one" });
  await s.call(Tasks, "kill", { containerId: id, execId: "one", signal: 9 });
  await s.call(Tasks, "wait", { containerId: id, execId: "one" });
  await get(s, id, "one");
  await s.call(Tasks, "kill", { containerId: id, execId: "one", signal: 9 });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "one" });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "one" });
  await s.call(Tasks, "wait", { containerId: id, execId: "one" });
  await get(s, id, "one");
  await exec(s, id, "one", ["sh", "-c", "exit 7"]);
  await s.call(Tasks, "start", { containerId: id, execId: "one" });
  await s.call(Tasks, "wait", { containerId: id, execId: "one" });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "one" });
});

// Stock publishes the exit of such a process twice; ours once.
scenario("an exec that is started twice", async (s) => {
  const id = `twice-${s.namespace}`;
  await runTask(s, id);
  await exec(s, id, "one");
  await s.call(Tasks, "start", { containerId: id, execId: "one" });
  await s.call(Tasks, "start", { containerId: id, execId: "one" });
  await get(s, id, "one");
  await s.call(Tasks, "kill", { containerId: id, execId: "one", signal: 9 });
  await s.call(Tasks, "wait", { containerId: id, execId: "one" });
}, { events: "none" });

scenario("an exec that can't start", async (s) => {
  const id = `noexec-${s.namespace}`;
  await runTask(s, id);
  await exec(s, id, "missing", ["/no/such/program"]);
  await s.call(Tasks, "start", { containerId: id, execId: "missing" });
  await get(s, id, "missing");
  // Stock says exit status 0; ours says 255.
  await s.call(Tasks, "wait", { containerId: id, execId: "missing" }, { view: () => undefined });
  // Stock's shim closes a channel twice.
  await s.call(Tasks, "start", { containerId: id, execId: "missing" }, { stockPanics: "UNKNOWN" });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "missing" });
  await s.call(Tasks, "exec", { containerId: id, execId: "cwd", spec: processAny(["true"], { cwd: "/no/such" }) });
  await s.call(Tasks, "start", { containerId: id, execId: "cwd" });
  await s.call(Tasks, "exec", { containerId: id, execId: "unstarted", spec: processAny(["true"]) });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "unstarted" });
  await get(s, id, "unstarted");
});

const BAD_SPEC = { differs: { stock: "UNKNOWN", ours: "INVALID_ARGUMENT", why: "a document that is no JSON object is the client's mistake" } };

scenario("exec ids and specs that are refused", async (s) => {
  const id = `badexec-${s.namespace}`;
  await runTask(s, id);
  for (const execId of ["", "a/b", "..", "a b", "x".repeat(77), id]) await exec(s, id, execId);
  await s.call(Tasks, "exec", { containerId: id, execId: "no-spec" }, { stockPanics: "INVALID_ARGUMENT" });
  await s.call(Tasks, "exec", { containerId: id, execId: "not-json", spec: { type_url: "x", value: Buffer.from("{") } }, BAD_SPEC);
  await s.call(Tasks, "exec", { containerId: id, execId: "array", spec: { type_url: "x", value: Buffer.from("[]") } }, BAD_SPEC);
  await s.call(Tasks, "exec", { containerId: id, execId: "scheme", stdout: "nonsense:///x", spec: processAny(["true"]) });
  await s.call(Tasks, "start", { containerId: id, execId: "scheme" });
  await s.call(Tasks, "deleteProcess", { containerId: id, execId: "" }, { differs: { stock: "UNKNOWN", ours: "INVALID_ARGUMENT", why: "stock would delete the init behind the daemon's back" } });
}, { events: "none" });

scenario("after the end of the init", async (s) => {
  const id = `dead-${s.namespace}`;
  await runTask(s, id);
  await exec(s, id, "added");
  await exec(s, id, "running");
  await s.call(Tasks, "start", { containerId: id, execId: "running" });
  await s.call(Tasks, "kill", { containerId: id, signal: 9 });
  await s.call(Tasks, "wait", { containerId: id });
  await s.call(Tasks, "wait", { containerId: id, execId: "running" });
  await s.call(Tasks, "start", { containerId: id, execId: "added" });
  await get(s, id, "added");
  await exec(s, id, "late");
  await s.call(Tasks, "listPids", { containerId: id }, NO_PIDS);
  await s.call(Tasks, "resizePty", { containerId: id, width: 1, height: 1 });
  await s.call(Tasks, "closeIO", { containerId: id, stdin: true });
  await s.call(Tasks, "delete", { containerId: id });
  await get(s, id);
  await s.until("/tasks/delete");
}, { since23: "1.6 has no class for an exec in a dead container" });

scenario("exit codes", async (s) => {
  for (const [name, args] of [["zero", ["true"]], ["one", ["false"]], ["many", ["sh", "-c", "exit 200"]], ["signal", ["sh", "-c", "kill -11 $$"]], ["abort", ["sh", "-c", "kill -6 $$; sleep 1"]]] as const) {
    const id = `${name}-${s.namespace}`;
    await runTask(s, id, [...args]);
    await s.call(Tasks, "wait", { containerId: id });
    await get(s, id);
    await s.call(Tasks, "delete", { containerId: id });
  }
}, { events: "none" });

scenario("a wait before the start, one that is given up, and many", async (s) => {
  const id = `wait-${s.namespace}`;
  await createTask(s, id, ["sh", "-c", "exit 3"]);
  const abort = new AbortController();
  const given = s.quiet(Tasks, "wait", { containerId: id }, { signal: abort.signal });
  const waits = [1, 2, 3].map(() => s.quiet(Tasks, "wait", { containerId: id }));
  const deadline = await s.quiet(Tasks, "wait", { containerId: id }, { timeoutMs: 100 });
  // The client's own deadline or the server's notice of it, whichever is first.
  s.note("a deadline passed", deadline.code !== "OK");
  abort.abort();
  s.note("given up", (await given).code);
  await s.call(Tasks, "start", { containerId: id });
  s.note("waits", (await Promise.all(waits)).map(({ code, replies }) => [code, replies[0]?.exitStatus]));
  await s.call(Tasks, "delete", { containerId: id });
});

scenario("two creations at once of one id", async (s) => {
  const id = `twice-${s.namespace}`;
  await addContainer(s, id);
  const both = await Promise.all([1, 2].map(() => s.quiet(Tasks, "create", { containerId: id, options: CRUN })));
  // Stock's second one fails at making the bundle's directory, without a class; ours is AlreadyExists.
  s.note("codes", both.filter(({ code }) => code === "OK").length);
  await s.call(Tasks, "create", { containerId: id, options: CRUN });
  await s.call(Tasks, "start", { containerId: id });
}, { events: "none" });

const NAMES = { container: "container without a task", none: "nothing at all" };

scenario("calls for what isn't there", async (s) => {
  const container = `none-${s.namespace}`;
  await addContainer(s, container);
  for (const [containerId, what] of [[container, NAMES.container], ["none", NAMES.none], ["", "no id"], ["a/b", "a bad id"]] as const) {
    s.note("of", what);
    for (const operation of ["start", "kill", "pause", "resume", "exec", "update", "delete", "get", "pids", "resize", "closeio"]) await OPERATIONS[operation]!(s, containerId);
    await s.call(Tasks, "wait", { containerId });
    await s.call(Tasks, "deleteProcess", { containerId, execId: "e" });
    await s.call(Tasks, "wait", { containerId, execId: "e" });
    await s.call(Tasks, "metrics", { filters: [`id==${containerId || "x"}`] }, { words: "own" });
  }
  for (const id of ["none", "", "a/b"]) await s.call(Tasks, "create", { containerId: id });
  await s.call(Tasks, "list", {});
  const running = `there-${s.namespace}`;
  await runTask(s, running);
  for (const operation of ["start", "get", "resize", "closeio"]) await OPERATIONS[operation]!(s, running);
  for (const execId of ["none", "a/b", "x".repeat(300)]) {
    await s.call(Tasks, "start", { containerId: running, execId });
    await s.call(Tasks, "get", { containerId: running, execId });
    await s.call(Tasks, "kill", { containerId: running, execId, signal: 9 });
    await s.call(Tasks, "wait", { containerId: running, execId });
    await s.call(Tasks, "deleteProcess", { containerId: running, execId });
    await s.call(Tasks, "resizePty", { containerId: running, execId, width: 1, height: 1 });
    await s.call(Tasks, "closeIO", { containerId: running, execId, stdin: true });
  }
}, { events: "none" });

scenario("signals that there are not", async (s) => {
  const id = `signals-${s.namespace}`;
  await runTask(s, id);
  for (const signal of [0, 65, 99, 4_000_000_000]) await s.call(Tasks, "kill", { containerId: id, signal }, { words: "own" });
  await exec(s, id, "e");
  await s.call(Tasks, "start", { containerId: id, execId: "e" });
  for (const signal of [0, 65, 99]) await s.call(Tasks, "kill", { containerId: id, execId: "e", signal }, { words: "own" });
  await s.call(Tasks, "kill", { containerId: id, execId: "e", signal: 9, all: true });
  await s.call(Tasks, "wait", { containerId: id, execId: "e" });
}, { events: "none" });

