import { mkdirSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { containerd, nowTimestamp, packAny } from "@stevedore/api";
import { alreadyExists, failedPrecondition, messageOf, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore, Transaction } from "@stevedore/metadata";
import { compactLabels, validateLabels } from "@stevedore/names";
import { applyLabelPaths } from "./label-paths.ts";
import type { SnapshotDriver } from "./driver.ts";
import { toInfo, type SnapshotRecord } from "./record.ts";
import { createRecords } from "./records.ts";
import type { PrepareOptions, Snapshotter } from "./snapshotter.ts";

export interface LayeredOptions {
  name: string;
  driver: SnapshotDriver;
  store: MetadataStore;
  log: Logger;
}

const REMOVED_PREFIX = "rm-";
const { SnapshotCommit, SnapshotPrepare, SnapshotRemove } = containerd.events;

/** A snapshotter of records in the metadata store and directories of a driver. */
export async function createLayeredSnapshotter({ name, driver, store, log }: LayeredOptions): Promise<Snapshotter> {
  const records = createRecords(name);
  mkdirSync(driver.directory, { recursive: true, mode: 0o700 });
  // Names that a Prepare is working on: its directory is made before its record is.
  const reserved = new Set<string>();
  const cleaner = createCleaner(driver.directory, log);
  await cleaner.adopt(new Set(records.namespaces(store).flatMap((namespace) => records.list(store, namespace).map(({ record }) => record.id))));

  const create = async (namespace: string, key: string, kind: "active" | "view", options: PrepareOptions) => {
    if (key === "") throw unknownError("bucket name required");
    validateLabels(options.labels, "info.Labels");
    const reservation = `${namespace}/${key}`;
    if (reserved.has(reservation) || records.find(store, namespace, key) !== undefined) throw alreadyExists(`snapshot ${JSON.stringify(key)}`);
    reserved.add(reservation);
    try {
      return await createReserved(namespace, key, kind, options);
    } finally {
      reserved.delete(reservation);
    }
  };
  const createReserved = async (namespace: string, key: string, kind: "active" | "view", { parent, labels }: PrepareOptions) => {
    const now = nowTimestamp();
    // The number is taken in a transaction of its own, and so is never given to another directory, whatever happens next.
    const id = await store.transact((tx) => {
      records.requireParent(tx, namespace, parent);
      return tx.nextSequence(`snapshots/${name}`);
    });
    const record: SnapshotRecord = { id, kind, parent, labels: compactLabels(labels), createdAt: now, updatedAt: now };
    const layer = records.layer(store, namespace, record);
    await driver.create(layer);
    try {
      await store.transact((tx) => {
        records.create(tx, namespace, key, record);
        if (kind === "active") emit(tx, namespace, "prepare", packAny("containerd.events.SnapshotPrepare", SnapshotPrepare, { key, parent, snapshotter: name }));
      });
    } catch (error) {
      await cleaner.discard(id);
      throw error;
    }
    return driver.mounts(layer);
  };
  return {
    name,
    stat: (namespace, key) => toInfo(key, records.get(store, namespace, key)),
    async update(namespace, { name: key, labels }, paths) {
      validateLabels(labels, "info.Labels");
      return store.transact((tx) => {
        const record = records.get(tx, namespace, key);
        const updated = { ...record, labels: applyLabelPaths({ current: record.labels, wanted: labels, paths, key }), updatedAt: nowTimestamp() };
        records.put(tx, namespace, key, updated);
        return toInfo(key, updated);
      });
    },
    async usage(namespace, key) {
      const { id, kind, usage } = records.get(store, namespace, key);
      if (kind === "view") return { size: 0, inodes: 0 };
      return usage ?? driver.usage(id);
    },
    mounts(namespace, key) {
      const record = records.get(store, namespace, key);
      if (record.kind === "committed") throw failedPrecondition(`failed to get active mount: requested snapshot ${key} not active or view`);
      return driver.mounts(records.layer(store, namespace, record));
    },
    prepare: (namespace, key, options) => create(namespace, key, "active", options),
    view: (namespace, key, options) => create(namespace, key, "view", options),
    async commit(namespace, target, key, { labels, parent }) {
      if (target === "") throw unknownError("bucket name required");
      validateLabels(labels, "info.Labels");
      const active = records.get(store, namespace, key);
      if (active.kind !== "active") throw failedPrecondition(`snapshot ${key} is not active`);
      const usage = await driver.usage(active.id);
      await store.transact((tx) => {
        records.commit(tx, namespace, { name: target, key, labels: compactLabels(labels), parent, usage });
        emit(tx, namespace, "commit", packAny("containerd.events.SnapshotCommit", SnapshotCommit, { key, name: target, snapshotter: name }));
      });
    },
    async remove(namespace, key) {
      const { id } = await store.transact((tx) => {
        const removed = records.remove(tx, namespace, key);
        emit(tx, namespace, "remove", packAny("containerd.events.SnapshotRemove", SnapshotRemove, { key, snapshotter: name }));
        return removed;
      });
      await cleaner.discard(id);
    },
    list: (namespace) => records.list(store, namespace).map(({ key, record }) => toInfo(key, record)),
    namespaces: () => records.namespaces(store),
    cleanup: cleaner.finish,
  };
}

function emit(tx: Transaction, namespace: string, what: string, event: ReturnType<typeof packAny>): void {
  tx.emit({ namespace, topic: `/snapshot/${what}`, event });
}

interface Cleaner {
  /** Moves aside what no record names: what a crash has left. */
  adopt(known: ReadonlySet<number>): Promise<void>;
  /** Takes a directory out of use at once, and removes it in the background. */
  discard(id: number): Promise<void>;
  /** Resolves when everything discarded so far is off the disk. */
  finish(): Promise<void>;
}

function createCleaner(directory: string, log: Logger): Cleaner {
  let work = Promise.resolve();
  const removeLater = (name: string): void => {
    work = work
      .then(() => rm(path.join(directory, name), { recursive: true, force: true }))
      .catch((error: unknown) => log.warn("a removed snapshot's directory is left; the next start tries again", { name, error: messageOf(error) }));
  };
  return {
    async adopt(known) {
      for (const name of await readdir(directory)) {
        if (/^\d+$/.test(name) && known.has(Number(name))) continue;
        removeLater(name);
      }
    },
    async discard(id) {
      const name = `${REMOVED_PREFIX}${id}`;
      const moved = await rename(path.join(directory, String(id)), path.join(directory, name)).then(() => true, () => false);
      // A view that shows its parent's directory has none of its own.
      if (moved) removeLater(name);
    },
    finish: () => work,
  };
}
