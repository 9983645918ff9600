import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { getXattr, listXattrs } from "@stevedore/linux";

/** Everything about one file of a tree, comparable. */
export interface Listed {
  type: string;
  mode: string;
  owner: string;
  size?: number;
  mtime?: string;
  content?: string;
  link?: string;
  device?: bigint;
  xattrs: Record<string, string>;
  /** First of the file's names, where it has several. */
  sameAs?: string;
}

const TYPES: Record<number, string> = { 0o10: "file", 0o04: "directory", 0o12: "symlink", 0o02: "char", 0o06: "block", 0o01: "fifo" };

export interface ListingOptions {
  /** Names whose times are of now and mean nothing. */
  withoutTimes?: (name: string) => boolean;
}

/** A tree by name (byte strings), with owners, modes, times to the nanosecond, contents, attributes and hard links. */
export function listTree(root: string, { withoutTimes = () => false }: ListingOptions = {}): Record<string, Listed> {
  const listing: Record<string, Listed> = {};
  const firstNames = new Map<bigint, string>();
  const visit = (name: string): void => {
    const file = Buffer.from(`${root}/${name}`, "latin1");
    const stat = lstatSync(file, { bigint: true });
    const type = TYPES[Number(stat.mode >> 12n)] ?? "other";
    const listed: Listed = { type, mode: (stat.mode & 0o7777n).toString(8), owner: `${stat.uid}:${stat.gid}`, xattrs: {} };
    if (!withoutTimes(name)) listed.mtime = String(stat.mtimeNs);
    for (const key of listXattrs(file)) listed.xattrs[key] = getXattr(file, key)!.toString("latin1");
    if (type === "file") Object.assign(listed, { size: Number(stat.size), content: createHash("sha256").update(readFileSync(file)).digest("hex") });
    if (type === "symlink") listed.link = readlinkSync(file, "latin1");
    if (type === "char" || type === "block") listed.device = stat.rdev;
    if (type !== "directory" && stat.nlink > 1n) {
      const first = firstNames.get(stat.ino);
      if (first === undefined) firstNames.set(stat.ino, name);
      else listed.sameAs = first;
    }
    listing[name] = listed;
    if (type === "directory") for (const child of readdirSync(file, { encoding: "latin1" }).toSorted()) visit(`${name}/${child}`);
  };
  for (const name of readdirSync(root, { encoding: "latin1" }).toSorted()) visit(name);
  return listing;
}
