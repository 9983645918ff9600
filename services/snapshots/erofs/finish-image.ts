import { alignTo, IMAGE_BLOCK, type ImageFile } from "./image-file.ts";
import { directoryNames, directorySize, encodeDirectory } from "./image-directory.ts";
import { S_IFBLK, S_IFCHR, S_IFLNK, S_IFMT, type ImageNode } from "./image-node.ts";
import { encodeXattrs, xattrCount } from "./image-xattrs.ts";

// linux/fs/erofs/erofs_fs.h
const MAGIC = 0xe0f5e1e2;
const SUPER_AT = 1024;
const HAS_MTIMES = 2;
const BLOCK_BITS = 12;
const SLOT_BYTES = 32;
const INODE_BYTES = 64;
const EXTENDED = 1;
const PLAIN = 0 << 1;
const INLINE = 2 << 1;
// Not 0, which readdir(3) takes for a deleted file.
const FIRST_SLOT_BYTES = 64;

/** A node and where it goes. */
interface Placed {
  node: ImageNode;
  parent: ImageNode;
  names: string[];
  xattrs: Buffer;
  size: number;
  links: number;
  /** Of the inode, in the metadata. */
  at: number;
  /** Contents stand behind the inode, in the same block. */
  inline: boolean;
  /** Of a directory's contents elsewhere: the byte in the image. */
  start: number;
}

/**
 * Writes what makes an image of a tree whose files' contents are in `file` up to byte `end`: inodes, directories and the
 * superblock. Deterministic: the same tree gives the same image. Returns at which byte a node's inode is.
 */
export function finishImage(file: ImageFile, root: ImageNode, end: number): (node: ImageNode) => number {
  const placed = place(root);
  const metaStart = alignTo(end, IMAGE_BLOCK);
  const metaEnd = [...placed.values()].reduce((most, { at, xattrs, inline, size }) => Math.max(most, at + INODE_BYTES + xattrs.length + (inline ? size : 0)), 0);
  let next = alignTo(metaStart + metaEnd, IMAGE_BLOCK);
  for (const entry of placed.values()) {
    if (entry.inline || (entry.node.children === undefined && !isSymlink(entry.node))) continue;
    entry.start = next;
    next += alignTo(entry.size, IMAGE_BLOCK);
  }
  for (const entry of placed.values()) file.write(metaStart + entry.at, encodeInode(entry, placed));
  for (const entry of placed.values()) if (!entry.inline && (entry.node.children !== undefined || isSymlink(entry.node))) file.write(entry.start, contentsOf(entry, placed));
  file.write(0, encodeSuper({ inodes: placed.size, blocks: next / IMAGE_BLOCK, metaBlock: metaStart / IMAGE_BLOCK }));
  file.flush(next);
  return (node) => metaStart + placed.get(node)!.at;
}

/** Gives every node its place among the inodes, the root first; one with several names has one place. */
function place(root: ImageNode): Map<ImageNode, Placed> {
  const placed = new Map<ImageNode, Placed>();
  let next = FIRST_SLOT_BYTES;
  const visit = (node: ImageNode, parent: ImageNode): void => {
    const known = placed.get(node);
    if (known !== undefined) return void (known.links += 1);
    const names = node.children === undefined ? [] : directoryNames(node.children.keys());
    const size = node.children !== undefined ? directorySize(names) : isSymlink(node) ? node.target.length : node.size;
    const xattrs = encodeXattrs(node.xattrs);
    const whole = INODE_BYTES + xattrs.length + size;
    const inline = (node.children !== undefined || isSymlink(node)) && whole <= IMAGE_BLOCK;
    const at = fit(next, inline ? whole : INODE_BYTES);
    next = alignTo(at + INODE_BYTES + xattrs.length + (inline ? size : 0), SLOT_BYTES);
    placed.set(node, { node, parent, names, xattrs, size, links: 1, at, inline, start: node.start });
  };
  visit(root, root);
  // Breadth first, by a list that grows: trees are deeper than the stack allows.
  for (const { node } of placed.values()) for (const child of node.children?.values() ?? []) visit(child, node);
  for (const entry of placed.values()) if (entry.node.children !== undefined) entry.links = 2 + [...entry.node.children.values()].filter((child) => child.children !== undefined).length;
  return placed;
}

// Neither an inode nor what is inline with it crosses a block.
function fit(at: number, bytes: number): number {
  return (at % IMAGE_BLOCK) + bytes > IMAGE_BLOCK ? alignTo(at, IMAGE_BLOCK) : at;
}

function encodeInode(entry: Placed, placed: ReadonlyMap<ImageNode, Placed>): Buffer {
  const { node, xattrs, inline, size, links, at, start } = entry;
  const inode = Buffer.alloc(INODE_BYTES);
  const type = node.mode & S_IFMT;
  const isDevice = type === S_IFCHR || type === S_IFBLK;
  inode.writeUInt16LE(EXTENDED | (inline ? INLINE : PLAIN), 0);
  inode.writeUInt16LE(xattrCount(xattrs.length), 2);
  inode.writeUInt16LE(node.mode, 4);
  inode.writeBigUInt64LE(BigInt(size), 8);
  inode.writeUInt32LE(isDevice ? node.device : inline ? 0 : start / IMAGE_BLOCK, 16);
  inode.writeUInt32LE(at / SLOT_BYTES, 20);
  inode.writeUInt32LE(node.uid, 24);
  inode.writeUInt32LE(node.gid, 28);
  inode.writeBigUInt64LE(BigInt(Math.max(0, node.modified.seconds)), 32);
  inode.writeUInt32LE(node.modified.seconds < 0 ? 0 : node.modified.nanoseconds, 40);
  inode.writeUInt32LE(links, 44);
  return Buffer.concat(inline ? [inode, xattrs, contentsOf(entry, placed)] : [inode, xattrs]);
}

function contentsOf({ node, parent, names }: Placed, placed: ReadonlyMap<ImageNode, Placed>): Buffer {
  const { children } = node;
  if (children === undefined) return Buffer.from(node.target, "latin1");
  return encodeDirectory(names.map((name) => {
    const target = name === "." ? node : name === ".." ? parent : children.get(name)!;
    return { name, mode: target.mode, nid: placed.get(target)!.at / SLOT_BYTES };
  }));
}

function encodeSuper({ inodes, blocks, metaBlock }: { inodes: number; blocks: number; metaBlock: number }): Buffer {
  const block = Buffer.alloc(IMAGE_BLOCK);
  block.writeUInt32LE(MAGIC, SUPER_AT);
  block.writeUInt32LE(HAS_MTIMES, SUPER_AT + 8);
  block.writeUInt8(BLOCK_BITS, SUPER_AT + 12);
  block.writeUInt16LE(FIRST_SLOT_BYTES / SLOT_BYTES, SUPER_AT + 14);
  block.writeBigUInt64LE(BigInt(inodes), SUPER_AT + 16);
  block.writeUInt32LE(blocks, SUPER_AT + 36);
  block.writeUInt32LE(metaBlock, SUPER_AT + 40);
  return block;
}

function isSymlink({ mode }: ImageNode): boolean {
  return (mode & S_IFMT) === S_IFLNK;
}
