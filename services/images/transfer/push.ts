import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { containerd } from "@stevedore/api";
import { invalidArgument, messageOf, wrapError } from "@stevedore/errors";
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
  path: string;
  parents: readonly string[];
  /** Repositories of the same registry that it came from or went to. */
  known: readonly string[];
}

export interface PushOptions {
  registry: RegistrySource;
  store: containerd.types.transfer.IImageStore;
  progress: Progress;
}

/** Pushes an image: of its platforms those that the store message names, or all; what the registry has is not sent again. */
export async function push(scope: Scope, { registry, store, progress }: PushOptions): Promise<void> {
  const { image } = await scope.deps.images.get({ name: store.name ?? "" }, scope.call);
  const target = fromDescriptor(image?.target);
  progress.status(`Pushing to ${registry.title}`);
  progress.status("pushing content", { name: image?.name ?? "", descriptor: target });
  const platforms = (store.platforms ?? []).map(fromPlatform);
  const planning: Planning = { scope, registry, progress, matcher: platforms.length === 0 ? anyPlatform : orderedMatcher(platforms), plan: { blobs: new Map(), documents: new Map() } };
  await plan(planning, target, []);
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
  progress.status(`Completed push to ${registry.title}`);
}

interface Planning {
  scope: Scope;
  registry: RegistrySource;
  progress: Progress;
  matcher: PlatformMatcher;
  plan: Plan;
}

async function plan(planning: Planning, descriptor: Descriptor, parents: readonly string[]): Promise<void> {
  const { scope, progress, matcher, plan: { blobs, documents } } = planning;
  if (isNonDistributableType(descriptor.mediaType) || blobs.has(descriptor.digest) || documents.has(descriptor.digest)) return;
  const path = await locate(scope, descriptor.digest);
  const { name } = progress.blob(descriptor, parents);
  const node: Node = { descriptor, path, parents, known: await knownRepositories(planning, descriptor) };
  if (!hasChildren(descriptor.mediaType)) return void blobs.set(descriptor.digest, node);
  if (descriptor.size > MAX_DOCUMENT_BYTES) throw invalidArgument(`${descriptor.digest}: ${descriptor.size} bytes is too long for a document`);
  for (const child of filterByPlatform(childrenOf(descriptor, await readFile(path)), matcher)) await plan(planning, child, [name]);
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
  const { descriptor, path, parents, known } = node;
  const { signal } = scope.call;
  const told = progress.blob(descriptor, parents);
  try {
    if (await pusher.has(descriptor, { signal })) {
      told.exists();
    } else {
      const result = await pusher.pushBlob(descriptor, { open: (range) => readTelling(path, range, told.uploading), mountFrom: known, signal });
      if (result === "mounted") told.exists();
      else told.complete();
    }
  } catch (error) {
    throw wrapError(`failed to push ${told.name} to ${registry.origin.host}`, error);
  }
  await addSourceLabel(scope, descriptor.digest, registry);
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
  const { descriptor, path, parents } = node;
  const { signal } = scope.call;
  const told = progress.blob(descriptor, parents);
  try {
    if (await pusher.has(descriptor, { signal })) return told.exists();
    await pusher.pushManifest(descriptor, await readFile(path), { signal });
    told.complete();
  } catch (cause) {
    const isMissingSome = isIndexType(descriptor.mediaType) && messageOf(cause).includes("400 Bad Request");
    const error = isMissingSome ? wrapError("manifest list/index references to blobs and/or manifests are missing in your target registry", cause) : cause;
    throw wrapError(`failed to push ${told.name} to ${registry.origin.host}`, error);
  }
}
