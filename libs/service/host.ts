import { createRequire } from "node:module";
import { createHostPaths, type HostConfig, type HostPaths, type ServiceName } from "@stevedore/config";
import { createNatsBus, createPublisher, createSilentBus, type EventBus, type Publisher } from "@stevedore/events";
import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { openSqliteStore, type MetadataStore } from "@stevedore/metadata";
import { connect, type Channel } from "@stevedore/rpc";
import type { Registry } from "prom-client";

// A service that died is back within this time, unless it can not start at all.
const RESTART_PATIENCE_MS = 5000;

/** What a service's composition root gets: its configuration, and the host's shared parts, each made on first use. */
export interface ServiceHost {
  readonly name: ServiceName;
  readonly config: HostConfig;
  readonly paths: HostPaths;
  readonly log: Logger;
  /** Fires when the process is to stop. */
  readonly signal: AbortSignal;
  /** Prometheus metrics of this process. The library (4 to 10 MB) is loaded where a service counts something, or by the first scrape. */
  readonly metrics: Registry;
  /** This service's own metadata store; events that its transactions emit are published by themselves. */
  store(): MetadataStore;
  bus(): EventBus;
  /** The ttrpc channel to another service of the host. */
  channel(service: ServiceName): Channel;
  /** Resolves when every event emitted so far is on the bus, or after a moment where the bus is away. */
  published(): Promise<void>;
}

export interface HostParts {
  name: ServiceName;
  config: HostConfig;
  log: Logger;
  signal: AbortSignal;
}

const require = createRequire(import.meta.url);

export function createServiceHost(parts: HostParts): { host: ServiceHost; close(): Promise<void> } {
  const { name, config, log } = parts;
  const paths = createHostPaths(config);
  const channels = new Map<ServiceName, Channel>();
  let bus: EventBus | undefined;
  let store: MetadataStore | undefined;
  let publisher: Publisher | undefined;
  let metrics: Registry | undefined;

  const host: ServiceHost = {
    ...parts,
    paths,
    get metrics() {
      return (metrics ??= new (require("prom-client") as typeof import("prom-client")).Registry());
    },
    bus() {
      const { nats, events, only } = config.stevedore;
      if (only.length > 0) return (bus ??= createSilentBus());
      bus ??= createNatsBus({ url: nats.url, ...(nats.token === undefined ? {} : { token: nats.token }), name: `stevedore-${name}`, log, ...events });
      return bus;
    },
    store() {
      if (store === undefined) {
        store = openSqliteStore({ path: paths.database(name), marks: paths.marks(name) });
        publisher = createPublisher({ outbox: store.outbox, bus: host.bus(), source: `${config.stevedore.node}-${name}`, log });
      }
      return store;
    },
    channel(service) {
      let channel = channels.get(service);
      if (channel === undefined) channels.set(service, (channel = connect({ path: paths.socket(service), patienceMs: RESTART_PATIENCE_MS })));
      return channel;
    },
    published: () => publisher?.flushed() ?? Promise.resolve(),
  };
  const close = async (): Promise<void> => {
    // What was deferred is on disk before it is told of.
    await store?.settled().catch((error: unknown) => log.warn("the last writes may not be on disk", { error: messageOf(error) }));
    await publisher?.flushed();
    publisher?.stop();
    for (const channel of channels.values()) await channel.close();
    await bus?.close();
    await store?.close();
  };
  return { host, close };
}
