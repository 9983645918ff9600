import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ContainersService as Containers, TasksService as Tasks } from "@stevedore/api";
import { eventually, makeSandboxShim, type SandboxShim } from "../kit/mod.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor, type CallOptions, type Steps } from "./scenario.ts";
import { specOf } from "./tasks-kit.ts";

const scenario = createScenario(usePeers());
const SINCE_23 = { since23: "an older one tells shims and reads them in other ways" };

const addContainer = (s: Actor, id: string, runtime: string) => s.quiet(Containers, "create", { container: { id, runtime: { name: runtime }, spec: specOf(s, id, ["true"]) } });

/** A shim whose `start` is a script, and whose `delete` does nothing. */
function scripted(s: Actor, name: string, script: string): string {
  const binary = join(dirname(s.peer.side.root), `containerd-shim-${name}-v1`);
  writeFileSync(binary, `#!/bin/sh\nfor last; do :; done\n[ "$last" = start ] || exit 0\n${script}\n`, { mode: 0o755 });
  return binary;
}

const bootstrap = (protocol: string, address: string, version = 3): string => `echo '${JSON.stringify({ version, address, protocol })}'`;
const OWN = { words: "own" } as const;

const STARTS: [name: string, script: string, options?: CallOptions][] = [
  ["fails", "echo broken; echo very >&2; exit 4"],
  ["fails-silently", "exit 1"],
  ["is-killed", "kill -9 $$"],
  ["is-terminated", "kill -15 $$"],
  ["is-of-a-version-to-come", bootstrap("ttrpc", "unix:///x", 9), OWN],
  ["speaks-another-protocol", bootstrap("http", "unix:///x")],
  ["speaks-grpc-2", bootstrap("grpc", "/nonexistent", 2), OWN],
  ["is-nowhere", bootstrap("ttrpc", "unix:///nonexistent/sock")],
  ["is-nowhere-by-its-old-way", "echo unix:///nonexistent/sock"],
  ["is-nowhere-with-grpc", bootstrap("grpc", "/nonexistent/sock")],
  ["is-reached-by-tcp", bootstrap("ttrpc", "tcp://127.0.0.1:1"), OWN],
  ["talks", "echo what a shim", OWN],
];

scenario("shims that don't start", async (s) => {
  for (const [name, script, options] of STARTS) {
    s.note("one that", name);
    const id = `${name}-${s.namespace}`;
    await addContainer(s, id, scripted(s, name, script));
    await s.call(Tasks, "create", { containerId: id }, options as never);
    await s.call(Tasks, "get", { containerId: id });
    await s.call(Containers, "delete", { id });
  }
}, SINCE_23);

/** Steps with a shim of the test's own, of which nothing stays: stock leaves what hangs. */
function withShim(options: Parameters<typeof makeSandboxShim>[1], steps: (s: Actor, id: string, shim: SandboxShim) => Promise<void>): Steps {
  return async (s) => {
    const shim = makeSandboxShim(dirname(s.peer.side.root), options);
    shim.misbehave({});
    const id = `fake-${s.namespace}`;
    try {
      await addContainer(s, id, shim.binary);
      await steps(s, id, shim);
    } finally {
      for (const pid of shim.pids()) kill(pid);
    }
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

const run = async (s: Actor, containerId: string): Promise<void> => {
  await s.call(Tasks, "create", { containerId });
  await s.call(Tasks, "start", { containerId });
};
// The record goes a moment after the last event.
const untilGone = (s: Actor, containerId: string) => eventually("the task is gone", async () => (await s.quiet(Tasks, "get", { containerId })).code === "NOT_FOUND");

// Not over gRPC: containerd 2.3 takes such a shim for dead as soon as it is connected, because a connection of its begins as an idle one.
for (const version of [3, 2]) {
  scenario(`the life of a task with another shim, of version ${version}`, withShim({ version }, async (s, id) => {
    await run(s, id);
    await s.call(Tasks, "get", { containerId: id });
    await s.call(Tasks, "list", {});
    await s.call(Tasks, "pause", { containerId: id }, OWN);
    await s.call(Tasks, "start", { containerId: "nobody" });
    await s.call(Tasks, "kill", { containerId: id, signal: 9 });
    await s.call(Tasks, "wait", { containerId: id });
    await s.call(Tasks, "get", { containerId: id });
    await s.call(Tasks, "delete", { containerId: id });
    await s.call(Tasks, "get", { containerId: id });
    await s.call(Containers, "delete", { id });
  }), SINCE_23);
}

scenario("a shim dies while its task runs", withShim({}, async (s, id, shim) => {
  await run(s, id);
  kill(shim.pids().at(-1)!);
  await s.until("/tasks/delete");
  await untilGone(s, id);
  await s.call(Tasks, "delete", { containerId: id });
  await s.call(Containers, "delete", { id });
}), SINCE_23);

scenario("a shim dies at Create, and at Start", withShim({}, async (s, id, shim) => {
  shim.misbehave({ Create: "die" });
  await s.call(Tasks, "create", { containerId: id });
  shim.misbehave({ Start: "die" });
  await s.call(Tasks, "create", { containerId: id });
  await s.call(Tasks, "start", { containerId: id });
  await s.until("/tasks/delete");
  await untilGone(s, id);
  await s.call(Containers, "delete", { id });
}), SINCE_23);

for (const wrong of ["hang", "die"] as const) {
  scenario(`a shim dies, and its binary goes wrong in delete: ${wrong}`, withShim({}, async (s, id, shim) => {
    await run(s, id);
    shim.misbehave({ delete: wrong });
    kill(shim.pids().at(-1)!);
    // The limit of its delete is five seconds.
    await eventually("the end is told", () => s.peer.events(s.namespace).some(({ topic }) => topic === "/tasks/delete"), 15_000);
    await untilGone(s, id);
    await s.call(Containers, "delete", { id });
  }), SINCE_23);
}

scenario("a shim that hangs holds its client as long as that waits", withShim({}, async (s, id, shim) => {
  await run(s, id);
  shim.misbehave({ State: "hang", Kill: "hang", Delete: "hang" });
  await s.call(Tasks, "get", { containerId: id });
  for (const method of ["kill", "delete"] as const) {
    const { code } = await s.quiet(Tasks, method, { containerId: id, signal: 9 } as never, { timeoutMs: 300 });
    // Who notices a deadline first says how the call ended: stock's wording of its own is now and then without a class.
    s.note(method, ["DEADLINE_EXCEEDED", "CANCELLED", "UNKNOWN"].includes(code) ? "given up" : code);
  }
  shim.misbehave({});
  await s.call(Tasks, "get", { containerId: id });
  await s.call(Tasks, "delete", { containerId: id });
  await s.call(Containers, "delete", { id });
}), SINCE_23);
