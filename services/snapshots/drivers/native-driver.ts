import { mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { Mount } from "@stevedore/linux";
import type { DriverDisk, SnapshotDriver } from "./driver.ts";

/** Layers as plain directories, each a full copy of its parent: works everywhere, costs the most. */
export function createNativeDriver({ disk }: { disk: DriverDisk }, { root }: { root: string }): SnapshotDriver {
  const directory = path.join(root, "snapshots");
  const layerPath = (id: number): string => path.join(directory, String(id));
  return {
    directory,
    async create({ id, kind, parents }) {
      const [parent] = parents;
      // A view of a parent shows the parent's own directory.
      if (kind === "view" && parent !== undefined) return;
      const draft = path.join(directory, `new-${id}`);
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(draft, { recursive: true, mode: 0o755 });
      if (parent !== undefined) await disk.copy(layerPath(parent), draft);
      renameSync(draft, layerPath(id));
    },
    mounts({ id, kind, parents }): Mount[] {
      const [parent] = parents;
      const source = kind === "view" && parent !== undefined ? layerPath(parent) : layerPath(id);
      return [{ type: "bind", source, options: ["rbind", kind === "view" ? "ro" : "rw"] }];
    },
    usage: ({ id }) => disk.measure(layerPath(id)),
  };
}
