import { setTimeout as sleep } from "node:timers/promises";
import { dateOf, type google } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import type { EventRecorder } from "../events/event-recorder.ts";
import type { Task } from "./task.ts";

const RETRY_MS = 50;
// The exit event may be a moment behind the shim's answer; one that is older than this has come, or never will.
const EVENT_PATIENCE_MS = 500;

export interface WaitResult {
  exitStatus: number;
  exitedAt: google.protobuf.ITimestamp;
}

/**
 * Waits for the end of a process, over restarts of the shim, and until its exit event is on the bus: who waits and who
 * listens learn of it in one order.
 */
export async function waitForExit(recorder: EventRecorder, task: Task, execId: string, signal: AbortSignal): Promise<WaitResult> {
  const { namespace, id } = task;
  const { exitStatus, exitedAt } = await askUntilAnswered(task, execId, signal);
  const age = Date.now() - dateOf(exitedAt).getTime();
  const subject = { topic: "/tasks/exit", namespace, containerId: id, processId: execId || id };
  await recorder.published(subject, EVENT_PATIENCE_MS - age);
  return { exitStatus, exitedAt: exitedAt ?? {} };
}

async function askUntilAnswered({ namespace, id, shim }: Task, execId: string, signal: AbortSignal): Promise<{ exitStatus: number; exitedAt?: google.protobuf.ITimestamp | null }> {
  for (;;) {
    try {
      return await shim.tasks.wait({ id, execId }, { namespace, signal });
    } catch (error) {
      if (!shim.restarts || !isError(error, "unavailable")) throw error;
    }
    await sleep(RETRY_MS, undefined, { signal });
  }
}
