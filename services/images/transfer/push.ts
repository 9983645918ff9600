import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { containerd } from "@stevedore/api";
import { invalidArgument, isError, messageOf, wrapError } from "@stevedore/errors";
import { anyPlatform, childrenOf, type Descriptor, filterByPlatform, hasChildren, isIndexType, isNonDistributableType, MAX_DOCUMENT_BYTES, orderedMatcher, type PlatformMatcher, sourceLabelKey } from "@stevedore/oci";
import type { Pusher } from "@stevedore/registry";
import { locate, addSourceLabel } from "./blobs.ts";
import { fromDescriptor, fromPlatform } from "./convert.ts";
import type { Scope } from "./deps.ts";
import type { Progress } from "./progress.ts";
import type { RegistrySource } from "./source.ts";
import { createTasks } from "./tasks.ts";

/** What is to be pushed: blobs in any order, then documents, children before their parents. */
interface Plan {
  blobs: Map<string, Node>;
  documents: Map<string, Node>;
}

interface Node {
  descriptor: Descriptor;
  /** Its file; of a blob that is not here, why there is none. Then the registry has to have it. */
  file: { path: string } | { missing: unknown };
  parents: readonly string[];
  /** Repositories of the same registry that it came from or went to. */
  known: readonly string[];
}

export interface PushOptions {
  /** Where to; asked for when it is known what. */
  registry: () => RegistrySource;
  store: containerd.types.transfer.IImageStore;
  progress: Progress;
}

/** Pushes an image: of its platforms those that the store message names, or all; what the registry has is not sent again. */
export async function push(scope: Scope, { registry: registryOf, store, progress }: PushOptions): Promise<void> {
  const { image } = await scope.deps.images.get({ name: store.name ?? "" }, scope.call);
  const registry = registryOf();
  const target = fromDescriptor(image?.target);
  progress.status(`Pushing to ${registry.title}`);
  progress.status("pushing content", { name: image?.name ?? "", descriptor: target });
  const platforms = (store.platforms ?? []).map(fromPlatform);
  const planning: Planning = { scope, registry, progress, matcher: platforms.length === 0 ? anyPlatform : orderedMatcher(platforms), plan: { blobs: new Map(), documents: new Map() } };
  await plan(planning, target, { names: [], known: [] });
  const { blobs, documents } = planning.plan;
  const mountFrom = [...new Set([...blobs.values()].flatMap(({ known }) => known))];
  const pusher = registry.pusher({ tagged: target.digest, mountFrom });

  const stop = new AbortController();
  const inner = { ...scope, call: { ...scope.call, signal: AbortSignal.any([scope.call.signal, stop.signal]) } };
  const tasks = createTasks(stop);
  for (const node of blobs.values()) tasks.add(scope.shared.uploads.run(() => pushBlob(inner, { node, pusher, progress, registry }), inner.call.signal));
  await tasks.settled();
  for (const node of documents.values()) await pushDocument(scope, { node, pusher, progress, registry });
  progress.status("pushed content", { name: image?.name ?? "", descriptor: target });
  progress.completed(`Completed push to ${registry.title}`);
}

interface Planning {
  scope: Scope;
  registry: RegistrySource;
  progress: Progress;
  matcher: PlatformMatcher;
  plan: Plan;
}

/** What a descriptor stands in: the parents' names, and the repositories that those are known in. */
interface Parents {
  names: readonly string[];
  known: readonly string[];
}

async function plan(planning: Planning, descriptor: Descriptor, parents: Parents): Promise<void> {
  const { scope, progress, matcher, plan: { blobs, documents } } = planning;
  if (isNonDistributableType(descriptor.mediaType) || blobs.has(descriptor.digest) || documents.has(descriptor.digest)) return;
  const isDocument = hasChildren(descriptor.mediaType);
  // Of an image that was pulled for one platform the others' layers are elsewhere.
  const file = await locate(scope, descriptor.digest).then((path) => ({ path }), (error: unknown) => {
    if (isDocument || !isError(error, "notFound")) throw error;
    return { missing: error };
  });
  const { name } = progress.blob(descriptor, parents.names);
  const known = "missing" in file ? parents.known : await knownRepositories(planning, descriptor);
  const node: Node = { descriptor, file, parents: parents.names, known };
  if (!isDocument) return void blobs.set(descriptor.digest, node);
  if (descriptor.size > MAX_DOCUMENT_BYTES) throw invalidArgument(`${descriptor.digest}: ${descriptor.size} bytes is too long for a document`);
  for (const child of filterByPlatform(childrenOf(descriptor, await readFile(pathOf(file))), matcher)) await plan(planning, child, { names: [name], known });
  documents.set(descriptor.digest, node);
}

async function knownRepositories({ scope: { deps, call }, registry }: Planning, { digest }: Descriptor): Promise<string[]> {
  const { info } = await deps.content.info({ digest }, call);
  const value = info?.labels?.[sourceLabelKey(registry.origin.host)] ?? "";
  return value.split(",").filter((repository) => repository !== "" && repository !== registry.origin.repository);
}

interface Upload {
  node: Node;
  pusher: Pusher;
  progress: Progress;
  registry: RegistrySource;
}

async function pushBlob(scope: Scope, { node, pusher, progress, registry }: Upload): Promise<void> {
  const { descriptor, file, parents, known } = node;
  const { signal } = scope.call;
  const told = progress.blob(descriptor, parents);
  try {
    if (await pusher.has(descriptor, { signal })) {
      told.exists();
    } else if ("missing" in file) {
      if (!(await pusher.mountBlob(descriptor, { mountFrom: known, signal }))) throw file.missing;
      told.exists();
    } else {
      const result = await pusher.pushBlob(descriptor, { open: (range) => readTelling(file.path, range, told.uploading), mountFrom: known, signal });
      if (result === "mounted") told.exists();
      else told.complete();
    }
  } catch (error) {
    throw wrapError(`failed to push ${told.name} to ${registry.origin.host}`, error);
  }
  if ("path" in file) await addSourceLabel(scope, descriptor.digest, registry);
}

function pathOf(file: Node["file"]): string {
  if ("missing" in file) throw file.missing;
  return file.path;
}

async function* readTelling(path: string, { offset, length }: { offset: number; length: number }, tell: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  if (length === 0) return;
  let sent = offset;
  for await (const chunk of createReadStream(path, { start: offset, end: offset + length - 1, highWaterMark: 1 << 20 })) {
    yield chunk as Buffer;
    sent += (chunk as Buffer).length;
    tell(sent);
  }
}

async function pushDocument(scope: Scope, { node, pusher, progress, registry }: Upload): Promise<void> {
  const { descriptor, file, parents } = node;
  const { signal } = scope.call;
  const told = progress.blob(descriptor, parents);
  try {
    if (await pusher.has(descriptor, { signal })) return told.exists();
    await pusher.pushManifest(descriptor, await readFile(pathOf(file)), { signal });
    told.complete();
  } catch (cause) {
    const isMissingSome = isIndexType(descriptor.mediaType) && messageOf(cause).includes("400 Bad Request");
    const error = isMissingSome ? wrapError("manifest list/index references to blobs and/or manifests are missing in your target registry", cause) : cause;
    throw wrapError(`failed to push ${told.name} to ${registry.origin.host}`, error);
  }
}
