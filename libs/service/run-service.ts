import { closeSync, readFileSync, writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { HostConfig, ServiceName } from "@stevedore/config";
import { messageOf } from "@stevedore/errors";
import { createLogger, type Logger } from "@stevedore/log";
import { serveGrpc, serveTtrpc, type HandlerTable, type RpcServer } from "@stevedore/rpc";
import type { Registry } from "prom-client";
import { startAdminServer } from "./admin-server.ts";
import { asPlugin } from "./plugin-table.ts";
import { createServiceHost, type ServiceHost } from "./host.ts";

/** What a service's composition root gives back. */
export interface Service {
  /** Served over ttrpc, and over gRPC where that is configured. */
  table: HandlerTable;
  /** Why the service is not ready yet; empty when it is. */
  notReady?: () => string[];
  /** Adds what the service counts by itself to the process's metrics; called by the first scrape. */
  registerMetrics?: (registry: Registry) => void;
  /** Called before the process ends, after its servers were closed. */
  close?: () => Promise<void>;
}

export type Setup = (host: ServiceHost) => Promise<Service>;

/**
 * The life of a service process: reads the host's resolved configuration (the JSON file that STEVEDORE_CONFIG
 * names), builds the service, serves it, and stops at SIGTERM, SIGINT or when the supervisor has gone away.
 */
export async function runService(name: ServiceName, setup: Setup): Promise<void> {
  process.title = `stevedore-${name}`;
  const config = readConfig();
  const log = createLogger({ service: name, level: config.logLevel });
  reportCrashes(log);
  const stopping = watchForStop(log);
  const { host, close: closeHost } = createServiceHost({ name, config, log, signal: stopping });
  try {
    const service = await setup(host);
    const servers = await startServers(host, service);
    log.info("serving", { pid: process.pid });
    void reportReady(service, log);
    await new Promise<void>((resolve) => (stopping.aborted ? resolve() : stopping.addEventListener("abort", () => resolve(), { once: true })));
    for (const server of servers) await server.close();
    await service.close?.();
    await closeHost();
    process.exit(0);
  } catch (error) {
    log.error("the service can't go on", { error: messageOf(error), stack: (error as Error).stack });
    process.exit(1);
  }
}

function readConfig(): HostConfig {
  const file = process.env["STEVEDORE_CONFIG"];
  if (file === undefined) {
    process.stderr.write("STEVEDORE_CONFIG is not set: services are started by `stevedore up`\n");
    process.exit(2);
  }
  return JSON.parse(readFileSync(file, "utf8")) as HostConfig;
}

const READY_POLL_MS = 10;

/** Tells the supervisor, on the descriptor that STEVEDORE_READY_FD names, that the service is ready for calls. */
async function reportReady(service: Service, log: Logger): Promise<void> {
  while ((service.notReady?.() ?? []).length > 0) await delay(READY_POLL_MS);
  log.info("ready");
  const fd = Number(process.env["STEVEDORE_READY_FD"] ?? 0);
  if (fd <= 2) return;
  writeSync(fd, "ready\n");
  closeSync(fd);
}

async function startServers(host: ServiceHost, service: Service): Promise<Pick<RpcServer, "close">[]> {
  const { name, paths, log, config } = host;
  const table = config.stevedore.only.length === 0 ? service.table : asPlugin(service.table);
  const servers: Pick<RpcServer, "close">[] = [await serveTtrpc({ table, path: paths.socket(name), log })];
  if (config.stevedore.grpc) {
    servers.push(await serveGrpc({ table, address: `unix:${paths.grpcSocket(name)}`, log, maxReceive: config.maxReceive, maxSend: config.maxSend }));
  }
  servers.push(await startAdminServer({ address: paths.adminSocket(name), metrics: createMetricsSource(() => host.metrics, service.registerMetrics), notReady: () => service.notReady?.() ?? [] }));
  return servers;
}

/** Process metrics are collected from the first scrape on: their event-loop monitor would wake an idle process for nobody. */
export function createMetricsSource(registry: () => Registry, registerMetrics?: (registry: Registry) => void): () => Promise<Registry> {
  return async () => {
    const register = registry();
    if (collecting.has(register)) return register;
    collecting.add(register);
    registerMetrics?.(register);
    (await import("prom-client")).collectDefaultMetrics({ register });
    return register;
  };
}

// One process may be scraped at two addresses.
const collecting = new WeakSet<Registry>();

// A supervisor holds our standard input open: its end is the sign that nobody looks after us any more.
function watchForStop(log: Logger): AbortSignal {
  const controller = new AbortController();
  const stop = (why: string) => {
    if (controller.signal.aborted) return;
    log.info("stopping", { why });
    controller.abort();
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  if (process.env["STEVEDORE_SUPERVISED"] === "1") {
    process.stdin.on("end", () => stop("the supervisor went away")).on("error", () => stop("the supervisor went away"));
    process.stdin.resume();
  }
  return controller.signal;
}

function reportCrashes(log: Logger): void {
  const die = (kind: string) => (error: unknown) => {
    log.error(kind, { error: messageOf(error), stack: (error as Error).stack });
    process.exit(1);
  };
  process.on("uncaughtException", die("uncaught exception"));
  process.on("unhandledRejection", die("unhandled rejection"));
}
