import { alignTo, IMAGE_BLOCK, type ImageFile } from "./image-file.ts";
import { encodeDirectory } from "./image-directory.ts";
import { S_IFBLK, S_IFCHR, S_IFMT, type ImageNode } from "./image-node.ts";
import { CHUNK_ENTRY_BYTES, FIRST_SLOT_BYTES, hasOwnContents, INODE_BYTES, placeNodes, SLOT_BYTES, type Placed } from "./place-nodes.ts";
import type { ImageOptions } from "./image-options.ts";
import { xattrCount } from "./image-xattrs.ts";

// linux/fs/erofs/erofs_fs.h
const MAGIC = 0xe0f5e1e2;
const SUPER_AT = 1024;
const SUPER_BYTES = 128;
const HAS_MTIMES = 2;
const INCOMPATIBLE = { chunks: 4, devices: 8 };
const DEVICE_BYTES = 128;
const DEVICES_AT = 16 * DEVICE_BYTES;
const EXTENDED = 1;
const LAYOUT = { plain: 0 << 1, inline: 2 << 1, chunks: 4 << 1 };
const HOLE = 0xffffffff;

/** The first byte that contents may have that are written before all else. */
export function contentsStart({ blockBytes }: ImageOptions): number {
  return alignTo(SUPER_AT + SUPER_BYTES, blockBytes);
}

/** Where the contents of regular files are. */
export type Contents =
  /** In the image, up to byte `end`: what else it has comes behind them. */
  | { where: "before"; end: number }
  /** Behind all else, or each in a device of its own: these many bytes. `makeRoom` is told how many bytes come before them. */
  | { where: "behind" | "devices"; bodies: readonly number[]; makeRoom?: (bytes: number) => void };

/**
 * Writes what makes an image of a tree and files' contents: inodes, directories and the superblock. Deterministic: the same tree gives the same image.
 * Returns at which byte a node's inode is.
 */
export function finishImage(file: ImageFile, root: ImageNode, contents: Contents, options: ImageOptions): (node: ImageNode) => number {
  const { blockBytes } = options;
  const { placed, bytes } = placeNodes(root, options);
  const deviceCount = contents.where === "devices" ? contents.bodies.length : 0;
  const headEnd = deviceCount > 0 ? DEVICES_AT + deviceCount * DEVICE_BYTES : SUPER_AT + SUPER_BYTES;
  const metaStart = alignTo(contents.where === "before" ? contents.end : headEnd, blockBytes);
  let next = alignTo(metaStart + bytes, blockBytes);
  for (const entry of placed.values()) {
    if (entry.inline || !hasOwnContents(entry.node)) continue;
    entry.start = next;
    next += alignTo(entry.size, blockBytes);
  }
  const own = contents.where === "before" ? next : alignTo(next, IMAGE_BLOCK);
  const bodies = contents.where === "before" ? [] : bodiesBehind(own, contents.bodies, blockBytes);
  const end = contents.where === "behind" ? bodies.at(-1)!.end : own;
  if (contents.where !== "before") contents.makeRoom?.(own);
  const baseOf = (node: ImageNode): number => (hasOwnContents(node) ? 0 : (bodies[node.body]?.start ?? 0));
  const encode = createInodeEncoder(placed, baseOf, options);
  for (const entry of placed.values()) file.write(metaStart + entry.at, encode.inode(entry));
  for (const entry of placed.values()) if (!entry.inline && hasOwnContents(entry.node)) file.write(entry.start, encode.contents(entry));
  const hasChunks = [...placed.keys()].some(({ chunks }) => chunks !== undefined);
  const incompatible = (hasChunks ? INCOMPATIBLE.chunks : 0) | (deviceCount > 0 ? INCOMPATIBLE.devices : 0);
  file.write(0, encodeSuper({ inodes: placed.size, blocks: end / blockBytes, metaBlock: metaStart / blockBytes, incompatible, deviceCount, options }));
  if (deviceCount > 0) file.write(DEVICES_AT, Buffer.concat(bodies.map((body) => encodeDevice(body, blockBytes))));
  file.flush(end);
  return (node) => metaStart + placed.get(node)!.at;
}

interface Body {
  start: number;
  end: number;
}

function bodiesBehind(from: number, sizes: readonly number[], blockBytes: number): Body[] {
  let start = from;
  return sizes.map((size) => {
    const body = { start, end: start + alignTo(size, blockBytes) };
    start = body.end;
    return body;
  });
}

function createInodeEncoder(placed: ReadonlyMap<ImageNode, Placed>, baseOf: (node: ImageNode) => number, { blockBytes, seconds, owner }: ImageOptions) {
  const contents = ({ node, parent, names }: Placed): Buffer => {
    const { children } = node;
    if (children === undefined) return Buffer.from(node.target, "latin1");
    return encodeDirectory(names.map((name) => {
      const target = name === "." ? node : name === ".." ? parent : children.get(name)!;
      return { name, mode: target.mode, nid: placed.get(target)!.at / SLOT_BYTES };
    }), blockBytes);
  };
  const whereOf = ({ node, inline, start }: Placed): number => {
    const type = node.mode & S_IFMT;
    if (type === S_IFCHR || type === S_IFBLK) return node.device;
    if (node.chunks !== undefined) return Math.log2(node.chunks.bytes / blockBytes);
    return inline || (node.size === 0 && !hasOwnContents(node)) ? 0 : (baseOf(node) + start) / blockBytes;
  };
  const chunksOf = ({ node, tail }: Placed): Buffer => {
    const map = Buffer.alloc(tail);
    node.chunks?.starts.forEach((start, index) => map.writeUInt32LE(start < 0 ? HOLE : (baseOf(node) + start) / blockBytes, index * CHUNK_ENTRY_BYTES));
    return map;
  };
  const inode = (entry: Placed): Buffer => {
    const { node, xattrs, inline, size, links, at } = entry;
    const bytes = Buffer.alloc(INODE_BYTES);
    const modified = seconds === undefined ? node.modified : { seconds, nanoseconds: 0 };
    bytes.writeUInt16LE(EXTENDED | (inline ? LAYOUT.inline : node.chunks === undefined ? LAYOUT.plain : LAYOUT.chunks), 0);
    bytes.writeUInt16LE(xattrCount(xattrs.length), 2);
    bytes.writeUInt16LE(node.mode, 4);
    bytes.writeBigUInt64LE(BigInt(size), 8);
    bytes.writeUInt32LE(whereOf(entry), 16);
    bytes.writeUInt32LE(at / SLOT_BYTES, 20);
    bytes.writeUInt32LE(owner?.uid ?? node.uid, 24);
    bytes.writeUInt32LE(owner?.gid ?? node.gid, 28);
    bytes.writeBigUInt64LE(BigInt(Math.max(0, modified.seconds)), 32);
    bytes.writeUInt32LE(modified.seconds < 0 ? 0 : modified.nanoseconds, 40);
    bytes.writeUInt32LE(links, 44);
    return Buffer.concat(inline ? [bytes, xattrs, contents(entry)] : [bytes, xattrs, chunksOf(entry)]);
  };
  return { inode, contents };
}

function encodeSuper({ inodes, blocks, metaBlock, incompatible, deviceCount, options: { blockBytes, uuid, label } }: { inodes: number; blocks: number; metaBlock: number; incompatible: number; deviceCount: number; options: ImageOptions }): Buffer {
  const head = Buffer.alloc(SUPER_AT + SUPER_BYTES);
  const block = head.subarray(SUPER_AT);
  block.writeUInt32LE(MAGIC, 0);
  block.writeUInt32LE(HAS_MTIMES, 8);
  block.writeUInt8(Math.log2(blockBytes), 12);
  block.writeUInt16LE(FIRST_SLOT_BYTES / SLOT_BYTES, 14);
  block.writeBigUInt64LE(BigInt(inodes), 16);
  block.writeUInt32LE(blocks, 36);
  block.writeUInt32LE(metaBlock, 40);
  block.write(uuid.replaceAll("-", ""), 48, "hex");
  block.write(label, 64, 16);
  block.writeUInt32LE(incompatible, 80);
  block.writeUInt16LE(deviceCount, 86);
  block.writeUInt16LE(deviceCount === 0 ? 0 : DEVICES_AT / DEVICE_BYTES, 88);
  return head;
}

function encodeDevice({ start, end }: Body, blockBytes: number): Buffer {
  const slot = Buffer.alloc(DEVICE_BYTES);
  slot.writeUInt32LE((end - start) / blockBytes, 64);
  slot.writeUInt32LE(start / blockBytes, 68);
  return slot;
}
