import { closeSync, openSync, rmSync } from "node:fs";
import { invalidArgument, resourceExhausted } from "@stevedore/errors";
import { type TarEntry, TypeFlag } from "@stevedore/tar";
import type { Applier } from "../apply/applier.ts";
import { cleanName, splitName, toText } from "../apply/byte-path.ts";
import { timesOf } from "../apply/details.ts";
import { writeImpliedInodes } from "./adopt-implied.ts";
import { publishImage } from "./publish-image.ts";
import { finishImage } from "./finish-image.ts";
import { createArchiveBody, createPlainBody, type WritePart } from "./image-body.ts";
import { createImageFile } from "./image-file.ts";
import { createNode, encodeDevice, makeOpaque, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, type ImageNode } from "./image-node.ts";
import type { LayerFormat } from "./image-options.ts";
import { createImageTree, type ImageTree } from "./image-tree.ts";

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
const NODE_TYPES = new Map<number, number>([[TypeFlag.char, S_IFCHR], [TypeFlag.block, S_IFBLK], [TypeFlag.fifo, S_IFIFO]]);
const MAX_DEVICE = 0xffffffff;

/**
 * Puts the entries of a layer into an EROFS image, with overlayfs' marks for what it deletes. Contents are written as they
 * come, everything else at the end. The image is at `output` when it is complete.
 */
export function createImageApplier({ output, maxEntries, format }: { output: string; maxEntries: number; format: Pick<LayerFormat, "image" | "tarIndex"> }): Applier {
  const draft = `${output}.new`;
  const fd = openSync(draft, "w+", 0o644);
  const file = createImageFile(fd);
  const body = format.tarIndex ? createArchiveBody(file, fd) : createPlainBody(file, format.image);
  const tree = createImageTree();
  let isOpen = true;
  let entries = 0;
  let write: WritePart | undefined;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    ...(body.raw !== undefined && { raw: body.raw }),
    entry(entry) {
      if (++entries > maxEntries) throw resourceExhausted(`the layer has more than ${maxEntries} entries`, { hint: "stevedore.limits.max_layer_entries" });
      const made = addEntry(tree, entry);
      if (made === undefined || (made.mode & S_IFMT) !== S_IFREG || entry.type === TypeFlag.hardLink) return;
      write = body.begin(entry, made);
    },
    data: (chunk, start, end) => write?.(chunk, start, end),
    finish: () => void (write = undefined),
    end() {
      const positionOf = finishImage(file, tree.root, body.end(), format.image);
      close();
      writeImpliedInodes(output, tree.implied().map(([name, node]) => [name, positionOf(node)]));
      publishImage(draft, output);
      return [];
    },
    abandon() {
      if (!isOpen) return;
      close();
      rmSync(draft, { force: true });
    },
  };
}

/** Returns the node of an entry that has one of its own. */
function addEntry(tree: ImageTree, entry: TarEntry): ImageNode | undefined {
  const name = cleanName(entry.name);
  if (name === "") return undefined;
  const { directory: parent, base } = splitName(name);
  const directory = tree.directory(parent);
  if (base === OPAQUE) return void makeOpaque(directory);
  if (base.startsWith(WHITEOUT)) return void addWhiteout(directory, base, entry);
  if (entry.type === TypeFlag.hardLink) return void addHardLink(tree, directory, base, entry);
  const node = nodeOf(entry);
  tree.put(directory, base, node);
  return node;
}

// What this layer itself has put there stays: a whiteout means the layers below.
function addWhiteout({ children }: ImageNode, base: string, { uid, gid }: TarEntry): void {
  const name = base.slice(WHITEOUT.length);
  if (name === "" || name === "." || name === "..") throw invalidArgument(`invalid whiteout name: ${toText(base)}`);
  if (!children!.has(name)) children!.set(name, createNode(S_IFCHR, { uid, gid }));
}

function addHardLink(tree: ImageTree, directory: ImageNode, base: string, entry: TarEntry): void {
  const { directory: parent, base: name } = splitName(cleanName(entry.linkName));
  const target = tree.directory(parent).children!.get(name);
  if (target === undefined || target.children !== undefined) {
    throw invalidArgument(`hard link ${JSON.stringify(toText(entry.name))} to ${JSON.stringify(toText(entry.linkName))}: the layer has no such file`);
  }
  const { uid, gid, mode, modified } = nodeOf({ ...entry, type: TypeFlag.regular });
  const isLink = (target.mode & S_IFMT) === S_IFLNK;
  Object.assign(target, { uid, gid, modified, mode: isLink ? target.mode : (target.mode & S_IFMT) | (mode & 0o7777) });
  if (entry.xattrs.size > 0) target.xattrs = new Map([...target.xattrs, ...ownXattrs(entry)]);
  if (directory.children!.get(base) !== target) tree.put(directory, base, target);
}

function nodeOf(entry: TarEntry): ImageNode {
  const { type, uid, gid, size, deviceMajor, deviceMinor } = entry;
  const permissions = entry.mode & 0o7777;
  const rest = { uid, gid, modified: timesOf(undefined, entry.modified).modified, xattrs: ownXattrs(entry) };
  if (type === TypeFlag.regular) return createNode(S_IFREG | permissions, { ...rest, size });
  if (type === TypeFlag.directory) return createNode(S_IFDIR | permissions, rest);
  if (type === TypeFlag.symlink) return createNode(S_IFLNK | 0o777, { ...rest, target: entry.linkName });
  const special = NODE_TYPES.get(type);
  if (special === undefined) throw invalidArgument(`unhandled tar header type ${type}`, { hint: `entry ${JSON.stringify(toText(entry.name))}` });
  if (deviceMajor < 0 || deviceMinor < 0 || deviceMajor > MAX_DEVICE || deviceMinor > MAX_DEVICE) {
    throw invalidArgument(`device number ${deviceMajor}:${deviceMinor} for ${JSON.stringify(toText(entry.name))} out of range`);
  }
  return createNode(special | permissions, { ...rest, device: special === S_IFIFO ? 0 : encodeDevice(deviceMajor, deviceMinor) });
}

// `trusted.` ones are the host's: an archive must not set overlayfs' own.
function ownXattrs({ xattrs }: TarEntry): ReadonlyMap<string, Buffer> {
  if (xattrs.size === 0) return xattrs;
  return new Map([...xattrs].filter(([name]) => !name.startsWith("trusted.")));
}
