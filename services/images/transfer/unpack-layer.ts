import { randomBytes } from "node:crypto";
import type { containerd, stevedore } from "@stevedore/api";
import { createError, errorClassOf, failedPrecondition, internal, isError, messageOf, wrapError } from "@stevedore/errors";
import { type Descriptor, Label } from "@stevedore/oci";
import { EXTRACTION_PREFIX } from "./abandoned.ts";
import { setLabels } from "./blobs.ts";
import { cleanupCall, type Scope } from "./deps.ts";
import type { Download } from "./download.ts";
import { hasSnapshot } from "./has-snapshot.ts";
import { held } from "./own-lease.ts";
import type { BlobProgress } from "./progress.ts";
import { SNAPSHOT_LABELS } from "./remote-labels.ts";

export interface LayerToUnpack {
  descriptor: Descriptor;
  /** Fetches it; asked again, gives the same. */
  download: () => Download;
  /** The snapshotter may have it from elsewhere: it is asked before anything is fetched. */
  asksFirst: boolean;
  /** The descriptor's, and what else the snapshotter is to know. */
  annotations: Readonly<Record<string, string>>;
  progress: BlobProgress;
  snapshotter: string;
  diffId: string;
  chainId: string;
  /** Empty for the lowest layer. */
  parentChainId: string;
  /** Resolves when the parent's snapshot is committed. */
  parentReady: Promise<void>;
}

const TRIES = 3;
// Of unpacking: the bytes are wrong, rather than the place they are put to.
const BAD_LAYER = new Set(["dataLoss", "invalidArgument", "failedPrecondition"]);

/**
 * Unpacks one layer into a snapshot named by its chain id. The snapshot is committed only when the blob's digest, the
 * diff id and the parent are there; whatever happens, no extraction snapshot is left behind.
 */
export async function unpackLayer(scope: Scope, layer: LayerToUnpack): Promise<void> {
  const key = `${scope.call.namespace}/${layer.snapshotter}/${layer.chainId}`;
  const { call: { signal }, shared: { chains } } = scope;
  // Who has not waited for another who unpacks it was told a moment ago that it isn't there; and if it is by now, Commit says so.
  const mayBeThere = chains.isHeld(key) || layer.asksFirst;
  await chains.run(key, async () => {
    if (mayBeThere && (await hasSnapshot(scope, layer.snapshotter, layer.chainId))) await found(scope, layer);
    else await extract(scope, layer);
  }, signal);
}

// What another process's snapshotter has, from wherever, needs no blob here.
async function found(scope: Scope, layer: LayerToUnpack): Promise<void> {
  if (layer.asksFirst) return layer.progress.exists();
  await storedAndLabelled(scope, layer);
  layer.progress.extracted();
}

// Before the commit, not after: a later pull that finds the snapshot does not look at the blob again.
async function storedAndLabelled(scope: Scope, { descriptor, download, diffId }: LayerToUnpack): Promise<void> {
  await download().stored;
  await setLabels(scope, descriptor.digest, { [Label.uncompressed]: diffId });
}

async function extract(scope: Scope, layer: LayerToUnpack): Promise<void> {
  const { descriptor, snapshotter, chainId, parentChainId } = layer;
  const canRebase = scope.deps.config.maxConcurrentUnpacks > 1 && scope.deps.config.rebasing.includes(snapshotter);
  const isRebased = canRebase && parentChainId !== "";
  if (!canRebase) await layer.parentReady;
  const labels = snapshotLabels(layer);
  const wanted = { parent: isRebased ? "" : parentChainId, labels };
  const early = layer.asksFirst ? await prepare(scope, layer, wanted) : undefined;
  if (layer.asksFirst && early === undefined) return found(scope, layer);
  let key = early?.key ?? "";
  try {
    // No turn is taken before there are bytes: those who have some shall not wait for those who have none.
    await layer.download().path();
    const { shared: { prepared: waiting, unpacks }, call: { signal } } = scope;
    const applied = await waiting.run(async () => {
      const prepared = early ?? await prepare(scope, layer, wanted);
      if (prepared === undefined) return undefined;
      key = prepared.key;
      return unpacks.run(() => apply(scope, layer, isRebased ? { key, mounts: asUpperLayer(prepared.mounts) } : prepared), signal);
    }, signal);
    if (applied === undefined) return await found(scope, layer);
    await Promise.all([storedAndLabelled(scope, layer), layer.parentReady]);
    await commit(scope, layer, { key, parent: isRebased ? parentChainId : "", labels });
    key = "";
  } finally {
    if (key !== "") await removeExtraction(scope, snapshotter, key);
  }
  layer.progress.extracted();
  scope.log.debug("layer unpacked", { digest: descriptor.digest, chainId, snapshotter });
}

/**
 * A layer that gets its parent later is shown as a plain bind mount, where whiteouts would be carried out on nothing and be
 * lost. As an overlay's upper directory it keeps them, for the parent that comes with the commit.
 */
export function asUpperLayer(mounts: containerd.types.IMount[]): containerd.types.IMount[] {
  const [only] = mounts;
  if (mounts.length !== 1 || only?.type !== "bind") return mounts;
  const options = (only.options ?? []).filter((option) => option !== "rbind");
  return [{ type: "overlay", source: "overlay", options: [...options, `upperdir=${only.source}`] }];
}

interface Prepared {
  key: string;
  mounts: containerd.types.IMount[];
}

// AlreadyExists: a snapshotter that knows the layer by its label has it, or our random key was taken.
async function prepare(scope: Scope, layer: LayerToUnpack, { parent, labels }: { parent: string; labels: Record<string, string> }): Promise<Prepared | undefined> {
  const { snapshotter, chainId } = layer;
  for (let attempt = 1; ; attempt++) {
    const key = extractionKey(chainId);
    try {
      const call = await held(scope, [key, chainId].map((id) => ({ type: `snapshots/${snapshotter}`, id })));
      const { mounts } = await scope.deps.snapshots.prepare({ snapshotter, key, parent, labels }, call);
      return { key, mounts };
    } catch (error) {
      if (!isError(error, "alreadyExists") || attempt === TRIES) throw wrapError(`failed to prepare extraction snapshot "${key}"`, error);
      if (await hasSnapshot(scope, layer.snapshotter, layer.chainId)) return undefined;
    }
  }
}

async function apply(scope: Scope, layer: LayerToUnpack, prepared: Prepared): Promise<containerd.types.IDescriptor> {
  const { diffId, snapshotter, descriptor: { mediaType, digest } } = layer;
  try {
    const applied = await applyGrowing(scope, layer, prepared.mounts);
    if (applied.digest !== diffId) throw failedPrecondition(`wrong diff id "${applied.digest}" calculated on extraction, the image's config says "${diffId}"`);
    return applied;
  } catch (error) {
    // The layer's download failing is the cause then, not the unpacking.
    if (messageOf(error).startsWith("failed to fetch")) throw error;
    if (BAD_LAYER.has(errorClassOf(error))) layer.download().distrust();
    throw createError(errorClassOf(error), `failed to extract layer (${mediaType} ${digest}) to ${snapshotter} as "${prepared.key}": ${messageOf(error)}`, { cause: error, verbatim: true });
  }
}

async function applyGrowing(scope: Scope, layer: LayerToUnpack, mounts: containerd.types.IMount[]): Promise<containerd.types.IDescriptor> {
  const download = layer.download();
  const path = await download.path();
  try {
    return await applyFile(scope, layer, { path, mounts });
  } catch (error) {
    // Stored, and so renamed, between our looking and the applier's opening.
    if (!isError(error, "notFound") || !download.ended) throw error;
    await download.stored;
    const now = await download.path();
    if (now === path) throw error;
    return applyFile(scope, layer, { path: now, mounts });
  }
}

async function applyFile(scope: Scope, { descriptor: { mediaType, digest }, download: start, progress }: LayerToUnpack, { path, mounts }: { path: string; mounts: containerd.types.IMount[] }): Promise<containerd.types.IDescriptor> {
  const download = start();
  async function* requests(): AsyncGenerator<stevedore.v1.IUnpackRequest> {
    let { available: seen, ended: end } = download;
    yield { path, mediaType, digest, mounts, available: seen, end };
    while (!end) {
      await download.grown(seen);
      ({ available: seen, ended: end } = download);
      yield { available: seen, end };
    }
  }
  for await (const reply of scope.deps.unpack.apply(requests(), scope.call)) {
    if (reply.applied) return reply.applied;
    progress.extracting(reply.consumed);
  }
  throw internal("the applier ended without a result");
}

async function commit(scope: Scope, layer: LayerToUnpack, { key, parent, labels }: { key: string; parent: string; labels: Record<string, string> }): Promise<void> {
  const { snapshotter, chainId: name } = layer;
  try {
    await scope.deps.snapshots.commit({ snapshotter, name, key, parent, labels }, await held(scope, []));
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw wrapError(`failed to commit snapshot ${key}`, error);
    await removeExtraction(scope, snapshotter, key);
  }
}

async function removeExtraction(scope: Scope, snapshotter: string, key: string): Promise<void> {
  try {
    await scope.deps.snapshots.remove({ snapshotter, key }, cleanupCall(scope));
  } catch (error) {
    if (!isError(error, "notFound")) scope.log.warn("extraction snapshot not removed, it goes with its lease", { snapshotter, key, error: messageOf(error) });
  }
}

function extractionKey(chainId: string): string {
  const nanoseconds = process.hrtime.bigint() % 1_000_000_000n;
  return `${EXTRACTION_PREFIX}${nanoseconds}-${randomBytes(3).toString("base64url")} ${chainId}`;
}

export type LabelledLayer = Pick<LayerToUnpack, "chainId" | "diffId" | "parentChainId"> & { annotations: Readonly<Record<string, string>> | undefined };

/** What lets a snapshotter that keeps layers elsewhere find this one by itself; annotations of its namespace go along. */
export function snapshotLabels({ chainId, diffId, parentChainId, annotations = {} }: LabelledLayer): Record<string, string> {
  const inherited = Object.entries(annotations).filter(([key]) => key.startsWith(SNAPSHOT_LABELS));
  return {
    ...Object.fromEntries(inherited),
    [Label.snapshotRef]: chainId,
    [Label.snapshotDiffId]: diffId,
    ...(parentChainId === "" ? {} : { [Label.snapshotParent]: parentChainId }),
  };
}
