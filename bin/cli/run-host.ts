import type { HostConfig } from "@stevedore/config";
import { startHost, type Host } from "@stevedore/host";
import { createLogger } from "@stevedore/log";
import { createNotifier } from "./sd-notify.ts";

export interface RunOptions {
  /** Print where the host serves once it is ready. */
  announce?: boolean;
  onReady?: (host: Host) => void | Promise<void>;
}

/** Runs a host in the foreground until it is told to stop: SIGTERM, SIGINT or `stevedore down`. */
export async function runHost(config: HostConfig, { announce = false, onReady }: RunOptions = {}): Promise<number> {
  const began = performance.now();
  const log = createLogger({ service: "supervisor", level: config.logLevel });
  const host = await startHost({ config, home: process.env["STEVEDORE_HOME"] ?? "", log });
  const notify = createNotifier();
  const stop = (): void => {
    notify("STOPPING=1");
    void host.stop();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("SIGHUP", stop);
  const isReady = await Promise.race([host.ready.then(() => true), host.stopped.then(() => false)]);
  if (isReady) {
    notify("READY=1");
    if (announce) process.stdout.write(`ready after ${((performance.now() - began) / 1000).toFixed(2)} s: ${config.address}\n`);
    await onReady?.(host);
  }
  await host.stopped;
  return 0;
}
