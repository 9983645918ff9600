import { nowTimestamp } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, isError, messageOf, notFound, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore, Reader } from "@stevedore/metadata";
import { compactLabels, validateLabels } from "@stevedore/names";
import { Label } from "@stevedore/oci";
import { applyLabelPaths } from "../label-paths.ts";
import { toInfo, type SnapshotRecord } from "../record.ts";
import { createRecordChanges } from "../record-changes.ts";
import { createRecords } from "../records.ts";
import type { CollectableSnapshotter, PrepareOptions, SnapshotInfo, Snapshotter } from "../snapshotter.ts";
import { createGate } from "./gate.ts";
import { prune } from "./prune.ts";

export interface ProxyDeps {
  /** The snapshotter that makes the snapshots. It need not know namespaces: its keys begin with them. */
  backend: Snapshotter;
  /** Asks it to free the disk behind what was removed. */
  cleanBackend(namespace: string): Promise<void>;
  store: MetadataStore;
  /** Where sweeps are made: past what keeps everybody else from condemned records. */
  sweepStore?: MetadataStore;
  log: Logger;
}

/**
 * Another process's snapshotter under names of our own, as containerd's metadata layer has it: our records have names, parents, labels and times; there a
 * snapshot is `<namespace>/<number>/<name>`. Labels that begin with `containerd.io/snapshot/`, and `containerd.io/snapshot.ref`, are told there too. One that
 * has the layer already (a remote snapshotter) says AlreadyExists to a Prepare with that reference: its snapshot then gets a record under the name that the client will look for.
 */
export function createProxySnapshotter({ backend, cleanBackend, store, sweepStore = store, log }: ProxyDeps, { name }: { name: string }): CollectableSnapshotter {
  const records = createRecords(name);
  const changes = createRecordChanges(records, name);
  // Between the snapshot there and its record here no collection may look.
  const gate = createGate();
  const backendKeyOf = (reader: Reader, namespace: string, key: string): string => records.get(reader, namespace, key).backendKey ?? key;
  // Those that its last snapshot has left are to be cleaned up too.
  const namespacesSeen = new Set(records.namespaces(store));
  const numbersOf = (namespace: string): string => `proxy/${name}/${namespace}`;
  const newKey = async (namespace: string, key: string): Promise<{ id: number; backendKey: string }> => {
    namespacesSeen.add(namespace);
    const id = await store.transact((tx) => tx.nextSequence(numbersOf(namespace)));
    return { id, backendKey: `${namespace}/${id}/${key}` };
  };
  const liveKeys = (): Set<string> => new Set(records.namespaces(store).flatMap((namespace) => records.list(store, namespace).map(({ key, record }) => record.backendKey ?? key)));
  const removeLater = (namespace: string, backendKey: string): void => {
    // One that it had already is other namespaces' as well: a collection sees whether it is.
    if (!backendKey.startsWith(`${namespace}/`)) return;
    void gate.together(() => backend.remove(namespace, backendKey)).catch((error: unknown) => log.debug("a snapshot is left to the next collection", { snapshotter: name, key: backendKey, error: messageOf(error) }));
  };

  // The layer is there already: who asked finds it by the name that it will commit to.
  const adopt = async (namespace: string, { parent, labels, hold }: PrepareOptions, backendParent: string): Promise<never> => {
    const target = labels[Label.snapshotRef] ?? "";
    const found = (await backend.list(namespace)).find((info) => info.kind === "committed" && info.labels[Label.snapshotRef] === target && info.parent === backendParent);
    if (found === undefined) throw notFound(`target snapshot ${JSON.stringify(target)} in backend`);
    await hold?.(target);
    const { createdAt, updatedAt } = found;
    await store.transact((tx) => {
      if (records.find(tx, namespace, target) !== undefined) return;
      changes.create(tx, namespace, target, { id: tx.nextSequence(numbersOf(namespace)), kind: "committed", parent, labels: compactLabels({ ...found.labels, ...labels }), createdAt, updatedAt, backendKey: found.name });
    });
    throw alreadyExists(`target snapshot ${JSON.stringify(target)} from snapshotter`);
  };

  const create = async (namespace: string, key: string, kind: "active" | "view", options: PrepareOptions) => {
    const { parent, labels, hold } = options;
    if (key === "") throw unknownError("bucket name required");
    validateLabels(labels, "info.Labels");
    if (records.find(store, namespace, key) !== undefined) throw alreadyExists(`snapshot ${JSON.stringify(key)}`);
    records.requireParent(store, namespace, parent);
    const backendParent = parent === "" ? "" : backendKeyOf(store, namespace, parent);
    const { id, backendKey } = await newKey(namespace, key);
    try {
      const mounts = await backend[kind === "view" ? "view" : "prepare"](namespace, backendKey, { parent: backendParent, labels: inherited(labels) });
      const now = nowTimestamp();
      try {
        await hold?.();
        await store.transact((tx) => changes.create(tx, namespace, key, { id, kind, parent, labels: compactLabels(labels), createdAt: now, updatedAt: now, backendKey }));
      } catch (error) {
        await backend.remove(namespace, backendKey).catch((left: unknown) => log.warn("a snapshot is left to the next collection", { snapshotter: name, key: backendKey, error: messageOf(left) }));
        throw error;
      }
      return mounts;
    } catch (error) {
      if (!isError(error, "alreadyExists") || records.find(store, namespace, key) !== undefined) throw error;
      if ((labels[Label.snapshotRef] ?? "") === "") throw unknownError(`unexpected error from snapshotter: ${messageOf(error)}`);
      return adopt(namespace, options, backendParent);
    }
  };
  return {
    name,
    async stat(namespace, key) {
      const record = records.get(store, namespace, key);
      return overlaid(await backend.stat(namespace, record.backendKey ?? key), key, record);
    },
    async update(namespace, { name: key, labels }, paths) {
      const change = (record: SnapshotRecord): Record<string, string> => applyLabelPaths({ current: record.labels, wanted: labels, paths, key });
      const changed = change(records.get(store, namespace, key));
      validateLabels(changed, "info.Labels");
      const info = await backend.update(namespace, { name: backendKeyOf(store, namespace, key), labels: inherited(changed) }, paths);
      return store.transact((tx) => {
        const record = records.get(tx, namespace, key);
        const updated = { ...record, labels: change(record), updatedAt: nowTimestamp() };
        records.put(tx, namespace, key, updated);
        return overlaid(info, key, updated);
      });
    },
    usage: async (namespace, key) => backend.usage(namespace, backendKeyOf(store, namespace, key)),
    async mounts(namespace, key) {
      const { kind, backendKey = key } = records.get(store, namespace, key);
      if (kind === "committed") throw failedPrecondition(`failed to get active mount: requested snapshot ${key} not active or view`);
      return backend.mounts(namespace, backendKey);
    },
    prepare: (namespace, key, options) => gate.together(() => create(namespace, key, "active", options)),
    view: (namespace, key, options) => gate.together(() => create(namespace, key, "view", options)),
    commit: (namespace, target, key, { labels, parent = "", hold }) => gate.together(async () => {
      if (target === "") throw unknownError("bucket name required");
      validateLabels(labels, "info.Labels");
      const names = { name: target, key, parent };
      const { active, rebased } = records.checkCommit(store, namespace, names);
      const { backendKey } = await newKey(namespace, target);
      await hold?.();
      try {
        await backend.commit(namespace, backendKey, active.backendKey ?? key, { labels: inherited(labels), parent: rebased ? backendKeyOf(store, namespace, parent) : "" });
      } catch (error) {
        // Where another commit or a removal came first, that is the reason.
        records.checkCommit(store, namespace, names);
        throw rebased && isError(error, "unimplemented") ? invalidArgument(`failed to commit snapshot ${key}: snapshotter ${name} can't give a parent to what was prepared without one`, { cause: error }) : error;
      }
      await store.transact((tx) => changes.commit(tx, namespace, { ...names, labels: compactLabels(labels), backendKey }));
    }),
    async remove(namespace, key) {
      const { backendKey = key } = await store.transact((tx) => changes.drop(tx, namespace, key));
      removeLater(namespace, backendKey);
    },
    async list(namespace) {
      const there = new Map((await backend.list(namespace)).map((info) => [info.name, info]));
      return records.list(store, namespace).flatMap(({ key, record }) => {
        const info = there.get(record.backendKey ?? key);
        return info === undefined ? [] : [overlaid(info, key, record)];
      });
    },
    recorded: (namespace) => records.list(store, namespace).map(({ key, record }) => toInfo(key, record)),
    namespaces: () => records.namespaces(store),
    async sweep(namespace, keys) {
      const removed = await sweepStore.transact((tx) => changes.dropUnused(tx, namespace, keys));
      return [...removed.keys()];
    },
    async cleanup() {
      try {
        await gate.alone(() => prune({ backend, cleanBackend, log }, { namespaces: [...namespacesSeen], live: liveKeys() }));
      } catch (error) {
        // It may be away; its snapshots are looked at by each collection.
        log.warn("snapshots behind a proxy are not cleaned up", { snapshotter: name, error: messageOf(error) });
      }
      // What it frees it doesn't tell.
      return 0;
    },
  };
}

function overlaid(info: SnapshotInfo, key: string, record: SnapshotRecord): SnapshotInfo {
  const own = toInfo(key, record);
  return { ...own, kind: info.kind, labels: { ...info.labels, ...own.labels } };
}

// Of all labels these alone concern a snapshotter.
function inherited(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key === Label.snapshotRef || key.startsWith("containerd.io/snapshot/")));
}
