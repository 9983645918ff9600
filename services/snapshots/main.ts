import path from "node:path";
import { ContentService, DiffService, IngestsService, LeasesService, MountsService, ResourcesService, SnapshotsService, TaskMountsService, UnpackService } from "@stevedore/api";
import { createClient, createHandlerTable } from "@stevedore/rpc";
import { runService } from "@stevedore/service";
import { createLayers } from "./apply/layers.ts";
import { createDiffWriter } from "./diff/diff-writer.ts";
import { createDiffService } from "./diff-service.ts";
import { createDiskPool } from "./disk/pool.ts";
import { createEpochs, MOUNT_KIND, referencesOf, snapshotKind } from "./epochs.ts";
import { createLayeredSnapshotter } from "./layered-snapshotter.ts";
import { createLeases } from "@stevedore/leases";
import { loadDrivers, overlayRootOf } from "./load-snapshotters.ts";
import { createSnapshotMetrics } from "./metrics.ts";
import { createResourcesService } from "./resources-service.ts";
import { createSnapshotsService } from "./service.ts";
import { createSnapshotters } from "./snapshotters.ts";
import { createMountDirectory } from "./mounts/mount-directory.ts";
import { createMountManager } from "./mounts/mount-manager.ts";
import { createMountsService, createTaskMountsService } from "./mounts/mounts-service.ts";
import { createTempMounts } from "./temp-mounts.ts";
import { createUnpackService } from "./unpack-service.ts";

await runService("snapshots", async (host) => {
  const { config, log } = host;
  const store = host.store();
  const disk = createDiskPool();
  const tempMounts = createTempMounts({ log }, { directory: path.join(config.root, "tmpmounts") });
  tempMounts.recover();

  const epochs = createEpochs({ store });
  const { drivers, missing } = loadDrivers(disk, config);
  for (const [snapshotter, reason] of missing) log.warn("snapshotter not loaded", { snapshotter, reason });
  const loaded = [...drivers].map(([name, driver]) => {
    const onTouch = (namespace: string, key: string, labels: Readonly<Record<string, string>>): void => {
      for (const touched of [{ kind: snapshotKind(name), namespace, key }, ...referencesOf(namespace, labels)]) epochs.touch(touched);
    };
    return createLayeredSnapshotter({ driver, store, log, onTouch }, { name });
  });
  const snapshotters = createSnapshotters(loaded, missing);

  const targets = path.join(config.state, "io.containerd.mount-manager.v1.bolt", "t");
  const mounts = createMountManager(
    { store, directory: createMountDirectory(targets), log, onTouch: (namespace, key) => epochs.touch({ kind: MOUNT_KIND, namespace, key }) },
    { roots: [config.root, targets] },
  );
  await mounts.recover();

  const metrics = createSnapshotMetrics(host.metrics, loaded);

  const leases = createLeases({ client: createClient(LeasesService, host.channel("images")) });
  const ingests = createClient(IngestsService, host.channel("content"));
  const layersDirectory = path.join(config.plugins.overlayfs.rootPath ?? overlayRootOf(config.root), "snapshots");
  const layers = createLayers({ disk, tempMounts, limits: config.stevedore.limits, layersDirectory, onUnpacked: metrics.unpacked });
  const content = createClient(ContentService, host.channel("content"));
  const diffs = createDiffWriter({ disk, tempMounts, ingests, content });
  const { syncFs } = config.plugins.diff;

  const table = createHandlerTable();
  table.add(SnapshotsService, createSnapshotsService({ snapshotters, leases, published: () => host.published() }));
  table.add(DiffService, createDiffService({ layers, diffs, ingests, mounts, syncFs }));
  table.add(UnpackService, createUnpackService({ layers, syncFs }));
  table.add(MountsService, createMountsService({ manager: mounts }));
  table.add(TaskMountsService, createTaskMountsService({ manager: mounts }));
  table.add(ResourcesService, createResourcesService({ snapshotters, mounts, epochs }));
  return { table, close: () => disk.close() };
});
