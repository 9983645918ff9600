import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { enableVerity, type Mount } from "@stevedore/linux";
import { createFlights } from "@stevedore/locks";
import type { DriverDisk, Layer } from "../drivers/driver.ts";

/** Beside a layer's image: one of it and all below, whose contents are in theirs. */
const MERGED_IMAGE = "fsmeta.erofs";
/** Of a snapshot that an image is being unpacked to. */
const UNPACKING_LABEL = "containerd.io/snapshot.ref";

/** Layers that are shown by one mount. */
export interface MergedLayers {
  /** Makes what shows a new snapshot's parents, when they are more than the limit, and it is not there. */
  prepare(layer: Pick<Layer, "parents" | "labels">): Promise<void>;
  /** The mount that shows these layers, nearest first, if there is one. */
  mount(ids: readonly number[]): Mount | undefined;
}

export interface MergedLayersDeps {
  disk: Pick<DriverDisk, "mergeImages">;
  imageOf(id: number): string;
  /** Whether the kernel is to check a layer: an image of others checks nothing of what is in these. */
  isChecked(id: number): boolean;
}

export function createMergedLayers({ disk, imageOf, isChecked }: MergedLayersDeps, { limit, enableFsverity }: { limit: number; enableFsverity: boolean }): MergedLayers {
  const flights = createFlights<void>();
  const mergedOf = (id: number): string => path.join(path.dirname(imageOf(id)), MERGED_IMAGE);
  const make = async (ids: readonly number[], output: string): Promise<void> => {
    await disk.mergeImages(ids.toReversed().map(imageOf), output);
    if (enableFsverity) enableVerity(output);
  };
  return {
    async prepare({ parents, labels }) {
      const [nearest] = parents;
      // While an image is unpacked every layer would be the nearest once.
      if (limit === 0 || nearest === undefined || parents.length <= limit || labels[UNPACKING_LABEL] !== undefined) return;
      const output = mergedOf(nearest);
      if (existsSync(output) || parents.some((id) => isChecked(id) || !existsSync(imageOf(id)))) return;
      await flights.join(output, () => make(parents, output));
    },
    mount(ids) {
      const source = mergedOf(ids[0]!);
      // An empty one stands for layers that can't be merged.
      if ((statSync(source, { throwIfNoEntry: false })?.size ?? 0) === 0 || ids.some(isChecked)) return undefined;
      return { type: "erofs", source, options: ["ro", "loop", ...ids.toReversed().map((id) => `device=${imageOf(id)}`)] };
    },
  };
}
