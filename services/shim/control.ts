import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { failedPrecondition, messageOf, notFound, unavailable, unknownError } from "@stevedore/errors";
import { awaitsRestore, startRestored, type CheckpointDeps } from "./checkpoint.ts";
import { livePids, requireAllowed, statusOfInit, type Container, type ContainerProcess } from "./container.ts";
import { listDescendants } from "./no-cgroups.ts";
import type { RuntimeRunner } from "./runtime.ts";
import { isForgotten, runtimeError } from "./runtime.ts";
import { logFileOf } from "./launch.ts";
import type { TaskEvents } from "./events.ts";
import { onStarted } from "./watch.ts";

const ESRCH = 3;

export interface ControlDeps {
  runner: RuntimeRunner;
  events: TaskEvents;
}

/** Lets a created init run. */
export async function startInit(deps: CheckpointDeps, container: Container): Promise<void> {
  const { init } = container;
  if (awaitsRestore(container)) return startRestored(deps, container);
  requireAllowed("start", statusOfInit(container));
  const code = await new Promise<number | undefined>((resolve) => {
    if (init.link === undefined) return resolve(undefined);
    init.link.send("start", (answer) => {
      // Here and not after the await: the next line from the monitor may already be the exit.
      if (answer === 0) onStarted(deps, container, init);
      resolve(answer);
    });
  });
  if (code === undefined) throw unavailable(`container ${container.id}: its monitor is gone`);
  if (code !== 0) throw runtimeError("start", container.runtime, logFileOf(container, init), code);
}

export async function pause({ runner, events }: ControlDeps, container: Container): Promise<void> {
  requireAllowed("pause", statusOfInit(container));
  await runner.run(container, ["pause", container.id]);
  container.paused = true;
  writeFileSync(pausedMark(container), "");
  void events.emit(container.namespace, "TaskPaused", { containerId: container.id });
}

export async function resume({ runner, events }: ControlDeps, container: Container): Promise<void> {
  requireAllowed("resume", statusOfInit(container));
  await runner.run(container, ["resume", container.id]);
  container.paused = false;
  rmSync(pausedMark(container), { force: true });
  void events.emit(container.namespace, "TaskResumed", { containerId: container.id });
}

/** Exists while a container is paused, for the shim that comes after this one. */
export function pausedMark({ init }: Container): string {
  return path.join(init.dir, "paused");
}

/** Sends a signal to the init, or with `all` to every process of the container. */
export async function killInit({ runner }: ControlDeps, container: Container, signal: number, all: boolean): Promise<void> {
  if (container.init.status === "stopped" && !all) throw notFound("process already finished");
  if (awaitsRestore(container)) throw notFound("no such container");
  if (all && container.runtime.noCgroups) return killEach(listDescendants(livePids(container)), signal);
  const command = ["kill", ...(all ? ["--all"] : []), container.id, String(signal)];
  const { code, reason } = await runner.tryRun(container, command);
  if (code === 0) return;
  // Somebody removed it behind our back. If its process lives on, only the monitor still reaches it.
  if (isForgotten(reason)) await container.init.link?.ask(`kill ${signal}`);
  throw killError(reason, container);
}

// Without a cgroup a runtime knows only the init.
function killEach(pids: readonly number[], signal: number): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw unknownError(`kill process ${pid}: ${messageOf(error)}`);
    }
  }
}

// The runtimes' wordings of "too late": clients treat NotFound from Kill as done.
function killError(reason: string, { init }: Container): Error {
  const text = reason.toLowerCase();
  if (/process already finished|not running|no such process/.test(text)) return notFound("process already finished");
  if (isForgotten(reason)) return notFound("no such container");
  return init.exit === undefined ? unknownError(`unknown error after kill: ${reason}`) : notFound("process already finished");
}

/** Sends a signal to an exec process. The monitor does it: as the parent it knows whether the pid is still its own. */
export async function killExec(process: ContainerProcess, signal: number): Promise<void> {
  if (process.status === "created") throw failedPrecondition("process not created");
  if (process.status === "stopped") throw notFound("process already finished");
  const errno = (await process.link?.ask(`kill ${signal}`)) ?? ESRCH;
  if (errno === ESRCH) throw notFound("process already finished");
  if (errno !== 0) throw unknownError(`unknown error after kill: errno ${errno}`);
}

/** Changes the limits of a container: `resources` is an OCI LinuxResources document. */
export async function update({ runner }: ControlDeps, container: Container, resources: Uint8Array): Promise<void> {
  requireAllowed("update", statusOfInit(container));
  const file = path.join(container.init.dir, "resources.json");
  writeFileSync(file, resources, { mode: 0o600 });
  await runner.run(container, ["update", "--resources", file, container.id]);
}

export async function resize(process: ContainerProcess, width: number, height: number): Promise<void> {
  if (process.status === "stopped" && process.execId !== "") throw unknownError("cannot resize a stopped container");
  await process.link?.ask(`resize ${width} ${height}`);
}

/** Ends the process's input once the client has closed its end too. May come before the process is started. */
export async function closeStdin(process: ContainerProcess): Promise<void> {
  process.stdinClosed = true;
  await process.link?.ask("closeio");
}
