import { accessSync, constants, writeFileSync } from "node:fs";
import path from "node:path";
import { createHostPaths, servicesOf, type HostConfig } from "@stevedore/config";
import type { Logger } from "@stevedore/log";
import { prepareCgroups } from "./cgroups.ts";
import { superviseChild, type Child, type ChildSpec } from "./child.ts";
import { serveControl } from "./control.ts";
import { createHostFiles } from "./host-files.ts";
import { lockDirectory, type HostLock } from "./locks.ts";
import { echoLines, openLogFile } from "./log-file.ts";
import { prepareNats } from "./nats-server.ts";
import { applyProcessSettings } from "./process-settings.ts";
import { claimSocket, prepareDirectories } from "./prepare.ts";
import { areReady, describeHost, type HostStatus } from "./status.ts";

export interface HostOptions {
  config: HostConfig;
  /** The project's directory: where `services/` is. */
  home: string;
  log: Logger;
  /** Gets the lines that the services log, besides their files. */
  echo?: (lines: string) => void;
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
export async function startHost(options: HostOptions): Promise<Host> {
  const { config, log } = options;
  prepareDirectories(config);
  await using claims = new AsyncDisposableStack();
  const locks: HostLock[] = [];
  for (const what of ["state", "root"] as const) {
    const lock = await lockDirectory(config[what], what, log);
    claims.defer(() => lock.release());
    locks.push(lock);
  }
  for (const socket of [config.address, config.ttrpcAddress]) await claimSocket(socket, log);
  // Before a hierarchy is mounted for as long as the host runs: this process would keep it busy.
  applyProcessSettings(config, log);
  const cgroups = prepareCgroups(log);
  claims.defer(() => cgroups.release());

  const { resolved, children } = await startChildren(options, locks);
  claims.defer(() => stopChildren(children));
  const { promise: stopped, resolve: markStopped } = Promise.withResolvers<void>();
  const status = (): Promise<HostStatus> => describeHost({ config: resolved, children });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= held.disposeAsync().finally(markStopped));
  const control = await serveControl({ path: createHostFiles(config.state).control, isReady: () => areReady(children), status, stop });
  claims.defer(() => control.close());
  const held = claims.move();
  return { config: resolved, status, stop, stopped, ready: Promise.all(children.map((child) => child.ready)).then(() => undefined) };
}

async function startChildren({ config, home, log, echo }: HostOptions, locks: readonly HostLock[]): Promise<{ resolved: HostConfig; children: Child[] }> {
  const files = createHostFiles(config.state);
  const paths = createHostPaths(config);
  const specs: ChildSpec[] = [];
  const inherit = locks.map(({ fd }) => fd);
  let resolved = config;
  // Services that run for another containerd have nobody to tell of events.
  if (!config.stevedore.nats.external && config.stevedore.only.length === 0) {
    const { url, token, ...run } = await prepareNats(config);
    specs.push({ name: NATS, ...run, env: process.env, log: openLogFile(paths.log(NATS)), inherit });
    resolved = { ...config, stevedore: { ...config.stevedore, nats: { ...config.stevedore.nats, url, token } } };
  }
  writeFileSync(files.config, JSON.stringify(resolved, undefined, 2), { mode: 0o600 });
  const env = createServiceEnv(config, files.config, home);
  for (const name of servicesOf(config)) {
    const main = path.join(home, "services", name, "main.ts");
    const file = openLogFile(paths.log(name));
    specs.push({ name, command: process.execPath, args: [YOUNG_GENERATION, ...(HEAP_FLAGS[name] ?? []), main], env, log: echo === undefined ? file : echoLines(file, echo), inherit });
  }
  return { resolved, children: specs.map((spec) => superviseChild(spec, log)) };
}

const NATS = "nats-server";
// Node lets a process's young generation grow to 48 MB before it is worth collecting; six processes are a host, so 6 MB it is.
const YOUNG_GENERATION = "--max-semi-space-size=2";
// What is being fetched counts as growth of the heap: V8 would mark all of images' heap for every 15 MB of a layer, and takes half of its time for that.
const HEAP_FLAGS: Readonly<Record<string, readonly string[]>> = { images: ["--heap-growing-percent=200"] };

// The bus goes last, so that the services' last events get there.
async function stopChildren(children: readonly Child[]): Promise<void> {
  await Promise.all(children.filter(({ name }) => name !== NATS).map((child) => child.stop()));
  await Promise.all(children.filter(({ name }) => name === NATS).map((child) => child.stop()));
}

function createServiceEnv({ root, plugins }: HostConfig, configFile: string, home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [path.join(plugins.runtimeOptPath, "bin"), process.env["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"].join(":"),
    STEVEDORE_CONFIG: configFile,
    STEVEDORE_SUPERVISED: "1",
    STEVEDORE_HOME: home,
    STEVEDORE_READY_FD: "3",
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? (isWritable(home) ? path.join(home, ".cache", "node") : path.join(root, "cache", "node")),
  };
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
