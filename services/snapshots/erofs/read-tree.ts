import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { alignTo } from "./image-file.ts";
import { decodeDirectory } from "./image-directory.ts";
import { createNode, S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type FileChunks, type ImageNode } from "./image-node.ts";
import { blockBytesIn } from "./image-reader.ts";
import { decodeXattrs } from "./image-xattrs.ts";

// linux/fs/erofs/erofs_fs.h
const SUPER_AT = 1024;
const SLOT_BYTES = 32;
const LAYOUT = { plain: 0, inline: 2, chunks: 4 };
// Padded compression says nothing of files that are not compressed.
const READABLE_FEATURES = 1 | 4;
const CHUNKS = { bits: 0x1f, indexes: 0x20 };
const HOLE = 0xffffffff;
const WINDOW_BYTES = 64 << 10;

/** The tree of an image, with where its files' contents are in it. */
export interface ReadTree {
  root: ImageNode;
  blockBytes: number;
  uuid: string;
  /** Of the whole file, in blocks. */
  bytes: number;
}

/** An image whose files are not to be had by where they are: compressed, packed together, or of a newer kind. */
export class UnreadableImage extends Error {}

/** Reads the tree of an image, ours or of mkfs.erofs. Blocks: for a worker thread. @throws UnreadableImage */
export function readTree(file: string): ReadTree {
  const fd = openSync(file, "r");
  try {
    const read = createWindow(fd);
    const superblock = Buffer.from(read(SUPER_AT, 128));
    const blockBytes = blockBytesIn(superblock);
    if (blockBytes === undefined) throw new UnreadableImage(`${file} is no EROFS image`);
    const features = superblock.readUInt32LE(80);
    if ((features & ~READABLE_FEATURES) !== 0) throw new UnreadableImage(`${file} has features 0x${features.toString(16)}`);
    const { size: fileBytes } = fstatSync(fd);
    const image: Image = {
      file, read, blockBytes, fileBytes,
      metaStart: superblock.readUInt32LE(40) * blockBytes,
      xattrStart: superblock.readUInt32LE(44) * blockBytes,
      built: { seconds: Number(superblock.readBigUInt64LE(24)), nanoseconds: superblock.readUInt32LE(32) },
    };
    return { root: readNodes(image, superblock.readUInt16LE(14)), blockBytes, uuid: superblock.toString("hex", 48, 64), bytes: alignTo(fileBytes, blockBytes) };
  } finally {
    closeSync(fd);
  }
}

interface Image {
  file: string;
  read: (position: number, length: number) => Buffer;
  blockBytes: number;
  fileBytes: number;
  metaStart: number;
  xattrStart: number;
  built: { seconds: number; nanoseconds: number };
}

function readNodes(image: Image, rootId: number): ImageNode {
  const nodes = new Map<number, ImageNode>();
  const waiting: { node: ImageNode; contents: Buffer }[] = [];
  const take = (id: number): ImageNode => {
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const { node, contents } = readNode(image, id);
    nodes.set(id, node);
    if (node.children !== undefined) waiting.push({ node, contents });
    return node;
  };
  const root = take(rootId);
  // By a list that grows: trees are deeper than the stack allows.
  for (const { node, contents } of waiting) {
    for (const { name, nid } of decodeDirectory(contents, image.blockBytes)) {
      if (name === "." || name === "..") continue;
      // Somebody else may have made the image: a directory within itself has no end.
      if (nodes.get(nid)?.children !== undefined) throw new UnreadableImage(`${image.file} has a directory in two places`);
      node.children!.set(name, take(nid));
    }
  }
  return root;
}

function readNode(image: Image, id: number): { node: ImageNode; contents: Buffer } {
  const { read, metaStart, blockBytes } = image;
  const at = metaStart + id * SLOT_BYTES;
  const bytes = read(at, 64);
  const format = bytes.readUInt16LE(0);
  const isExtended = (format & 1) === 1;
  const layout = (format >>> 1) & 7;
  const [xattrCount, mode, where] = [bytes.readUInt16LE(2), bytes.readUInt16LE(4), bytes.readUInt32LE(16)];
  const size = isExtended ? Number(bytes.readBigUInt64LE(8)) : bytes.readUInt32LE(8);
  const owner = isExtended ? { uid: bytes.readUInt32LE(24), gid: bytes.readUInt32LE(28) } : { uid: bytes.readUInt16LE(24), gid: bytes.readUInt16LE(26) };
  const modified = isExtended ? { seconds: Number(bytes.readBigUInt64LE(32)), nanoseconds: bytes.readUInt32LE(40) } : image.built;
  const xattrBytes = xattrCount === 0 ? 0 : 12 + 4 * (xattrCount - 1);
  const head = at + (isExtended ? 64 : SLOT_BYTES);
  const xattrs = decodeXattrs(Buffer.from(read(head, xattrBytes)), (shared) => sharedXattr(image, shared));
  if (xattrs === undefined) throw new UnreadableImage(`${image.file} has attributes of a newer kind`);
  const node = createNode(mode, { ...owner, modified, xattrs });
  const type = mode & S_IFMT;
  if (type === S_IFCHR || type === S_IFBLK) node.device = where;
  if (type === S_IFREG) Object.assign(node, { size }, locate(image, { layout, where, size, mapAt: alignTo(head + xattrBytes, 4) }));
  if (type !== S_IFDIR && type !== S_IFLNK) return { node, contents: Buffer.alloc(0) };
  if (layout !== LAYOUT.plain && layout !== LAYOUT.inline) throw new UnreadableImage(`${image.file} has compressed directories`);
  if (size > image.fileBytes) throw cutOff(image);
  const whole = layout === LAYOUT.plain ? size : Math.floor(size / blockBytes) * blockBytes;
  const contents = Buffer.concat([read(where * blockBytes, whole), read(head + xattrBytes, size - whole)]);
  if (type === S_IFLNK) node.target = contents.toString("latin1");
  return { node, contents };
}

const cutOff = ({ file }: Image): UnreadableImage => new UnreadableImage(`${file} says more than its file has`);

function locate(image: Image, { layout, where, size, mapAt }: { layout: number; where: number; size: number; mapAt: number }): { start: number } | { chunks: FileChunks } {
  const { file, read, blockBytes } = image;
  if (size === 0) return { start: 0 };
  if (layout === LAYOUT.plain) return { start: where * blockBytes };
  if (layout !== LAYOUT.chunks) throw new UnreadableImage(`${file} has files that are compressed, or not in whole blocks`);
  const hasIndexes = (where & CHUNKS.indexes) !== 0;
  const bytes = blockBytes * 2 ** (where & CHUNKS.bits);
  const unit = hasIndexes ? 8 : 4;
  const start = alignTo(mapAt, unit);
  if (Math.ceil(size / bytes) * unit > image.fileBytes) throw cutOff(image);
  const starts = Array.from({ length: Math.ceil(size / bytes) }, (_, index) => {
    const entry = read(start + index * unit, unit);
    if (hasIndexes && entry.readUInt16LE(2) !== 0) throw new UnreadableImage(`${file} has contents in another device`);
    const block = entry.readUInt32LE(unit - 4);
    return block === HOLE ? -1 : block * blockBytes;
  });
  return { chunks: { bytes, starts } };
}

function sharedXattr({ read, xattrStart }: Image, id: number): Buffer {
  const at = xattrStart + id * 4;
  const head = read(at, 4);
  return Buffer.from(read(at, 4 + head.readUInt8(0) + head.readUInt16LE(2)));
}

// Metadata stands close together. What is returned is good until the next call.
function createWindow(fd: number): Image["read"] {
  let window = Buffer.alloc(0);
  let from = 0;
  return (position, length) => {
    if (position < from || position + length > from + window.length) {
      from = position;
      window = Buffer.alloc(Math.max(WINDOW_BYTES, length));
      window = window.subarray(0, readSync(fd, window, 0, window.length, position));
    }
    const found = window.subarray(position - from, position - from + length);
    return found.length === length ? found : Buffer.concat([found, Buffer.alloc(length - found.length)]);
  };
}
