import type { Collection } from "@stevedore/resources";
import type { Snapshotter } from "./snapshotter.ts";

/**
 * A snapshotter that says nothing of a snapshot which garbage collection has condemned before the verdict. Its transactions
 * see to that themselves; this is for what is read outside of them.
 */
export function createSettlingSnapshotter(inner: Snapshotter, { settled, settledAll }: Pick<Collection, "settled" | "settledAll">): Snapshotter {
  const kind = `snapshot/${inner.name}`;
  const settle = (namespace: string, ...keys: string[]): Promise<unknown> =>
    Promise.all(keys.map((key) => settled({ namespace, kind, key })));
  return {
    name: inner.name,
    async list(namespace) {
      await settledAll(namespace, kind);
      return inner.list(namespace);
    },
    remove: (namespace, key) => inner.remove(namespace, key),
    update: (namespace, info, paths) => inner.update(namespace, info, paths),
    async stat(namespace, key) {
      await settle(namespace, key);
      return inner.stat(namespace, key);
    },
    async usage(namespace, key) {
      await settle(namespace, key);
      return inner.usage(namespace, key);
    },
    async mounts(namespace, key) {
      await settle(namespace, key);
      return inner.mounts(namespace, key);
    },
    async prepare(namespace, key, options) {
      await settle(namespace, key, options.parent);
      return inner.prepare(namespace, key, options);
    },
    async view(namespace, key, options) {
      await settle(namespace, key, options.parent);
      return inner.view(namespace, key, options);
    },
    async commit(namespace, name, key, options) {
      await settle(namespace, name, key, options.parent ?? "");
      return inner.commit(namespace, name, key, options);
    },
  };
}
