import { isError } from "@stevedore/errors";
import type { Bundle } from "../shims/bundle.ts";
import { answerOf, restoreBundles, type RestoreBundlesDeps } from "../shims/restore-bundles.ts";
import type { Shim } from "../shims/shim.ts";
import type { ShimSandbox } from "./sandbox-index.ts";
import type { SandboxManager } from "./sandbox-manager.ts";

export interface RestoreSandboxesDeps extends RestoreBundlesDeps {
  manager: SandboxManager;
  /** How long a shim of an earlier life may take to answer. */
  loadTimeoutMs: number;
  signal: AbortSignal;
}

/**
 * Takes in the sandboxes that an earlier life of this service left: those of the host's own shim at once, comparing them
 * with what it knows in the background; others when their shim has answered.
 */
export function restoreSandboxes(deps: RestoreSandboxesDeps): Promise<void> {
  return restoreBundles(deps, "sandbox", (bundle, shim) => restoreSandbox(deps, bundle, shim));
}

async function restoreSandbox(deps: RestoreSandboxesDeps, bundle: Bundle, shim: Shim): Promise<void> {
  const { manager, loadTimeoutMs } = deps;
  const { namespace, id } = bundle;
  const sandbox: ShimSandbox = { namespace, id, bundle, shim };
  if (shim.restarts) {
    manager.adopt(sandbox);
    void confirm(deps, sandbox);
    return;
  }
  const problem = await ping(sandbox, { timeoutMs: loadTimeoutMs }).catch((error: unknown) => error);
  manager.adopt(sandbox);
  // Its creation was cut off.
  if (isError(problem, "notFound")) await manager.discard(sandbox);
  else if (isDead(problem)) await manager.bury(sandbox);
}

/** Asks the host's own shim whether it has the sandbox. */
async function confirm({ manager, log, signal }: RestoreSandboxesDeps, sandbox: ShimSandbox): Promise<void> {
  const { namespace, id } = sandbox;
  const problem = await answerOf(() => ping(sandbox, { signal }), signal);
  if (!isError(problem, "notFound")) return;
  log.info("removing the bundle of a sandbox that is not there", { namespace, id });
  await manager.discard(sandbox);
}

function ping({ namespace, id, shim }: ShimSandbox, options: { timeoutMs?: number; signal?: AbortSignal }): Promise<unknown> {
  return shim.sandboxes.pingSandbox({ sandboxId: id }, { namespace, ...options });
}

// Any other answer is one: not every shim serves this call.
function isDead(problem: unknown): boolean {
  return isError(problem, "deadlineExceeded") || isError((problem as Error | undefined)?.cause, "unavailable");
}
