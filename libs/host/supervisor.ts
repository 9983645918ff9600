import { writeFileSync } from "node:fs";
import path from "node:path";
import type { HostConfig } from "@stevedore/config";
import type { Logger } from "@stevedore/log";
import { createHostPaths, SERVICE_NAMES } from "@stevedore/service";
import { prepareCgroups } from "./cgroups.ts";
import { superviseChild, type Child } from "./child.ts";
import { serveControl } from "./control.ts";
import { createHostFiles } from "./host-files.ts";
import { lockDirectory } from "./locks.ts";
import { openLogFile } from "./log-file.ts";
import { prepareNats } from "./nats-server.ts";
import { claimSocket, prepareDirectories } from "./prepare.ts";
import { describeHost, type HostStatus } from "./status.ts";

export interface HostOptions {
  config: HostConfig;
  /** The project's directory: where `services/` is. */
  home: string;
  log: Logger;
}

/** A running host. */
export interface Host {
  readonly config: HostConfig;
  status(): Promise<HostStatus>;
  /** Resolves when every process serves. */
  readonly ready: Promise<void>;
  /** Resolves when the host has stopped, whoever asked for it. */
  readonly stopped: Promise<void>;
  /** Stops the processes. Containers go on, with their monitors, and are found again by the next host on this state. */
  stop(): Promise<void>;
}

/**
 * Starts a host: nats-server and the services, all at once, each kept running.
 * @throws AlreadyExists when root, state or socket are in use; PermissionDenied without root
 */
export async function startHost({ config, home, log }: HostOptions): Promise<Host> {
  prepareDirectories(config);
  const locks = [lockDirectory(config.state, "state"), lockDirectory(config.root, "root")];
  const release = (): void => locks.forEach((lock) => lock.release());
  try {
    for (const socket of [config.address, config.ttrpcAddress]) await claimSocket(socket, log);
    return await startProcesses({ config, home, log }, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function startProcesses({ config, home, log }: HostOptions, releaseLocks: () => void): Promise<Host> {
  const cgroups = prepareCgroups(log);
  const files = createHostFiles(config.state);
  const paths = createHostPaths(config);
  const children: Child[] = [];
  const resolved = config.stevedore.nats.external ? config : await addNats(config, children, log);
  writeFileSync(files.config, JSON.stringify(resolved, undefined, 2), { mode: 0o600 });

  const env = createServiceEnv(config, files.config, home);
  for (const name of SERVICE_NAMES) {
    const main = path.join(home, "services", name, "main.ts");
    children.push(superviseChild({ name, command: process.execPath, args: [main], env, log: openLogFile(paths.log(name)) }, log));
  }
  const { promise: stopped, resolve: markStopped } = Promise.withResolvers<void>();
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    const [nats, services] = [children.filter(({ name }) => name === "nats-server"), children.filter(({ name }) => name !== "nats-server")];
    // The gateway first, so that clients see the host go at once; the bus last, so that the last events get there.
    await Promise.all(services.map((child) => child.stop()));
    await Promise.all(nats.map((child) => child.stop()));
    await control.close();
    cgroups.release();
    releaseLocks();
    markStopped();
  };
  const status = (): Promise<HostStatus> => describeHost({ config: resolved, children });
  const stop = (): Promise<void> => (stopping ??= stopAll());
  const control = await serveControl({ path: files.control, status, stop });
  return { config: resolved, status, stop, stopped, ready: Promise.all(children.map((child) => child.ready)).then(() => undefined) };
}

async function addNats(config: HostConfig, children: Child[], log: Logger): Promise<HostConfig> {
  const { url, token, command, args, probe } = await prepareNats(config);
  const spec = { name: "nats-server", command, args, env: process.env, log: openLogFile(createHostPaths(config).log("nats-server")), probe };
  children.push(superviseChild(spec, log));
  return { ...config, stevedore: { ...config.stevedore, nats: { ...config.stevedore.nats, url, token } } };
}

function createServiceEnv({ root, plugins }: HostConfig, configFile: string, home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [path.join(plugins.runtimeOptPath, "bin"), process.env["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"].join(":"),
    STEVEDORE_CONFIG: configFile,
    STEVEDORE_SUPERVISED: "1",
    STEVEDORE_HOME: home,
    STEVEDORE_READY_FD: "3",
    NODE_COMPILE_CACHE: path.join(root, "cache", "node"),
  };
}
