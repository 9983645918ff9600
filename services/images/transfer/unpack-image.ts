import { failedPrecondition } from "@stevedore/errors";
import { chainIdsOf, type Descriptor, Label } from "@stevedore/oci";
import { setLabels } from "./blobs.ts";
import { cleanupCall, type Scope } from "./deps.ts";
import type { Download } from "./download.ts";
import { hasSnapshot } from "./has-snapshot.ts";
import type { Progress } from "./progress.ts";
import { remoteLabels, SNAPSHOT_LABELS } from "./remote-labels.ts";
import { unpackLayer } from "./unpack-layer.ts";

export interface ImageToUnpack {
  progress: Progress;
  /** Names of the parents in progress events. */
  parents: readonly string[];
  /** The digest of its manifest, and the reference that it is pulled by; none of what comes from an archive. */
  manifest: string;
  reference: string | undefined;
  config: Descriptor;
  /** Resolves when it is in the store: it gets a label in the end. */
  configStored: Promise<void>;
  layers: readonly Descriptor[];
  diffIds: readonly string[];
  snapshotter: string;
  /** Starts fetching a layer; one that occurs twice is fetched once. */
  download: (layer: Descriptor) => Download;
  /** Puts work under the transfer's care, so that its first failure stops the rest. */
  add: (work: Promise<void>) => void;
}

/**
 * Fetches and unpacks an image's layers, all at once: each is unpacked while its bytes arrive. Layers whose snapshot is
 * there already are neither fetched nor unpacked. Without rebase a layer is unpacked when its parent is. Another process's
 * snapshotter is asked for each layer first: what it has from elsewhere is not fetched.
 */
export async function unpackImage(scope: Scope, image: ImageToUnpack): Promise<void> {
  const { layers, diffIds, snapshotter } = image;
  if (layers.length !== diffIds.length) throw failedPrecondition(`number of layers and diffIDs don't match: ${layers.length} != ${diffIds.length}`);
  const chain = chainIdsOf(diffIds);
  const present = await countPresent(scope, snapshotter, chain);
  for (const layer of layers.slice(0, present)) image.progress.blob(layer, image.parents).exists();
  const proxy = scope.deps.config.proxies[snapshotter];
  const told = proxy?.wantsAnnotations === true && image.reference !== undefined ? remoteLabels({ ...image, reference: image.reference }) : [];
  const fetchFrom = (index: number): Download => {
    // Once one has to be fetched, so have those above it; but what a snapshotter may bring itself waits until it is asked.
    const above = layers.slice(index + 1).filter((layer) => told.length === 0 || !isMeantForSnapshotter(layer));
    const [download] = [layers[index] as Descriptor, ...above].map(image.download);
    return download as Download;
  };
  if (proxy === undefined && present < layers.length) fetchFrom(present);

  let parentReady = Promise.resolve();
  const unpackings = layers.slice(present).map((descriptor, i) => {
    const index = present + i;
    const parent = parentReady;
    const unpacking = unpackLayer(scope, {
      descriptor,
      download: () => fetchFrom(index),
      asksFirst: proxy !== undefined,
      annotations: { ...descriptor.annotations, ...told[index] },
      progress: image.progress.blob(descriptor, image.parents),
      snapshotter,
      diffId: diffIds[index] as string,
      chainId: chain[index] as string,
      parentChainId: chain[index - 1] ?? "",
      parentReady: parent,
    });
    parentReady = unpacking;
    image.add(unpacking);
    return unpacking;
  });
  await Promise.all(unpackings);
  const top = chain.at(-1);
  await image.configStored;
  if (top !== undefined) await setLabels(scope, image.config.digest, { [`${Label.refSnapshot}.${snapshotter}`]: top });
}

const isMeantForSnapshotter = ({ annotations = {} }: Descriptor): boolean => Object.keys(annotations).some((key) => key.startsWith(SNAPSHOT_LABELS));

// A chain id stands for all layers below it: the highest one that exists decides. Nearly always it is the top or none.
async function countPresent(scope: Scope, snapshotter: string, chain: readonly string[]): Promise<number> {
  const top = chain.at(-1);
  if (top === undefined) return 0;
  let present = (await hasSnapshot(scope, snapshotter, top)) ? chain.length : 0;
  while (present < chain.length && (await hasSnapshot(scope, snapshotter, chain[present] as string))) present++;
  const last = chain[present - 1];
  if (last !== undefined) await keep(scope, snapshotter, last);
  return present;
}

// What we found rather than made is not in our lease yet, and might be collected before the image refers to it.
async function keep(scope: Scope, snapshotter: string, key: string): Promise<void> {
  const { deps, call: { lease } } = scope;
  if (lease !== undefined) await deps.leases.addResource({ id: lease, resource: { id: key, type: `snapshots/${snapshotter}` } }, cleanupCall(scope));
}
