import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { nowTimestamp } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import type { EventRecorder } from "../events/event-recorder.ts";
import { readSandboxId } from "../shims/bootstrap.ts";
import { removeBundle, type Bundle } from "../shims/bundle.ts";
import { answerOf, restoreBundles, type RestoreBundlesDeps } from "../shims/restore-bundles.ts";
import type { Shim } from "../shims/shim.ts";
import type { Task } from "./task.ts";
import type { TaskManager } from "./task-manager.ts";

export interface RestoreDeps extends RestoreBundlesDeps {
  manager: TaskManager;
  recorder: EventRecorder;
  /** How long a shim of an earlier life may take to answer. */
  loadTimeoutMs: number;
  signal: AbortSignal;
}

/**
 * Takes in the tasks that an earlier life of this service left. Those of the host's own shim are there at once and
 * compared with what it knows in the background; the other shims are asked first, and cleaned up after when they are dead.
 */
export function restoreTasks(deps: RestoreDeps): Promise<void> {
  return restoreBundles(deps, "task", (bundle, shim) => restoreTask(deps, bundle, shim));
}

async function restoreTask(deps: RestoreDeps, bundle: Bundle, shim: Shim): Promise<void> {
  const { namespace, id } = bundle;
  const task: Task = { namespace, id, bundle, shim };
  if (shim.restarts) {
    deps.manager.adopt(task);
    void confirm(deps, task);
    return;
  }
  const problem = await probe(deps, task);
  if (problem === undefined) deps.manager.adopt(task);
  else await cleanUp(deps, task, problem);
}

/** Asks the shim whether it has the task: one whose creation was cut off is not there. */
async function confirm({ manager, log, signal }: RestoreDeps, task: Task): Promise<void> {
  const { namespace, id, shim } = task;
  const problem = await answerOf(() => shim.tasks.state({ id }, { namespace, signal }), signal);
  if (!isError(problem, "notFound")) return;
  if (hasLiveInit(task.bundle)) {
    log.error("the shim has lost a task whose process lives", { namespace, id });
    return;
  }
  log.info("removing a bundle without a task", { namespace, id });
  manager.discard(task);
}

// A bundle that a process still runs in is never taken from under it; a client that deletes the task says otherwise.
function hasLiveInit(bundle: Bundle): boolean {
  const pid = readInitPid(bundle);
  return pid !== undefined && existsSync(`/proc/${pid}`);
}

function readInitPid({ path: directory }: Bundle): number | undefined {
  try {
    return Number(readFileSync(path.join(directory, "init.pid"), "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

/** Why a shim has nothing to say for its task; undefined when it has. An exited task counts: it is asked about until somebody deletes it. */
async function probe({ loadTimeoutMs, log }: RestoreDeps, { namespace, id, shim }: Task): Promise<unknown> {
  const options = { namespace, timeoutMs: loadTimeoutMs };
  try {
    await shim.tasks.connect({ id }, options);
    await shim.tasks.state({ id }, options);
    return undefined;
  } catch (error) {
    log.warn("shim does not answer for its task", { namespace, id, error: messageOf(error) });
    return error;
  }
}

async function cleanUp({ places, recorder, log }: RestoreDeps, { namespace, id, shim, bundle }: Task, problem: unknown): Promise<void> {
  try {
    await shim.shutdown();
    const exit = await shim.cleanUp();
    // Without a pid the task was never created, and has no end to report.
    if (exit !== undefined && exit.pid > 0) await recorder.reportLost(namespace, id, exit);
    // What a sandbox's shim takes with it nobody can tell about, unless it lives and never had the task.
    const wasInSandbox = readSandboxId(bundle.path) !== undefined;
    if (wasInSandbox && !isError(problem, "notFound")) await recorder.reportLost(namespace, id, { pid: 0, exitStatus: 255, exitedAt: nowTimestamp() });
  } catch (error) {
    log.warn("cleaning up after a dead shim", { namespace, id, error: messageOf(error) });
  }
  shim.close();
  removeBundle(places, bundle);
}
