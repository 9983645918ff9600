import { setTimeout as sleep } from "node:timers/promises";
import { isError, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { findBundles, removeBundle, type Bundle, type BundlePlaces } from "../shims/bundle.ts";
import type { Shim } from "../shims/shim.ts";
import type { ShimSandbox } from "./sandbox-index.ts";
import type { SandboxManager } from "./sandbox-manager.ts";

export interface RestoreSandboxesDeps {
  places: BundlePlaces;
  manager: SandboxManager;
  /** The shim that a bundle names; undefined where that can't be told. It need not answer. */
  loadShim(bundle: Bundle): Promise<Shim | undefined>;
  /** How long a shim of an earlier life may take to answer. */
  loadTimeoutMs: number;
  log: Logger;
  signal: AbortSignal;
}

const RETRY_MS = 500;

/**
 * Takes in the sandboxes that an earlier life of this service left: those of the host's own shim at once, comparing them
 * with what it knows in the background; others when their shim has answered.
 */
export async function restoreSandboxes(deps: RestoreSandboxesDeps): Promise<void> {
  const bundles = findBundles(deps.places);
  await Promise.all(bundles.map((bundle) => restoreSandbox(deps, bundle)));
  if (bundles.length > 0) deps.log.info("sandboxes of an earlier life", { count: bundles.length });
}

async function restoreSandbox(deps: RestoreSandboxesDeps, bundle: Bundle): Promise<void> {
  const { places, manager, loadTimeoutMs, log } = deps;
  const { namespace, id } = bundle;
  try {
    const shim = await deps.loadShim(bundle);
    if (shim === undefined) return removeBundle(places, bundle);
    const sandbox: ShimSandbox = { namespace, id, bundle, shim };
    const problem = shim.restarts ? undefined : await ping(sandbox, { timeoutMs: loadTimeoutMs });
    manager.adopt(sandbox);
    if (shim.restarts) void confirm(deps, sandbox);
    // Its creation was cut off.
    else if (isError(problem, "notFound")) await manager.discard(sandbox);
    else if (isDead(problem)) await manager.bury(sandbox);
  } catch (error) {
    log.error("sandbox can't be restored", { namespace, id, error: messageOf(error) });
  }
}

/** Asks the host's own shim until it says whether it has the sandbox. */
async function confirm({ manager, log, signal }: RestoreSandboxesDeps, sandbox: ShimSandbox): Promise<void> {
  const { namespace, id } = sandbox;
  while (!signal.aborted) {
    const problem = await ping(sandbox, { signal });
    if (isError(problem, "notFound")) {
      log.info("removing the bundle of a sandbox that is not there", { namespace, id });
      return manager.discard(sandbox);
    }
    if (!isError(problem, "unavailable")) return;
    await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function ping({ namespace, id, shim }: ShimSandbox, options: { timeoutMs?: number; signal?: AbortSignal }): Promise<unknown> {
  try {
    await shim.sandboxes.pingSandbox({ sandboxId: id }, { namespace, ...options });
    return undefined;
  } catch (error) {
    return error;
  }
}

// Any other answer is one: not every shim serves this call.
function isDead(problem: unknown): boolean {
  return isError(problem, "deadlineExceeded") || isError((problem as Error | undefined)?.cause, "unavailable");
}
