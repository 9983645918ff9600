import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import type { Collection, ResourceName } from "@stevedore/resources";
import type { LeaseNode, Node } from "./graph.ts";
import { expiredLeases, mark, type IsKept } from "./mark.ts";
import { listNodes } from "./nodes.ts";
import { readOwnRecords, readWritten, removeOwnRecords, type OwnRecords } from "./own-records.ts";
import type { ResourceOwner, SweepTarget } from "./resource-owner.ts";

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
  /** The metadata itself: what the collector removes is condemned, and for everybody else not to be touched. */
  store: MetadataStore;
  /** This service's own part in it. */
  collection: Collection;
  /** In the order in which they are swept: who refers to others comes first. */
  owners: readonly ResourceOwner[];
  log: Logger;
  onSweep?: SweepListener | undefined;
}

/** Everything that was seen of one owner, and what of it is condemned. */
interface Listing {
  owner: ResourceOwner;
  epoch: number;
  nodes: Node[];
  condemned: SweepTarget[];
}

interface Run {
  deps: CollectorDeps;
  now: number;
  epoch: number;
  own: OwnRecords;
  ownCondemned: ResourceName[];
  listings: Listing[];
}

/**
 * One garbage collection over all services of the host; not to be run twice at a time, and with nobody stopped. What a first mark over all
 * records does not reach is condemned where it lies; then each service says what was written since the run began, and the
 * second mark is the verdict. So the collection has one moment, that of the last condemnation: a reference that was there
 * then, or came while the services were asked, keeps what it refers to; what it comes too late for was gone before it.
 * @throws what the first service that could not be asked answered; nothing is swept then, unless it fails midway
 */
export async function collectGarbage(deps: CollectorDeps): Promise<CollectionStats> {
  const startedAt = performance.now();
  const removed = await markAndSweep(deps);
  // Deleting content and snapshots drops their records only; their disk is freed here, garbage found or not.
  const freed = await Promise.all(deps.owners.map((owner) => owner.cleanup()));
  return { removed, freedBytes: freed.reduce((sum, bytes) => sum + bytes, 0), durationMs: performance.now() - startedAt };
}

async function markAndSweep(deps: CollectorDeps): Promise<Record<string, number>> {
  const { store, owners, collection, log } = deps;
  const now = Date.now();
  const epoch = await collection.begin();
  const begun: { owner: ResourceOwner; epoch: number }[] = [];
  try {
    await Promise.all(owners.map(async (owner) => void begun.push({ owner, epoch: await owner.begin() })));
    begun.sort((a, b) => owners.indexOf(a.owner) - owners.indexOf(b.owner));
    const own = readOwnRecords(store);
    const listings = await Promise.all(begun.map(async (one) => ({ ...one, nodes: await listNodes(one.owner), condemned: [] })));
    const run: Run = { deps, now, epoch, own, ownCondemned: [], listings };
    await condemnUnmarked(run);
    if (run.ownCondemned.length === 0 && listings.every(({ condemned }) => condemned.length === 0)) return {};
    await Promise.all(listings.map(async (listing) => void listing.nodes.push(...(await listNodes(listing.owner, listing.epoch)).map(asRoot))));
    return await sweepAll(run, markAgain(run));
  } finally {
    collection.end(epoch);
    await Promise.all(begun.map((one) => one.owner.end(one.epoch).catch((error: unknown) => log.debug("an epoch could not be ended", { owner: one.owner.name, error: messageOf(error) }))));
  }
}

// What can't be condemned stays, and so must all that it refers to.
function asRoot(node: Node): Node {
  return { ...node, root: true };
}

async function condemnUnmarked(run: Run): Promise<void> {
  const { deps, own, listings, now, epoch } = run;
  const isKept = mark({ nodes: own.nodes.concat(...listings.map(({ nodes }) => nodes)), leases: own.leases, now });
  await Promise.all(listings.map(async (listing) => void (listing.condemned = await condemnIn(listing, sweepTargets(listing.nodes, isKept)))));
  const images = own.nodes.filter((node) => !isKept(node.namespace, node)).map(({ namespace, kind, key }) => ({ namespace, kind, key }));
  const leases = expiredLeases(own.leases, now).map(({ namespace, id }) => ({ namespace, kind: "lease", key: id }));
  const unmarked = [...images, ...leases];
  if (unmarked.length === 0) return;
  const refused = new Set(deps.collection.condemn(epoch, unmarked));
  run.ownCondemned = unmarked.filter((name) => !refused.has(name));
}

async function condemnIn(listing: Listing, targets: readonly SweepTarget[]): Promise<SweepTarget[]> {
  const { owner, epoch, nodes } = listing;
  const condemned: SweepTarget[] = [];
  for (const target of targets) {
    const refused = new Set(await owner.condemn(epoch, target));
    const keys = target.keys.filter((key) => !refused.has(key));
    if (keys.length > 0) condemned.push({ ...target, keys });
    if (refused.size === 0) continue;
    const spared = nodes.filter(({ namespace, kind, key }) => namespace === target.namespace && kind === target.kind && refused.has(key));
    nodes.push(...spared.map(asRoot));
  }
  return condemned;
}

/** The verdict: what is reached by all that was there at first or was written since. */
function markAgain({ deps, epoch, own, listings, now }: Run): IsKept {
  const written = readWritten(deps.store, deps.collection.written(epoch));
  const nodes: Node[] = own.nodes.concat(written.nodes, ...listings.map((listing) => listing.nodes));
  const leases: LeaseNode[] = own.leases.concat(written.leases);
  return mark({ nodes, leases, now });
}

// Whoever refers goes before what it refers to: if a sweep stops midway, what is left is unused, never broken.
async function sweepAll({ deps, ownCondemned, listings }: Run, isKept: IsKept): Promise<Record<string, number>> {
  const { store, log, onSweep } = deps;
  const counts: Record<string, number> = {};
  const count = (kind: string, number: number): void => {
    if (number > 0) counts[kind] = (counts[kind] ?? 0) + number;
  };
  const removed = await removeOwnRecords(store, ownCondemned.filter((name) => name.kind === "lease" || !isKept(name.namespace, name)));
  count("image", removed.images);
  count("lease", removed.leases);
  for (const { owner, epoch, condemned } of listings) {
    for (const { namespace, kind, keys } of condemned) {
      const target = { namespace, kind, keys: keys.filter((key) => !isKept(namespace, { kind, key })) };
      if (target.keys.length === 0) continue;
      const report = onSweep?.(target);
      const swept = await owner.sweep(epoch, target);
      report?.(swept);
      count(kind, swept.length);
      log.debug("swept", { owner: owner.name, namespace, kind, unused: target.keys.length, removed: swept.length });
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
