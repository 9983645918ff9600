import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { messageOf, unknownError } from "@stevedore/errors";
import { procsFiles, removeCgroups, type CgroupMounts } from "./cgroup.ts";
import { writeCleanupRecord } from "./cleanup-record.ts";
import { createContainer, createProcess, type Container } from "./container.ts";
import { awaitsRestore, type CheckpointDeps } from "./checkpoint.ts";
import { createFields, logFileOf, type CreateFlags } from "./launch.ts";
import { parseDocument } from "./json-document.ts";
import { dropCgroup } from "./no-cgroups.ts";
import type { RuncOptions } from "./options.ts";
import { mountRootfs, unmountRootfs } from "./rootfs.ts";
import { explainLabels } from "./security-labels.ts";
import type { RuntimeFinder } from "./runtime-finder.ts";
import type { RuntimeRunner } from "./runtime.ts";
import type { Spawner } from "./spawner.ts";
import type { Stdio } from "./stdio.ts";
import { clearBundle, initDir, readSandboxOf, writeTaskRecord, type RootfsMount, type TaskIndex, type TaskRecord } from "./task-files.ts";
import { announceCreated, watch } from "./watch.ts";

export interface CreateDeps extends CheckpointDeps {
  spawner: Spawner;
  runner: RuntimeRunner;
  finder: RuntimeFinder;
  index: TaskIndex;
  cgroups: CgroupMounts;
  /** False on an ordinary user's host whose cgroups are not its own. */
  mayMakeCgroups: boolean;
  /** For a container that is to be in a sandbox. @throws FailedPrecondition when that has stopped */
  requireOpenSandbox(namespace: string, id: string): void;
  /** Called as early as possible before a container or an exec process is made: what the kernel needs time for is begun. */
  expectProcess(): void;
  /** Where runtimes keep their state unless the client says otherwise; a directory for each namespace below it. */
  runtimeRoot: string;
  /** Under a stock containerd no shim comes after this one: what must be removed then is written down. */
  standalone: boolean;
}

export interface CreateRequest {
  namespace: string;
  id: string;
  bundle: string;
  stdio: Stdio;
  rootfs: RootfsMount[];
  checkpoint: string;
  options: RuncOptions;
}

/** Creates a container and resolves when its init waits to be started. What was begun is undone when it fails. */
export async function createTask(deps: CreateDeps, request: CreateRequest, signal: AbortSignal): Promise<Container> {
  deps.expectProcess();
  const container = await prepare(deps, request);
  const { init } = container;
  try {
    const fields = createFields(container, createFlags(deps, request.options));
    if (deps.standalone) writeCleanupRecord(container, deps);
    mountRootfs(container);
    if (awaitsRestore(container)) {
      announceCreated(deps, container);
      return container;
    }
    await deps.spawner.monitor(fields);
    const created = new Promise<void>((resolve, reject) => (init.creation = { resolve, reject }));
    watch(deps, container, init);
    const abort = (): void => init.link?.send("abort");
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    await created.finally(() => signal.removeEventListener("abort", abort));
    init.creation = undefined;
    // Its sandbox may have been stopped meanwhile, and did not know of it.
    deps.requireOpenSandbox(container.namespace, container.sandbox);
    return container;
  } catch (error) {
    init.creation = undefined;
    const explained = explainLabels(error, path.join(container.bundle, "config.json"), "process");
    await discard(deps, container, signal.aborted);
    throw explained;
  }
}

async function prepare(deps: CreateDeps, { options, ...request }: CreateRequest): Promise<Container> {
  const { namespace, bundle } = request;
  const sandbox = readSandboxOf(bundle);
  deps.requireOpenSandbox(namespace, sandbox);
  const facts = readSpec(bundle);
  const binary = await deps.finder.find(options.binaryName, logFileOf(request, { execId: "", dir: "" }));
  if (isLaterMinor(facts.ociVersion) && !(await deps.finder.acceptsVersion(binary, facts.ociVersion))) lowerVersion(bundle);
  const noCgroups = !deps.mayMakeCgroups && !options.systemdCgroup;
  if (noCgroups) dropCgroup(bundle);
  const record: TaskRecord = {
    ...request,
    sandbox,
    runtime: { binary, root: path.join(options.root || deps.runtimeRoot, namespace), systemdCgroup: options.systemdCgroup, ...(noCgroups && { noCgroups }) },
    restore: { workPath: options.criuWorkPath, noPivotRoot: options.noPivotRoot, cgroups: request.checkpoint === "" ? [] : createFlags(deps, options).cgroups },
    ioUid: options.ioUid,
    ioGid: options.ioGid,
    sharesPids: facts.sharesPids,
    hasPoststop: facts.hasPoststop,
    cgroupsPath: noCgroups ? "" : facts.cgroupsPath,
  };
  writeTaskRecord(record);
  deps.index.add(record);
  return createContainer(record, createProcess({ execId: "", dir: initDir(bundle), stdio: record.stdio }));
}

function createFlags({ cgroups }: CreateDeps, { noPivotRoot, noNewKeyring, shimCgroup }: RuncOptions): CreateFlags {
  const files = shimCgroup === "" ? [] : procsFiles(shimCgroup, cgroups).filter((file) => existsSync(file));
  if (shimCgroup !== "" && files.length === 0) throw unknownError(`failed to load cgroup ${shimCgroup}: cgroups: cgroup deleted`);
  return { noPivotRoot, noNewKeyring, cgroups: files };
}

interface SpecFacts {
  ociVersion: string;
  sharesPids: boolean;
  hasPoststop: boolean;
  cgroupsPath: string;
}

/** What the shim itself must know of the OCI spec; everything else is the runtime's. */
function readSpec(bundle: string): SpecFacts {
  const file = path.join(bundle, "config.json");
  let spec: { ociVersion?: string; hooks?: { poststop?: unknown[] }; linux?: { cgroupsPath?: string; namespaces?: { type: string; path?: string }[] } };
  try {
    spec = JSON.parse(readFileSync(file, "utf8")) as typeof spec;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw unknownError(`failed to read the OCI spec: ${missing ? `open ${file}: no such file or directory` : `${file}: ${messageOf(error)}`}`);
  }
  // Only with a pid namespace of its own does the kernel end everything with the init.
  const ownPids = (spec.linux?.namespaces ?? []).some(({ type, path: joined }) => type === "pid" && !joined);
  return { ociVersion: spec.ociVersion ?? "", sharesPids: !ownPids, hasPoststop: (spec.hooks?.poststop ?? []).length > 0, cgroupsPath: spec.linux?.cgroupsPath ?? "" };
}

function isLaterMinor(ociVersion: string): boolean {
  return /^1\.\d+\.\d+/.test(ociVersion);
}

// Later 1.x versions of the spec only add fields, which an older runtime ignores; all it minds is the number.
function lowerVersion(bundle: string): void {
  const file = path.join(bundle, "config.json");
  writeFileSync(file, JSON.stringify({ ...parseDocument<object>(readFileSync(file, "utf8")), ociVersion: "1.1.0" }));
}

// A runtime that hangs must not keep the client, and the container's id, for ever.
const UNDO_TIMEOUT_MS = 10_000;
const KILLED = 137;

/**
 * Undoes a creation that failed: the runtime may have left a container, the monitor may still wait for us.
 * `cutOff`: the runtime was killed at its work, so that it may have left cgroups that it does not know of.
 */
export async function discard(deps: Pick<CreateDeps, "runner" | "spawner" | "index" | "cgroups" | "log">, container: Container, cutOff: boolean): Promise<void> {
  const { namespace, id, init } = container;
  init.link?.close();
  const result = await deps.runner.tryRun(container, ["delete", "--force", id], AbortSignal.timeout(UNDO_TIMEOUT_MS)).catch(() => undefined);
  if (result?.code === KILLED) deps.log.warn("a runtime that hung while a creation was undone was killed", { namespace, container: id, timeoutMs: UNDO_TIMEOUT_MS });
  else deps.log.debug("creation undone", { namespace, container: id, delete: result?.code });
  if (cutOff) await removeCgroups(container.cgroupsPath, deps.cgroups);
  await unmountRootfs(container, deps);
  deps.index.remove(container);
  clearBundle(container.bundle);
}
