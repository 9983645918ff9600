import type { containerd } from "@stevedore/api";
import { invalidArgument, wrapError } from "@stevedore/errors";
import {
  childLabels, childrenOf, type Descriptor, hasChildren, isConfigType, isLayerType, isManifestType, isSchema1Type, normalisePlatform, parseImageConfig,
} from "@stevedore/oci";
import { fetchDocument } from "./blobs.ts";
import type { Scope } from "./deps.ts";
import { startDownload, type Download } from "./download.ts";
import { type ChildFilter, childFilterOf, saveImages } from "./image-store.ts";
import type { Progress } from "./progress.ts";
import type { Source } from "./source.ts";
import { unpackImage } from "./unpack-image.ts";
import { chooseTargets, type UnpackTarget } from "./unpack-targets.ts";

// An index of indexes is legal; deeper nesting than this is nobody's image.
const MAX_DEPTH = 8;

interface Pull {
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
 * Pulls an image: resolves it, fetches its documents, fetches and unpacks its layers as one stream, and saves its record
 * when everything is there. What fails first ends the rest.
 */
export async function pull(scope: Scope, options: { source: Source; store: containerd.types.transfer.IImageStore; progress: Progress }): Promise<void> {
  const { source, store, progress } = options;
  progress.status(`Resolving from ${source.title}`);
  const { name, descriptor } = await source.resolve().catch((error: unknown) => { throw wrapError("failed to resolve image", error); });
  if (isSchema1Type(descriptor.mediaType)) throw invalidArgument("schema 1 image manifests are no longer supported");
  progress.status(`Pulling from ${source.title}`);
  progress.status("fetching image content", { name, descriptor });

  // The first failure stops all the rest, and everybody has come to rest before we return.
  const stop = new AbortController();
  const inner = { ...scope, call: { ...scope.call, signal: AbortSignal.any([scope.call.signal, stop.signal]) } };
  const tasks = createTasks(stop);
  const targets = chooseTargets(scope, store.unpacks ?? []);
  const work: Pull = { scope: inner, source, progress, filter: childFilterOf(store), targets, tasks, downloads: new Map(), walked: new Set() };
  tasks.add(walk(work, { descriptor, parents: [], depth: 0 }));
  await tasks.settled();

  const saved = await saveImages(scope, store, descriptor).catch((error: unknown) => { throw wrapError("failed to store image", error); });
  for (const image of saved) progress.status("saved", image);
  progress.status(`Completed pull from ${source.title}`);
}

interface Tasks {
  add(task: Promise<void>): void;
  /** Waits for all, also those added meanwhile. Throws the first failure, after it has stopped the others. */
  settled(): Promise<void>;
}

function createTasks(stop: AbortController): Tasks {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  return {
    add(task) {
      const guarded = task
        .catch((error: unknown) => {
          failure ??= { error };
          stop.abort(error);
        })
        .finally(() => running.delete(guarded));
      running.add(guarded);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
      if (failure !== undefined) throw failure.error;
    },
  };
}

async function walk(pull: Pull, node: Node): Promise<void> {
  const { descriptor, parents, depth } = node;
  if (depth > MAX_DEPTH) throw invalidArgument(`index ${descriptor.digest} is nested more than ${MAX_DEPTH} deep`);
  if (!hasChildren(descriptor.mediaType)) return void download(pull, descriptor, parents);
  if (pull.walked.has(descriptor.digest)) return;
  pull.walked.add(descriptor.digest);
  const { bytes, name } = await document(pull, node, (fetched) => childLabels(childrenOf(descriptor, fetched)));
  const children = pull.filter(descriptor, childrenOf(descriptor, bytes));
  if (isManifestType(descriptor.mediaType)) return walkManifest(pull, children, [name]);
  for (const child of children) pull.tasks.add(walk(pull, { descriptor: child, parents: [name], depth: depth + 1 }));
}

async function walkManifest(pull: Pull, children: readonly Descriptor[], parents: readonly string[]): Promise<void> {
  const layers = children.filter((child) => isLayerType(child.mediaType));
  const config = children.find((child) => isConfigType(child.mediaType));
  for (const child of children) if (child !== config && !layers.includes(child)) download(pull, child, parents);
  const target = config === undefined ? undefined : await targetFor(pull, { config, parents, hasLayers: layers.length > 0 });
  if (config === undefined || target === undefined) {
    for (const layer of layers) download(pull, layer, parents);
    return;
  }
  const { scope, progress, tasks: { add } } = pull;
  return unpackImage(scope, { ...target, progress, parents, config, layers, add, download: (layer) => download(pull, layer, parents) });
}

interface ConfigNode {
  config: Descriptor;
  parents: readonly string[];
  hasLayers: boolean;
}

// Fetches the config, and says where its image is to be unpacked, if anywhere.
async function targetFor(pull: Pull, { config, parents, hasLayers }: ConfigNode): Promise<{ snapshotter: string; diffIds: string[] } | undefined> {
  const { bytes } = await document(pull, { descriptor: config, parents }, () => ({}));
  if (!hasLayers || pull.targets.length === 0) return undefined;
  const image = parseImageConfig(bytes, `config ${config.digest}`);
  const platform = normalisePlatform({ ...image, os: image.os ?? "", architecture: image.architecture ?? "" });
  const target = pull.targets.find(({ matcher }) => matcher.match(platform));
  return target === undefined ? undefined : { snapshotter: target.snapshotter, diffIds: image.rootfs.diff_ids };
}

async function document(pull: Pull, { descriptor, parents }: Omit<Node, "depth">, labelsOf: (bytes: Buffer) => Record<string, string>): Promise<{ bytes: Buffer; name: string }> {
  const { scope, source } = pull;
  const progress = pull.progress.blob(descriptor, parents);
  const bytes = await scope.shared.downloads.run(() => fetchDocument(scope, { source, descriptor, progress, labelsOf }), scope.call.signal);
  return { bytes, name: progress.name };
}

function download(pull: Pull, descriptor: Descriptor, parents: readonly string[]): Download {
  const { scope, source, downloads, tasks } = pull;
  const known = downloads.get(descriptor.digest);
  if (known !== undefined) return known;
  const started = startDownload(scope, { source, descriptor, progress: pull.progress.blob(descriptor, parents) });
  downloads.set(descriptor.digest, started);
  tasks.add(started.stored);
  return started;
}
