import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { unavailable, unknownError } from "@stevedore/errors";
import { getSystemErrorName } from "node:util";
import { nowTimestamp } from "@stevedore/api";
import type { Logger } from "@stevedore/log";
import { cgroupOfProcess, type CgroupMounts } from "./cgroup.ts";
import type { Container, ContainerProcess } from "./container.ts";
import type { TaskEvents } from "./events.ts";
import { connectMonitor, type ExitRecord } from "./monitor-link.ts";
import { logFileOf } from "./launch.ts";
import { runtimeError, type RuntimeRunner } from "./runtime.ts";
import { markAnnounced, readExit, wasAnnounced, writeExit } from "./task-files.ts";

const GONE_PATIENCE_MS = 2000;
const GONE_CHECK_MS = 5;

export interface WatchDeps {
  events: TaskEvents;
  runner: RuntimeRunner;
  cgroups: CgroupMounts;
  log: Logger;
}

/**
 * Connects to a process's monitor and turns its reports into state and events. Reports are handled in their order,
 * without a pause. `onReady` is called when the state is known, or that there is no monitor any more.
 */
export function watch(deps: WatchDeps, container: Container, process: ContainerProcess, onReady?: () => void): void {
  process.link = connectMonitor(process.dir, {
    state(name, pid, started) {
      if (name !== "creating") onCreated(deps, container, process, pid);
      if (started) onStarted(deps, container, process);
      onReady?.();
    },
    created: (pid) => onCreated(deps, container, process, pid),
    failed: (code) => process.creation?.reject(runtimeError(process.execId === "" ? "create" : "exec", container.runtime, logFileOf(container, process), code)),
    unopened: (errno, what) => process.creation?.reject(unopenedError(errno, what)),
    exited: (record) => onExited(deps, container, process, record),
    oom: () => void deps.events.emit(container.namespace, "TaskOOM", { containerId: container.id }),
    closed() {
      onClosed(deps, container, process);
      onReady?.();
    },
  });
}

// Also called for what a monitor tells on a new connection, so everything here happens once.
function onCreated(deps: WatchDeps, container: Container, process: ContainerProcess, pid: number): void {
  const { cgroups } = deps;
  process.pid = pid;
  if (process.execId === "") announceCreated(deps, container);
  if (process.execId === "") {
    const cgroup = container.runtime.noCgroups ? undefined : cgroupOfProcess(pid, cgroups);
    if (cgroup?.memory !== undefined) process.link?.send(`oom v${cgroup.version} ${cgroup.memory}`);
  } else onStarted(deps, container, process);
  process.creation?.resolve();
}

/** Tells of a container's creation, once. One that waits to be restored has no process yet, and pid 0. */
export function announceCreated({ events }: WatchDeps, { namespace, id: containerId, bundle, rootfs, checkpoint, init }: Container): void {
  if (wasAnnounced(init, "created")) return;
  void events.emit(namespace, "TaskCreate", { containerId, bundle, rootfs, io: init.stdio, checkpoint, pid: init.pid });
  markAnnounced(init, "created");
}

/** The process runs: called where the monitor's answer to `start` arrives, so that the event precedes its exit. */
export function onStarted({ events }: WatchDeps, { namespace, id: containerId }: Container, process: ContainerProcess): void {
  if (process.status === "created") process.status = "running";
  if (wasAnnounced(process, "started")) return;
  const { execId, pid } = process;
  if (execId === "") void events.emit(namespace, "TaskStart", { containerId, pid });
  else void events.emit(namespace, "TaskExecStarted", { containerId, execId, pid });
  markAnnounced(process, "started");
}

/** A process has ended. The init's end is announced after those of all its exec processes. */
export function onExited(deps: WatchDeps, container: Container, process: ContainerProcess, record: ExitRecord): void {
  if (process.exit !== undefined) return;
  if (process.execId === "" && hasLivingExecs(container)) {
    container.pendingExit = record;
    return;
  }
  announceExit(deps, container, process, record);
  announcePendingExit(deps, container);
}

/** Announces the end of an init that has waited for its exec processes, when none is left. */
export function announcePendingExit(deps: WatchDeps, container: Container): void {
  const { init, pendingExit } = container;
  if (pendingExit !== undefined && init.exit === undefined && !hasLivingExecs(container)) announceExit(deps, container, init, pendingExit);
}

function hasLivingExecs({ execs }: Container): boolean {
  for (const { status, starting } of execs.values()) if (starting !== undefined || status === "running") return true;
  return false;
}

function announceExit(deps: WatchDeps, container: Container, process: ContainerProcess, record: ExitRecord): void {
  const { namespace, id: containerId } = container;
  if (record.started) onStarted(deps, container, process);
  process.exit = record;
  process.status = "stopped";
  if (process.pid === 0) process.pid = record.pid;
  if (!wasAnnounced(process, "exited")) {
    const { pid, code: exitStatus, seconds, nanos } = record;
    const id = process.execId === "" ? containerId : process.execId;
    void deps.events.emit(namespace, "TaskExit", { containerId, id, pid, exitStatus, exitedAt: { seconds, nanos } });
    markAnnounced(process, "exited");
  }
  // The event is in the journal, and goes its way beside the answer, as in containerd. A deletion's answer comes after both events.
  process.waiting ??= Promise.withResolvers();
  process.waiting.resolve(record);
}

function onClosed(deps: WatchDeps, container: Container, process: ContainerProcess): void {
  process.link = undefined;
  const ended = process.exit !== undefined || (process.execId === "" && container.pendingExit !== undefined);
  if (ended) return;
  const record = readExit(process.dir);
  if (record !== undefined) {
    // A short process and its monitor may both have gone before we were connected.
    onCreated(deps, container, process, record.pid);
    onExited(deps, container, process, record);
    return;
  }
  process.creation?.reject(unavailable("the monitor died while it created the process"));
  if (process.pid !== 0) void afterMonitorDeath(deps, container, process);
}

/**
 * Somebody killed the monitor: the process has lost its parent, and nobody can learn its exit code any more.
 * As containerd does when a shim dies, it is killed and counts as 137.
 */
async function afterMonitorDeath(deps: WatchDeps, container: Container, process: ContainerProcess): Promise<void> {
  const { namespace, id } = container;
  deps.log.warn("monitor died, killing its process", { namespace, container: id, exec: process.execId, pid: process.pid });
  if (process.execId === "") await deps.runner.tryRun(container, ["kill", id, "KILL"]).catch(() => undefined);
  else killOrphan(container, process, deps.cgroups);
  await untilGone(process.pid);
  const record = { pid: process.pid, code: 137, ...nowTimestamp(), started: process.status !== "created" };
  writeExit(process.dir, record);
  onExited(deps, container, process, record);
}

// A signal is sent at once and takes effect a little later; whoever hears of the end may delete the container.
async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; waited < GONE_PATIENCE_MS && isAlive(pid); waited += GONE_CHECK_MS) await sleep(GONE_CHECK_MS);
}

function isAlive(pid: number): boolean {
  // A zombie has no memory any more, and its new parent will see to it. A process may go while its file is read.
  try {
    return /^State:\s+[^ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

// The pid may belong to somebody else by now, unless it is in the cgroup of an init that is watched and alive.
function killOrphan({ init }: Container, process: ContainerProcess, mounts: CgroupMounts): void {
  const own = cgroupOfProcess(process.pid, mounts)?.memory;
  if (own === undefined || init.link === undefined || own !== cgroupOfProcess(init.pid, mounts)?.memory) return;
  try {
    globalThis.process.kill(process.pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

function unopenedError(errno: number, what: string): Error {
  const reasons: Record<string, string> = { ENOENT: "no such file or directory", EACCES: "permission denied", EISDIR: "is a directory", ENOTDIR: "not a directory" };
  const name = errno === 0 ? "EIO" : getSystemErrorName(-errno);
  return unknownError(`containerd-shim: opening ${what} failed: ${reasons[name] ?? name}`);
}
