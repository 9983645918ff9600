import { isError, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { SnapshotInfo, Snapshotter } from "../snapshotter.ts";

export interface PruneDeps {
  backend: Snapshotter;
  cleanBackend(namespace: string): Promise<void>;
  log: Logger;
}

export interface Kept {
  /** Whose snapshots it is asked for, where it tells namespaces apart. */
  namespaces: readonly string[];
  /** The keys that have a record. */
  live: ReadonlySet<string>;
}

/** Removes the snapshots behind a proxy that no record names, children before parents; one that something else is built on stays. */
export async function prune({ backend, cleanBackend, log }: PruneDeps, { namespaces, live }: Kept): Promise<void> {
  // One of its own at least: snapshotters behind a socket mostly show everything to everybody.
  const asked = namespaces.length === 0 ? ["default"] : namespaces;
  const all = new Map<string, { info: SnapshotInfo; namespace: string }>();
  for (const namespace of asked) {
    for (const info of await backend.list(namespace)) if (!all.has(info.name)) all.set(info.name, { info, namespace });
  }
  const children = Map.groupBy(all.values(), ({ info }) => info.parent);
  const gone = new Set<string>();
  const remove = async (key: string, namespace: string): Promise<void> => {
    for (const child of children.get(key) ?? []) await remove(child.info.name, child.namespace);
    if (live.has(key) || (children.get(key) ?? []).some(({ info }) => !gone.has(info.name))) return;
    try {
      await backend.remove(namespace, key);
      gone.add(key);
    } catch (error) {
      if (isError(error, "notFound")) gone.add(key);
      else if (isError(error, "failedPrecondition")) log.warn("a snapshot behind a proxy is in use, and stays", { snapshotter: backend.name, key, error: messageOf(error) });
      else throw error;
    }
  };
  for (const { info, namespace } of all.values()) if (!all.has(info.parent)) await remove(info.name, namespace);
  for (const namespace of asked.slice(0, 1)) await cleanBackend(namespace);
}
