import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Usage } from "../snapshotter.ts";

const BLOCK_BYTES = 512;

/** What a tree takes on disk, its own directory included; a file with several names counts once. Blocks: for a worker thread. */
export function measureTree(root: string): Usage {
  const linked = new Set<number>();
  const usage = { size: 0, inodes: 0 };
  const visit = (file: string): void => {
    const stat = lstatSync(file);
    const isDirectory = stat.isDirectory();
    // A layer lies in one file system, where the inode number is all that tells files apart.
    if (stat.nlink > 1 && !isDirectory) {
      if (linked.has(stat.ino)) return;
      linked.add(stat.ino);
    }
    usage.inodes += 1;
    usage.size += stat.blocks * BLOCK_BYTES;
    if (isDirectory) for (const name of readdirSync(file)) visit(path.join(file, name));
  };
  visit(root);
  return usage;
}
