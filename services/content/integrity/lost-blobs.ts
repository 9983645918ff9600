import { nowTimestamp, packAny, stevedore } from "@stevedore/api";
import type { Reader, Transaction } from "@stevedore/metadata";
import { deleteBlob, deleteLost, getBlob, getLost, LOST_PREFIX, namespacesWith, pagesOfLost, putBlob, putLost, type LostBlob } from "../records.ts";

export interface Damage {
  digest: string;
  problem: string;
  /** Where the damaged file is kept; empty when there was none. */
  aside: string;
}

/** Takes the blob's record from a namespace until it is back, and tells that. */
export function recordLost(tx: Transaction, namespace: string, { digest, problem, aside }: Damage): void {
  const info = getBlob(tx, namespace, digest);
  if (info === undefined) return;
  deleteBlob(tx, namespace, digest);
  putLost(tx, namespace, { ...info, problem, aside, foundAt: nowTimestamp() });
  const event = packAny("stevedore.v1.ContentCorrupt", stevedore.v1.ContentCorrupt, { digest, size: info.size, problem, aside });
  tx.emit({ namespace, topic: "/stevedore/content/corrupt", event });
}

/** The bytes are back: so is the blob, in every namespace that had it. Returns what was lost, by namespace. */
export function restoreLost(tx: Transaction, digest: string): Map<string, LostBlob> {
  const restored = new Map<string, LostBlob>();
  for (const namespace of namespacesWith(tx, LOST_PREFIX)) {
    const lost = getLost(tx, namespace, digest);
    if (lost === undefined) continue;
    restored.set(namespace, lost);
    deleteLost(tx, namespace, digest);
    const { size, createdAt, updatedAt, labels } = lost;
    putBlob(tx, namespace, { digest, size, createdAt, updatedAt, labels });
    const event = packAny("stevedore.v1.ContentRepaired", stevedore.v1.ContentRepaired, { digest, size });
    tx.emit({ namespace, topic: "/stevedore/content/repaired", event });
  }
  return restored;
}

/** The namespaces that have lost a blob, or each of those that were lost. */
export function* listLost(reader: Reader, digest?: string): Iterable<{ namespace: string; lost: LostBlob }> {
  for (const namespace of namespacesWith(reader, LOST_PREFIX)) {
    if (digest !== undefined) {
      const lost = getLost(reader, namespace, digest);
      if (lost !== undefined) yield { namespace, lost };
    } else for (const page of pagesOfLost(reader, namespace)) for (const lost of page) yield { namespace, lost };
  }
}
