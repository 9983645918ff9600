import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync, type BigIntStats } from "node:fs";
import { join } from "node:path";
import { getXattr, listXattrs } from "@stevedore/linux";

/** One line for each path below `dir` (itself as "."), in bytewise order: all that an unpacked layer promises. */
export type Tree = Record<string, string>;

export interface TreeOptions {
  /** Times from here to now are shown as `now`: what no layer has an entry for gets the time of unpacking. Milliseconds. */
  unpackedSince?: number;
  /** Leaves out the times of directories. */
  ignoreDirectoryTimes?: boolean;
}

/**
 * An exact listing: type, mode, owner, size and digest, modification time to the nanosecond, device numbers, link
 * target, extended attributes, and which names are one file. (Link counts say less: overlayfs counts names of lower layers too.)
 */
export function treeOf(dir: string, options: TreeOptions = {}): Tree {
  const tree: Tree = {};
  const firstNames = new Map<string, string>();
  const visit = (name: string) => {
    const path = join(dir, name);
    const stats = lstatSync(path, { bigint: true });
    tree[name] = describe(path, name, stats, options, firstNames);
    if (!stats.isDirectory()) return;
    for (const child of readdirSync(path).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) visit(name === "." ? child : `${name}/${child}`);
  };
  visit(".");
  return tree;
}

function describe(path: string, name: string, stats: BigIntStats, options: TreeOptions, firstNames: Map<string, string>): string {
  const parts = [typeOf(stats), (stats.mode & 0o7777n).toString(8).padStart(4, "0"), `${stats.uid}:${stats.gid}`];
  if (stats.isFile()) parts.push(`${stats.size}`, createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16));
  if (stats.isSymbolicLink()) parts.push(`-> ${readlinkSync(path)}`);
  if (stats.isCharacterDevice() || stats.isBlockDevice()) parts.push(`device ${stats.rdev}`);
  const isNow = Number(stats.mtimeMs) >= (options.unpackedSince ?? Number.POSITIVE_INFINITY) && Number(stats.mtimeMs) <= Date.now() + 1000;
  if (!(stats.isDirectory() && options.ignoreDirectoryTimes)) parts.push(isNow ? "@now" : `@${stats.mtimeNs}`);
  if (!stats.isDirectory()) {
    // An overlay's layers may be file systems of their own.
    const file = `${stats.dev}:${stats.ino}`;
    const first = firstNames.get(file);
    if (first === undefined) firstNames.set(file, name);
    else parts.push(`= ${first}`);
  }
  for (const xattr of listXattrs(path)) parts.push(`${xattr}=${getXattr(path, xattr)?.toString("base64")}`);
  return parts.join(" ");
}

function typeOf(stats: BigIntStats): string {
  if (stats.isDirectory()) return "dir";
  if (stats.isFile()) return "file";
  if (stats.isSymbolicLink()) return "symlink";
  if (stats.isCharacterDevice()) return "char";
  if (stats.isBlockDevice()) return "block";
  return stats.isFIFO() ? "fifo" : "socket";
}
