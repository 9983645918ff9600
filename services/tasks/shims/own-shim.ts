import path from "node:path";
import { SandboxRuntimeService, TaskV3Service } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { createClient, type Channel } from "@stevedore/rpc";
import { writeBootstrap, writeShimBinary } from "./bootstrap.ts";
import type { SharedLog } from "./shim-log.ts";
import type { Shim, ShimLauncher, TaskClient } from "./shim.ts";

export interface OwnShimDeps {
  /** To the shim process of this host. */
  channel: Channel;
  socket: string;
  /** The FIFO `log` of every bundle: what anybody writes there gets into our log. */
  log: SharedLog;
}

/** How a bundle says that its task is run by the host's own shim. */
export const OWN_SHIM_BINARY = "containerd-shim-stevedore-v2";

/** Its launcher, which a stock containerd calls, and which describes the runtime to us too. */
export const OWN_SHIM_PATH = path.resolve(import.meta.dirname, "../../../bin", OWN_SHIM_BINARY);

/**
 * Questions change nothing, so one that the shim's death cuts off is put to the next shim. So is one whose time has passed: it was perhaps spent on waiting
 * for a shim that was being started again, and a deadline is meant for its answer.
 */
function askAgain(tasks: TaskClient): TaskClient {
  const twice = <Request extends unknown[], Reply>(ask: (...request: Request) => Promise<Reply>) => (...request: Request): Promise<Reply> =>
    ask(...request).catch((error: unknown) => {
      if (!isError(error, "unavailable") && !isError(error, "deadlineExceeded")) throw error;
      return ask(...request);
    });
  return { ...tasks, state: twice(tasks.state), pids: twice(tasks.pids), stats: twice(tasks.stats), connect: twice(tasks.connect) };
}

/** The shim process of the host, which runs every task that asks for no other runtime. It is there already, so starting costs nothing. */
export function createOwnShim({ channel, socket, log }: OwnShimDeps): ShimLauncher {
  const bootstrap = { version: 3, address: `unix://${socket}`, protocol: "ttrpc" };
  const shim: Shim = {
    tasks: askAgain(createClient(TaskV3Service, channel)),
    sandboxes: createClient(SandboxRuntimeService, channel),
    bootstrap,
    restarts: true,
    onDeath: () => undefined,
    shutdown: () => Promise.resolve(),
    cleanUp: () => Promise.resolve(undefined),
    close: () => undefined,
  };
  return {
    async start({ bundle }) {
      writeShimBinary(bundle.path, OWN_SHIM_PATH);
      writeBootstrap(bundle.path, bootstrap);
      log.addTo(bundle.path);
      return shim;
    },
    load: () => Promise.resolve(shim),
  };
}
