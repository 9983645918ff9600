import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { invalidArgument, unknownError } from "@stevedore/errors";
import { enableVerity, hasVerity, MNT, mountedUnder, setImmutable, unmountAll, type Mount } from "@stevedore/linux";
import type { DriverDisk, Layer, SnapshotDriver } from "./driver.ts";
import { createMergedLayers } from "../erofs/merged-layers.ts";
import { discardVerity, hasDmVerity } from "../erofs/verity-device.ts";
import { hasVerityFile, readVerityFile, verityFileOf } from "../erofs/verity-metadata.ts";
import { LAYER_IMAGE, LAYER_MARK } from "../erofs/layer-of-mounts.ts";
import { mappedRoot, mappingOptions } from "../id-mapping.ts";
import { skipped } from "../skipped.ts";
import type { Usage } from "../snapshotter.ts";
import type { TempMounts } from "../temp-mounts.ts";

export interface ErofsOptions {
  root: string;
  overlayOptions: readonly string[];
  enableFsverity: boolean;
  setImmutable: boolean;
  /** Bytes of a writable layer's ext4 image; 0: it is a directory. */
  writableBytes: number;
  remapIds: boolean;
  /** Layers get a dm-verity hash tree. */
  enableDmverity: boolean;
  /** Which layers are mounted through dm-verity: those that have its metadata, those only, none. */
  dmverityMode: "auto" | "on" | "off";
  /** More layers than this below a container are shown by one mount; 0: every layer has its own. */
  maxUnmergedLayers: number;
}

/**
 * Committed layers as EROFS images, which the mount manager mounts and an overlay joins, laid out as containerd does. An image
 * comes from the layer's archive as it is (see `erofs/image-applier.ts`), or is made of the upper directory at the commit.
 */
export function createErofsDriver({ disk, tempMounts }: { disk: DriverDisk; tempMounts: TempMounts }, options: ErofsOptions): SnapshotDriver {
  const directory = path.join(options.root, "snapshots");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  requireErofs();
  if (options.enableFsverity) probeVerity(options.root);
  requireDmVerity(options);
  const isBlock = options.writableBytes > 0;
  const at = (id: number, name: string): string => path.join(directory, String(id), name);
  const image = (id: number): string => at(id, LAYER_IMAGE);
  const parentMount = (id: number): Mount => {
    if (!existsSync(image(id))) throw unknownError(`failed to find valid erofs layer blob: ${image(id)} is not there`);
    return { type: "erofs", source: image(id), options: ["ro", "loop", ...verityOptions(image(id), options.dmverityMode)] };
  };
  const merged = createMergedLayers({ disk, imageOf: image, isChecked: (id) => options.dmverityMode !== "off" && hasVerityFile(image(id)) }, { limit: options.maxUnmergedLayers, enableFsverity: options.enableFsverity });
  // The nearest first; from the first on that has an image of itself and all below, this one stands for them.
  const lowerMounts = (parents: readonly number[]): Mount[] => {
    const mounts: Mount[] = [];
    for (const [index, id] of parents.entries()) {
      const whole = merged.mount(parents.slice(index));
      mounts.push(whole ?? parentMount(id));
      if (whole !== undefined) break;
    }
    return mounts;
  };
  const writableMount = (id: number, mode: "ro" | "rw"): Mount => ({
    type: "mkfs/ext4",
    source: at(id, "rwlayer.img"),
    options: ["X-containerd.mkfs.fs=ext4", `X-containerd.mkfs.size=${options.writableBytes}`, mode, "loop"],
  });
  const ownMounts = ({ id, kind }: Layer): Mount[] => {
    const mode = kind === "view" ? "ro" : "rw";
    if (!isBlock) return [{ type: "bind", source: at(id, "fs"), options: [mode, "rbind"] }];
    return [writableMount(id, mode), { type: "format/mkdir/bind", source: "{{ mount 0 }}/upper", options: ["X-containerd.mkdir.path={{ mount 0 }}/upper:0755", mode, "rbind"] }];
  };
  const writableOptions = (id: number): string[] =>
    isBlock
      ? ["X-containerd.mkdir.path={{ mount 0 }}/upper:0755", "X-containerd.mkdir.path={{ mount 0 }}/work:0755", "workdir={{ mount 0 }}/work", "upperdir={{ mount 0 }}/upper"]
      : [`workdir=${at(id, "work")}`, `upperdir=${at(id, "fs")}`];
  const convert = async (id: number): Promise<void> => {
    const writable = at(id, "rwlayer.img");
    if (!existsSync(writable)) return disk.image(at(id, "fs"), image(id));
    await tempMounts.use([{ type: "ext4", source: writable, options: ["ro", "loop", "noload"] }], (mounted) => {
      const upper = path.join(mounted, "upper");
      return disk.image(existsSync(upper) ? upper : at(id, "fs"), image(id));
    });
  };
  return {
    directory,
    async create(layer) {
      const { id, kind, parents: [parent], labels } = layer;
      await merged.prepare(layer);
      const owner = isBlock ? undefined : (mappedRoot(labels) ?? (parent === undefined ? undefined : statSync(at(parent, "fs"))));
      const draft = path.join(directory, `new-${id}`);
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(path.join(draft, "fs"), { recursive: true, mode: 0o755 });
      if (kind === "active" && !isBlock) mkdirSync(path.join(draft, "work"), { mode: 0o711 });
      if (kind === "active") writeFileSync(path.join(draft, LAYER_MARK), "", { mode: 0o644 });
      if (owner !== undefined && (owner.uid !== 0 || owner.gid !== 0)) chownSync(path.join(draft, "fs"), owner.uid, owner.gid);
      renameSync(draft, path.join(directory, String(id)));
    },
    mounts(layer) {
      const { id, kind, parents, labels } = layer;
      if (parents.length === 0) return ownMounts(layer);
      if (kind === "view" && parents.length === 1) return [parentMount(parents[0]!)];
      const isWritable = kind === "active";
      const first = isWritable && isBlock ? 1 : 0;
      const own = [...(isWritable ? writableOptions(id) : []), ...(options.remapIds ? mappingOptions(labels) : [])];
      const lowers = lowerMounts(parents);
      const last = first + lowers.length - 1;
      if (lowers.length === 1 && !isWritable) return [...lowers, { type: "format/bind", source: "{{ mount 0 }}", options: [...own, "ro", "rbind"] }];
      const lower = lowers.length === 1 ? `lowerdir={{ mount ${first} }}` : `lowerdir={{ overlay ${first} ${last} }}`;
      const overlay = { type: "format/mkdir/overlay", source: "overlay", options: [...own, lower, ...options.overlayOptions] };
      return [...(first === 1 ? [writableMount(id, "rw")] : []), ...lowers, overlay];
    },
    usage: ({ id }) => disk.measure(at(id, "fs")),
    rebase: (id, parents) => disk.adoptImage(image(id), parents.map(image)),
    async seal({ id, parents }): Promise<Usage> {
      if (options.setImmutable && existsSync(image(id))) setImmutable(image(id), false);
      // Whoever has written through the mounts meant that to be in the layer.
      if (!existsSync(image(id)) || readdirSync(at(id, "fs")).length > 0) await convert(id);
      else await disk.adoptImage(image(id), parents.map(image));
      // After the last change, and before the file can't be changed any more.
      if (options.enableDmverity) await disk.protectImage(image(id));
      if (options.enableFsverity) enableVerity(image(id));
      if (options.setImmutable) setImmutable(image(id), true);
      return disk.measure(image(id));
    },
    async sealed(id) {
      rmSync(at(id, "rwlayer.img"), { force: true });
      for (const name of readdirSync(at(id, "fs"), { encoding: "buffer" })) await rm(Buffer.concat([Buffer.from(`${at(id, "fs")}/`), name]), { recursive: true, force: true });
    },
    async erase(file) {
      const own = path.join(file, LAYER_IMAGE);
      if (existsSync(own)) clearImmutable(own);
      // It is called by the place where the image was.
      if (hasVerityFile(own)) discardVerity(at(Number(path.basename(file).replace("rm-", "")), LAYER_IMAGE), readVerityFile(verityFileOf(own)));
      for (const point of mountedUnder(file)) unmountAll(point, MNT.DETACH);
      await rm(file, { recursive: true, force: true });
    },
  };
}

function verityOptions(image: string, mode: ErofsOptions["dmverityMode"]): string[] {
  if (mode === "off") return [];
  if (hasVerityFile(image)) return [`X-containerd.dmverity=${verityFileOf(image)}`];
  if (mode === "auto") return [];
  throw unknownError(`dm-verity mode is 'on' but .dmverity metadata not found for layer ${image}`, {
    hint: "have the differ make it (enable_dmverity) and pull the image again, or set dmverity_mode to \"auto\"",
  });
}

function requireDmVerity({ enableDmverity, dmverityMode }: ErofsOptions): void {
  if (hasDmVerity() || (!enableDmverity && dmverityMode !== "on")) return;
  const why = dmverityMode === "on" ? "dmverity_mode is 'on'" : "the erofs differ's enable_dmverity is set";
  throw invalidArgument(`${why} but dm-verity is not supported on this system`, { hint: "`modprobe dm-verity`; enable_fsverity has the kernel check layers too" });
}

function clearImmutable(file: string): void {
  try {
    setImmutable(file, false);
  } catch {
    // A file system without such flags has set none.
  }
}

function requireErofs(): void {
  if (!readFileSync("/proc/filesystems", "utf8").includes("\terofs\n")) throw skipped("EROFS unsupported, please `modprobe erofs`", "the kernel has no erofs");
}

/** @throws where files of this file system can't be protected by fs-verity */
function probeVerity(root: string): void {
  const probe = path.join(root, "probe-verity");
  writeFileSync(probe, "x");
  try {
    enableVerity(probe);
    if (!hasVerity(probe)) throw new Error("the flag is not kept");
  } catch (error) {
    throw invalidArgument(`enable_fsverity: fsverity is not supported on the filesystem of ${JSON.stringify(root)}`, { hint: "ext4 needs `tune2fs -O verity DEVICE`; or leave it out", cause: error });
  } finally {
    rmSync(probe, { force: true });
  }
}
