import { rmSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import { SandboxRuntimeService } from "@stevedore/api";
import { isError, messageOf, notFound, unknownError, type StevedoreError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { connect, createClient } from "@stevedore/rpc";
import { readBootstrap, readShimBinary, socketOf, writeBootstrap, writeShimBinary, type Bootstrap } from "./bootstrap.ts";
import type { Bundle } from "./bundle.ts";
import type { Shim, ShimLauncher } from "./shim.ts";
import { findAllowedMounts, findStartInput, runDelete, runStart, type ShimEnvironment, type StartInput } from "./shim-binary.ts";
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
        const bootstrap = await runStart({ binary, input: await (input ??= findStartInput(binary)) }, request, deps.environment);
        writeBootstrap(bundle.path, bootstrap);
        return attach(deps, { bundle, binary, bootstrap, log });
      } catch (error) {
        log.close();
        throw error;
      }
    },
    allowedMounts: () => (allowed ??= findAllowedMounts(binary).catch((error: unknown) => {
      deps.log.warn("failed to load runtime info", { binary, error: messageOf(error) });
      allowed = undefined;
      return [];
    })),
    async load(bundle) {
      const known = readShimBinary(bundle.path) ?? binary;
      // Without an address the start was cut off: cleaning up is all that is left to do.
      const bootstrap = readBootstrap(bundle.path) ?? { version: 2, address: "unix:///nonexistent", protocol: "ttrpc" };
      return attach(deps, { bundle, binary: known, bootstrap, log: openShimLog(bundle, deps.log) });
    },
  };
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
  const socket = socketOf(bootstrap);
  const channel = connect({ path: socket, standard: true });
  const tasks = translateErrors(createTaskClient(channel, bootstrap.version));
  const life = watchLife(socket);
  return {
    tasks,
    sandboxes: translateErrors(createClient(SandboxRuntimeService, channel)),
    bootstrap,
    restarts: false,
    onDeath: (listener) => life.onEnd(listener),
    async shutdown() {
      const { id, namespace } = bundle;
      life.ignore();
      if (isHeld?.() === true) return;
      await tasks.shutdown({ id }, { namespace, timeoutMs: timeouts.shimShutdownMs }).catch((error: unknown) => {
        logger.debug("shim did not confirm its shutdown", { namespace, id, error: messageOf(error) });
      });
    },
    async cleanUp() {
      // Its socket outlives a shim that was killed, and nobody else would remove it. One that lives may serve other tasks.
      if (socket.startsWith("/") && !(await isListening(socket))) rmSync(socket, { force: true });
      if (binary === undefined) return undefined;
      return runDelete(binary, bundle, { ...environment, timeoutMs: timeouts.shimCleanupMs });
    },
    close() {
      life.ignore();
      log.close();
      void channel.close();
    },
  };
}

/** A connection that carries nothing: its end is the end of the shim. */
function watchLife(path: string): { onEnd(listener: () => void): void; ignore(): void } {
  let listener: (() => void) | undefined;
  let ended = false;
  const socket = connectSocket(path);
  socket.on("error", () => undefined);
  socket.on("close", () => {
    ended = true;
    listener?.();
  });
  socket.resume().unref();
  return {
    onEnd(onEnd) {
      listener = onEnd;
      if (ended) onEnd();
    },
    ignore() {
      listener = undefined;
      socket.destroy();
    },
  };
}

function isListening(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connectSocket(path);
  socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
  return promise.finally(() => socket.destroy());
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
