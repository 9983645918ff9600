import path from "node:path";
import {
  ContainersService,
  ContentService,
  DiffService,
  EventsTtrpcService,
  ResourcesService,
  RuntimesService,
  SandboxControllerService,
  SandboxStoreService,
  SnapshotsService,
  TaskV3Service,
  TasksService,
  UnpackService,
} from "@stevedore/api";
import type { HostConfig } from "@stevedore/config";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import { createClient, createHandlerTable, createLocalChannel, type Channel, type HandlerTable } from "@stevedore/rpc";
import { createContainerHandlers } from "./containers/container-handlers.ts";
import { createEventRecorder } from "./events/event-recorder.ts";
import { createForwardHandlers } from "./events/forward-handlers.ts";
import { createCollection, createResourcesHandlers, nameOfAny } from "@stevedore/resources";
import { containerNameOf } from "./containers/container-records.ts";
import { createContainerSource, createSandboxSource } from "./resources.ts";
import { createRestartCandidates } from "./restart/candidates.ts";
import { startRestartMonitor } from "./restart/monitor.ts";
import { createSandboxControllerHandlers } from "./sandboxes/controller-handlers.ts";
import { isHeld, joinSandbox } from "./sandboxes/join-sandbox.ts";
import { restoreSandboxes } from "./sandboxes/restore-sandboxes.ts";
import { createSandboxIndex } from "./sandboxes/sandbox-index.ts";
import { createSandboxManager } from "./sandboxes/sandbox-manager.ts";
import { createShimController } from "./sandboxes/shim-controller.ts";
import { sandboxNameOf } from "./sandboxes/sandbox-records.ts";
import { createSandboxStoreHandlers } from "./sandboxes/store-handlers.ts";
import { bundlePlaces, type Bundle } from "./shims/bundle.ts";
import { createLaunchers } from "./shims/launchers.ts";
import { openSharedLog } from "./shims/shim-log.ts";
import { loadShim } from "./shims/load-shim.ts";
import { restoreTasks } from "./tasks/restore.ts";
import { createRootfsMounts } from "./tasks/rootfs-mounts.ts";
import { createTasksHandlers } from "./tasks/task-handlers.ts";
import { createTaskIndex } from "./tasks/task-index.ts";
import { createTaskManager } from "./tasks/task-manager.ts";

export interface TasksServiceDeps {
  config: HostConfig;
  store: MetadataStore;
  /** Resolves when the events emitted so far are on the bus. */
  published(): Promise<void>;
  /** The host's own shim. */
  shim: { channel: Channel; socket: string };
  snapshots: Channel;
  content: Channel;
  log: Logger;
  signal: AbortSignal;
}

/** Puts the service together: finds the tasks of its earlier life, and is then ready to serve. */
export async function createTasksService(deps: TasksServiceDeps): Promise<{ table: HandlerTable; close(): Promise<void> }> {
  const { config, published, log, signal } = deps;
  // Each kind of record that refers to what other services hold is named here, so that a collection misses no new reference.
  const collection = createCollection({ store: deps.store, nameOf: nameOfAny(containerNameOf, sandboxNameOf) });
  const { store } = collection;
  const shimLog = openSharedLog(path.join(bundlePlaces(config, "task").state, ".log"), log);
  const launchers = createLaunchers({ config, shim: { ...deps.shim, log: shimLog }, log });
  const recorder = createEventRecorder({ store, published });
  const checkpoints = { content: createClient(ContentService, deps.content), diff: createClient(DiffService, deps.snapshots), unpack: createClient(UnpackService, deps.snapshots) };
  const sandboxes = createSandboxIndex({ isTask: (key) => index.has(key) });
  const index = createTaskIndex({ isSandbox: (key) => sandboxes.has(key) });
  const { shimLoadMs: loadTimeoutMs, shimCleanupMs: cleanupMs } = config.timeouts;
  const load = (bundle: Bundle) => loadShim(launchers, bundle, (id) => isHeld({ sandboxes, tasks: index }, bundle.namespace, id));

  const sandboxPlaces = bundlePlaces(config, "sandbox");
  const sandboxManager = createSandboxManager({ places: sandboxPlaces, index: sandboxes, launcherFor: launchers.forRuntime, recorder, cleanupMs, log });
  const joinDeps = { store, sandboxes, tasks: index, shared: launchers.shared, log };
  const places = bundlePlaces(config, "task");
  const rootfsMounts = createRootfsMounts({ snapshots: deps.snapshots, log });
  const manager = createTaskManager({ places, index, launcherFor: launchers.forRuntime, joinSandbox: (bundle, sandbox) => joinSandbox(joinDeps, bundle, sandbox), recorder, checkpoints, rootfsMounts, undoTimeoutMs: 2 * cleanupMs, log });
  await restoreSandboxes({ places: sandboxPlaces, manager: sandboxManager, loadShim: load, loadTimeoutMs, log, signal });
  await restoreTasks({ places, manager, recorder, loadShim: load, loadTimeoutMs, log, signal });

  const table = createHandlerTable();
  const candidates = createRestartCandidates(store);
  table.add(ContainersService, createContainerHandlers({ store, published, expectTask: createExpectation(deps.shim.channel), noteStored: candidates.noteStored }));
  table.add(TasksService, createTasksHandlers({ containers: store, index, manager, recorder, checkpoints, timeouts: config.timeouts, log }));
  table.add(EventsTtrpcService, createForwardHandlers(recorder));
  table.add(RuntimesService, { info: ({ runtimePath, options }, { signal }) => launchers.info(runtimePath, options ?? undefined, signal) });
  table.add(ResourcesService, createResourcesHandlers({ collection, sources: [createContainerSource(deps.store), createSandboxSource(deps.store)] }));
  table.add(SandboxStoreService, createSandboxStoreHandlers(store));
  const controllers = new Map([["shim", createShimController({ index: sandboxes, manager: sandboxManager })]]);
  table.add(SandboxControllerService, createSandboxControllerHandlers({ controllers, store, published }));
  const own = createLocalChannel({ table, log });
  const clients = { containers: createClient(ContainersService, own), tasks: createClient(TasksService, own), snapshots: createClient(SnapshotsService, deps.snapshots) };
  const restarts = startRestartMonitor({ candidates, clients, intervalMs: config.plugins.restart.intervalMs, log, signal });
  return {
    table,
    async close() {
      await restarts.close();
      for (const { shim } of [...index.list(), ...sandboxes.list()]) shim.close();
      shimLog.close();
    },
  };
}

// The kernel makes the first move into a cgroup after a while wait for a grace period, of up to 20 ms. The shim can have that
// begin while the client is still on its way from Containers.Create to Tasks.Create.
function createExpectation(shim: Channel): (namespace: string, id: string) => void {
  const tasks = createClient(TaskV3Service, shim);
  return (namespace, id) => void tasks.connect({ id }, { namespace }).catch(() => undefined);
}
