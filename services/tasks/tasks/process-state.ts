import { ZERO_TIME, containerd } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Task } from "./task.ts";

type Process = containerd.v1.types.IProcess;

export interface StateDeps {
  taskStateMs: number;
  log: Logger;
}

/**
 * Asks the shim how a process is. An init whose shim answers with something else than that it is not there is UNKNOWN,
 * as in containerd: a client can still delete it.
 * @throws NotFound, Unavailable; for an exec process whatever the shim says
 */
export async function readState({ taskStateMs, log }: StateDeps, { namespace, id, shim }: Task, execId: string): Promise<Process> {
  try {
    const { pid, status, stdin, stdout, stderr, terminal, exitStatus, exitedAt } = await shim.tasks.state({ id, execId }, { namespace, timeoutMs: taskStateMs });
    return { id: execId || id, pid, status, stdin, stdout, stderr, terminal, exitStatus, exitedAt: exitedAt ?? ZERO_TIME };
  } catch (error) {
    if (execId !== "" || isError(error, "notFound") || isError(error, "unavailable")) throw error;
    log.warn("task state", { namespace, id, error: messageOf(error) });
    return { id, status: containerd.v1.types.Status.UNKNOWN, exitedAt: ZERO_TIME };
  }
}
