import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { leaseBucket, listLeaseEntries, removeLease, removeLeaseEntry } from "../lease-entry.ts";
import { listLeases } from "../lease-store.ts";

/** On leases that transfers make for themselves, with what they pull: one that is there at a start belongs to a transfer that died with the process. */
export const TRANSFER_LABEL = "stevedore/transfer";
export const EXTRACTION_PREFIX = "extract-";
/** How long what had arrived waits for the client to try again. */
const RESUME_MS = 5 * 60_000;

/** What transfers of an earlier life still hold. */
export interface Abandoned {
  /** The same was transferred again, whole: nobody will go on with what the one that died had. */
  goneOnWith(namespace: string, what: string): Promise<void>;
}

interface AbandonedLease {
  namespace: string;
  id: string;
  what: string;
}

/**
 * Lets go of what transfers of an earlier life of this service held. Half unpacked layers nobody can go on with: they go at once. Blobs
 * and ingests wait for a while, because a client that pulls again goes on from there under a lease of its own.
 * To be called before transfers begin. Stops waiting when the signal fires: the next life goes on.
 */
export async function releaseAbandoned({ store, log, signal }: { store: MetadataStore; log: Logger; signal: AbortSignal }, { resumeMs = RESUME_MS } = {}): Promise<Abandoned> {
  let found = findAbandoned(store);
  const release = async (isWanted: (lease: AbandonedLease) => boolean): Promise<void> => {
    const released = found.filter(isWanted);
    if (released.length === 0) return;
    found = found.filter((lease) => !isWanted(lease));
    try {
      await store.transact((tx) => released.forEach(({ namespace, id }) => void removeLease(tx, namespace, id)));
    } catch (error) {
      log.warn("leases of transfers that were cut off stay until they expire", { error: messageOf(error) });
    }
  };
  if (found.length > 0) {
    await store.transact((tx) => found.forEach((lease) => dropExtractions(tx, lease)));
    log.info("transfers were cut off; what had arrived waits to be gone on with", { leases: found.map(({ id }) => id), waitMs: resumeMs });
    const timer = setTimeout(() => void release(() => true), resumeMs).unref();
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }
  return { goneOnWith: (namespace, what) => release((lease) => what !== "" && lease.namespace === namespace && lease.what === what) };
}

function dropExtractions(tx: Transaction, { namespace, id: lease }: AbandonedLease): void {
  for (const { type, id } of listLeaseEntries(tx, namespace, lease)) {
    if (type?.startsWith("snapshots/") === true && id?.startsWith(EXTRACTION_PREFIX) === true) removeLeaseEntry(tx, { namespace, lease, type, id });
  }
}

function findAbandoned(store: MetadataStore): AbandonedLease[] {
  const prefix = leaseBucket("");
  return store.buckets(prefix).flatMap((bucket) => {
    const namespace = bucket.slice(prefix.length);
    return listLeases(store, namespace).flatMap(({ id, labels }) => {
      const what = labels?.[TRANSFER_LABEL];
      return what === undefined ? [] : [{ namespace, id: id ?? "", what }];
    });
  });
}
