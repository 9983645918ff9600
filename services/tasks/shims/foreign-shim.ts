import { rmSync } from "node:fs";
import { SandboxRuntimeService } from "@stevedore/api";
import { isError, messageOf, notFound, unknownError, wrapError, type StevedoreError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { connect, connectGrpc, createClient } from "@stevedore/rpc";
import { endpointOf, parseBootstrap, readBootstrap, readShimBinary, writeBootstrap, writeShimBinary, type Bootstrap, type Endpoint } from "./bootstrap.ts";
import type { Bundle } from "./bundle.ts";
import type { Shim, ShimLauncher, StartRequest } from "./shim.ts";
import { findAllowedMounts, findStartInput, killStrays, runDelete, runStart, type ShimBinary, type ShimEnvironment, type StartInput } from "./shim-binary.ts";
import { isListening, reach, watchLife } from "./shim-life.ts";
import { openShimLog } from "./shim-log.ts";
import { createTaskClient } from "./task-client.ts";

export interface ForeignShimDeps {
  environment: ShimEnvironment;
  timeouts: { shimCleanupMs: number; shimShutdownMs: number };
  log: Logger;
}

/** Starts and finds shims that are somebody else's binary, by containerd's shim protocol. `binary` is not needed to load one. */
export function createForeignShim(deps: ForeignShimDeps, binary: string): ShimLauncher {
  let input: Promise<StartInput> | undefined;
  let allowed: Promise<readonly string[]> | undefined;
  return {
    async start(request) {
      const { bundle } = request;
      const log = openShimLog(bundle, deps.log);
      try {
        writeShimBinary(bundle.path, binary);
        const bootstrap = await startProcess(deps, { binary, input: await (input ??= findStartInput(binary)) }, request);
        writeBootstrap(bundle.path, bootstrap);
        return attach(deps, { bundle, binary, bootstrap, log });
      } catch (error) {
        log.close();
        throw wrapError("start failed", error);
      }
    },
    allowedMounts: () => (allowed ??= findAllowedMounts(binary).catch((error: unknown) => {
      deps.log.warn("failed to load runtime info", { binary, error: messageOf(error) });
      allowed = undefined;
      return [];
    })),
    async load(bundle) {
      const known = readShimBinary(bundle.path) ?? binary;
      const bootstrap = readUsable(bundle) ?? { version: 2, address: "unix:///nonexistent", protocol: "ttrpc" };
      return attach(deps, { bundle, binary: known, bootstrap, log: openShimLog(bundle, deps.log) });
    },
  };
}

/**
 * Runs `start` and sees that somebody listens where it says. Else nobody can ask the process that it left behind for anything:
 * the shim's own `delete` is to clean up, and what then still works in the bundle is killed.
 */
async function startProcess({ environment, timeouts, log }: ForeignShimDeps, shim: ShimBinary, request: StartRequest): Promise<Bootstrap> {
  const { bundle } = request;
  const output = await runStart(shim, request, environment);
  let endpoint: Endpoint | undefined;
  try {
    const bootstrap = parseBootstrap(output);
    endpoint = endpointOf(bootstrap);
    await reach(endpoint);
    return bootstrap;
  } catch (error) {
    await runDelete(shim.binary, bundle, { ...environment, timeoutMs: timeouts.shimCleanupMs }).catch((failure: unknown) => {
      log.warn("cleaning up after a shim's start", { namespace: bundle.namespace, id: bundle.id, error: messageOf(failure) });
    });
    killStrays(bundle);
    await removeDeadSocket(endpoint);
    throw error;
  }
}

// Without an address the start was cut off: cleaning up is all that is left to do, and so where nothing can be made of it.
function readUsable({ path }: Bundle): Bootstrap | undefined {
  try {
    const bootstrap = readBootstrap(path);
    if (bootstrap !== undefined) endpointOf(bootstrap);
    return bootstrap;
  } catch {
    return undefined;
  }
}

// It outlives a shim that was killed, and nobody else would remove it. One that lives may serve other tasks.
async function removeDeadSocket(endpoint: Endpoint | undefined): Promise<void> {
  if (endpoint?.socket.startsWith("/") && !(await isListening(endpoint))) rmSync(endpoint.socket, { force: true });
}

/**
 * A shim that a sandbox started, as one of its tasks uses it: no binary was called for the task, and none can clean up
 * after it. While `isHeld`, the process is its sandbox's to end.
 */
export function attachShared(deps: ForeignShimDeps, { bundle, bootstrap, isHeld }: Pick<Parts, "bundle" | "bootstrap" | "isHeld">): Shim {
  return attach(deps, { bundle, binary: undefined, bootstrap, isHeld, log: openShimLog(bundle, deps.log) });
}

interface Parts {
  bundle: Bundle;
  binary: string | undefined;
  bootstrap: Bootstrap;
  /** True when somebody else ends the process. */
  isHeld?: () => boolean;
  log: { close(): void };
}

function attach({ environment, timeouts, log: logger }: ForeignShimDeps, { bundle, binary, bootstrap, isHeld, log }: Parts): Shim {
  const endpoint = endpointOf(bootstrap);
  const grpc = endpoint.protocol === "grpc";
  const channel = grpc ? connectGrpc({ target: { path: endpoint.socket } }) : connect({ path: endpoint.socket, standard: true });
  // containerd passes on what gRPC says of a shim that is gone.
  const translate = grpc ? <C>(client: C): C => client : translateErrors;
  const tasks = translate(createTaskClient(channel, bootstrap.version));
  const life = watchLife(endpoint);
  return {
    tasks,
    sandboxes: translate(createClient(SandboxRuntimeService, channel)),
    bootstrap,
    restarts: false,
    onDeath: (listener) => life.onEnd(listener),
    async shutdown({ byForce = false } = {}) {
      const { id, namespace } = bundle;
      life.ignore();
      if (isHeld?.() === true) return;
      try {
        await tasks.shutdown({ id }, { namespace, timeoutMs: timeouts.shimShutdownMs });
      } catch (error) {
        logger.debug("shim did not confirm its shutdown", { namespace, id, error: messageOf(error) });
        if (!byForce) return;
        killStrays(bundle);
        await removeDeadSocket(endpoint);
      }
    },
    async cleanUp() {
      try {
        return binary === undefined ? undefined : await runDelete(binary, bundle, { ...environment, timeoutMs: timeouts.shimCleanupMs });
      } finally {
        await removeDeadSocket(endpoint);
      }
    },
    close() {
      life.ignore();
      log.close();
      void channel.close();
    },
  };
}

// A shim of its own does not come back: containerd's words for that are what clients know.
function translateErrors<C extends object>(client: C): C {
  const wrapped = Object.entries(client).map(([name, method]) => {
    const call = method as (request: never, options: never) => Promise<unknown>;
    return [name, (request: never, options: never) => call(request, options).catch((error: unknown) => Promise.reject(asShimError(error, name)))];
  });
  return Object.fromEntries(wrapped) as C;
}

function asShimError(error: unknown, method: string): unknown {
  if (!isError(error, "unavailable")) return error;
  const gone: StevedoreError = method === "state" ? notFound("shim has died") : unknownError("ttrpc: closed");
  return Object.assign(gone, { cause: error });
}
