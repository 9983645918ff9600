import path from "node:path";
import * as api from "@stevedore/api";
import { createClient, createHandlerTable, createLocalChannel } from "@stevedore/rpc";
import { createCollection } from "@stevedore/resources";
import { runService } from "@stevedore/service";
import { watchOtherServices } from "./gc/bus-changes.ts";
import { collectGarbage, type SweepListener } from "./gc/collector.ts";
import { createMeasure } from "./gc/measure.ts";
import { createCollectionMetrics } from "./gc/metrics.ts";
import { ownNameOf } from "./gc/own-records.ts";
import { createResourceOwner } from "./gc/resource-owner.ts";
import { createScheduler } from "./gc/scheduler.ts";
import { createCollectionHandlers } from "./gc/why.ts";
import { createImageStore } from "./image-store.ts";
import { createLeaseStore } from "./lease-store.ts";
import { createNamespaceDeletions } from "./namespace-deletions.ts";
import { createNamespaceStore } from "./namespace-store.ts";
import { createImagesHandlers, createLeasesHandlers, createNamespacesHandlers } from "./service.ts";
import { releaseAbandoned } from "./transfer/abandoned.ts";
import { transferConfigOf } from "./transfer/config.ts";
import { createLazyContentHandlers } from "./transfer/lazy/content-handlers.ts";
import { createShared, createTransferHandlers } from "./transfer/handlers.ts";
import { createAnnounce } from "./transfer/pull-events.ts";
import { createRepairsHandlers } from "./transfer/repair.ts";
import { watchStore } from "./watched-store.ts";

await runService("images", async (host) => {
  const { log, signal, published } = host;
  const collection = createCollection({ store: host.store(), nameOf: ownNameOf });
  // In this order they are swept: what refers to others first.
  const owners = (["tasks", "gateway", "content", "snapshots"] as const).map((name) => createResourceOwner(name, host.channel(name)));

  let onSweep: SweepListener | undefined;
  let recheck = (): void => undefined;
  const collect = () => collectGarbage({ store: host.store(), collection, owners, log, onSweep }).finally(() => recheck());
  const scheduler = createScheduler({ collect, log, onFinished: createCollectionMetrics(host.metrics) }, host.config.plugins.gc);
  const store = watchStore(collection.store, ({ writes, deletes }) => scheduler.changed({ mutations: writes > 0 ? 1 : 0, deletions: deletes > 0 ? 1 : 0 }));
  onSweep = watchOtherServices({ bus: host.bus(), scheduler, log, signal });

  const deletions = createNamespaceDeletions({ store, owners, log, signal });
  deletions.resume();
  const table = createHandlerTable();
  table.add(api.ImagesService, createImagesHandlers({ images: createImageStore(store, collection), published, collect: scheduler.collectNow }));
  table.add(api.LeasesService, createLeasesHandlers({ leases: createLeaseStore(store, collection), collect: scheduler.collectNow }));
  table.add(api.NamespacesService, createNamespacesHandlers({ namespaces: createNamespaceStore({ store, owners, deletions, log }), published }));
  const measure = createMeasure({ content: createClient(api.ContentService, host.channel("content")), snapshots: createClient(api.SnapshotsService, host.channel("snapshots")) });
  table.add(api.CollectionService, createCollectionHandlers({ store: host.store(), owners, scheduler, measure }));

  const abandoned = await releaseAbandoned({ store, log, signal });
  const own = createLocalChannel({ table, log });
  const deps = {
    content: createClient(api.ContentService, host.channel("content")),
    ingests: createClient(api.IngestsService, host.channel("content")),
    snapshots: createClient(api.SnapshotsService, host.channel("snapshots")),
    unpack: createClient(api.UnpackService, host.channel("snapshots")),
    streams: createClient(api.StreamsService, host.channel("gateway")),
    images: createClient(api.ImagesService, own),
    leases: createClient(api.LeasesService, own),
    lazy: { layers: createClient(api.LazyLayersService, host.channel("snapshots")), store, directory: path.join(host.config.root, "arriving") },
    deferring: (["content", "snapshots"] as const).map((name) => createClient(api.ResourcesService, host.channel(name))),
    announce: createAnnounce({ bus: host.bus(), log }),
    abandoned,
    config: transferConfigOf(host.config),
    log,
  };
  const shared = createShared(deps);
  const transfer = createTransferHandlers(deps, shared);
  table.add(api.RepairsService, createRepairsHandlers(deps, shared));
  table.add(api.TransferService, transfer);
  table.add(api.LazyContentService, createLazyContentHandlers(transfer.arrivals));
  transfer.arrivals?.resume();
  recheck = () => transfer.arrivals?.recheck();
  return {
    table,
    async close() {
      await transfer[Symbol.asyncDispose]();
      await scheduler.stop();
    },
  };
});
