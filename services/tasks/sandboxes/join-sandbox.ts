import { messageOf, notFound, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Reader } from "@stevedore/metadata";
import { parseEndpoint, readBootstrap, writeBootstrap, writeSandboxId, type Bootstrap } from "../shims/bootstrap.ts";
import type { Bundle } from "../shims/bundle.ts";
import type { Launchers } from "../shims/launchers.ts";
import type { Shim } from "../shims/shim.ts";
import type { TaskIndex } from "../tasks/task-index.ts";
import type { SandboxOfTask } from "../tasks/task-manager.ts";
import type { SandboxIndex } from "./sandbox-index.ts";
import { findSandbox } from "./sandbox-records.ts";

export interface JoinDeps {
  store: Reader;
  sandboxes: SandboxIndex;
  tasks: TaskIndex;
  shared: Launchers["shared"];
  log: Logger;
}

// Shims of earlier versions want their binary called for each task, even where one process serves several.
const FIRST_SHARED_VERSION = 3;

/**
 * The shim of the sandbox that a task is created in, for its bundle; undefined where the task's own runtime is to be
 * started (containerd, ShimManager.Start). A sandbox may be a task too: the pause container of an older client.
 * @throws NotFound when the sandbox is stored and has no shim, Unknown for an address that is none
 */
export async function joinSandbox(deps: JoinDeps, bundle: Bundle, sandbox: SandboxOfTask): Promise<Shim | undefined> {
  const { namespace, id } = bundle;
  if (findSandbox(deps.store, namespace, sandbox.id) === undefined) {
    deps.log.warn("the sandbox of a task is not stored", { namespace, id, sandbox: sandbox.id });
    return undefined;
  }
  const bootstrap = findBootstrap(deps, namespace, sandbox);
  if (bootstrap.version < FIRST_SHARED_VERSION) return undefined;
  writeSandboxId(bundle.path, sandbox.id);
  writeBootstrap(bundle.path, bootstrap);
  return deps.shared({ bundle, bootstrap, isHeld: () => isHeld(deps, namespace, sandbox.id) });
}

/** Whether a sandbox still is: its shim is not to be ended with one of its tasks. */
export function isHeld({ sandboxes, tasks }: Pick<JoinDeps, "sandboxes" | "tasks">, namespace: string, id: string): boolean {
  return sandboxes.has({ namespace, id }) || tasks.has({ namespace, id });
}

function findBootstrap({ sandboxes, tasks }: JoinDeps, namespace: string, { id, address, version }: SandboxOfTask): Bootstrap {
  if (address !== "") return parseEndpoint(address, version);
  const shared = sandboxes.find({ namespace, id }) ?? tasks.find({ namespace, id });
  if (shared === undefined) throw notFound(`can't find shim for sandbox ${id}`);
  const bootstrap = readSafely(shared.bundle, id);
  if (bootstrap === undefined) throw unknownError(`failed to get bootstrap params of sandbox ${id}: no bootstrap.json in ${shared.bundle.path}`);
  return bootstrap;
}

function readSafely({ path }: Bundle, id: string): Bootstrap | undefined {
  try {
    return readBootstrap(path);
  } catch (error) {
    throw unknownError(`failed to get bootstrap params of sandbox ${id}: ${messageOf(error)}`, { cause: error });
  }
}
