import { lstatSync, readdirSync } from "node:fs";
import type { Usage } from "../snapshotter.ts";

const BLOCK_BYTES = 512;
const SLASH = Buffer.from("/");

/**
 * What a tree takes on disk, its own directory included; a file with several names counts once, one that goes away
 * meanwhile not at all. Blocks: for a worker thread.
 */
export function measureTree(root: string): Usage {
  const linked = new Set<number>();
  const usage = { size: 0, inodes: 0 };
  const visit = (file: Buffer): void => {
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return;
    const isDirectory = stat.isDirectory();
    // A layer lies in one file system, where the inode number is all that tells files apart.
    if (stat.nlink > 1 && !isDirectory) {
      if (linked.has(stat.ino)) return;
      linked.add(stat.ino);
    }
    usage.inodes += 1;
    usage.size += stat.blocks * BLOCK_BYTES;
    if (isDirectory) for (const name of namesIn(file)) visit(Buffer.concat([file, SLASH, name]));
  };
  lstatSync(root);
  visit(Buffer.from(root));
  return usage;
}

// As bytes: a name need not be UTF-8, and text would then miss the file.
function namesIn(directory: Buffer): Buffer[] {
  try {
    return readdirSync(directory, { encoding: "buffer" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
