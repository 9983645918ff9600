import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { hasIdMappedOverlay, type HostConfig } from "@stevedore/config";
import { messageOf } from "@stevedore/errors";
import { MNT, mount, unmountAll } from "@stevedore/linux";
import { createNativeDriver } from "./native-driver.ts";
import { createOverlayDriver } from "./overlay-driver.ts";
import type { DriverDisk, SnapshotDriver } from "./driver.ts";

export interface LoadedDrivers {
  drivers: Map<string, SnapshotDriver>;
  /** Why a driver is not there, by name. */
  missing: Map<string, string>;
}

/** The drivers that the configuration allows and this kernel can run. */
export function loadDrivers(disk: DriverDisk, { root, plugins, disabledPlugins }: HostConfig): LoadedDrivers {
  const drivers = new Map<string, SnapshotDriver>();
  const missing = new Map<string, string>();
  const load = (name: string, create: () => SnapshotDriver): void => {
    if (disabledPlugins.includes(`io.containerd.snapshotter.v1.${name}`)) {
      missing.set(name, "disabled by disabled_plugins");
      return;
    }
    try {
      drivers.set(name, create());
    } catch (error) {
      missing.set(name, messageOf(error));
    }
  };
  load("overlayfs", () => {
    const { rootPath, mountOptions, upperdirLabel } = plugins.overlayfs;
    const own = rootPath ?? overlayRootOf(root);
    probeOverlay(own);
    return createOverlayDriver({ disk }, { root: own, mountOptions, upperdirLabel, remapIds: hasIdMappedOverlay() });
  });
  load("native", () => createNativeDriver({ disk }, { root: plugins.native.rootPath ?? path.join(root, "io.containerd.snapshotter.v1.native") }));
  return { drivers, missing };
}

export function overlayRootOf(root: string): string {
  return path.join(root, "io.containerd.snapshotter.v1.overlayfs");
}

/** Mounts an overlay and takes it away again. @throws when the kernel, or the file system of `root`, can't */
function probeOverlay(root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const directory = mkdtempSync(path.join(root, "probe-"));
  const [lower, upper, work, merged] = ["lower", "upper", "work", "merged"].map((name) => path.join(directory, name)) as [string, string, string, string];
  try {
    for (const part of [lower, upper, work, merged]) mkdirSync(part);
    mount({ type: "overlay", source: "overlay", options: [`lowerdir=${lower}`, `upperdir=${upper}`, `workdir=${work}`] }, merged);
  } finally {
    unmountAll(merged, MNT.DETACH);
    rmSync(directory, { recursive: true, force: true });
  }
}
