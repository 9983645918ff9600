import { existsSync } from "node:fs";
import { chown, mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Mount } from "@stevedore/linux";
import { measureTree } from "./disk-usage.ts";
import type { Layer, SnapshotDriver } from "./driver.ts";

export interface OverlayOptions {
  /** The snapshotter's root: layers are in `snapshots/<id>/{fs,work}` below it. */
  root: string;
  /** Options that are added to every overlay mount. */
  mountOptions: readonly string[];
}

/** Layers as directories under overlayfs, laid out as containerd does. */
export function createOverlayDriver({ root, mountOptions }: OverlayOptions): SnapshotDriver {
  const directory = path.join(root, "snapshots");
  const layerPath = (id: number, part: "fs" | "work"): string => path.join(directory, String(id), part);
  const extras = [...mountOptions, ...(existsSync("/sys/module/overlay/parameters/index") ? ["index=off"] : [])];

  const overlay = (options: string[], parents: readonly number[]): Mount => {
    const lower = `lowerdir=${parents.map((id) => layerPath(id, "fs")).join(":")}`;
    return { type: "overlay", source: "overlay", options: [...options, lower, ...extras] };
  };
  const bind = (id: number, mode: "ro" | "rw"): Mount => ({ type: "bind", source: layerPath(id, "fs"), options: [mode, "rbind"] });
  return {
    directory,
    async create({ id, kind, parents }) {
      // Made under another name first: a crash in between leaves nothing that looks like a layer.
      const draft = path.join(directory, `new-${id}`);
      await rm(draft, { recursive: true, force: true });
      await mkdir(path.join(draft, "fs"), { recursive: true, mode: 0o755 });
      if (kind === "active") await mkdir(path.join(draft, "work"), { mode: 0o711 });
      if (parents[0] !== undefined) {
        const { uid, gid } = await stat(layerPath(parents[0], "fs"));
        if (uid !== 0 || gid !== 0) await chown(path.join(draft, "fs"), uid, gid);
      }
      await rename(draft, path.join(directory, String(id)));
    },
    mounts({ id, kind, parents }) {
      const [first] = parents;
      if (first === undefined) return [bind(id, kind === "view" ? "ro" : "rw")];
      if (kind === "active") return [overlay([`workdir=${layerPath(id, "work")}`, `upperdir=${layerPath(id, "fs")}`], parents)];
      return parents.length === 1 ? [bind(first, "ro")] : [overlay([], parents)];
    },
    usage: (id) => measureTree(layerPath(id, "fs")),
  };
}
