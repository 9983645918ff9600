import { writeSync } from "node:fs";
import { createHostPaths, servicesOf, type HostConfig } from "@stevedore/config";
import { messageOf } from "@stevedore/errors";
import { startHost, type Host } from "@stevedore/host";
import { createLogger } from "@stevedore/log";
import { createNotifier } from "./sd-notify.ts";

export interface RunOptions {
  /** Print where the host serves once it is ready. */
  announce?: boolean;
  /** The services' lines go to stderr as well, as one daemon's would. */
  echo?: boolean;
  onReady?: (host: Host) => void | Promise<void>;
  /** Runs before a signal stops the host. */
  beforeStop?: (host: Host) => Promise<void>;
}

/** Runs a host in the foreground until it is told to stop: SIGTERM, SIGINT or `stevedore down`. */
export async function runHost(config: HostConfig, { announce = false, echo = false, onReady, beforeStop }: RunOptions = {}): Promise<number> {
  const log = createLogger({ service: "supervisor", level: config.logLevel });
  const host = await startHost({ config, home: process.env["STEVEDORE_HOME"] ?? "", log, ...(echo && { echo: writeToStderr }) });
  const notify = createNotifier();
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= (async () => {
      notify("STOPPING=1");
      await beforeStop?.(host).catch((error: unknown) => log.warn("could not tidy up", { error: messageOf(error) }));
      await host.stop();
    })();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("SIGHUP", stop);
  process.on("SIGUSR1", () => void host.status().then((status) => log.info("status", { ...status })));
  const isReady = await Promise.race([host.ready.then(() => true), host.stopped.then(() => false)]);
  if (isReady) {
    notify("READY=1");
    if (announce) process.stdout.write(`ready after ${process.uptime().toFixed(2)} s: ${addressesOf(config).join(", ")}\n`);
    await onReady?.(host);
  }
  await host.stopped;
  return 0;
}

/** Where clients find what runs: a host's public socket, or those of the services that run alone. */
export function addressesOf(config: HostConfig): string[] {
  const { only } = config.stevedore;
  return only.length === 0 ? [config.address] : servicesOf(config).map((name) => createHostPaths(config).grpcSocket(name));
}

// Who reads it may be gone, or not take it: the files have it all.
function writeToStderr(lines: string): void {
  try {
    writeSync(2, lines);
  } catch {
    return;
  }
}
