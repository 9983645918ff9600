import { chmodSync } from "node:fs";
import * as api from "@stevedore/api";
import { CONTAINERD_VERSION, REVISION } from "@stevedore/config";
import { createClient, createHandlerTable, createLocalChannel, serveTtrpc, startGrpcFront } from "@stevedore/rpc";
import { createMarkReader } from "@stevedore/metadata";
import { createCollection, createResourcesHandlers } from "@stevedore/resources";
import { createMetricsSource, runService, startAdminServer } from "@stevedore/service";
import { CACHED, createCaching } from "./answer-cache.ts";
import { createEvents } from "./events.ts";
import { createHealthHandlers } from "./health.ts";
import { createIntrospectionHandlers } from "./introspection.ts";
import { createCallMetrics } from "./metrics.ts";
import { createReflectionHandlers } from "./reflection.ts";
import { createReadAhead } from "./read-ahead.ts";
import { createRouter } from "./router.ts";
import { startStoreRegistry } from "./store-registry/server.ts";
import { createStreaming } from "./streaming.ts";
import { createVersionHandlers } from "./version.ts";

await runService("gateway", async (host) => {
  const { config, log } = host;
  const version = { version: CONTAINERD_VERSION, revision: REVISION };
  const events = createEvents({ store: host.store(), bus: host.bus(), published: host.published, signal: host.signal });
  // No record of this service's store is a resource; a collection wants only the epochs' numbers of it.
  const collection = createCollection({ store: host.store(), nameOf: () => undefined });
  const streaming = createStreaming({ collection });

  const own = createHandlerTable();
  const content = createReadAhead(createCaching(host, "content", CACHED.content), { marks: createMarkReader(host.paths.marks("content")) });
  const images = createCaching(host, "images", CACHED.images);
  const router = createRouter([
    { channel: content, services: [api.ContentService] },
    { channel: images, services: [api.ImagesService, api.TransferService, api.NamespacesService, api.LeasesService] },
    { channel: host.channel("snapshots"), services: [api.SnapshotsService, api.DiffService, api.MountsService] },
    { channel: createCaching(host, "tasks", CACHED.tasks), services: [api.ContainersService, api.TasksService, api.SandboxStoreService, api.SandboxControllerService] },
    {
      channel: createLocalChannel({ table: own, log }),
      services: [api.VersionService, api.IntrospectionService, api.EventsService, api.StreamingService, api.HealthService, api.ReflectionService, api.ReflectionAlphaService],
    },
  ]);
  own.add(api.VersionService, createVersionHandlers(version));
  own.add(api.IntrospectionService, createIntrospectionHandlers({ runtimes: createClient(api.RuntimesService, host.channel("tasks")), snapshotters: createClient(api.SnapshottersService, host.channel("snapshots")), root: config.root, optPath: config.plugins.runtimeOptPath, gc: config.plugins.gc, contentSharingPolicy: config.plugins.contentSharingPolicy, pid: process.ppid }));
  own.add(api.EventsService, events.handlers);
  own.add(api.StreamingService, streaming.handlers);
  own.add(api.HealthService, createHealthHandlers(router.services));
  const reflection = createReflectionHandlers(router.services);
  own.add(api.ReflectionService, reflection);
  own.add<typeof api.ReflectionAlphaService>(api.ReflectionAlphaService, reflection);

  const shimEvents = createHandlerTable();
  // The tasks service owns what shims report: it records an exit once, however often a shim repeats it.
  const tasks = createClient(api.EventsTtrpcService, host.channel("tasks"));
  shimEvents.add(api.EventsTtrpcService, { forward: (request, { requestId, signal }) => tasks.forward(request, { requestId, signal }) });
  const ttrpcFront = await serveTtrpc({ table: shimEvents, path: config.ttrpcAddress, log });
  chmodSync(config.ttrpcAddress, 0o600);

  const { uid, gid, socketMode: mode, maxReceive, maxSend } = config;
  const { observe, register: registerMetrics } = createCallMetrics(version);
  const front = await startGrpcFront({ listen: { path: config.address, uid, gid, mode }, find: router.find, log, maxReceive, maxSend, observe });
  const notReady = (): string[] => (events.ready() ? [] : ["the event bus is not connected"]);
  const admin = config.metricsAddress === undefined ? undefined : await startAdminServer({ address: config.metricsAddress, metrics: createMetricsSource(() => host.metrics, registerMetrics), notReady });
  const registry = config.stevedore.registry.address === "" ? undefined : await startStoreRegistry({ images, content, log }, config.stevedore.registry);

  const internal = createHandlerTable();
  internal.add(api.StreamsService, streaming.streams);
  internal.add(api.ResourcesService, createResourcesHandlers({ collection, sources: [streaming.source] }));
  return {
    table: internal,
    notReady,
    registerMetrics,
    async close() {
      await front.close();
      await ttrpcFront.close();
      await admin?.close();
      await registry?.close();
    },
  };
});
