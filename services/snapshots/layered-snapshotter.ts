import { mkdirSync } from "node:fs";
import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, messageOf, unknownError, wrapError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { spreadDirectories } from "@stevedore/linux";
import type { MetadataStore } from "@stevedore/metadata";
import { compactLabels, validateLabels } from "@stevedore/names";
import { createCleaner } from "./cleaner.ts";
import type { SnapshotDriver } from "./drivers/driver.ts";
import { applyLabelPaths } from "./label-paths.ts";
import { createNumbers } from "./numbers.ts";
import { toInfo, type SnapshotRecord } from "./record.ts";
import { createRecordChanges } from "./record-changes.ts";
import { createRecords } from "./records.ts";
import type { CollectableSnapshotter, PrepareOptions, SnapshotInfo, Usage } from "./snapshotter.ts";

export interface LayeredDeps {
  driver: SnapshotDriver;
  store: MetadataStore;
  /** Where sweeps are made: past what keeps everybody else from condemned records. */
  sweepStore?: MetadataStore;
  log: Logger;
}

/** A snapshotter of records in the metadata store and directories of a driver. Removes what a crash has left. */
export function createLayeredSnapshotter({ driver, store, sweepStore = store, log }: LayeredDeps, { name, syncRemove = false }: { name: string; syncRemove?: boolean }): CollectableSnapshotter {
  const records = createRecords(name);
  const changes = createRecordChanges(records, name);
  const nextNumber = createNumbers(store, `snapshots/${name}`);
  mkdirSync(driver.directory, { recursive: true, mode: 0o700 });
  // Layers come and go as a whole: beside each other, ext4 would look for the inodes of one among those that another has just left.
  spreadDirectories(driver.directory);
  const cleaner = createCleaner(driver, log);
  cleaner.adopt(new Set(records.namespaces(store).flatMap((namespace) => records.list(store, namespace).map(({ record }) => record.id))));
  const infoOf = (key: string, record: SnapshotRecord): SnapshotInfo => {
    const info = toInfo(key, record);
    return driver.describe === undefined ? info : { ...info, labels: { ...driver.describe(record.id), ...info.labels } };
  };

  const create = async (namespace: string, key: string, kind: "active" | "view", { parent, labels, hold, deferred = false }: PrepareOptions) => {
    requireKey(key);
    validateLabels(labels, "info.Labels");
    if (records.find(store, namespace, key) !== undefined) throw alreadyExists(`snapshot ${JSON.stringify(key)}`);
    records.requireParent(store, namespace, parent);
    const held = hold?.();
    const now = nowTimestamp();
    const record: SnapshotRecord = { id: await nextNumber(), kind, parent, labels: compactLabels(labels), createdAt: now, updatedAt: now };
    const layer = records.layer(store, namespace, record);
    try {
      await driver.create(layer);
      await held;
      await store.transact((tx) => {
        changes.create(tx, namespace, key, record);
      }, { deferred });
    } catch (error) {
      cleaner.discard(record.id, 0);
      throw error;
    }
    return driver.mounts(layer);
  };
  const discard = ({ id, usage }: SnapshotRecord): void => cleaner.discard(id, usage?.size ?? 0);
  return {
    name,
    stat: async (namespace, key) => infoOf(key, records.get(store, namespace, key)),
    async update(namespace, { name: key, labels }, paths) {
      return store.transact((tx) => {
        const record = records.get(tx, namespace, key);
        const changed = applyLabelPaths({ current: record.labels, wanted: labels, paths, key });
        validateLabels(changed, "info.Labels");
        const updated = { ...record, labels: changed, updatedAt: nowTimestamp() };
        records.put(tx, namespace, key, updated);
        return infoOf(key, updated);
      });
    },
    async usage(namespace, key) {
      const record = records.get(store, namespace, key);
      const { kind, usage } = record;
      if (kind === "view") return { size: 0, inodes: 0 };
      return usage ?? driver.usage(records.layer(store, namespace, record));
    },
    async mounts(namespace, key) {
      const record = records.get(store, namespace, key);
      if (record.kind === "committed") throw failedPrecondition(`failed to get active mount: requested snapshot ${key} not active or view`);
      return driver.mounts(records.layer(store, namespace, record));
    },
    prepare: (namespace, key, options) => create(namespace, key, "active", options),
    view: (namespace, key, options) => create(namespace, key, "view", options),
    async commit(namespace, target, key, { labels, parent = "", hold, deferred = false }) {
      requireKey(target);
      validateLabels(labels, "info.Labels");
      const { active, rebased } = records.checkCommit(store, namespace, { name: target, key, parent });
      const held = hold?.();
      const { rebase, seal } = driver;
      if (rebased && rebase === undefined) throw invalidArgument(`failed to commit snapshot ${key}: snapshotter ${name} can't give a parent to what was prepared without one`);
      const layer = records.layer(store, namespace, active);
      const finish = async (): Promise<Usage> => {
        const fitted = rebased ? await rebase?.(active.id, records.layer(store, namespace, { ...active, parent }).parents) : undefined;
        return fitted ?? (seal ?? driver.usage)(layer);
      };
      const usage = await finish().catch((error: unknown) => {
        // Where it was removed meanwhile, that is the reason, not a missing file.
        records.get(store, namespace, key);
        throw wrapError(`failed to commit snapshot ${key}`, error);
      });
      await held;
      await store.transact((tx) => {
        changes.commit(tx, namespace, { name: target, key, labels: compactLabels(labels), parent, usage });
      }, { deferred });
      await driver.sealed?.(active.id).catch((error: unknown) => log.warn("a committed snapshot keeps more than it needs", { id: active.id, error: messageOf(error) }));
    },
    async remove(namespace, key) {
      discard(await store.transact((tx) => changes.drop(tx, namespace, key)));
      if (syncRemove) await cleaner.settled();
    },
    list: async (namespace) => records.list(store, namespace).map(({ key, record }) => infoOf(key, record)),
    namespaces: () => records.namespaces(store),
    async sweep(namespace, keys) {
      const removed = await sweepStore.transact((tx) => changes.dropUnused(tx, namespace, keys));
      removed.forEach(discard);
      return [...removed.keys()];
    },
    cleanup: cleaner.finish,
  };
}

// What the bolt store behind containerd says to an empty key.
function requireKey(key: string): void {
  if (key === "") throw unknownError("bucket name required");
}
