import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { isInUserNamespace, MNT, mount, unmountAll, type Mount } from "@stevedore/linux";
import type { DriverDisk, Layer, SnapshotDriver } from "./driver.ts";
import { mappedRoot, mappingOptions } from "../id-mapping.ts";

export interface OverlayOptions {
  /** The snapshotter's root: layers are in `snapshots/<id>/{fs,work}` below it. */
  root: string;
  /** Options that are added to every overlay mount. */
  mountOptions: readonly string[];
  /** Every snapshot gets a label with its own directory. */
  upperdirLabel?: boolean;
  /** Where a committed layer is shown, when not in its own directory. */
  shownAt?: (id: number) => string | undefined;
  /** The kernel maps the ids of mounts by the snapshot's mapping labels. */
  remapIds?: boolean;
}

const UPPERDIR_LABEL = "containerd.io/snapshot/overlay.upperdir";

/** Layers as directories under overlayfs, laid out as containerd does. */
export function createOverlayDriver({ disk }: { disk: DriverDisk }, options: OverlayOptions): SnapshotDriver {
  const directory = path.join(options.root, "snapshots");
  const layerPath = (id: number, part: "fs" | "work"): string => path.join(directory, String(id), part);
  const lowerPath = (id: number): string => options.shownAt?.(id) ?? layerPath(id, "fs");
  const extras = extraOptions(options.mountOptions);

  const mapping = (labels: Layer["labels"]): string[] => (options.remapIds === true ? mappingOptions(labels) : []);
  const overlay = (own: string[], parents: readonly number[]): Mount => {
    const lower = `lowerdir=${parents.map(lowerPath).join(":")}`;
    return { type: "overlay", source: "overlay", options: [...own, lower, ...extras] };
  };
  const bind = (source: string, own: string[], mode: "ro" | "rw"): Mount => ({ type: "bind", source, options: [...own, mode, "rbind"] });
  const driver: SnapshotDriver = {
    directory,
    async create({ id, kind, parents, labels }) {
      const [parent] = parents;
      const owner = mappedRoot(labels) ?? (parent === undefined ? undefined : statSync(layerPath(parent, "fs")));
      // Made under another name first: a crash in between leaves nothing that looks like a layer.
      const draft = path.join(directory, `new-${id}`);
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(path.join(draft, "fs"), { recursive: true, mode: 0o755 });
      if (kind === "active") mkdirSync(path.join(draft, "work"), { mode: 0o711 });
      if (owner !== undefined && (owner.uid !== 0 || owner.gid !== 0)) chownSync(path.join(draft, "fs"), owner.uid, owner.gid);
      renameSync(draft, path.join(directory, String(id)));
    },
    mounts({ id, kind, parents, labels }) {
      const [first] = parents;
      const own = mapping(labels);
      if (first === undefined) return [bind(layerPath(id, "fs"), own, kind === "view" ? "ro" : "rw")];
      if (kind === "active") return [overlay([...own, `workdir=${layerPath(id, "work")}`, `upperdir=${layerPath(id, "fs")}`], parents)];
      return parents.length === 1 ? [bind(lowerPath(first), own, "ro")] : [overlay(own, parents)];
    },
    usage: ({ id }) => disk.measure(layerPath(id, "fs")),
    rebase: (id, parents) => disk.adopt(layerPath(id, "fs"), parents.map(lowerPath)),
  };
  if (options.upperdirLabel === true) driver.describe = (id) => ({ [UPPERDIR_LABEL]: layerPath(id, "fs") });
  return driver;
}

function extraOptions(configured: readonly string[]): string[] {
  const extras = [...configured];
  if (isInUserNamespace() && !extras.includes("userxattr")) extras.push("userxattr");
  if (existsSync("/sys/module/overlay/parameters/index") && !extras.some((option) => option.startsWith("index="))) extras.push("index=off");
  return extras;
}

/** Mounts an overlay and takes it away again. @throws when the kernel, or the file system of `root`, can't */
export function probeOverlay(root: string): void {
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
