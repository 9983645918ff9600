import { unknownError } from "@stevedore/errors";
import { requireAllowed, statusOfInit, waitForExit, type Container } from "./container.ts";
import type { CreateDeps } from "./create.ts";
import { unmountRootfs } from "./rootfs.ts";
import { clearProcesses } from "./task-files.ts";

export type RemoveDeps = Pick<CreateDeps, "runner" | "index" | "events" | "log">;

/**
 * Removes a container whose init has ended, or was never started (it is killed then). The bundle stays: it is the client's.
 * @throws Unknown while it runs
 */
export async function removeTask(deps: RemoveDeps, container: Container): Promise<void> {
  requireAllowed("delete", statusOfInit(container));
  const { namespace, id, init, bundle } = container;
  if (init.status === "created") await endCreated(container);
  const { code, reason } = await deps.runner.tryRun(container, ["delete", id]);
  if (code !== 0 && !/does not exist/i.test(reason)) throw unknownError(`failed to delete task: ${reason}`);
  for (const { link } of [init, ...container.execs.values()]) link?.release();
  unmountRootfs(container, deps.log);
  const { pid, code: exitStatus, seconds, nanos } = init.exit!;
  void deps.events.emit(namespace, "TaskDelete", { containerId: id, pid, exitStatus, exitedAt: { seconds, nanos } });
  deps.index.remove(container);
  clearProcesses(bundle, container.execs.size > 0);
}

async function endCreated({ init }: Container): Promise<void> {
  const ended = waitForExit(init);
  await init.link?.ask("kill 9");
  await ended;
}
