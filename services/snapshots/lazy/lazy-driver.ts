import { accessSync, constants } from "node:fs";
import path from "node:path";
import { isInUserNamespace } from "@stevedore/linux";
import type { DriverDisk, SnapshotDriver } from "../drivers/driver.ts";
import { createOverlayDriver, type OverlayOptions } from "../drivers/overlay-driver.ts";
import { skipped } from "../skipped.ts";
import { isLazy } from "./layer-directory.ts";

/** The name by which clients choose it. */
export const LAZY = "lazy";

/** Where the layers that have not arrived are mounted, each as a directory of its number: beside all the others, whose paths so stay short. */
export function shownDirectory(root: string): string {
  return path.join(root, "shown");
}

/** Overlayfs, whose layers may be shown out of blobs that are still arriving. @throws `skipped` where FUSE can't be had */
export function createLazyDriver({ disk }: { disk: DriverDisk }, options: Omit<OverlayOptions, "shownAt">): SnapshotDriver {
  if (isInUserNamespace()) throw skipped("no lazy layers without root", "use overlayfs");
  try {
    accessSync("/dev/fuse", constants.R_OK | constants.W_OK);
  } catch {
    throw skipped("/dev/fuse is not there", "modprobe fuse");
  }
  const directory = path.join(options.root, "snapshots");
  const shown = shownDirectory(options.root);
  return createOverlayDriver({ disk }, { ...options, shownAt: (id) => (isLazy(directory, id) ? path.join(shown, String(id)) : undefined) });
}
