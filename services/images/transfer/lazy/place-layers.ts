import { randomBytes } from "node:crypto";
import { errorClassOf, isError, messageOf } from "@stevedore/errors";
import { Annotation } from "@stevedore/estargz";
import { chainIdsOf } from "@stevedore/oci";
import { EXTRACTION_PREFIX } from "../abandoned.ts";
import { cleanupCall, type ImageToPlace, type LazyDeps, type Scope } from "../deps.ts";
import { hasSnapshot } from "../has-snapshot.ts";
import { snapshotLabels } from "../unpack-layer.ts";
import type { ArrivalRecord } from "./arrival.ts";
import type { Arrivals } from "./arrivals.ts";
import { layersWithTables } from "./tails.ts";

/**
 * Has an image's layers shown before they have arrived: from the lowest one up, as far as they have a table of contents and the registry serves
 * ranges. The others are left to be unpacked.
 */
export async function placeLayers(scope: Scope, { arrivals, lazy }: { arrivals: Arrivals; lazy: LazyDeps }, image: ImageToPlace): Promise<void> {
  const { layers, diffIds, snapshotter, source, tails } = image;
  if (layers.length !== diffIds.length) return;
  const { namespace } = scope.call;
  const chain = chainIdsOf(diffIds);
  const records = recordsOf(image, chain);
  const there = await Promise.all(records.map(({ chainId }) => hasSnapshot(scope, snapshotter, chainId)));
  // All are asked for their tables at once, though one is placed upon the other.
  for (const [i, record] of records.entries()) {
    if (there[i] === true) arrivals.refresh(namespace, record.chainId, source);
    else arrivals.expect(namespace, record, { source, tails });
  }
  try {
    for (const [i, record] of records.entries()) {
      if (there[i] === true) continue;
      const placed = await place(scope, { lazy, record, parent: chain[i - 1] ?? "", diffId: diffIds[i] as string });
      if (placed === undefined) return;
      await arrivals.begin(namespace, record, placed.prefetch);
      there[i] = true;
    }
  } finally {
    for (const [i, { descriptor }] of records.entries()) if (there[i] !== true) arrivals.forget(namespace, descriptor.digest);
  }
}

// Of the layers from the lowest up that have a table of contents.
function recordsOf({ layers, diffIds, snapshotter, registry }: ImageToPlace, chain: readonly string[]): ArrivalRecord[] {
  const { reference, resolver } = registry;
  return layersWithTables(layers).map((descriptor, i) => ({
    snapshotter,
    reference: reference ?? "",
    hostDir: resolver?.hostDir ?? "",
    defaultScheme: resolver?.defaultScheme ?? "",
    descriptor,
    diffId: diffIds[i] as string,
    chainId: chain[i] as string,
  }));
}

// What attaching says of a layer that is not to be shown this way.
const HAS_TO_BE_UNPACKED = new Set(["invalidArgument", "dataLoss", "failedPrecondition", "unimplemented", "outOfRange"]);

/** How much of it is to be fetched first; undefined: it has to be unpacked. */
async function place(scope: Scope, { lazy, record, parent, diffId }: { lazy: LazyDeps; record: ArrivalRecord; parent: string; diffId: string }): Promise<{ prefetch: number } | undefined> {
  const { deps, call, log } = scope;
  const { snapshotter, chainId, descriptor: { digest, size, annotations } } = record;
  const key = `${EXTRACTION_PREFIX}${randomBytes(6).toString("base64url")} ${chainId}`;
  const labels = snapshotLabels({ chainId, diffId, parentChainId: parent, annotations });
  try {
    await deps.snapshots.prepare({ snapshotter, key, parent, labels }, call);
  } catch (error) {
    // Somebody else was faster.
    if (isError(error, "alreadyExists")) return { prefetch: 0 };
    throw error;
  }
  try {
    const { prefetch } = await lazy.layers.attach({ snapshotter, key, digest, size, tocDigest: annotations?.[Annotation.tocDigest] ?? "" }, call);
    await deps.snapshots.commit({ snapshotter, name: chainId, key, labels }, call);
    return { prefetch: prefetch ?? 0 };
  } catch (error) {
    await deps.snapshots.remove({ snapshotter, key }, cleanupCall(scope)).catch(() => undefined);
    if (isError(error, "alreadyExists")) return { prefetch: 0 };
    if (call.signal.aborted) throw error;
    log[HAS_TO_BE_UNPACKED.has(errorClassOf(error)) ? "info" : "warn"]("a layer is unpacked whole instead of being shown before it has arrived", { digest, reason: messageOf(error) });
    return undefined;
  }
}
