import { nowTimestamp } from "@stevedore/api";
import { messageOf, wrapError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { EventRecorder } from "../events/event-recorder.ts";
import { createBundle, removeBundle, type Bundle, type BundlePlaces } from "../shims/bundle.ts";
import type { Shim, ShimLauncher } from "../shims/shim.ts";
import type { CreateSandbox } from "./controller.ts";
import type { SandboxIndex, ShimSandbox } from "./sandbox-index.ts";

export interface SandboxManagerDeps {
  places: BundlePlaces;
  index: SandboxIndex;
  /** The kind of shim that a runtime's name stands for. @throws Unknown when it is not installed */
  launcherFor(runtime: string): ShimLauncher;
  recorder: EventRecorder;
  /** How long a shim may take to end a sandbox that failed. */
  cleanupMs: number;
  log: Logger;
}

/** Bundles and shims of sandboxes, from their creation to their removal. */
export interface SandboxManager {
  /** @throws AlreadyExists, or what bundle or shim object to; nothing is left behind then */
  create(request: CreateSandbox): Promise<void>;
  /** Takes a sandbox in that was found at the start, and looks after it from then on. */
  adopt(sandbox: ShimSandbox): void;
  /** Removes what is left of a sandbox that its shim has shut down. */
  remove(sandbox: ShimSandbox): Promise<void>;
  /** Ends a sandbox that failed, and removes it. */
  discard(sandbox: ShimSandbox): Promise<void>;
  /** Removes what is left of a sandbox whose shim has died, and makes it known. */
  bury(sandbox: ShimSandbox): Promise<void>;
}

export function createSandboxManager(deps: SandboxManagerDeps): SandboxManager {
  const { index } = deps;
  const bury = async (sandbox: ShimSandbox): Promise<void> => {
    // Its process has ended because it was shut down.
    if (index.find(sandbox) !== sandbox) return;
    deps.log.warn("shim of a sandbox died", keyOf(sandbox));
    await cleanUp(deps, sandbox, () => index.remove(sandbox));
  };
  const adopt = (sandbox: ShimSandbox): void => {
    index.add(sandbox);
    sandbox.shim.onDeath(() => void bury(sandbox));
  };
  return {
    adopt,
    bury,
    async create(request) {
      index.reserve(request);
      try {
        adopt(await createSandbox(deps, request));
      } finally {
        index.release(request);
      }
    },
    async remove(sandbox) {
      if (!index.remove(sandbox)) return;
      await cleanUp(deps, sandbox, () => true);
    },
    async discard(sandbox) {
      if (!index.remove(sandbox)) return;
      await endInShim(deps, sandbox);
      await cleanUp(deps, sandbox, () => true);
    },
  };
}

async function createSandbox(deps: SandboxManagerDeps, request: CreateSandbox): Promise<ShimSandbox> {
  const { namespace, id } = request;
  const bundle = createBundle(deps.places, { namespace, id, spec: request.sandbox.spec?.value ?? undefined });
  let shim: Shim | undefined;
  try {
    shim = await startShim(deps, bundle, request);
    await createInShim(shim, bundle, request);
    return { namespace, id, bundle, shim };
  } catch (error) {
    if (shim === undefined) removeBundle(deps.places, bundle);
    else await undoCreation(deps, { namespace, id, bundle, shim });
    throw error;
  }
}

async function startShim({ launcherFor }: SandboxManagerDeps, bundle: Bundle, { id, sandbox, signal }: CreateSandbox): Promise<Shim> {
  try {
    return await launcherFor(sandbox.runtime?.name ?? "").start({ bundle, options: sandbox.runtime?.options ?? undefined, signal });
  } catch (error) {
    throw wrapError(`failed to start new shim for sandbox ${id}`, error);
  }
}

async function createInShim(shim: Shim, bundle: Bundle, { id, namespace, rootfs, options, netnsPath, annotations, requestId, signal }: CreateSandbox): Promise<void> {
  const request = { sandboxId: id, bundlePath: bundle.path, rootfs, options: options ?? null, netnsPath, annotations };
  try {
    await shim.sandboxes.createSandbox(request, { namespace, requestId, signal });
  } catch (error) {
    throw wrapError(`failed to create sandbox ${id}`, error);
  }
}

// A sandbox that never was has no end to make known.
async function undoCreation(deps: SandboxManagerDeps, sandbox: ShimSandbox): Promise<void> {
  await endInShim(deps, sandbox);
  await sandbox.shim.cleanUp().catch((error: unknown) => deps.log.debug("undoing a sandbox's creation", { ...keyOf(sandbox), error: messageOf(error) }));
  sandbox.shim.close();
  removeBundle(deps.places, sandbox.bundle);
}

// A shim without the sandbox service is ended as one without tasks.
async function endInShim({ cleanupMs, log }: SandboxManagerDeps, { namespace, id, shim }: ShimSandbox): Promise<void> {
  await shim.sandboxes.shutdownSandbox({ sandboxId: id }, { namespace, timeoutMs: cleanupMs }).catch((error: unknown) => {
    log.debug("shim did not confirm a sandbox's shutdown", { namespace, id, error: messageOf(error) });
  });
  await shim.shutdown();
}

/** The shim has gone: its binary cleans up, and the end is told as that of a task, which is how containerd tells it. */
async function cleanUp({ places, recorder, log }: SandboxManagerDeps, sandbox: ShimSandbox, isToBeTold: () => boolean): Promise<void> {
  const { namespace, id, shim, bundle } = sandbox;
  const exit = await shim.cleanUp().catch((error: unknown) => {
    log.warn("cleaning up after the shim of a sandbox", { namespace, id, error: messageOf(error) });
    return { pid: 0, exitStatus: 255, exitedAt: nowTimestamp() };
  });
  // Shut down meanwhile: then the end was told.
  if (!isToBeTold()) return;
  if (exit !== undefined) await recorder.reportLost(namespace, id, exit);
  shim.close();
  removeBundle(places, bundle);
}

function keyOf({ namespace, id }: ShimSandbox): { namespace: string; id: string } {
  return { namespace, id };
}
