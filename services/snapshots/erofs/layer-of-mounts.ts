import { existsSync } from "node:fs";
import path from "node:path";
import type { Mount } from "@stevedore/linux";
import { valueOf } from "../apply/target.ts";

/** In the directory of an active snapshot: its layer may be put there as an image. */
export const LAYER_MARK = ".erofslayer";
export const LAYER_IMAGE = "layer.erofs";

/** The directory of the erofs snapshotter's snapshot that mounts show, as containerd's erofs differ finds it; undefined for any other's. */
export function erofsLayerOf(mounts: readonly Mount[]): string | undefined {
  const layer = candidateOf(mounts);
  return layer !== undefined && existsSync(path.join(layer, LAYER_MARK)) ? layer : undefined;
}

function candidateOf(mounts: readonly Mount[]): string | undefined {
  const [first, last] = [mounts[0], mounts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (first.type.startsWith("mkfs/")) return path.dirname(first.source);
  const type = last.type.split("/").at(-1);
  if (type === "bind" || type === "erofs") return path.dirname(last.source);
  const upper = type === "overlay" ? valueOf(last.options, "upperdir") : undefined;
  return upper === undefined ? undefined : path.dirname(upper);
}
