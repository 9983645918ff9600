import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Mount } from "@stevedore/linux";
import { copyTree } from "./copy-tree.ts";
import { measureTree } from "./disk-usage.ts";
import type { SnapshotDriver } from "./driver.ts";

/** Layers as plain directories, each a full copy of its parent: works everywhere, costs the most. */
export function createNativeDriver({ root }: { root: string }): SnapshotDriver {
  const directory = path.join(root, "snapshots");
  const layerPath = (id: number): string => path.join(directory, String(id));
  return {
    directory,
    async create({ id, kind, parents }) {
      const [parent] = parents;
      // A view of a parent shows the parent's own directory.
      if (kind === "view" && parent !== undefined) return;
      const draft = path.join(directory, `new-${id}`);
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { recursive: true, mode: 0o755 });
      if (parent !== undefined) await copyTree(layerPath(parent), draft);
      await rename(draft, layerPath(id));
    },
    mounts({ id, kind, parents }): Mount[] {
      const [parent] = parents;
      const source = kind === "view" && parent !== undefined ? layerPath(parent) : layerPath(id);
      return [{ type: "bind", source, options: ["rbind", kind === "view" ? "ro" : "rw"] }];
    },
    usage: (id) => measureTree(layerPath(id)),
  };
}
