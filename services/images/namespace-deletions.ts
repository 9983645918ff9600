import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore, Transaction } from "@stevedore/metadata";
import type { ResourceOwner } from "./gc/resource-owner.ts";

const BUCKET = "deleted-namespaces";
const RETRY_MS = 1000;

/** Up to which revision of each service a deleted namespace's records go, by the service's name. */
export type Revisions = Readonly<Record<string, number>>;

/**
 * Deletions of namespaces that are decided: their record is written in the transaction that decides, and goes when every
 * service has dropped its part. What a client puts into a namespace of the same name meanwhile is newer, and stays.
 */
export interface NamespaceDeletions {
  decide(tx: Transaction, name: string, revisions: Revisions): void;
  /** Has the services drop their parts; resolves when it is done, or has failed once: then it is tried again until it is done. */
  finish(name: string): Promise<void>;
  /** What an earlier life of this process, or a service that was away, has left to do. */
  resume(): void;
  pending(): string[];
}

export interface DeletionsDeps {
  store: MetadataStore;
  owners: readonly ResourceOwner[];
  log: Logger;
  signal: AbortSignal;
}

export function createNamespaceDeletions({ store, owners, log, signal }: DeletionsDeps): NamespaceDeletions {
  const finish = async (name: string): Promise<void> => {
    const decided = signal.aborted ? undefined : store.get(BUCKET, name);
    if (decided === undefined) return;
    const revisions = JSON.parse(Buffer.from(decided.value).toString()) as Revisions;
    try {
      await Promise.all(owners.map((owner) => owner.drop(name, revisions[owner.name] ?? 0)));
      // It may have been made and deleted again meanwhile.
      await store.transact((tx) => void (tx.get(BUCKET, name)?.revision === decided.revision && tx.delete(BUCKET, name)));
    } catch (error) {
      if (signal.aborted) return;
      log.warn("a deleted namespace is not cleared yet", { namespace: name, error: messageOf(error) });
      setTimeout(() => void finish(name), RETRY_MS).unref();
    }
  };
  const pending = (): string[] => store.list(BUCKET).map(({ key }) => key);
  return {
    decide: (tx, name, revisions) => void tx.put(BUCKET, name, Buffer.from(JSON.stringify(revisions))),
    finish,
    resume: () => pending().forEach((name) => void finish(name)),
    pending,
  };
}
