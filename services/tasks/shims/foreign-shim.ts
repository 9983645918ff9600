import { rmSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import { isError, messageOf, notFound, unknownError, type StevedoreError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { connect } from "@stevedore/rpc";
import { readBootstrap, readShimBinary, socketOf, writeBootstrap, writeShimBinary, type Bootstrap } from "./bootstrap.ts";
import type { Bundle } from "./bundle.ts";
import type { Shim, ShimLauncher, TaskClient } from "./shim.ts";
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

interface Parts {
  bundle: Bundle;
  binary: string;
  bootstrap: Bootstrap;
  log: { close(): void };
}

function attach({ environment, timeouts, log: logger }: ForeignShimDeps, { bundle, binary, bootstrap, log }: Parts): Shim {
  const socket = socketOf(bootstrap);
  const channel = connect({ path: socket, standard: true });
  const tasks = translateErrors(createTaskClient(channel, bootstrap.version));
  const life = watchLife(socket);
  return {
    tasks,
    restarts: false,
    onDeath: (listener) => life.onEnd(listener),
    async shutdown() {
      const { id, namespace } = bundle;
      life.ignore();
      await tasks.shutdown({ id }, { namespace, timeoutMs: timeouts.shimShutdownMs }).catch((error: unknown) => {
        logger.debug("shim did not confirm its shutdown", { namespace, id, error: messageOf(error) });
      });
    },
    async cleanUp() {
      // Its socket outlives a shim that was killed; nobody else would remove it.
      if (socket.startsWith("/")) rmSync(socket, { force: true });
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

// A shim of its own does not come back: containerd's words for that are what clients know.
function translateErrors(client: TaskClient): TaskClient {
  const wrapped = Object.entries(client).map(([name, method]) => {
    const call = method as (request: never, options: never) => Promise<unknown>;
    return [name, (request: never, options: never) => call(request, options).catch((error: unknown) => Promise.reject(asShimError(error, name)))];
  });
  return Object.fromEntries(wrapped) as TaskClient;
}

function asShimError(error: unknown, method: string): unknown {
  if (!isError(error, "unavailable")) return error;
  const gone: StevedoreError = method === "state" ? notFound("shim has died") : unknownError("ttrpc: closed");
  return Object.assign(gone, { cause: error });
}
