import { fromText } from "../apply/byte-path.ts";
import { findChanges } from "../diff/changes.ts";
import type { Usage } from "../snapshotter.ts";

const BLOCK_BYTES = 512n;

/** What a tree takes on disk besides what it has from the one below: its new and changed files, each once. Blocks: for a worker thread. */
export function measureChanges(lower: string, upper: string): Usage {
  const seen = new Set<bigint>();
  let size = 0n;
  for (const { kind, stat } of findChanges({ lower: fromText(lower), upper: fromText(upper), overlayUpper: undefined })) {
    if ((kind !== "add" && kind !== "modify") || stat === undefined || seen.has(stat.ino)) continue;
    seen.add(stat.ino);
    size += stat.blocks * BLOCK_BYTES;
  }
  return { size: Number(size), inodes: seen.size };
}
