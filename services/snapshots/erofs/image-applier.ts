import { closeSync, openSync, rmSync } from "node:fs";
import { invalidArgument, resourceExhausted } from "@stevedore/errors";
import { createSparseWriter, type SparsePart, type TarEntry, TypeFlag } from "@stevedore/tar";
import type { Applier } from "../apply/applier.ts";
import { cleanName, splitName, toText } from "../apply/byte-path.ts";
import { timesOf } from "../apply/details.ts";
import { writeImpliedInodes } from "./adopt-implied.ts";
import { publishImage } from "./publish-image.ts";
import { finishImage } from "./finish-image.ts";
import { alignTo, createImageFile, IMAGE_BLOCK, type ImageFile } from "./image-file.ts";
import { createNode, encodeDevice, makeOpaque, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, type ImageNode } from "./image-node.ts";
import { createImageTree, type ImageTree } from "./image-tree.ts";

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
const NODE_TYPES = new Map<number, number>([[TypeFlag.char, S_IFCHR], [TypeFlag.block, S_IFBLK], [TypeFlag.fifo, S_IFIFO]]);
const MAX_DEVICE = 0xffffffff;

/**
 * Puts the entries of a layer into an EROFS image, with overlayfs' marks for what it deletes. Contents are written as they
 * come, everything else at the end. The image is at `output` when it is complete.
 */
export function createImageApplier({ output, maxEntries }: { output: string; maxEntries: number }): Applier {
  const draft = `${output}.new`;
  const fd = openSync(draft, "w", 0o644);
  const file = createImageFile(fd);
  const tree = createImageTree();
  let isOpen = true;
  let position = IMAGE_BLOCK;
  let entries = 0;
  let write: ((chunk: Buffer, start: number, end: number) => void) | undefined;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    entry(entry) {
      if (++entries > maxEntries) throw resourceExhausted(`the layer has more than ${maxEntries} entries`, { hint: "stevedore.limits.max_layer_entries" });
      const made = addEntry(tree, entry);
      if (made === undefined || (made.mode & S_IFMT) !== S_IFREG || entry.type === TypeFlag.hardLink) return;
      made.start = position;
      write = entry.sparse === undefined ? writeStraight(file, position) : writeSparse(file, position, entry.sparse);
      position = alignTo(position + entry.size, IMAGE_BLOCK);
    },
    data: (chunk, start, end) => write?.(chunk, start, end),
    finish: () => void (write = undefined),
    end() {
      const positionOf = finishImage(file, tree.root, position);
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

function writeStraight(file: ImageFile, start: number): (chunk: Buffer, from: number, to: number) => void {
  let at = start;
  return (chunk, from, to) => {
    file.write(at, chunk, from, to);
    at += to - from;
  };
}

// The holes are left in the image too.
function writeSparse(file: ImageFile, start: number, parts: readonly SparsePart[]): (chunk: Buffer, from: number, to: number) => void {
  return createSparseWriter(parts, (chunk, at, length, position) => {
    file.write(start + position, chunk, at, at + length);
    return length;
  });
}
