import { ZERO_TIME } from "@stevedore/api";
import { unknownError } from "@stevedore/errors";
import { awaitsRestore } from "./checkpoint.ts";
import { removeCgroups } from "./cgroup.ts";
import { requireAllowed, statusOfInit, waitForExit, type Container, type ContainerProcess } from "./container.ts";
import type { CreateDeps } from "./create.ts";
import { isForgotten } from "./runtime.ts";
import { unmountRootfs } from "./rootfs.ts";
import { clearProcesses } from "./task-files.ts";

export type RemoveDeps = Pick<CreateDeps, "runner" | "spawner" | "index" | "events" | "cgroups" | "log">;

/**
 * Removes a container whose init has ended, or was never started (it is killed then). The bundle stays: it is the client's.
 * @throws Unknown while it runs
 */
export async function removeTask(deps: RemoveDeps, container: Container): Promise<void> {
  requireAllowed("delete", statusOfInit(container));
  const { namespace, id, init, bundle } = container;
  if (init.status === "created" && !awaitsRestore(container)) await endCreated(container);
  // Only hooks might still look for the root file system.
  const unmounted = container.hasPoststop === false ? unmountRootfs(container, deps) : undefined;
  if (awaitsRestore(container)) endUnrestored(init);
  else await Promise.all([deleteInRuntime(deps, container), init.link?.settled]);
  for (const { link } of [init, ...container.execs.values()]) link?.release();
  await (unmounted ?? unmountRootfs(container, deps));
  const { pid, code: exitStatus, seconds, nanos } = init.exit!;
  void deps.events.emit(namespace, "TaskDelete", { containerId: id, pid, exitStatus, exitedAt: { seconds, nanos } });
  deps.index.remove(container);
  clearProcesses(bundle, container.execs.size > 0);
}

async function deleteInRuntime({ runner, cgroups }: RemoveDeps, container: Container): Promise<void> {
  const { code, reason } = await runner.tryRun(container, ["delete", container.id]);
  if (code === 0) return;
  if (!isForgotten(reason)) throw unknownError(`OCI runtime delete failed: ${reason}`);
  await removeCgroups(container.cgroupsPath, cgroups);
}

// Nothing of it was ever there: it ends without an exit event, as in containerd.
function endUnrestored(init: ContainerProcess): void {
  init.exit = { pid: 0, code: 0, ...ZERO_TIME, started: false };
  init.status = "stopped";
  init.waiting ??= Promise.withResolvers();
  init.waiting.resolve(init.exit);
}

async function endCreated({ init }: Container): Promise<void> {
  const ended = waitForExit(init);
  await init.link?.ask("kill 9");
  await ended;
}
