import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import { leaseBucket, listLeaseEntries, removeLease, removeLeaseEntry } from "../lease-entry.ts";
import { listLeases } from "../lease-store.ts";

/** On leases that transfers make for themselves: one that is there at a start belongs to a transfer that died with the process. */
export const TRANSFER_LABEL = "stevedore/transfer";
export const EXTRACTION_PREFIX = "extract-";
/** How long what had arrived waits for the client to try again. */
const RESUME_MS = 5 * 60_000;

/**
 * Lets go of what transfers of an earlier life of this service held. Half unpacked layers nobody can go on with: they go at once. Blobs
 * and ingests wait for a while, because a client that pulls again goes on from there under a lease of its own.
 * To be called before transfers begin. Stops waiting when the signal fires: the next life goes on.
 */
export async function releaseAbandoned({ store, log, signal }: { store: MetadataStore; log: Logger; signal: AbortSignal }, { resumeMs = RESUME_MS } = {}): Promise<void> {
  const found = findAbandoned(store);
  if (found.length === 0) return;
  await store.transact((tx) => {
    for (const { namespace, id } of found) {
      const halves = listLeaseEntries(tx, namespace, id).filter((entry) => entry.type?.startsWith("snapshots/") === true && entry.id?.startsWith(EXTRACTION_PREFIX) === true);
      for (const { type, id: key } of halves) removeLeaseEntry(tx, { namespace, lease: id, type: type!, id: key! });
    }
  });
  log.info("transfers were cut off; what had arrived waits to be gone on with", { leases: found.map(({ id }) => id), waitMs: resumeMs });
  const release = async (): Promise<void> => {
    try {
      await store.transact((tx) => found.forEach(({ namespace, id }) => void removeLease(tx, namespace, id)));
    } catch (error) {
      log.warn("leases of transfers that were cut off stay until they expire", { error: String(error) });
    }
  };
  const timer = setTimeout(() => void release(), resumeMs).unref();
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
}

function findAbandoned(store: MetadataStore): { namespace: string; id: string }[] {
  const prefix = leaseBucket("");
  return store.buckets(prefix).flatMap((bucket) => {
    const namespace = bucket.slice(prefix.length);
    return listLeases(store, namespace).flatMap(({ id, labels }) => (labels?.[TRANSFER_LABEL] === undefined ? [] : [{ namespace, id: id ?? "" }]));
  });
}
