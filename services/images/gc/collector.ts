import { dateOf } from "@stevedore/api";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import type { Recording, WriteBarrier } from "../write-barrier.ts";
import { mark, type IsKept, type LeaseNode, type Node } from "./mark.ts";
import { readOwnRecords, readWritten, removeOwnRecords, type OwnRecords } from "./own-records.ts";
import type { Resource, ResourceOwner, SweepTarget } from "./resource-owner.ts";

/** What one collection did. */
export interface CollectionStats {
  /** Number of records removed by kind: `content`, `snapshot/overlayfs`, `image`, `lease`, … */
  removed: Record<string, number>;
  freedBytes: number;
  durationMs: number;
}

/** Called with what a service is about to be asked to remove; the function that it returns, with what was removed. */
export type SweepListener = (target: SweepTarget) => (removed: readonly string[]) => void;

export interface CollectorDeps {
  /** The metadata behind the barrier: the collector itself doesn't wait for it. */
  store: MetadataStore;
  barrier: WriteBarrier;
  /** In the order in which they are swept: who refers to others comes first. */
  owners: readonly ResourceOwner[];
  log: Logger;
  onSweep?: SweepListener | undefined;
}

/** Everything that was seen of one owner, in both readings. */
interface Listing {
  owner: ResourceOwner;
  epoch: number;
  nodes: Node[];
}

/**
 * One garbage collection over all services of the host; not to be run twice at a time. It removes what nothing has
 * kept from the moment when it began: services spare what was made or touched since, and what this service wrote in the
 * meantime counts as a root even if it is gone again. Where there is something to remove, everything is read a second
 * time, because a reference may have moved from a service that was yet to be read to one that had been.
 * @throws what the first service that could not be asked answered; nothing is swept then, unless it fails midway
 */
export async function collectGarbage(deps: CollectorDeps): Promise<CollectionStats> {
  const startedAt = performance.now();
  const recording = deps.barrier.record();
  try {
    const removed = await markAndSweep(deps, recording);
    // Deleting content and snapshots drops their records only; their disk is freed here, garbage found or not.
    const freed = await Promise.all(deps.owners.map((owner) => owner.cleanup()));
    return { removed, freedBytes: freed.reduce((sum, bytes) => sum + bytes, 0), durationMs: performance.now() - startedAt };
  } finally {
    recording.stop();
  }
}

async function markAndSweep(deps: CollectorDeps, recording: Recording): Promise<Record<string, number>> {
  const { store, owners } = deps;
  const now = Date.now();
  const own = readOwnRecords(store, now);
  const epochs = await Promise.all(owners.map((owner) => owner.begin()));
  const listings = await Promise.all(owners.map(async (owner, i) => ({ owner, epoch: epochs[i]!, nodes: await listNodes(owner) })));
  if (!hasGarbage(own, listings, markAll({ deps, own, listings, recording, now }))) return {};

  await Promise.all(listings.map(async (listing) => void (listing.nodes = listing.nodes.concat(await listNodes(listing.owner)))));
  const release = await deps.barrier.hold();
  try {
    const isKept = markAll({ deps, own, listings, recording, now });
    return await sweepAll(deps, { own, listings, isKept });
  } finally {
    release();
  }
}

async function listNodes(owner: ResourceOwner): Promise<Node[]> {
  return (await owner.list()).map(nodeOf);
}

function nodeOf({ namespace, kind, key, labels, refs, root, expireAt, lease }: Resource): Node {
  return {
    namespace: namespace ?? "",
    kind: kind ?? "",
    key: key ?? "",
    labels: labels ?? {},
    refs: (refs ?? []).map((ref) => ({ kind: ref.kind ?? "", key: ref.key ?? "" })),
    root: root === true,
    ...(lease ? { lease } : {}),
    ...(expireAt == null ? {} : { expireAtMs: dateOf(expireAt).getTime() }),
  };
}

interface MarkParts {
  deps: CollectorDeps;
  own: OwnRecords;
  listings: readonly Listing[];
  recording: Recording;
  now: number;
}

function markAll({ deps, own, listings, recording, now }: MarkParts): IsKept {
  const written = readWritten(deps.store, recording.written);
  const nodes: Node[] = own.nodes.concat(written.nodes, ...listings.map((listing) => listing.nodes));
  const leases: LeaseNode[] = own.leases.concat(written.leases);
  return mark({ nodes, leases, now });
}

function hasGarbage(own: OwnRecords, listings: readonly Listing[], isKept: IsKept): boolean {
  const isGarbage = (node: Node): boolean => !isKept(node.namespace, node);
  return own.expired.length > 0 || own.nodes.some(isGarbage) || listings.some(({ nodes }) => nodes.some(isGarbage));
}

// Whoever refers goes before what it refers to: if a sweep stops midway, what is left is unused, never broken.
async function sweepAll({ store, log, onSweep }: CollectorDeps, parts: { own: OwnRecords; listings: readonly Listing[]; isKept: IsKept }): Promise<Record<string, number>> {
  const { own, listings, isKept } = parts;
  const counts: Record<string, number> = {};
  const count = (kind: string, number: number): void => {
    if (number > 0) counts[kind] = (counts[kind] ?? 0) + number;
  };
  const removed = await removeOwnRecords(store, own, isKept);
  count("image", removed.images);
  count("lease", removed.leases);
  for (const { owner, epoch, nodes } of listings) {
    for (const target of sweepTargets(nodes, isKept)) {
      const { namespace, kind, keys } = target;
      const report = onSweep?.(target);
      const swept = await owner.sweep(epoch, target);
      report?.(swept);
      count(kind, swept.length);
      log.debug("swept", { owner: owner.name, namespace, kind, unused: keys.length, removed: swept.length });
    }
  }
  return counts;
}

/** What is to go, by namespace and kind. */
function sweepTargets(nodes: readonly Node[], isKept: IsKept): SweepTarget[] {
  const targets = new Map<string, { namespace: string; kind: string; keys: Set<string> }>();
  for (const node of nodes) {
    const { namespace, kind, key } = node;
    if (isKept(namespace, node)) continue;
    const name = `${namespace}/${kind}`;
    let target = targets.get(name);
    if (target === undefined) targets.set(name, (target = { namespace, kind, keys: new Set() }));
    target.keys.add(key);
  }
  return [...targets.values()].map(({ namespace, kind, keys }) => ({ namespace, kind, keys: [...keys] }));
}
