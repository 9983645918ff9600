import { existsSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { messageOf } from "@stevedore/errors";
import { createContainer, createProcess, type Container, type ContainerProcess } from "./container.ts";
import { pausedMark } from "./control.ts";
import { discard, type CreateDeps } from "./create.ts";
import type { JournalEvent } from "./event-journal.ts";
import { connectMonitor } from "./monitor-link.ts";
import type { Stdio } from "./stdio.ts";
import { execDir, initDir, markAnnounced, pidFileOf, readAnnounced, readExecRecords, readPid, readTaskRecord, wasAnnounced } from "./task-files.ts";
import { watch } from "./watch.ts";

/**
 * Finds the containers of an earlier shim: reconnects to the monitors that live, and takes the exit records of
 * those that don't. A creation that nobody was told of is undone.
 */
export async function restoreTasks(deps: CreateDeps, leftover: readonly JournalEvent[]): Promise<Container[]> {
  const containers: Container[] = [];
  for (const entry of deps.index.list()) {
    try {
      const container = await restoreTask(deps, entry, leftover);
      if (container === undefined) deps.index.remove(entry);
      else containers.push(container);
    } catch (error) {
      deps.log.error("container can't be restored", { ...entry, error: messageOf(error) });
    }
  }
  return containers;
}

async function restoreTask(deps: CreateDeps, entry: { bundle: string }, leftover: readonly JournalEvent[]): Promise<Container | undefined> {
  const record = readTaskRecord(entry.bundle);
  if (record === undefined) return undefined;
  const container = createContainer(record, restoredProcess("", initDir(record.bundle), record.stdio));
  if (!wasAnnounced(container.init, "created")) {
    deps.log.info("undoing a creation that was not finished", { namespace: record.namespace, container: record.id });
    await abandonMonitor(container.init);
    await discard(deps, container, true);
    return undefined;
  }
  for (const [execId, stdio] of readExecRecords(record.bundle)) {
    container.execs.set(execId, restoredProcess(execId, execDir(record.bundle, execId), stdio));
  }
  container.paused = existsSync(pausedMark(container));
  markFromJournal(container, leftover);
  // Exec processes first: while one of them runs, the init's end must wait for it.
  for (const process of [...container.execs.values(), container.init]) await restoreProcess(deps, container, process);
  return container;
}

const ABANDON_MS = 5000;

// The runtime may still be at work; with it gone, what it has made can be deleted.
async function abandonMonitor({ dir }: ContainerProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    const ignored = (): void => undefined;
    const link = connectMonitor(dir, { created: () => link.send("kill 9"), failed: ignored, unopened: ignored, exited: ignored, oom: ignored, closed: resolve });
    link.send("abort");
    link.send("kill 9");
    setTimeout(resolve, ABANDON_MS).unref();
  });
}

function restoredProcess(execId: string, dir: string, stdio: Stdio): ContainerProcess {
  return Object.assign(createProcess({ execId, dir, stdio }), { announced: readAnnounced(dir) });
}

// The event and its mark are two writes: a shim that was killed between them left the event in the journal.
function markFromJournal({ namespace, id, init, execs }: Container, leftover: readonly JournalEvent[]): void {
  for (const event of leftover) {
    if (event.namespace !== namespace || event.typeUrl !== "containerd.events.TaskExit") continue;
    const exit = containerd.events.TaskExit.decode(Buffer.from(event.value, "base64"));
    if (exit.containerId !== id) continue;
    const process = exit.id === id ? init : execs.get(exit.id);
    if (process !== undefined && !wasAnnounced(process, "exited")) markAnnounced(process, "exited");
  }
}

async function restoreProcess(deps: CreateDeps, container: Container, process: ContainerProcess): Promise<void> {
  process.pid = readPid(pidFileOf(container.bundle, process));
  const mayWait = process.execId !== "" || container.checkpoint !== "";
  const neverStarted = mayWait && process.pid === 0 && !existsSync(path.join(process.dir, "control"));
  if (!neverStarted) await new Promise<void>((resolve) => watch(deps, container, process, resolve));
}
