import { chownSync, chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { invalidArgument, messageOf, unknownError } from "@stevedore/errors";
import { MNT, mountedUnder, unmountAll } from "@stevedore/linux";
import { validateIdentifier } from "@stevedore/names";

/** Where a task lives while it exists: what the shim reads, and where it and the runtime keep their files. */
export interface Bundle {
  readonly namespace: string;
  readonly id: string;
  readonly path: string;
}

export interface BundlePlaces {
  /** STATE/io.containerd.runtime.v2.task for tasks: bundles, by namespace and id. */
  readonly state: string;
  /** ROOT/io.containerd.runtime.v2.task: work directories, likewise. */
  readonly root: string;
}

const DIRECTORIES = { task: "io.containerd.runtime.v2.task", sandbox: "io.containerd.sandbox.controller.v1.shim" };

/** Where the bundles of tasks are, or those of sandboxes. */
export function bundlePlaces({ root, state }: { root: string; state: string }, kind: keyof typeof DIRECTORIES): BundlePlaces {
  return { state: path.join(state, DIRECTORIES[kind]), root: path.join(root, DIRECTORIES[kind]) };
}

/**
 * Makes the bundle of a new task or sandbox: `config.json` with the spec's bytes as the client sent them, `rootfs`, and
 * the link `work`. A sandbox may have no spec. Nothing is synced: a bundle does not outlive the machine's uptime.
 */
export function createBundle(places: BundlePlaces, task: { namespace: string; id: string; spec: Uint8Array | undefined }): Bundle {
  const { namespace, id, spec } = task;
  validateIdentifier(id, `invalid task id ${id}`);
  const bundle = { namespace, id, path: path.join(places.state, namespace, id) };
  const work = path.join(places.root, namespace, id);
  // What a service that was killed left half made; a task that lives was found at the start.
  if (existsSync(bundle.path) || existsSync(work)) removeBundle(places, bundle);
  try {
    mkdirSync(path.dirname(bundle.path), { recursive: true, mode: 0o711 });
    mkdirSync(bundle.path, { mode: 0o700 });
    if (spec !== undefined) openToMappedRoot(bundle.path, spec);
    mkdirSync(path.join(bundle.path, "rootfs"), { mode: 0o711 });
    mkdirSync(work, { recursive: true, mode: 0o711 });
    symlinkSync(work, path.join(bundle.path, "work"));
    if (spec !== undefined) writeFileSync(path.join(bundle.path, "config.json"), spec);
  } catch (error) {
    removeBundle(places, bundle);
    throw unknownError(messageOf(error), { cause: error });
  }
  return bundle;
}

// In a user namespace the container's root is another group here, and must get into the bundle.
function openToMappedRoot(bundlePath: string, spec: Uint8Array): void {
  if (!Buffer.from(spec.buffer, spec.byteOffset, spec.byteLength).includes('"gidMappings"')) return;
  const gid = mappedRootGid(spec);
  if (gid === undefined || gid === 0) return;
  chownSync(bundlePath, -1, gid);
  chmodSync(bundlePath, 0o710);
}

interface IdMapping {
  containerID: number;
  hostID: number;
  size: number;
}

function mappedRootGid(spec: Uint8Array): number | undefined {
  try {
    const { linux } = JSON.parse(Buffer.from(spec).toString()) as { linux?: { gidMappings?: IdMapping[] } };
    return linux?.gidMappings?.find(({ containerID, size }) => containerID === 0 && size > 0)?.hostID;
  } catch {
    throw invalidArgument("container.Spec is not an OCI runtime specification in JSON");
  }
}

/** Removes a bundle and its work directory, with what is still mounted in it. Nothing there is no error. */
export function removeBundle({ root }: BundlePlaces, bundle: Bundle): void {
  const { namespace, id } = bundle;
  const work = readLink(path.join(bundle.path, "work")) ?? path.join(root, namespace, id);
  unmountBundle(bundle.path);
  removeTree(bundle.path);
  removeTree(work);
}

// A tree must never be removed through a mount: behind it is a snapshot. An empty rootfs proves that there is none.
function unmountBundle(bundlePath: string): void {
  const rootfs = path.join(bundlePath, "rootfs");
  unmountAll(rootfs, MNT.DETACH);
  try {
    rmdirSync(rootfs);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    for (const point of mountedUnder(bundlePath)) unmountAll(point, MNT.DETACH);
  }
}

// Renamed first, so that a removal that is cut off leaves nothing that looks like a task.
function removeTree(directory: string): void {
  const doomed = path.join(path.dirname(directory), `.${path.basename(directory)}`);
  try {
    rename(directory, doomed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unknownError(`remove ${directory}: ${messageOf(error)}`, { cause: error });
  }
  rmSync(doomed, { recursive: true, force: true });
}

function rename(directory: string, doomed: string): void {
  try {
    renameSync(directory, doomed);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    // What an earlier removal left when it was cut off.
    rmSync(doomed, { recursive: true, force: true });
    renameSync(directory, doomed);
  }
}

function readLink(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** The bundles that an earlier life of this service left; empty and half-removed directories, and work directories without a bundle, are removed. */
export function findBundles(places: BundlePlaces): Bundle[] {
  const found: Bundle[] = [];
  for (const [namespace, id] of listEntries(places.state)) {
    const bundle = { namespace, id, path: path.join(places.state, namespace, id) };
    if (id.startsWith(".")) removeHalfRemoved(bundle.path);
    else if (readdirSync(bundle.path).length === 0) removeBundle(places, bundle);
    else found.push(bundle);
  }
  const known = new Set(found.map(({ namespace, id }) => `${namespace}/${id}`));
  for (const [namespace, id] of listEntries(places.root)) {
    if (!known.has(`${namespace}/${id}`)) rmSync(path.join(places.root, namespace, id), { recursive: true, force: true });
  }
  return found;
}

function removeHalfRemoved(directory: string): void {
  for (const point of mountedUnder(directory)) unmountAll(point, MNT.DETACH);
  rmSync(directory, { recursive: true, force: true });
}

function listEntries(directory: string): [namespace: string, id: string][] {
  return listDirectories(directory).flatMap((namespace) => {
    return listDirectories(path.join(directory, namespace)).map((id): [string, string] => [namespace, id]);
  });
}

function listDirectories(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
