import { ZERO_TIME, containerd } from "@stevedore/api";
import { isError, messageOf, type ErrorClass } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Task } from "./task.ts";

type Process = containerd.v1.types.IProcess;

export interface StateDeps {
  taskStateMs: number;
  log: Logger;
}

const PASSED_ON: readonly ErrorClass[] = ["notFound", "unavailable", "deadlineExceeded"];

/**
 * Asks the shim how a process is. An init whose shim refuses to tell is UNKNOWN, as in containerd: a client can still delete it.
 * @throws NotFound, Unavailable, DeadlineExceeded of a shim that hangs; for an exec process whatever the shim says
 */
export async function readState({ taskStateMs, log }: StateDeps, { namespace, id, shim }: Task, execId: string): Promise<Process> {
  try {
    const { pid, status, stdin, stdout, stderr, terminal, exitStatus, exitedAt } = await shim.tasks.state({ id, execId }, { namespace, timeoutMs: taskStateMs });
    return { id: execId || id, pid, status, stdin, stdout, stderr, terminal, exitStatus, exitedAt: exitedAt ?? {} };
  } catch (error) {
    if (execId !== "" || PASSED_ON.some((errorClass) => isError(error, errorClass))) throw error;
    log.warn("task state", { namespace, id, error: messageOf(error) });
    return { id, status: containerd.v1.types.Status.UNKNOWN, exitedAt: ZERO_TIME };
  }
}
