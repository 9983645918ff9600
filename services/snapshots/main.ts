import path from "node:path";
import { ContentService, DiffService, IngestsService, LazyLayersService, LeasesService, MountsService, ResourcesService, SnapshotsService, SnapshottersService, TaskMountsService, UnpackService } from "@stevedore/api";
import { messageOf } from "@stevedore/errors";
import { createClient, createHandlerTable } from "@stevedore/rpc";
import { runService } from "@stevedore/service";
import { createLayers } from "./apply/layers.ts";
import { createDiffWriter } from "./diff/diff-writer.ts";
import { createDiffService } from "./diff-service.ts";
import { createDiskPool } from "./disk/pool.ts";
import { parseFormat } from "./erofs/image-options.ts";
import { createLayeredSnapshotter } from "./layered-snapshotter.ts";
import { createLeases } from "@stevedore/leases";
import { LAZY, shownDirectory } from "./lazy/lazy-driver.ts";
import { createLazyLayers } from "./lazy/lazy-layers.ts";
import { createLazyService } from "./lazy/lazy-service.ts";
import { loadDrivers } from "./load-snapshotters.ts";
import { createSnapshotMetrics } from "./metrics.ts";
import { createCollection, createResourcesHandlers, nameOfAny } from "@stevedore/resources";
import { loadProxies } from "./proxy/load-proxies.ts";
import { snapshotNameOf } from "./records.ts";
import { createMountSource, createSnapshotSources } from "./resource-sources.ts";
import { isSkipped } from "./skipped.ts";
import { createSnapshotsService } from "./service.ts";
import { createSettlingSnapshotter } from "./settling-snapshotter.ts";
import { lazyRootOf, overlayRootOf, removesAtOnce } from "./snapshotter-kinds.ts";
import type { CollectableSnapshotter } from "./snapshotter.ts";
import { createPluginSnapshotters, createSnapshotters } from "./snapshotters.ts";
import { mountNameOf } from "./mounts/activation.ts";
import { createMountDirectory } from "./mounts/mount-directory.ts";
import { createMountManager } from "./mounts/mount-manager.ts";
import { createMountsService, createTaskMountsService } from "./mounts/mounts-service.ts";
import { createTempMounts } from "./temp-mounts.ts";
import { createUnpackService } from "./unpack-service.ts";

await runService("snapshots", async (host) => {
  const { config, log } = host;
  const collection = createCollection({ store: host.store(), nameOf: nameOfAny(snapshotNameOf, mountNameOf) });
  const { store } = collection;
  const disk = createDiskPool();
  const tempMounts = createTempMounts({ log }, { directory: path.join(config.root, "tmpmounts") });
  tempMounts.recover();

  const { drivers, states, missing } = loadDrivers({ disk, tempMounts }, config);
  for (const [snapshotter, reason] of missing) log[isSkipped(reason) ? "debug" : "warn"]("snapshotter not loaded", { snapshotter, reason });
  const proxies = loadProxies({ store, sweepStore: host.store(), log }, config);
  const own = [...drivers].map(([name, driver]) => createLayeredSnapshotter({ driver, store, sweepStore: host.store(), log }, { name, syncRemove: removesAtOnce(name, config) }));
  const loaded: CollectableSnapshotter[] = [...own, ...proxies.snapshotters];
  const settling = loaded.map((snapshotter) => createSettlingSnapshotter(snapshotter, collection));
  const isPlugin = config.stevedore.only.length > 0;
  const snapshotters = isPlugin ? createPluginSnapshotters(settling) : createSnapshotters(settling, missing);
  const cleanup = (name: string): Promise<unknown> => Promise.all(loaded.filter((snapshotter) => snapshotter.name === name).map((snapshotter) => snapshotter.cleanup()));

  const targets = path.join(config.state, "io.containerd.mount-manager.v1.bolt", "t");
  const mounts = createMountManager(
    { store, sweepStore: host.store(), directory: createMountDirectory(targets), log },
    { roots: [config.root, targets, ...states.map(({ root }) => root).filter((root) => !root.startsWith(`${config.root}/`))] },
  );
  await mounts.recover();

  const metrics = createSnapshotMetrics(host.metrics, loaded);

  const leases = createLeases({ client: createClient(LeasesService, host.channel("images")) });
  const ingests = createClient(IngestsService, host.channel("content"));
  const layersDirectories = [overlayRootOf, lazyRootOf].map((snapshotterRoot) => path.join(snapshotterRoot(config), "snapshots"));
  const erofsFormat = drivers.has("erofs") ? parseFormat(config.plugins.erofs.differ) : undefined;
  const layers = createLayers({ disk, tempMounts, ...(erofsFormat !== undefined && { erofsFormat }), processors: config.streamProcessors, limits: config.stevedore.limits, layersDirectories, onUnpacked: metrics.unpacked });
  const content = createClient(ContentService, host.channel("content"));
  const diffs = createDiffWriter({ disk, tempMounts, ingests, content, mounts });
  const { syncFs } = config.plugins.diff;

  // As a plugin of somebody else there is no images service to ask for pieces of blobs.
  const lazyDriver = isPlugin ? undefined : drivers.get(LAZY);
  const lazyLayers = lazyDriver === undefined ? undefined : createLazyLayers({ log }, {
    directory: lazyDriver.directory,
    shown: shownDirectory(lazyRootOf(config)),
    socket: path.join(path.dirname(host.paths.socket("images")), "lazy-keeper.sock"),
    imagesSocket: host.paths.socket("images"),
    opaqueXattr: "trusted.overlay.opaque",
  });
  await lazyLayers?.resume().catch((error: unknown) => log.error("lazy layers are not shown", { error: messageOf(error) }));

  const table = createHandlerTable();
  table.add(SnapshotsService, createSnapshotsService({ snapshotters, leases, published: () => host.published(), ...(isPlugin && { cleanup }) }));
  table.add(SnapshottersService, { list: () => ({ snapshotters: [...states, ...proxies.states].map(({ capabilities, missing: why = "", ...state }) => ({ ...state, capabilities: [...capabilities], missing: why })) }) });
  table.add(DiffService, createDiffService({ layers, diffs, ingests, mounts, syncFs }));
  table.add(UnpackService, createUnpackService({ layers, syncFs }));
  table.add(MountsService, createMountsService({ manager: mounts, collection }));
  table.add(TaskMountsService, createTaskMountsService({ manager: mounts, collection }));
  table.add(ResourcesService, createResourcesHandlers({ collection, sources: [createMountSource(mounts), ...createSnapshotSources(loaded)], published: () => host.published() }));
  if (lazyDriver !== undefined && lazyLayers !== undefined) {
    table.add(LazyLayersService, createLazyService({ store, driver: lazyDriver, snapshotter: snapshotters.get(LAZY), layers: lazyLayers, measure: disk.measure, unpacker: layers, syncFs }));
  }
  const close = async (): Promise<void> => {
    await lazyLayers?.close();
    await proxies.close();
    await disk.close();
  };
  return { table, close };
});
