import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LeasesService, MountsService, ResourcesService, SnapshotsService, TaskMountsService, UnpackService } from "@stevedore/api";
import { hasIdMappedOverlay } from "@stevedore/config";
import { notFound } from "@stevedore/errors";
import { MNT, mountAll, mountedUnder, unmount, unmountAll, type Mount } from "@stevedore/linux";
import { createLogger } from "@stevedore/log";
import { openSqliteStore, type MetadataStore } from "@stevedore/metadata";
import { connect, createClient, createHandlerTable, serveTtrpc, type Client } from "@stevedore/rpc";
import { createLayers } from "../apply/layers.ts";
import { createDiskPool, type DiskPool } from "../disk/pool.ts";
import { createLayeredSnapshotter } from "../layered-snapshotter.ts";
import { createLeases } from "@stevedore/leases";
import { mountNameOf } from "../mounts/activation.ts";
import { createMountDirectory } from "../mounts/mount-directory.ts";
import { createMountManager } from "../mounts/mount-manager.ts";
import { createMountsService, createTaskMountsService } from "../mounts/mounts-service.ts";
import { createNativeDriver } from "../drivers/native-driver.ts";
import { createOverlayDriver } from "../drivers/overlay-driver.ts";
import { createCollection, createResourcesHandlers, nameOfAny, type Collection } from "@stevedore/resources";
import { snapshotNameOf } from "../records.ts";
import { createMountSource, createSnapshotSources } from "../resource-sources.ts";
import { createSettlingSnapshotter } from "../settling-snapshotter.ts";
import { createSnapshotsService } from "../service.ts";
import type { CollectableSnapshotter } from "../snapshotter.ts";
import { createSnapshotters } from "../snapshotters.ts";
import { createTempMounts } from "../temp-mounts.ts";
import { createUnpackService } from "../unpack-service.ts";

export const log = createLogger({ service: "test", write: () => undefined });
export const isRoot = process.getuid?.() === 0;
export const NAMESPACE = "default";

/** A directory that goes when it is disposed, with whatever is mounted in it. */
export interface TempDir extends Disposable {
  readonly path: string;
}

export function createTempDir(): TempDir {
  const directory = mkdtempSync(path.join(tmpdir(), "stevedore-snapshots-"));
  return {
    path: directory,
    [Symbol.dispose]() {
      for (const point of mountedUnder(directory)) unmount(point, MNT.DETACH);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Runs `use` on the tree that mounts show. */
export async function withMounted<T>(mounts: readonly Mount[], use: (tree: string) => T | Promise<T>): Promise<T> {
  using directory = createTempDir();
  mountAll(mounts, directory.path);
  try {
    return await use(directory.path);
  } finally {
    unmountAll(directory.path);
  }
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code: number }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: number };
  }
  throw new Error("expected a failure");
}

export interface SnapshotterHost extends AsyncDisposable {
  root: string;
  store: MetadataStore;
  collection: Collection;
  disk: DiskPool;
  overlayfs: CollectableSnapshotter;
  native: CollectableSnapshotter;
}

/** Both snapshotters over a real store; `root` opens on the state of an earlier host. */
export async function startSnapshotters({ root, mountOptions = [] }: { root?: string; mountOptions?: string[] } = {}): Promise<SnapshotterHost> {
  await using stack = new AsyncDisposableStack();
  const directory = root ?? stack.use(createTempDir()).path;
  const store = stack.use(openSqliteStore({ path: path.join(directory, "snapshots.db") }));
  const disk = stack.use(createDiskPool());
  const collection = createCollection({ store, nameOf: nameOfAny(snapshotNameOf, mountNameOf) });
  const deps = { store: collection.store, sweepStore: store, log };
  const overlay = createOverlayDriver({ disk }, { root: path.join(directory, "overlayfs"), mountOptions, remapIds: hasIdMappedOverlay() });
  const overlayfs = createLayeredSnapshotter({ ...deps, driver: overlay }, { name: "overlayfs" });
  const native = createLayeredSnapshotter({ ...deps, driver: createNativeDriver({ disk }, { root: path.join(directory, "native") }) }, { name: "native" });
  stack.defer(async () => void (await Promise.all([overlayfs.cleanup(), native.cleanup()])));
  const owned = stack.move();
  return { root: directory, store, collection, disk, overlayfs, native, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export interface ServiceHost extends AsyncDisposable {
  readonly root: string;
  readonly store: MetadataStore;
  readonly overlayfs: CollectableSnapshotter;
  readonly snapshots: Client<typeof SnapshotsService>;
  readonly resources: Client<typeof ResourcesService>;
  readonly mounts: Client<typeof MountsService>;
  readonly taskMounts: Client<typeof TaskMountsService>;
  readonly unpack: Client<typeof UnpackService>;
  /** Snapshots by lease, as `type/key`; a lease that is not here does not exist. */
  readonly leases: Map<string, Set<string>>;
  /** Names of what is in the directory for temporary mounts. */
  readonly tempMounts: string;
}

/** The service over real sockets, with leases as the images service would hold them. */
export async function startService(options: { limits?: { maxLayerBytes: number; maxLayerEntries: number } } = {}): Promise<ServiceHost> {
  await using stack = new AsyncDisposableStack();
  const root = stack.use(createTempDir()).path;
  const leases = new Map<string, Set<string>>();
  const find = (id: string): Set<string> => {
    const lease = leases.get(id);
    if (lease === undefined) throw notFound(`lease ${JSON.stringify(id)}`);
    return lease;
  };
  const images = createHandlerTable();
  images.add(LeasesService, {
    addResource: ({ id, resource }) => (find(id).add(`${resource?.type}/${resource?.id}`), {}),
    deleteResource: ({ id, resource }) => (find(id).delete(`${resource?.type}/${resource?.id}`), {}),
  });
  stack.use(await serveTtrpc({ table: images, path: path.join(root, "images.sock"), log }));

  const host = stack.use(await startSnapshotters({ root }));
  const { collection } = host;
  const loaded = [host.overlayfs, host.native];
  const snapshotters = createSnapshotters(loaded.map((snapshotter) => createSettlingSnapshotter(snapshotter, collection)));
  const tempMounts = path.join(root, "tmpmounts");
  const layers = createLayers({
    disk: host.disk,
    tempMounts: createTempMounts({ log }, { directory: tempMounts }),
    limits: options.limits ?? { maxLayerBytes: 2 ** 30, maxLayerEntries: 100_000 },
    layersDirectories: [path.join(root, "overlayfs", "snapshots")],
  });
  const leaseClient = createLeases({ client: createClient(LeasesService, stack.use(connect({ path: path.join(root, "images.sock") }))) });
  const table = createHandlerTable();
  table.add(SnapshotsService, createSnapshotsService({ snapshotters, leases: leaseClient, published: async () => undefined }));
  const targets = path.join(root, "state", "t");
  const mounts = createMountManager(
    { store: collection.store, sweepStore: host.store, directory: createMountDirectory(targets, { busyMs: 1 }), log },
    { roots: [root, targets] },
  );
  table.add(MountsService, createMountsService({ manager: mounts, collection }));
  table.add(TaskMountsService, createTaskMountsService({ manager: mounts, collection }));
  table.add(ResourcesService, createResourcesHandlers({ collection, sources: [createMountSource(mounts), ...createSnapshotSources(loaded)] }));
  table.add(UnpackService, createUnpackService({ layers, syncFs: false }));
  const socket = path.join(root, "snapshots.sock");
  stack.use(await serveTtrpc({ table, path: socket, log }));
  const channel = stack.use(connect({ path: socket }));
  const owned = stack.move();
  return {
    root,
    store: host.store,
    overlayfs: host.overlayfs,
    snapshots: createClient(SnapshotsService, channel),
    resources: createClient(ResourcesService, channel),
    mounts: createClient(MountsService, channel),
    taskMounts: createClient(TaskMountsService, channel),
    unpack: createClient(UnpackService, channel),
    leases,
    tempMounts,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
