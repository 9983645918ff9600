import { nowTimestamp, type containerd, type google } from "@stevedore/api";
import { isError, messageOf, wrapError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { CallOptions } from "@stevedore/rpc";
import type { EventRecorder } from "../events/event-recorder.ts";
import { createBundle, removeBundle, type Bundle, type BundlePlaces } from "../shims/bundle.ts";
import type { Exit, Shim, ShimLauncher } from "../shims/shim.ts";
import { applyRootfsDiff, provideImages, type CheckpointDeps, type RestoreSource } from "./checkpoint.ts";
import type { RootfsMounts } from "./rootfs-mounts.ts";
import type { Task } from "./task.ts";
import type { TaskIndex } from "./task-index.ts";

export interface TaskManagerDeps {
  places: BundlePlaces;
  index: TaskIndex;
  /** The kind of shim that a runtime's name stands for. @throws Unknown when it is not installed */
  launcherFor(runtime: string): ShimLauncher;
  /** The shim of the sandbox that a task is to be in; undefined where the task gets a shim by itself. @throws NotFound, Unknown */
  joinSandbox(bundle: Bundle, sandbox: SandboxOfTask): Promise<Shim | undefined>;
  recorder: EventRecorder;
  rootfsMounts: RootfsMounts;
  checkpoints: CheckpointDeps;
  /** How long the deletion of a task that was not created may take. */
  undoTimeoutMs: number;
  log: Logger;
}

/** The sandbox that a task is created in. */
export interface SandboxOfTask {
  /** Empty: none. */
  id: string;
  /** Where the client says that the sandbox's task API is, `ttrpc+unix:///...`; empty: where its controller left it. */
  address: string;
  /** Of that API. */
  version: number;
}

export interface CreateTask {
  namespace: string;
  id: string;
  /** Name of the runtime, or path of a shim binary. */
  runtime: string;
  /** Of the task, else of the container's runtime. */
  options: google.protobuf.IAny | undefined;
  spec: Uint8Array;
  restoreFrom: RestoreSource | undefined;
  rootfs: containerd.types.IMount[];
  sandbox: SandboxOfTask;
  stdio: { stdin: string; stdout: string; stderr: string; terminal: boolean };
  signal: AbortSignal;
  /** Of calls to other services for the request: its namespace, lease and signal. */
  call: CallOptions & { signal: AbortSignal };
}

/** The lives of tasks, from their creation to their deletion. What happens between is between client and shim. */
export interface TaskManager {
  /** @throws AlreadyExists, or what bundle, shim or runtime object to; nothing is left behind then */
  create(request: CreateTask): Promise<{ pid: number }>;
  /** @throws Unknown while it runs, NotFound */
  delete(task: Task): Promise<Exit>;
  /** Takes a task in that was found at the start, and looks after it from then on. */
  adopt(task: Task): void;
  /** Forgets a task that its shim does not have any more, with all that it left. */
  discard(task: Task): void;
}

const DELETE_EVENT_PATIENCE_MS = 250;

export function createTaskManager(deps: TaskManagerDeps): TaskManager {
  const { index, recorder } = deps;
  const discard = (task: Task): void => {
    if (!index.remove(task)) return;
    task.shim.close();
    const { namespace, id, bundle } = task;
    dropBundle(deps, bundle).catch((error: unknown) => deps.log.warn("a bundle is left", { namespace, id, error: messageOf(error) }));
  };
  const adopt = (task: Task): void => {
    index.add(task);
    task.shim.onDeath(() => void reportDeath(deps, task, discard));
  };
  return {
    discard,
    adopt,
    async create(request) {
      const { namespace, id } = request;
      index.reserve(request, mayEndItsInputSoon(request));
      try {
        recorder.forget({ namespace, containerId: id, processId: id });
        const { task, pid } = await createTask(deps, request);
        adopt(task);
        return { pid };
      } finally {
        index.release(request);
      }
    },
    async delete(task) {
      const { namespace, id, shim } = task;
      const exit = await deleteInShim(task).catch(async (error: unknown) => {
        if (!isError(error, "notFound")) throw wrapError("failed to delete task", error);
        discard(task);
        throw error;
      });
      // Out of sight before the shim ends, which would else look like its death.
      if (index.remove(task)) {
        await shim.shutdown();
        shim.close();
        await dropBundle(deps, task.bundle);
      }
      const subject = { namespace, containerId: id, processId: id };
      await recorder.published({ topic: "/tasks/delete", ...subject }, DELETE_EVENT_PATIENCE_MS);
      recorder.forget(subject);
      return exit;
    },
  };
}

// The shim opens the client's FIFO before the runtime runs, so that a short input is over before the task is there. Clients look
// the task up then, once, to close its input. A logging binary asks until the task is there: it must not hold up the creation.
function mayEndItsInputSoon({ stdio }: CreateTask): boolean {
  return stdio.stdin !== "" && !stdio.terminal && !/^binary(-v2)?:/.test(stdio.stdout);
}

async function deleteInShim({ namespace, id, shim }: Task): Promise<Exit> {
  const { pid, exitStatus, exitedAt } = await shim.tasks.delete({ id }, { namespace });
  return { pid, exitStatus, exitedAt: exitedAt ?? {} };
}

async function createTask(deps: TaskManagerDeps, request: CreateTask): Promise<{ task: Task; pid: number }> {
  const { namespace, id, signal } = request;
  const bundle = createBundle(deps.places, request);
  let shim: Shim | undefined;
  try {
    const { restoreFrom, call } = request;
    const images = restoreFrom === undefined ? "" : await provideImages(deps.checkpoints, bundle, restoreFrom, call);
    const rootfs = await deps.rootfsMounts.activate(bundle, request.rootfs, () => findAllowedMounts(deps, request));
    shim = await startShim(deps, bundle, request);
    const { pid } = await createInShim(shim, bundle.path, images, { ...request, rootfs });
    const task = { namespace, id, bundle, shim };
    if (restoreFrom?.startsAtOnce !== true) return { task, pid };
    await applyRootfsDiff(deps.checkpoints, bundle, images, call);
    return { task, ...(await shim.tasks.start({ id }, { namespace, signal })) };
  } catch (error) {
    if (shim !== undefined) await undoCreation(deps, { namespace, id, bundle, shim });
    await dropBundle(deps, bundle);
    throw error;
  }
}

// What the mount manager made is unmounted behind what the shim put on it.
async function dropBundle({ places, rootfsMounts }: TaskManagerDeps, bundle: Bundle): Promise<void> {
  const release = rootfsMounts.releaseOf(bundle);
  removeBundle(places, bundle);
  await release();
}

// The runtime of a task in a sandbox need not be installed; where it has to be, starting it says so.
async function findAllowedMounts({ launcherFor, log }: TaskManagerDeps, { namespace, id, runtime }: CreateTask): Promise<readonly string[]> {
  try {
    return (await launcherFor(runtime).allowedMounts?.()) ?? [];
  } catch (error) {
    log.warn("the runtime does not tell which mounts it handles", { namespace, id, runtime, error: messageOf(error) });
    return [];
  }
}

async function startShim({ launcherFor, joinSandbox }: TaskManagerDeps, bundle: Bundle, { runtime, sandbox, options, signal }: CreateTask): Promise<Shim> {
  try {
    const shared = sandbox.id === "" ? undefined : await joinSandbox(bundle, sandbox);
    return shared ?? (await launcherFor(runtime).start({ bundle, options, signal }));
  } catch (error) {
    throw wrapError("failed to start shim", error);
  }
}

async function createInShim(shim: Shim, bundlePath: string, checkpoint: string, request: CreateTask): Promise<{ pid: number }> {
  const { namespace, id, options, rootfs, stdio, signal } = request;
  try {
    return await shim.tasks.create({ id, bundle: bundlePath, rootfs, ...stdio, checkpoint, options: options ?? null }, { namespace, signal });
  } catch (error) {
    throw wrapError("failed to create shim task", error);
  }
}

// The reply may have been lost where the task was not: it is deleted whatever the shim said. A shim that died at its
// work can't, and is cleaned up after.
async function undoCreation({ undoTimeoutMs, log }: TaskManagerDeps, { namespace, id, shim }: Task): Promise<void> {
  try {
    await shim.tasks.delete({ id }, { namespace, timeoutMs: undoTimeoutMs }).catch((error: unknown) => {
      if (!isError(error, "notFound")) return shim.cleanUp();
    });
  } catch (error) {
    log.warn("undoing a task's creation", { namespace, id, error: messageOf(error) });
  }
  await shim.shutdown({ byForce: true });
  shim.close();
}

/** A shim has died under its task: what is left is cleaned up, and its end made known, as nobody else can. */
async function reportDeath({ index, recorder, log }: TaskManagerDeps, task: Task, discard: (task: Task) => void): Promise<void> {
  const { namespace, id, shim } = task;
  log.warn("shim died", { namespace, id });
  const exit = await shim.cleanUp().catch((error: unknown) => {
    log.warn("cleaning up after a dead shim", { namespace, id, error: messageOf(error) });
    return undefined;
  });
  // Deleted meanwhile: then its events were sent.
  if (!index.list(namespace).includes(task)) return;
  await recorder.reportLost(namespace, id, exit ?? { pid: 0, exitStatus: 255, exitedAt: nowTimestamp() });
  discard(task);
}
