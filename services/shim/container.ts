import { unknownError } from "@stevedore/errors";
import type { ExitRecord, MonitorLink } from "./monitor-link.ts";
import type { Stdio } from "./stdio.ts";
import type { TaskRecord } from "./task-files.ts";

export type ProcessStatus = "created" | "running" | "stopped";

/** The init of a container, or an exec process. */
export interface ContainerProcess {
  /** Empty for the init. */
  readonly execId: string;
  /** Where its monitor lives: control socket, exit record. */
  readonly dir: string;
  readonly stdio: Stdio;
  status: ProcessStatus;
  pid: number;
  exit: ExitRecord | undefined;
  /** The milestones of its file `events`. */
  announced: string;
  link: MonitorLink | undefined;
  /** The start that is at work: kills and deletions wait for it, as in containerd. */
  starting: Promise<void> | undefined;
  /** CloseIO came before the process was started. */
  stdinClosed: boolean;
  /** Settles the creation that waits for the runtime. */
  creation: { resolve(): void; reject(error: unknown): void } | undefined;
  /** Resolves when the exit was recorded and announced. Made by the first who waits. */
  waiting: PromiseWithResolvers<ExitRecord> | undefined;
}

export interface Container extends Omit<TaskRecord, "stdio"> {
  readonly init: ContainerProcess;
  readonly execs: Map<string, ContainerProcess>;
  paused: boolean;
  /** The init has ended, but exec processes have not, or are just being started: their exits are announced first. */
  pendingExit: ExitRecord | undefined;
  /** The last of the operations that must not overlap. */
  turn: Promise<unknown>;
}

export function createProcess(parts: Pick<ContainerProcess, "execId" | "dir" | "stdio">): ContainerProcess {
  return {
    ...parts,
    status: "created",
    pid: 0,
    exit: undefined,
    announced: "",
    link: undefined,
    starting: undefined,
    stdinClosed: false,
    creation: undefined,
    waiting: undefined,
  };
}

export function createContainer(record: TaskRecord, init: ContainerProcess): Container {
  const { stdio: _, ...rest } = record;
  return { ...rest, init, execs: new Map(), paused: false, pendingExit: undefined, turn: Promise.resolve() };
}

/** The host's pids of the init and of the exec processes that run. */
export function livePids({ init, execs }: Container): number[] {
  return [init, ...execs.values()].filter(({ status, pid }) => status !== "stopped" && pid > 0).map(({ pid }) => pid);
}

/** Runs operations that change a container one after the other. Questions (state, wait, pids) never queue. */
export function inTurn<T>(container: Container, operation: () => Promise<T>): Promise<T> {
  const result = container.turn.then(operation, operation);
  container.turn = result.catch(() => undefined);
  return result;
}

/** Runs a process's start, once those before it are over; then `after`, however it has ended. */
export async function whileStarting(process: ContainerProcess, start: () => Promise<void>, after?: () => void): Promise<void> {
  await startSettled(process);
  process.starting = start().finally(() => {
    process.starting = undefined;
    after?.();
  });
  return process.starting;
}

/** Resolves when no start of a process is at work, however it has ended. */
export async function startSettled(process: ContainerProcess): Promise<void> {
  while (process.starting !== undefined) await process.starting.catch(() => undefined);
}

/** The status of a task as containerd's state table has it. */
export function statusOfInit(container: Container): ProcessStatus | "paused" {
  const { status } = container.init;
  return status === "running" && container.paused ? "paused" : status;
}

export type Operation = "start" | "delete" | "pause" | "resume" | "exec" | "update" | "checkpoint";

// containerd's words; what a status is not listed for is allowed.
const REFUSALS: Record<Operation, Partial<Record<ProcessStatus | "paused", string>>> = {
  start: {
    running: "cannot start a running process",
    paused: "cannot start a paused process",
    stopped: "cannot start a stopped process",
  },
  delete: { running: "cannot delete a running process", paused: "cannot delete a paused process" },
  pause: {
    created: "cannot pause task in created state",
    paused: "cannot pause a paused container",
    stopped: "cannot pause a stopped container",
  },
  resume: {
    created: "cannot resume task in created state",
    running: "cannot resume a running process",
    stopped: "cannot resume a stopped container",
  },
  exec: { paused: "cannot exec in a paused state", stopped: "cannot exec in a stopped state" },
  update: { stopped: "cannot update a stopped container" },
  checkpoint: { created: "cannot checkpoint a task in created state", stopped: "cannot checkpoint a stopped container" },
};

/** @throws Unknown when the state table does not allow the operation */
export function requireAllowed(operation: Operation, status: ProcessStatus | "paused"): void {
  const refusal = REFUSALS[operation][status];
  if (refusal !== undefined) throw unknownError(refusal);
}

/** Waits for a process's end; resolves at once when it has ended. */
export function waitForExit(process: ContainerProcess): Promise<ExitRecord> {
  process.waiting ??= Promise.withResolvers();
  return process.waiting.promise;
}
