import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { containerd, typeNameOf, type Any } from "@stevedore/api";
import { messageOf, unknownError } from "@stevedore/errors";
import { requireAllowed, statusOfInit, type Container } from "./container.ts";
import type { CriuDiagnosis } from "./criu.ts";
import { logFileOf, restoreFields } from "./launch.ts";
import { lastRuntimeError } from "./runtime-log.ts";
import type { RuntimeRunner } from "./runtime.ts";
import type { Spawner } from "./spawner.ts";
import { onStarted, watch, type WatchDeps } from "./watch.ts";

const OPTIONS = "containerd.runc.v1.CheckpointOptions";

type CheckpointOptions = containerd.runc.v1.CheckpointOptions;

export interface CheckpointDeps extends WatchDeps {
  runner: RuntimeRunner;
  spawner: Spawner;
  criu: CriuDiagnosis;
}

/** The options of a checkpoint; none is the defaults. @throws Unknown for another type */
export function decodeCheckpointOptions(any: { type_url?: string | null; value?: Uint8Array | null } | null | undefined): CheckpointOptions {
  const { CheckpointOptions: codec } = containerd.runc.v1;
  const name = typeNameOf(any as Any | undefined);
  if (name === "") return new codec();
  if (name !== OPTIONS) throw unknownError(`unsupported option type ${JSON.stringify(name)} (a checkpoint takes ${OPTIONS})`);
  try {
    return codec.decode(any?.value ?? new Uint8Array());
  } catch (error) {
    throw unknownError(`decoding ${OPTIONS}: ${messageOf(error)}`);
  }
}

/**
 * Writes a container's memory and state into a directory, by the runtime and CRIU. It runs on, unless the options say
 * that it shall end. A refusal leaves it as it was.
 * @throws FailedPrecondition where CRIU can't work, Unknown with the runtime's reason and where CRIU's log is
 */
export async function checkpoint(deps: CheckpointDeps, container: Container, images: string, options: CheckpointOptions): Promise<void> {
  requireAllowed("checkpoint", statusOfInit(container));
  const { bundle, id, runtime } = container;
  // A work directory that the client named is the client's to look into.
  const work = options.workPath || path.join(bundle, "criu-work");
  try {
    for (const directory of [images, work]) mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { code, reason } = await deps.runner.tryRun(container, ["checkpoint", ...checkpointFlags(images, work, options), id]);
    if (code === 0) return;
    const log = path.join(bundle, "criu-dump.log");
    keepLog(path.join(work, "dump.log"), log);
    throw (await deps.criu.explain("checkpoint", runtime.binary, reason)) ?? unknownError(`${reason.split("\n")[0]} path= ${log}`);
  } finally {
    if (options.workPath === "") rmSync(work, { recursive: true, force: true });
  }
}

function checkpointFlags(images: string, work: string, options: CheckpointOptions): string[] {
  const { parentPath, openTcp, externalUnixSockets, terminal, fileLocks, cgroupsMode, emptyNamespaces, exit } = options;
  return [
    "--image-path",
    images,
    "--work-path",
    work,
    ...(parentPath === "" ? [] : ["--parent-path", parentPath]),
    ...(openTcp ? ["--tcp-established"] : []),
    ...(externalUnixSockets ? ["--ext-unix-sk"] : []),
    ...(terminal ? ["--shell-job"] : []),
    ...(fileLocks ? ["--file-locks"] : []),
    ...(cgroupsMode === "" ? [] : ["--manage-cgroups-mode", cgroupsMode]),
    ...emptyNamespaces.flatMap((name) => ["--empty-ns", name]),
    ...(exit ? [] : ["--leave-running"]),
  ];
}

function keepLog(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch {
    // The runtime did not get as far as CRIU.
  }
}

/**
 * Starts a container that was created from a checkpoint: now it is restored, and runs at once. It stays created when
 * that fails, and may be tried again.
 * @throws FailedPrecondition where CRIU can't work, Unknown with the runtime's reason
 */
export async function startRestored(deps: CheckpointDeps, container: Container): Promise<void> {
  const { init, runtime } = container;
  requireAllowed("start", statusOfInit(container));
  const logFile = logFileOf(container, init);
  rmSync(logFile, { force: true });
  try {
    await deps.spawner.monitor(restoreFields(container));
    const created = new Promise<void>((resolve, reject) => (init.creation = { resolve, reject }));
    watch(deps, container, init);
    await created;
    onStarted(deps, container, init);
  } catch (error) {
    init.link?.close();
    init.link = undefined;
    const { message } = lastRuntimeError(logFile);
    await deps.runner.tryRun(container, ["delete", "--force", container.id]).catch(() => undefined);
    const reason = message ?? messageOf(error);
    throw (await deps.criu.explain("restore", runtime.binary, reason)) ?? unknownError(`OCI runtime restore failed: ${reason}`);
  } finally {
    init.creation = undefined;
  }
}

/** True for a container that waits to be restored: nothing of it exists yet. */
export function awaitsRestore({ checkpoint: images, init }: Container): boolean {
  return images !== "" && init.status === "created" && init.pid === 0;
}
