import { chmodSync, chownSync, lstatSync, renameSync } from "node:fs";
import path from "node:path";
import type { LazyLayersService } from "@stevedore/api";
import { failedPrecondition, invalidArgument, notFound } from "@stevedore/errors";
import { setXattr, syncDirectory } from "@stevedore/linux";
import type { MetadataStore } from "@stevedore/metadata";
import type { Handlers } from "@stevedore/rpc";
import type { Layers } from "../apply/layers.ts";
import type { SnapshotDriver } from "../drivers/driver.ts";
import { createRecords, type Records } from "../records.ts";
import type { SnapshotRecord } from "../record.ts";
import type { Snapshotter, Usage } from "../snapshotter.ts";
import type { ImpliedDirectory } from "./layer-directory.ts";
import { isLazy, markArrived } from "./layer-directory.ts";
import { LAZY } from "./lazy-driver.ts";
import type { LazyLayers } from "./lazy-layers.ts";

export interface LazyServiceDeps {
  store: MetadataStore;
  driver: SnapshotDriver;
  snapshotter: Snapshotter;
  layers: LazyLayers;
  measure(directory: string): Promise<Usage>;
  /** Unpacks layers. */
  unpacker: Layers;
  syncFs: boolean;
}

/** The handlers of `stevedore.v1.LazyLayers`. */
export function createLazyService({ store, driver, snapshotter, layers, measure, unpacker, syncFs }: LazyServiceDeps): Handlers<typeof LazyLayersService> {
  const records = createRecords(LAZY);
  const filesOf = (id: number): string => path.join(driver.directory, String(id), "fs");
  return {
    async attach({ snapshotter: name, key, digest, size, tocDigest }, { namespace }) {
      requireLazy(name);
      const active = requireActive(records, store, { namespace, key });
      const { parents } = records.layer(store, namespace, active);
      const { root, prefetch } = await layers.attach(active.id, { namespace, digest, size, tocDigest, parents });
      // Who builds on it takes the owner of its root from there.
      dress(filesOf(active.id), root);
      return { prefetch };
    },
    async unpack({ snapshotter: name, name: target, path: file, mediaType, size, diffId, mounts }, { namespace, signal }) {
      requireLazy(name);
      const { id } = records.get(store, namespace, target);
      const kept = isLazy(driver.directory, id) ? await layers.kept(id) : undefined;
      try {
        const applied = await unpacker.apply({ path: file, mediaType, mounts, available: size, end: true, sync: syncFs, ...(kept === undefined ? {} : { kept }) }, { signal });
        if (applied.digest !== diffId) throw failedPrecondition(`wrong diff id "${applied.digest ?? ""}" calculated on extraction, the image's config says "${diffId}"`);
        return { kept: applied.kept ?? 0 };
      } catch (error) {
        // A table of contents that says other than the archive does: the archive counts.
        if (kept !== undefined && !signal.aborted) layers.distrustKept(id);
        throw error;
      }
    },
    async complete({ snapshotter: name, name: target, key }, { namespace }) {
      requireLazy(name);
      const lazy = records.get(store, namespace, target);
      const unpacked = requireActive(records, store, { namespace, key });
      if (lazy.kind !== "committed") throw failedPrecondition(`snapshot ${target} is not committed`);
      if (isLazy(driver.directory, lazy.id)) {
        await driver.rebase?.(unpacked.id, records.layer(store, namespace, lazy).parents);
        const usage = await measure(filesOf(unpacked.id));
        moveFiles(filesOf(unpacked.id), filesOf(lazy.id));
        await markArrived(driver.directory, lazy.id);
        layers.arrived(lazy.id);
        await store.transact((tx) => {
          const current = records.find(tx, namespace, target);
          if (current !== undefined) records.put(tx, namespace, target, { ...current, usage });
        });
      }
      await snapshotter.remove(namespace, key);
      return {};
    },
    async quiet() {
      await layers.quiet();
      return {};
    },
    status: () => layers.status(),
  };
}

function requireLazy(name: string): void {
  if (name !== LAZY) throw invalidArgument(`snapshotter ${JSON.stringify(name)} shows no layers out of blobs`, { hint: `use ${LAZY}` });
}

function requireActive(records: Records, store: MetadataStore, { namespace, key }: { namespace: string; key: string }): SnapshotRecord {
  const record = records.get(store, namespace, key);
  if (record.kind !== "active") throw failedPrecondition(`snapshot ${key} is not active`);
  return record;
}

function dress(directory: string, { mode, uid, gid, xattrs }: ImpliedDirectory): void {
  chownSync(directory, uid, gid);
  chmodSync(directory, mode & 0o7777);
  for (const [name, value] of Object.entries(xattrs)) setXattr(directory, name, Buffer.from(value, "base64"));
}

// One rename: the empty directory of a lazy layer gives way. One that has files got them from an earlier try that died behind this step.
function moveFiles(from: string, to: string): void {
  try {
    renameSync(from, to);
    syncDirectory(path.dirname(to));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && lstatIfThere(to) === undefined) throw notFound(`snapshot directory ${path.dirname(to)}`, { cause: error });
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

function lstatIfThere(file: string): object | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}
