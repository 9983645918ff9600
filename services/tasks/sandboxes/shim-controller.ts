import { setTimeout as sleep } from "node:timers/promises";
import { ZERO_TIME, nowTimestamp } from "@stevedore/api";
import { isError, unknownError, wrapError } from "@stevedore/errors";
import type { CallOptions } from "@stevedore/rpc";
import { formatEndpoint } from "../shims/bootstrap.ts";
import type { SandboxClient, Shim } from "../shims/shim.ts";
import type { Endpoint, SandboxCall, SandboxController, SandboxStatus } from "./controller.ts";
import type { SandboxIndex, ShimSandbox } from "./sandbox-index.ts";
import type { SandboxManager } from "./sandbox-manager.ts";

export interface ShimControllerDeps {
  index: SandboxIndex;
  manager: SandboxManager;
}

const RETRY_MS = 50;
// What a time that a shim left out is over the wire.
const UNSET_TIME = { seconds: 0, nanos: 0 };

/**
 * The controller that clients call `shim`: sandboxes are served by shims, over containerd.runtime.sandbox.v1.
 * Errors have containerd's classes and words (plugins/sandbox/controller.go).
 */
export function createShimController({ index, manager }: ShimControllerDeps): SandboxController {
  return {
    create: (request) => manager.create(request),
    async start(call) {
      const sandbox = index.find(call);
      if (sandbox === undefined) throw unknownError(`unable to find sandbox ${JSON.stringify(call.id)}`);
      const starting = within(`failed to start sandbox ${call.id}`, () => sandbox.shim.sandboxes.startSandbox({ sandboxId: call.id }, optionsOf(call)));
      const { pid, createdAt, spec } = await starting.catch(async (error: unknown) => {
        await manager.discard(sandbox);
        throw error;
      });
      return { pid, createdAt: createdAt ?? UNSET_TIME, labels: {}, spec: spec ?? null, ...endpointOf(sandbox.shim) };
    },
    async platform(call) {
      const { sandboxes } = index.get(call).shim;
      const { platform } = await within("failed to get sandbox platform", () => sandboxes.platform({ sandboxId: call.id }, optionsOf(call)));
      return { os: platform?.os ?? "", architecture: platform?.architecture ?? "", variant: platform?.variant ?? "" };
    },
    async stop(call, timeoutSecs) {
      const sandbox = index.find(call);
      if (sandbox === undefined) return;
      const stop = (client: SandboxClient) => client.stopSandbox({ sandboxId: call.id, timeoutSecs }, optionsOf(call));
      await within("failed to stop sandbox", () => askUntilAnswered(index, sandbox, call, stop)).catch((error: unknown) => {
        if (!isError(error, "notFound") && !isError(error, "unavailable")) throw error;
      });
    },
    async wait(call) {
      const sandbox = index.get(call);
      const wait = (client: SandboxClient) => client.waitSandbox({ sandboxId: call.id }, optionsOf(call));
      const { exitStatus, exitedAt } = await within(`failed to wait sandbox ${call.id}`, () => askUntilAnswered(index, sandbox, call, wait));
      return { exitStatus, exitedAt: exitedAt ?? UNSET_TIME };
    },
    status: (call, verbose) => readStatus(index.find(call), call, verbose),
    async shutdown(call) {
      const sandbox = index.get(call);
      const shutdown = (client: SandboxClient) => client.shutdownSandbox({ sandboxId: call.id }, optionsOf(call));
      await within("failed to shutdown sandbox", () => askUntilAnswered(index, sandbox, call, shutdown)).catch((error: unknown) => {
        // The shim died after it had done it.
        if (!sandbox.shim.restarts || !isError(error, "notFound")) throw error;
      });
      await manager.remove(sandbox);
    },
    async metrics(call) {
      const { metrics } = await index.get(call).shim.sandboxes.sandboxMetrics({ sandboxId: call.id }, optionsOf(call));
      return metrics ?? null;
    },
    // containerd's does nothing either: shims have no call for it.
    update: () => Promise.resolve(),
  };
}

function optionsOf({ namespace, requestId, signal }: SandboxCall): CallOptions {
  return { namespace, requestId, signal };
}

function endpointOf({ bootstrap }: Shim): Endpoint {
  return { address: formatEndpoint(bootstrap), version: bootstrap.version };
}

async function within<T>(context: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw wrapError(context, error);
  }
}

/** Makes a call that changes nothing when it is made again; so it is, when the shim restarts: its sandbox goes on meanwhile. */
async function askUntilAnswered<T>(index: SandboxIndex, sandbox: ShimSandbox, { signal }: SandboxCall, ask: (client: SandboxClient) => Promise<T>): Promise<T> {
  const { shim } = sandbox;
  for (;;) {
    try {
      return await ask(shim.sandboxes);
    } catch (error) {
      if (!shim.restarts || !isError(error, "unavailable") || index.find(sandbox) !== sandbox) throw error;
    }
    await sleep(RETRY_MS, undefined, { signal });
  }
}

async function readStatus(sandbox: ShimSandbox | undefined, call: SandboxCall, verbose: boolean): Promise<SandboxStatus> {
  if (sandbox === undefined) return { pid: 0, state: "", info: {}, createdAt: ZERO_TIME, exitedAt: nowTimestamp(), extra: null, address: "", version: 0 };
  const { sandboxes } = sandbox.shim;
  const status = await within(`failed to query sandbox ${call.id} status`, () => sandboxes.sandboxStatus({ sandboxId: call.id, verbose }, optionsOf(call)));
  const { pid, state, info, createdAt, exitedAt, extra } = status;
  return { pid, state, info, createdAt: createdAt ?? UNSET_TIME, exitedAt: exitedAt ?? UNSET_TIME, extra: extra ?? null, ...endpointOf(sandbox.shim) };
}
