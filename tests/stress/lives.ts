import { processAny, specOf } from "../conformance/tasks-kit.ts";
import { ContainersService, TasksService, type SeenEvent, type StressClient } from "./client.ts";

/** A container's whole life, and the faults that its client saw: answers that came too early, or that don't fit each other. */
export interface Life {
  id: string;
  /** Exit codes of its processes, by exec id; the init has the container's id. */
  exits: Record<string, number>;
  faults: string[];
}

interface Started {
  pid: number;
  exited: Promise<{ exitStatus: number }>;
  isOver(): boolean;
}

/** Starts and execs in a life of either kind. */
export const STARTS_WITH_EXECS = 4;

const KILLED = 137;
const RUNTIME = process.env["STEVEDORE_STRESS_RUNTIME"] ?? "io.containerd.runc.v2";

/** A container that runs until it is killed, with one exec by itself and then two at once. */
export async function liveWithExecs(client: StressClient, id: string, code: number): Promise<Life> {
  const life: Life = { id, exits: { [id]: KILLED }, faults: [] };
  const init = await startInit(client, id, ["sleep", "1000"]);
  await runExec(client, life, "e1", code);
  await Promise.all(["e2", "e3"].map((execId, index) => runExec(client, life, execId, code + 1 + index)));
  if (init.isOver()) life.faults.push(`${id}: its Wait was answered while it ran`);
  await client.call(TasksService, "kill", { containerId: id, signal: 9 });
  await end(client, life, init);
  return life;
}

/** A container that ends as soon as it has begun: its exit races with its start. */
export async function liveShortly(client: StressClient, id: string, code: number): Promise<Life> {
  const life: Life = { id, exits: { [id]: code }, faults: [] };
  await end(client, life, await startInit(client, id, ["sh", "-c", `exit ${code}`]));
  return life;
}

/** A container whose process is killed by the kernel: it takes more memory than it may. */
export async function liveTooLarge(client: StressClient, id: string): Promise<Life> {
  const life: Life = { id, exits: { [id]: KILLED }, faults: [] };
  const limited = { linux: { resources: { memory: { limit: 20 << 20, swap: 20 << 20 } } } };
  await end(client, life, await startInit(client, id, ["dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"], limited));
  return life;
}

async function startInit(client: StressClient, id: string, args: string[], options: object = {}): Promise<Started> {
  await client.call(ContainersService, "create", { container: { id, runtime: { name: RUNTIME }, spec: specOf(client.actor, id, args, options) } });
  const { pid } = await client.call(TasksService, "create", { containerId: id });
  const started = watch(pid, client.call(TasksService, "wait", { containerId: id }));
  await client.call(TasksService, "start", { containerId: id });
  return started;
}

function watch(pid: number, exited: Promise<{ exitStatus: number }>): Started {
  let over = false;
  const settle = (): void => void (over = true);
  exited.then(settle, settle);
  return { pid, exited, isOver: () => over };
}

async function runExec(client: StressClient, { id, exits, faults }: Life, execId: string, code: number): Promise<void> {
  exits[execId] = code;
  const which = { containerId: id, execId };
  await client.call(TasksService, "exec", { ...which, spec: processAny(["sh", "-c", `exit ${code}`]) });
  const { exited, isOver } = watch(0, client.call(TasksService, "wait", which));
  if (isOver()) faults.push(`${id} ${execId}: its Wait was answered before its start`);
  const { pid } = await client.call(TasksService, "start", which);
  const { exitStatus } = await exited;
  if (exitStatus !== code) faults.push(`${id} ${execId}: Wait says ${exitStatus}, not ${code}`);
  const deleted = await client.call(TasksService, "deleteProcess", which);
  if (deleted.exitStatus !== code || deleted.pid !== pid) faults.push(`${id} ${execId}: Delete says ${deleted.exitStatus} of ${deleted.pid}, not ${code} of ${pid}`);
}

async function end(client: StressClient, { id, exits, faults }: Life, { pid, exited }: Started): Promise<void> {
  const { exitStatus } = await exited;
  if (exitStatus !== exits[id]) faults.push(`${id}: Wait says ${exitStatus}, not ${exits[id]}`);
  const deleted = await client.call(TasksService, "delete", { containerId: id });
  if (deleted.exitStatus !== exits[id] || deleted.pid !== pid) faults.push(`${id}: Delete says ${deleted.exitStatus} of ${deleted.pid}, not ${exits[id]} of ${pid}`);
  await client.call(ContainersService, "delete", { id });
}

/** What is wrong with the events of a life: a lost, double, early or strange one, or one out of order. */
export function checkEvents({ id, exits }: Life, seen: readonly SeenEvent[], { oom = false } = {}): string[] {
  const execs = Object.keys(exits).filter((execId) => execId !== id);
  const init = seen.filter(({ processId }) => !execs.includes(processId));
  // The kernel may say it more than once.
  const topics = init.map(({ topic }) => topic).filter((topic, index, all) => topic !== "/tasks/oom" || all[index - 1] !== topic);
  const expected = ["/containers/create", "/tasks/create", "/tasks/start", ...(oom ? ["/tasks/oom"] : []), "/tasks/exit", "/tasks/delete", "/containers/delete"];
  const faults = topics.join() === expected.join() ? [] : [`${id}: ${topics.join(" ")}`];
  for (const execId of execs) {
    const own = seen.filter(({ processId }) => processId === execId).map(({ topic }) => topic);
    if (own.join() !== "/tasks/exec-added,/tasks/exec-started,/tasks/exit") faults.push(`${id} ${execId}: ${own.join(" ")}`);
  }
  const place = (topic: string): number => seen.findIndex((event) => event.topic === topic && !execs.includes(event.processId));
  const strays = seen.filter(({ processId }, index) => execs.includes(processId) && (index < place("/tasks/start") || index > place("/tasks/exit")));
  if (strays.length > 0) faults.push(`${id}: outside its life: ${strays.map(({ topic, processId }) => `${topic} ${processId}`).join(", ")}`);
  return [...faults, ...checkContents(id, exits, seen)];
}

function checkContents(id: string, exits: Life["exits"], seen: readonly SeenEvent[]): string[] {
  const pids = new Map<string, unknown>();
  return seen.flatMap(({ topic, processId, message }) => {
    const process = processId === "" ? id : processId;
    const { pid, exitStatus } = message;
    if (pid === undefined || topic === "/tasks/exec-added") return [];
    const known = pids.get(process) ?? pid;
    pids.set(process, known);
    if (pid !== known) return [`${id} ${process}: ${topic} says pid ${String(pid)}, not ${String(known)}`];
    return exitStatus === undefined || exitStatus === exits[process] ? [] : [`${id} ${process}: ${topic} says ${String(exitStatus)}, not ${exits[process]}`];
  });
}
