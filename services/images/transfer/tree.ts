import type { containerd } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import { childLabels, childrenOf, type Descriptor, hasChildren, isConfigType, isLayerType, isManifestType, normalisePlatform, parseImageConfig } from "@stevedore/oci";
import { type Document, fetchDocument } from "./blobs.ts";
import { blobKey, type Scope } from "./deps.ts";
import { startDownload, type Download } from "./download.ts";
import { type ChildFilter, childFilterOf } from "./destination.ts";
import type { Progress } from "./progress.ts";
import type { Source } from "./source.ts";
import { createTasks, type Tasks } from "./tasks.ts";
import { unpackImage } from "./unpack-image.ts";
import { chooseTargets, type UnpackTarget } from "./unpack-targets.ts";

// An index of indexes is legal; deeper nesting than this is nobody's image.
const MAX_DEPTH = 8;

interface Walk {
  scope: Scope;
  source: Source;
  progress: Progress;
  filter: ChildFilter;
  targets: readonly UnpackTarget[];
  tasks: Tasks;
  downloads: Map<string, Download>;
  /** Digests of documents, so that none is walked twice. */
  walked: Set<string>;
}

interface Node {
  descriptor: Descriptor;
  parents: readonly string[];
  depth: number;
}

/**
 * Brings everything below a descriptor into the store: its documents, and its layers, fetched and unpacked as one stream.
 * What fails first ends the rest, and everybody has come to rest before it is thrown. On the way nothing waits for the disk but
 * the blobs' own bytes; in the end everything is on it.
 */
export async function transferTree(scope: Scope, options: { source: Source; descriptor: Descriptor; store: containerd.types.transfer.IImageStore; progress: Progress }): Promise<void> {
  const { source, descriptor, store, progress } = options;
  const stop = new AbortController();
  const inner = { ...scope, call: { ...scope.call, deferred: true, signal: AbortSignal.any([scope.call.signal, stop.signal]) } };
  const tasks = createTasks(stop);
  const targets = chooseTargets(scope, store.unpacks ?? []);
  const work: Walk = { scope: inner, source, progress, filter: childFilterOf(store), targets, tasks, downloads: new Map(), walked: new Set() };
  tasks.add(walk(work, { descriptor, parents: [], depth: 0 }));
  await tasks.settled();
  await Promise.all(scope.deps.deferring.map((service) => service.settle({}, scope.call)));
}

async function walk(work: Walk, node: Node): Promise<void> {
  const { descriptor, parents, depth } = node;
  if (depth > MAX_DEPTH) throw invalidArgument(`index ${descriptor.digest} is nested more than ${MAX_DEPTH} deep`);
  if (!hasChildren(descriptor.mediaType)) return void download(work, descriptor, parents);
  if (work.walked.has(descriptor.digest)) return;
  work.walked.add(descriptor.digest);
  const { bytes, name, wasThere } = await document(work, node, (fetched) => childLabels(childrenOf(descriptor, fetched)));
  const children = work.filter(descriptor, childrenOf(descriptor, bytes));
  if (isManifestType(descriptor.mediaType)) return walkManifest(work, { manifest: descriptor.digest, children, parents: [name], isNew: !wasThere });
  for (const child of children) work.tasks.add(walk(work, { descriptor: child, parents: [name], depth: depth + 1 }));
}

interface ManifestNode {
  manifest: string;
  children: readonly Descriptor[];
  parents: readonly string[];
  /** It had to be fetched: hardly anything of the image is here. */
  isNew: boolean;
}

async function walkManifest(work: Walk, { manifest, children, parents, isNew }: ManifestNode): Promise<void> {
  const { scope, source, progress, targets, tasks: { add } } = work;
  const layers = children.filter((child) => isLayerType(child.mediaType));
  const config = children.find((child) => isConfigType(child.mediaType));
  for (const child of children) if (child !== config && !layers.includes(child)) download(work, child, parents);
  const snapshotters = targets.map(({ snapshotter }) => snapshotter);
  // Of an image that is known, the layers may be here.
  const tails = isNew && source.registry !== undefined ? scope.shared.expectLayers?.(scope, { layers, source, snapshotters }) : undefined;
  const target = config === undefined ? undefined : await targetFor(work, { config, parents, hasLayers: layers.length > 0 });
  if (config === undefined || target === undefined) {
    for (const layer of layers) download(work, layer, parents);
    return;
  }
  if (source.registry !== undefined) await scope.shared.placeLayers?.(scope, { ...target, layers, source, tails, registry: source.registry });
  return unpackImage(scope, { ...target, progress, parents, manifest, reference: source.registry?.reference ?? undefined, config, layers, add, download: (layer) => download(work, layer, parents) });
}

interface ConfigNode {
  config: Descriptor;
  parents: readonly string[];
  hasLayers: boolean;
}

// Fetches the config, and says where its image is to be unpacked, if anywhere.
async function targetFor(work: Walk, { config, parents, hasLayers }: ConfigNode): Promise<{ snapshotter: string; diffIds: string[]; configStored: Promise<void> } | undefined> {
  const { bytes, stored: configStored } = await document(work, { descriptor: config, parents }, () => ({}));
  if (!hasLayers || work.targets.length === 0) return undefined;
  const image = parseImageConfig(bytes, `config ${config.digest}`);
  const platform = normalisePlatform({ ...image, os: image.os ?? "", architecture: image.architecture ?? "" });
  const target = work.targets.find(({ matcher }) => matcher.match(platform));
  return target === undefined ? undefined : { snapshotter: target.snapshotter, diffIds: image.rootfs.diff_ids, configStored };
}

async function document(work: Walk, { descriptor, parents }: Omit<Node, "depth">, labelsOf: (bytes: Buffer) => Record<string, string>): Promise<Document & { name: string }> {
  const { scope, source } = work;
  const progress = work.progress.blob(descriptor, parents);
  const { shared, call: { signal } } = scope;
  const fetch = (): Promise<Document> => shared.downloads.run(() => fetchDocument(scope, { source, descriptor, progress, labelsOf }), signal);
  const fetched = await shared.blobs.run(blobKey(scope, descriptor.digest), fetch, signal);
  work.tasks.add(fetched.stored);
  return { ...fetched, name: progress.name };
}

function download(work: Walk, descriptor: Descriptor, parents: readonly string[]): Download {
  const { scope, source, downloads, tasks } = work;
  const known = downloads.get(descriptor.digest);
  if (known !== undefined) return known;
  const started = startDownload(scope, { source, descriptor, progress: work.progress.blob(descriptor, parents), ownsBytes: true });
  downloads.set(descriptor.digest, started);
  tasks.add(started.stored);
  return started;
}
