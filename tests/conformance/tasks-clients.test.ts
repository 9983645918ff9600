import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ContainersService as Containers, TasksService as Tasks } from "@stevedore/api";
import { eventually, leftovers } from "../kit/mod.ts";
import { usePeers } from "./peers.ts";
import { sendAndLeave } from "./raw-http2.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { addContainer, CRUN, createTask, makeFifo, processAny, readFifo, runTask, taskIn } from "./tasks-kit.ts";

const scenario = createScenario(usePeers());

/** Once a scenario has deleted what it made: nothing of it may be there, in the kernel or in records. */
async function expectNothing(s: Actor): Promise<void> {
  const owned = { directories: [`${s.peer.side.state}/io.containerd.runtime.v2.task/${s.namespace}`], namespaces: [s.namespace], except: [process.pid, process.ppid] };
  await eventually("nothing is left", () => leftovers(owned).length === 0).catch(() => undefined);
  s.note("left", leftovers(owned));
  await s.call(Tasks, "list", {});
  await s.call(Containers, "list", {});
}

/** Deletes a task in whatever state its client has left it, and its container. */
async function removeWhatIsThere(s: Actor, id: string): Promise<void> {
  await eventually(`${id} is gone`, async () => {
    await s.quiet(Tasks, "kill", { containerId: id, signal: 9 });
    await s.quiet(Tasks, "delete", { containerId: id });
    return (await s.quiet(Tasks, "get", { containerId: id })).code === "NOT_FOUND";
  });
  await s.call(Containers, "delete", { id });
}

// A creation that was cut off may still be at its undoing.
async function runAgain(s: Actor, id: string): Promise<void> {
  let problem: unknown;
  const succeeds = async (): Promise<boolean> => {
    try {
      await taskIn(s, id, "running");
      return true;
    } catch (error) {
      problem = error;
      await s.quiet(Containers, "delete", { id });
      return false;
    }
  };
  await eventually(`${id} runs again`, succeeds).catch(() => {
    throw problem;
  });
}

// How long the client waits before it goes: not at all, and while the daemon is at work.
const PAUSES_MS = [0, 3, 15];

for (const method of ["create", "start", "kill", "delete"] as const) {
  scenario(`a client that goes away: ${method}`, async (s) => {
    for (const pause of PAUSES_MS) {
      const id = `gone-${pause}-${s.namespace}`;
      if (method === "create") await addContainer(s, id);
      else await taskIn(s, id, method === "start" ? "created" : method === "kill" ? "running" : "stopped");
      const request = method === "create" ? { containerId: id, options: CRUN } : { containerId: id, ...(method === "kill" && { signal: 9 }) };
      await leaveDuring(s, method, request, pause);
      // Whatever came of it, the daemon still knows what there is: the id can be used again.
      await removeWhatIsThere(s, id);
      await runAgain(s, id);
      await removeWhatIsThere(s, id);
    }
    await expectNothing(s);
  }, { events: "none", timeoutMs: 60_000 });
}

/** Sends a request on a connection of its own, and breaks that off. */
async function leaveDuring(s: Actor, method: "create" | "start" | "kill" | "delete" | "exec" | "wait", request: object, pause: number): Promise<void> {
  const { name, request: codec } = Tasks.methods[method];
  await sendAndLeave(s.peer.side.address, { path: `/${Tasks.name}/${name}`, headers: { "containerd-namespace": s.namespace }, message: codec.encode(request as never) as Uint8Array }, pause);
}

scenario("a client that goes away: exec, its start, and waits", async (s) => {
  const id = `exec-${s.namespace}`;
  await runTask(s, id);
  for (const pause of PAUSES_MS) {
    await leaveDuring(s, "exec", { containerId: id, execId: `e${pause}`, spec: processAny(["sleep", "1000"]) }, pause);
    await s.quiet(Tasks, "exec", { containerId: id, execId: `e${pause}`, spec: processAny(["sleep", "1000"]) });
    await leaveDuring(s, "start", { containerId: id, execId: `e${pause}` }, pause);
    await leaveDuring(s, "wait", { containerId: id, execId: `e${pause}` }, pause);
    await eventually("its exec is gone", async () => {
      await s.quiet(Tasks, "kill", { containerId: id, execId: `e${pause}`, signal: 9 });
      await s.quiet(Tasks, "deleteProcess", { containerId: id, execId: `e${pause}` });
      return (await s.quiet(Tasks, "get", { containerId: id, execId: `e${pause}` })).code === "NOT_FOUND";
    });
  }
  for (const pause of PAUSES_MS) await leaveDuring(s, "wait", { containerId: id }, pause);
  await s.call(Tasks, "get", { containerId: id });
  await removeWhatIsThere(s, id);
  await expectNothing(s);
}, { events: "none" });

scenario("a client that leaves and comes back to the output", async (s) => {
  const id = `attach-${s.namespace}`;
  const [stdout, stderr] = [makeFifo(s, `${id}-out`), makeFifo(s, `${id}-err`)];
  const readers = [readFifo(stdout), readFifo(stderr)];
  await createTask(s, id, ["sh", "-c", "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.05; done"], { request: { stdout, stderr } });
  await s.call(Tasks, "start", { containerId: id });
  s.note("first", /^line \d+$/m.test(await readers[0]!.line()));
  for (const each of readers) each.leave();
  await sleep(200);
  await s.call(Tasks, "get", { containerId: id });
  const second = readFifo(stdout);
  s.note("after a pause", /^line \d+$/m.test(await second.line()));
  second.leave();
  await removeWhatIsThere(s, id);
  for (const path of [stdout, stderr]) rmSync(path);
  await expectNothing(s);
}, { events: "none" });
