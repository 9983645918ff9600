import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import type { Usage } from "./snapshotter.ts";

const BLOCK_BYTES = 512;

/** What a tree takes on disk, its own directory included; a file with several names counts once. */
export async function measureTree(root: string): Promise<Usage> {
  const seen = new Set<string>();
  const usage = { size: 0, inodes: 0 };
  const visit = async (file: string): Promise<void> => {
    const stat = await lstat(file);
    const identity = `${stat.dev}:${stat.ino}`;
    if (!seen.has(identity)) {
      seen.add(identity);
      usage.inodes += 1;
      usage.size += stat.blocks * BLOCK_BYTES;
    }
    if (!stat.isDirectory()) return;
    for (const name of await readdir(file)) await visit(path.join(file, name));
  };
  await visit(root);
  return usage;
}
