import { mkdirSync } from "node:fs";
import path from "node:path";
import { SandboxRuntimeService, TaskV2Service, TaskV3Service } from "@stevedore/api";
import type { Logger } from "@stevedore/log";
import { createHandlerTable, type HandlerTable } from "@stevedore/rpc";
import type { LoggedBundle } from "./bundle-log.ts";
import { findCgroupMounts, ownProcsFile } from "./cgroup.ts";
import type { CreateDeps } from "./create.ts";
import { createCriuDiagnosis } from "./criu.ts";
import { openEventJournal } from "./event-journal.ts";
import { createTaskEvents, type EventReceiver } from "./events.ts";
import { restoreTasks } from "./restore.ts";
import { canMakeCgroups } from "./no-cgroups.ts";
import { createRuntimeFinder } from "./runtime-finder.ts";
import { createRuntimeRunner } from "./runtime.ts";
import { createSandboxHandlers } from "./sandbox-service.ts";
import { createSandboxes } from "./sandboxes.ts";
import { createTaskHandlers } from "./service.ts";
import { createSpawner } from "./spawner.ts";
import { createTaskIndex } from "./task-files.ts";
import { createTasks } from "./tasks.ts";

export interface ShimOptions {
  /** A directory of the shim's own below the host's state. */
  directory: string;
  /** Where runtimes keep their state unless the client says otherwise. */
  runtimeRoot: string;
  /** The default OCI runtime; absent: crun where it works, else runc. */
  runtime: string | undefined;
  /** Environment of runtimes, hooks and monitors; PATH is where runtimes are looked for. */
  env: Readonly<Record<string, string>>;
  /** Where events go. */
  events: EventReceiver;
  /**
   * Under a stock containerd: it cleans up by itself after a shim that has died, so there are no containers to find again,
   * and the process ends when it has none.
   */
  standalone: boolean;
  log: Logger;
}

export interface Shim {
  table: HandlerTable;
  /** No container, none being created, no event on its way. */
  isIdle(): boolean;
  bundles(): readonly LoggedBundle[];
  close(): Promise<void>;
}

const MONITOR = path.join(import.meta.dirname, "monitor", "monitor");

/** Puts the shim together: finds the containers of the shim before it, and is then ready to serve. */
export async function createShim(options: ShimOptions): Promise<Shim> {
  const { directory, log, env } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const spawner = createSpawner({ binary: MONITOR, env, log });
  const journal = openEventJournal(directory);
  const events = createTaskEvents({ journal, receiver: options.events, log });
  const cgroups = findCgroupMounts();
  const mayMakeCgroups = canMakeCgroups(cgroups);
  if (!mayMakeCgroups) log.info("this host may not make cgroups: containers have no limits, metrics and pauses of their own");
  const finder = createRuntimeFinder({ spawner, configured: options.runtime, searchPath: env["PATH"] ?? "", scratch: directory, noCgroups: !mayMakeCgroups, log });
  const ownProcs = ownProcsFile(cgroups);
  const deps: CreateDeps = {
    spawner,
    events,
    finder,
    runner: createRuntimeRunner(spawner),
    criu: createCriuDiagnosis({ spawner, searchPath: env["PATH"] ?? "", directory }),
    index: createTaskIndex(path.join(directory, "tasks")),
    cgroups,
    mayMakeCgroups,
    expectProcess: () => ownProcs !== undefined && spawner.wake(ownProcs),
    requireOpenSandbox: (namespace, id) => sandboxes.requireOpen(namespace, id),
    runtimeRoot: options.runtimeRoot,
    standalone: options.standalone,
    log,
  };
  const sandboxes = createSandboxes({ ...deps, sandboxIndex: createTaskIndex(path.join(directory, "sandboxes")) }, () => tasks);
  const tasks = createTasks(deps);
  if (!options.standalone) for (const container of await restoreTasks(deps, journal.leftover)) tasks.add(container);
  if (tasks.size > 0) log.info("containers found again", { count: tasks.size });
  events.start();
  // Tried early, so that the first container does not wait for it; a failure is told to whoever creates one.
  finder.find("", "").catch(() => undefined);
  const table = createHandlerTable();
  const handlers = createTaskHandlers(deps, tasks);
  table.add(TaskV2Service, handlers);
  table.add(TaskV3Service, handlers);
  table.add(SandboxRuntimeService, createSandboxHandlers(sandboxes, cgroups));
  return {
    table,
    isIdle() {
      tasks.prune();
      return tasks.size === 0 && sandboxes.size === 0 && events.waiting === 0;
    },
    bundles: () => tasks.list(),
    async close() {
      await events[Symbol.asyncDispose]();
      await spawner[Symbol.asyncDispose]();
    },
  };
}
