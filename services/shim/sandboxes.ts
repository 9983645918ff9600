import { rmSync, statfsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, messageOf, notFound } from "@stevedore/errors";
import { inTurn, waitForExit, type Container } from "./container.ts";
import { killInit, resume, type ControlDeps } from "./control.ts";
import { readIfExists, replaceFile } from "./files.ts";
import { mountRootfs, unmountRootfs } from "./rootfs.ts";
import type { RootfsMount, TaskIndex } from "./task-files.ts";
import type { Tasks } from "./tasks.ts";
import type { Spawner } from "./spawner.ts";
import type { WatchDeps } from "./watch.ts";

interface Time {
  seconds: number;
  nanos: number;
}

/** What is known of a sandbox: `sandbox.json` in its bundle. */
export interface SandboxRecord {
  namespace: string;
  id: string;
  bundle: string;
  rootfs: RootfsMount[];
  /** A network namespace that the client made for the containers; empty: none. */
  netnsPath: string;
  annotations: Record<string, string>;
  state: "created" | "ready" | "stopped";
  createdAt: Time;
  /** When it was stopped. */
  exitedAt: Time | undefined;
}

export interface Sandbox extends SandboxRecord {
  /** The stop that is going on. */
  stopping: Promise<void> | undefined;
  /** Resolves when it has stopped. */
  readonly ended: PromiseWithResolvers<void>;
}

/**
 * The sandboxes of the host: groups of containers that are stopped together. A container says in its bundle which one it
 * is in. A sandbox has no process of its own: namespaces that are to be shared are the client's to make.
 */
export interface Sandboxes {
  /** @throws NotFound */
  get(namespace: string, id: string): Sandbox;
  /** @throws AlreadyExists, InvalidArgument */
  create(request: Omit<SandboxRecord, "state" | "createdAt" | "exitedAt">): Sandbox;
  /** @throws FailedPrecondition when it was started before */
  start(sandbox: Sandbox): void;
  /** Ends its containers: asked to with SIGTERM, and killed after the time that they get; at once without one. */
  stop(sandbox: Sandbox, timeoutMs: number): Promise<void>;
  /** Stops and forgets it. Containers that have ended stay until they are deleted. */
  remove(sandbox: Sandbox): Promise<void>;
  members(sandbox: Sandbox): Container[];
  /** For a container that is to be created in it. @throws FailedPrecondition when it has stopped */
  requireOpen(namespace: string, id: string): void;
  readonly size: number;
}

export interface SandboxesDeps extends ControlDeps, WatchDeps {
  /** Symlinks to the bundles of all sandboxes. */
  sandboxIndex: TaskIndex;
  spawner: Spawner;
}

const SIGTERM = 15;
const SIGKILL = 9;
const NSFS_MAGIC = 0x6e736673;

/** Finds the sandboxes of the shim before this one. */
export function createSandboxes(deps: SandboxesDeps, tasks: () => Tasks): Sandboxes {
  const sandboxes = new Map<string, Sandbox>();
  const keyOf = ({ namespace, id }: { namespace: string; id: string }): string => `${namespace}/${id}`;
  for (const sandbox of restore(deps)) sandboxes.set(keyOf(sandbox), sandbox);

  const members = ({ namespace, id }: Sandbox): Container[] => tasks().list().filter((task) => task.namespace === namespace && task.sandbox === id);
  const stop = async (sandbox: Sandbox, timeoutMs: number): Promise<void> => {
    if (sandbox.state === "stopped") return;
    sandbox.stopping ??= endMembers(deps, () => members(sandbox), timeoutMs).finally(() => (sandbox.stopping = undefined));
    await sandbox.stopping;
    if (sandbox.exitedAt !== undefined) return;
    Object.assign(sandbox, { state: "stopped", exitedAt: nowTimestamp() });
    save(sandbox);
    sandbox.ended.resolve();
  };
  return {
    members,
    stop,
    get(namespace, id) {
      const sandbox = sandboxes.get(keyOf({ namespace, id }));
      if (sandbox === undefined) throw notFound(`sandbox ${JSON.stringify(id)}`);
      return sandbox;
    },
    create(request) {
      if (request.id === "") throw invalidArgument("sandbox id must not be empty");
      if (sandboxes.has(keyOf(request))) throw alreadyExists(`sandbox ${JSON.stringify(request.id)}`);
      if (request.netnsPath !== "") requireNetns(request.netnsPath);
      const sandbox = withLife({ ...request, state: "created", createdAt: nowTimestamp(), exitedAt: undefined });
      mountRootfs(sandbox);
      save(sandbox);
      deps.sandboxIndex.add(sandbox);
      sandboxes.set(keyOf(sandbox), sandbox);
      return sandbox;
    },
    start(sandbox) {
      if (sandbox.state !== "created") throw failedPrecondition(`sandbox ${JSON.stringify(sandbox.id)} can't be started: it is ${sandbox.state}`);
      sandbox.state = "ready";
      save(sandbox);
    },
    async remove(sandbox) {
      await stop(sandbox, 0);
      await unmountRootfs(sandbox, deps);
      deps.sandboxIndex.remove(sandbox);
      rmSync(fileOf(sandbox.bundle), { force: true });
      sandboxes.delete(keyOf(sandbox));
    },
    requireOpen(namespace, id) {
      const sandbox = sandboxes.get(keyOf({ namespace, id }));
      if (sandbox?.state === "stopped" || sandbox?.stopping !== undefined) throw failedPrecondition(`sandbox ${JSON.stringify(id)} has stopped`);
    },
    get size() {
      return sandboxes.size;
    },
  };
}

function fileOf(bundle: string): string {
  return path.join(bundle, "sandbox.json");
}

function withLife(record: SandboxRecord): Sandbox {
  const ended = Promise.withResolvers<void>();
  if (record.state === "stopped") ended.resolve();
  return { ...record, stopping: undefined, ended };
}

function save(sandbox: Sandbox): void {
  const { namespace, id, bundle, rootfs, netnsPath, annotations, state, createdAt, exitedAt } = sandbox;
  const record: SandboxRecord = { namespace, id, bundle, rootfs, netnsPath, annotations, state, createdAt, exitedAt };
  replaceFile(fileOf(bundle), JSON.stringify(record));
}

function* restore({ sandboxIndex, log }: SandboxesDeps): Generator<Sandbox> {
  for (const entry of sandboxIndex.list()) {
    try {
      const text = readIfExists(fileOf(entry.bundle));
      if (text === undefined) sandboxIndex.remove(entry);
      else yield withLife(JSON.parse(text) as SandboxRecord);
    } catch (error) {
      log.error("sandbox can't be restored", { ...entry, error: messageOf(error) });
    }
  }
}

function requireNetns(netnsPath: string): void {
  let type: number;
  try {
    ({ type } = statfsSync(netnsPath));
  } catch (error) {
    throw invalidArgument(`netns_path ${JSON.stringify(netnsPath)}: ${messageOf(error)}`);
  }
  if (type !== NSFS_MAGIC) throw invalidArgument(`netns_path ${JSON.stringify(netnsPath)} is no namespace`);
}

async function endMembers(deps: SandboxesDeps, members: () => Container[], timeoutMs: number): Promise<void> {
  const running = members().filter(({ init }) => init.status !== "stopped");
  const ends = Promise.all(running.map(({ init }) => waitForExit(init)));
  if (timeoutMs > 0) {
    await Promise.all(running.map((container) => signal(deps, container, SIGTERM)));
    await Promise.race([ends, sleep(timeoutMs, undefined, { ref: false })]);
  }
  await Promise.all(running.filter(({ init }) => init.status !== "stopped").map((container) => signal(deps, container, SIGKILL)));
  await ends;
}

// One that has ended meanwhile, or can't be told, is waited for like the others.
async function signal(deps: SandboxesDeps, container: Container, number: number): Promise<void> {
  const { init, namespace, id } = container;
  try {
    if (container.paused) await inTurn(container, () => resume(deps, container));
    if (init.status === "created") await init.link?.ask(`kill ${SIGKILL}`);
    else await killInit(deps, container, number, false);
  } catch (error) {
    deps.log.debug("container of a sandbox not signalled", { namespace, container: id, error: messageOf(error) });
  }
}
