import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, messageOf, notFound } from "@stevedore/errors";
import { createProcess, requireAllowed, statusOfInit, type Container, type ContainerProcess } from "./container.ts";
import { parseDocument } from "./json-document.ts";
import { execFields } from "./launch.ts";
import { explainLabels } from "./security-labels.ts";
import type { Spawner } from "./spawner.ts";
import type { Stdio } from "./stdio.ts";
import { execDir, writeExecRecord } from "./task-files.ts";
import { watch, type WatchDeps } from "./watch.ts";

export interface ExecRequest {
  execId: string;
  stdio: Stdio;
  /** The OCI process document, JSON. */
  spec: Uint8Array;
}

/** Adds an exec process; it runs when it is started. */
export function addExec({ events }: WatchDeps, container: Container, { execId, stdio, spec }: ExecRequest): void {
  if (container.execs.has(execId)) throw alreadyExists(`id ${execId}`);
  requireAllowed("exec", statusOfInit(container));
  const dir = execDir(container.bundle, execId);
  rmSync(dir, { recursive: true, force: true });
  writeExecRecord(dir, stdio, withTerminal(spec, stdio.terminal));
  container.execs.set(execId, createProcess({ execId, dir, stdio }));
  void events.emit(container.namespace, "TaskExecAdded", { containerId: container.id, execId });
}

// The request's terminal flag rules; a document that already agrees goes to the runtime as it came.
function withTerminal(spec: Uint8Array, terminal: boolean): Uint8Array {
  let document: { terminal?: boolean } | null;
  try {
    document = parseDocument(Buffer.from(spec).toString("utf8"));
  } catch (error) {
    throw invalidArgument(`process spec is not JSON: ${messageOf(error)}`);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) throw invalidArgument("process spec must be a JSON object");
  return (document.terminal ?? false) === terminal ? spec : Buffer.from(JSON.stringify({ ...document, terminal }));
}

/** Starts an added exec process; resolves when it runs. One that could not be started may be started again. */
export async function startExec(deps: WatchDeps & { spawner: Spawner }, container: Container, process: ContainerProcess): Promise<void> {
  requireAllowed("start", process.status);
  if (container.init.status === "stopped" || container.pendingExit !== undefined) {
    throw failedPrecondition(`container ${container.id} init process is not running`);
  }
  if (process.exit !== undefined) Object.assign(process, { exit: undefined, waiting: undefined });
  try {
    await deps.spawner.monitor(execFields(container, process));
    const created = new Promise<void>((resolve, reject) => (process.creation = { resolve, reject }));
    watch(deps, container, process);
    await created;
  } catch (error) {
    await giveUp(process);
    throw explainLabels(error, path.join(process.dir, "process.json"));
  } finally {
    process.creation = undefined;
  }
}

const MONITOR_END_MS = 1000;

// It stays CREATED, as in containerd, but whoever waits for it must hear of it. A monitor that has failed ends by itself; the next needs its place.
async function giveUp(process: ContainerProcess): Promise<void> {
  await Promise.race([process.link?.ask("release"), sleep(MONITOR_END_MS, undefined, { ref: false })]);
  process.link?.close();
  process.exit = { pid: 0, code: 255, ...nowTimestamp(), started: false };
  process.waiting ??= Promise.withResolvers();
  process.waiting.resolve(process.exit);
}

/** @throws Unknown while it runs */
export async function removeExec(container: Container, process: ContainerProcess): Promise<void> {
  requireAllowed("delete", process.status);
  await process.link?.settled;
  if (container.execs.get(process.execId) !== process) throw notFound(`process does not exist ${process.execId}`);
  process.link?.release();
  container.execs.delete(process.execId);
  rmSync(process.dir, { recursive: true, force: true });
}
