import { alignTo } from "./image-file.ts";
import { directoryNames, directorySize } from "./image-directory.ts";
import { isSymlink, type ImageNode } from "./image-node.ts";
import { encodeXattrs } from "./image-xattrs.ts";

/** An inode's number counts these. */
export const SLOT_BYTES = 32;
export const INODE_BYTES = 64;
export const CHUNK_ENTRY_BYTES = 4;
// Not 0, which readdir(3) takes for a deleted file.
export const FIRST_SLOT_BYTES = 64;

/** A node and where it goes. */
export interface Placed {
  node: ImageNode;
  parent: ImageNode;
  names: string[];
  xattrs: Buffer;
  size: number;
  links: number;
  /** Of the inode, in the metadata. */
  at: number;
  /** Bytes of what stands behind the inode and its attributes: contents, or where chunks are. */
  tail: number;
  /** These are contents, in the same block. */
  inline: boolean;
  /** Of contents elsewhere: the byte in the image, or in a body. */
  start: number;
}

/** Whether an image has contents of a node itself, not only where they are. */
export function hasOwnContents(node: ImageNode): boolean {
  return node.children !== undefined || isSymlink(node);
}

/** Gives every node its place among the inodes, the root first; one with several names has one place. */
export function placeNodes(root: ImageNode, { blockBytes, withXattrs }: { blockBytes: number; withXattrs: boolean }): { placed: Map<ImageNode, Placed>; bytes: number } {
  const placed = new Map<ImageNode, Placed>();
  let next = FIRST_SLOT_BYTES;
  const visit = (node: ImageNode, parent: ImageNode): void => {
    const known = placed.get(node);
    if (known !== undefined) return void (known.links += 1);
    const names = node.children === undefined ? [] : directoryNames(node.children.keys());
    const size = node.children !== undefined ? directorySize(names, blockBytes) : isSymlink(node) ? node.target.length : node.size;
    const xattrs = withXattrs ? encodeXattrs(node.xattrs) : Buffer.alloc(0);
    const head = INODE_BYTES + xattrs.length;
    const inline = hasOwnContents(node) && head + size <= blockBytes;
    const tail = inline ? size : (node.chunks?.starts.length ?? 0) * CHUNK_ENTRY_BYTES;
    const at = fit(next, inline ? head + size : INODE_BYTES, blockBytes);
    next = alignTo(at + head + tail, SLOT_BYTES);
    placed.set(node, { node, parent, names, xattrs, size, links: 1, at, tail, inline, start: node.start });
  };
  visit(root, root);
  // Breadth first, by a list that grows: trees are deeper than the stack allows.
  for (const { node } of placed.values()) for (const child of node.children?.values() ?? []) visit(child, node);
  for (const entry of placed.values()) if (entry.node.children !== undefined) entry.links = 2 + [...entry.node.children.values()].filter((child) => child.children !== undefined).length;
  return { placed, bytes: next };
}

// Neither an inode nor what is inline with it crosses a block.
function fit(at: number, bytes: number, blockBytes: number): number {
  return (at % blockBytes) + bytes > blockBytes ? alignTo(at, blockBytes) : at;
}
