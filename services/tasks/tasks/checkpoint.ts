import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { containerd, google, type ContentService, type DiffService, type UnpackService } from "@stevedore/api";
import { isError, messageOf, unknownError, wrapError } from "@stevedore/errors";
import { digestOf, MediaType } from "@stevedore/oci";
import type { CallOptions, Client } from "@stevedore/rpc";
import type { Container } from "../containers/container-records.ts";
import type { Bundle } from "../shims/bundle.ts";
import type { Task } from "./task.ts";
import { decodeTaskOptions } from "./task-options.ts";

export interface CheckpointDeps {
  content: Client<typeof ContentService>;
  diff: Client<typeof DiffService>;
  unpack: Client<typeof UnpackService>;
}

type Descriptor = containerd.types.IDescriptor;

const CHECKPOINT = "application/vnd.containerd.container.criu.checkpoint.criu.tar";
const CHECKPOINT_CONFIG = "application/vnd.containerd.container.checkpoint.config.v1+proto";
/** Of a checkpoint's descriptor: a directory that a client has unpacked itself, as CRI does. */
const RESTORE_FROM_PATH = "RestoreFromPath";
const ROOTFS_DIFF = "rootfs-diff.tar";
const OPTIONS = { name: "containerd.runc.v1.CheckpointOptions", codec: containerd.runc.v1.CheckpointOptions, words: "task checkpoint option" };

/** Where the images of a checkpoint go that the client names no directory for, and where a task's are unpacked: its work directory. */
const workOf = ({ bundle }: Pick<Task, "bundle">): string => path.join(bundle.path, "work");

/**
 * Has the shim write a task's checkpoint. Into the directory that the options name, or into content: then as two blobs,
 * CRIU's images as a tar and the container's spec.
 * @throws Unknown for other options, whatever the shim says
 */
export async function saveCheckpoint(deps: CheckpointDeps, task: Task, container: Container, options: google.protobuf.IAny | null | undefined, call: CallOptions): Promise<Descriptor[]> {
  const named = imagePathOf(options, container.runtime?.name ?? "");
  if (named !== "") {
    await runCheckpoint(task, named, options, call);
    return [];
  }
  const images = mkdtempSync(path.join(workOf(task), "ctrd-checkpoint"));
  try {
    await runCheckpoint(task, images, options, call);
    return [await storeTree(deps, images, call), await storeConfig(deps, container, path.join(images, "spec"), call)];
  } finally {
    rmSync(images, { recursive: true, force: true });
  }
}

async function runCheckpoint({ id, shim }: Task, images: string, options: google.protobuf.IAny | null | undefined, call: CallOptions): Promise<void> {
  await shim.tasks.checkpoint({ id, path: images, options: options ?? null }, call);
}

function imagePathOf(options: google.protobuf.IAny | null | undefined, runtime: string): string {
  return decodeTaskOptions(options, OPTIONS, runtime)?.imagePath ?? "";
}

/** A directory as a tar in content: the difference between it and nothing, which snapshots knows how to write. */
async function storeTree({ diff }: CheckpointDeps, directory: string, call: CallOptions): Promise<Descriptor> {
  const { diff: tar } = await diff.diff({ left: [], right: [bind(directory)], mediaType: MediaType.ociLayer }, call);
  return { ...tar, mediaType: CHECKPOINT };
}

/** The container's spec, as the Any that its record holds, in content. */
async function storeConfig({ content }: CheckpointDeps, { spec }: Container, ref: string, call: CallOptions): Promise<Descriptor> {
  const data = google.protobuf.Any.encode(spec ?? {}).finish();
  const commit = { action: containerd.services.content.v1.WriteAction.COMMIT, ref, total: data.length, data };
  try {
    for await (const _reply of content.write(once(commit), call));
  } catch (error) {
    // It is the same for every checkpoint of one container.
    if (!isError(error, "alreadyExists")) throw error;
  }
  return { mediaType: CHECKPOINT_CONFIG, digest: digestOf(data), size: data.length };
}

async function* once<T>(message: T): AsyncGenerator<T> {
  yield message;
}

function bind(directory: string): containerd.types.IMount {
  return { type: "bind", source: directory, options: ["bind", "rw"] };
}

/** What a new task is restored from. */
export interface RestoreSource {
  /** A blob of CRIU images, unpacked into the task's work directory. */
  blob?: Descriptor;
  /** A directory with CRIU images. */
  directory?: string;
  /** `rootfs-diff.tar` beside the directory is unpacked over the root file system, and the task is started by its creation. */
  startsAtOnce: boolean;
}

/** Where a request says that its task comes from; undefined: from its spec alone. @throws Unknown for a blob of another kind */
export function restoreSourceOf(checkpoint: Descriptor | null | undefined, criuImagePath: string): RestoreSource | undefined {
  const directory = checkpoint?.annotations?.[RESTORE_FROM_PATH];
  if (directory !== undefined) return { directory, startsAtOnce: true };
  if (criuImagePath !== "") return { directory: criuImagePath, startsAtOnce: false };
  if (checkpoint == null) return undefined;
  if (checkpoint.mediaType !== CHECKPOINT) throw unknownError(`unsupported checkpoint type ${JSON.stringify(checkpoint.mediaType ?? "")} (a checkpoint is ${CHECKPOINT})`);
  return { blob: checkpoint, startsAtOnce: false };
}

/** Makes the directory of CRIU images that the shim restores from. @throws Unknown, as containerd, for a blob that isn't there */
export async function provideImages({ diff }: CheckpointDeps, bundle: Pick<Bundle, "path">, { blob, directory }: RestoreSource, call: CallOptions): Promise<string> {
  if (blob === undefined) return directory!;
  const images = path.join(bundle.path, "work", "checkpoint");
  mkdirSync(images, { mode: 0o700 });
  const { digest, size } = blob;
  try {
    await diff.apply({ diff: { mediaType: MediaType.ociLayer, digest, size }, mounts: [bind(images)] }, call);
  } catch (error) {
    throw unknownError(`checkpoint ${digest}: ${messageOf(error)}`, { cause: error });
  }
  return images;
}

/** Unpacks what the container had changed in its files when it was checkpointed, if that lies beside the images. */
export async function applyRootfsDiff({ unpack }: CheckpointDeps, bundle: Pick<Bundle, "path">, images: string, call: CallOptions): Promise<void> {
  const archive = path.join(images, "..", ROOTFS_DIFF);
  const size = statSync(archive, { throwIfNoEntry: false })?.size;
  if (size === undefined) return;
  const request = { path: archive, mediaType: MediaType.ociLayer, mounts: [bind(path.join(bundle.path, "rootfs"))], available: size, end: true };
  try {
    for await (const _progress of unpack.apply(once(request), call));
  } catch (error) {
    throw wrapError(`unpacking of rootfs-diff archive ${archive} failed`, error);
  }
}
