import { chmodSync, lchownSync, lstatSync, mkdirSync } from "node:fs";
import { invalidArgument } from "@stevedore/errors";
import { getXattr, listXattrs, setXattr } from "@stevedore/linux";
import { joinName, splitName, toFsPath, toText } from "./byte-path.ts";
import { countLink, lstatIfThere, readLinkWithin, resolveWithin, type LinkCount } from "./root-path.ts";

/** A directory of the tree that is known to be one, and not a symlink. */
export interface KnownDirectory {
  /** Its clean name below the root, links resolved. */
  name: string;
  /** Its full path. */
  path: string;
  /** New files in it get owner or mode from it, not from their maker: setgid, or access control lists. */
  bequeaths: boolean;
}

/**
 * The tree that a layer is unpacked into. It remembers which directories it has looked at, so that a file costs no
 * look at each directory above it; whoever replaces or removes an entry has to call `forget`.
 */
export interface Tree {
  readonly root: string;
  /** The directory of this clean name; symlinks are followed within the root, missing parts are made. @throws InvalidArgument where a part is something else */
  directory(name: string): KnownDirectory;
  /** Takes note of a directory that an entry has made. */
  know(directory: KnownDirectory): void;
  /** The clean name with its links resolved; nothing is made. */
  resolve(name: string): string;
  forget(): void;
  /** Names of directories that were made because a file was in them, and had no pattern in `lowers`. */
  readonly implied: Set<string>;
}

export interface TreeOptions {
  root: string;
  /** Layers below, nearest first: a missing directory is made like theirs. */
  lowers: readonly string[];
}

const DEFAULT_MODE = 0o755;
export const S_ISGID = 0o2000;

export function createTree({ root, lowers }: TreeOptions): Tree {
  const known = new Map<string, KnownDirectory>();
  const implied = new Set<string>();
  const remember = (name: string, directory: KnownDirectory): KnownDirectory => {
    known.set(name, directory);
    return directory;
  };
  const make = (name: string, path: string): boolean => {
    mkdirSync(toFsPath(path), { mode: DEFAULT_MODE });
    chmodSync(toFsPath(path), DEFAULT_MODE);
    if (copyFromLower(lowers, name, path)) return true;
    implied.add(name);
    return false;
  };
  const find = (name: string, count: LinkCount): KnownDirectory => {
    const found = known.get(name);
    if (found !== undefined) return found;
    if (name === "") return remember("", { name: "", path: root, bequeaths: bequeaths(root, lstatSync(toFsPath(root)).mode) });
    const { directory, base } = splitName(name);
    const parent = find(directory, count);
    const real = joinName(parent.name, base);
    const path = `${parent.path}/${base}`;
    const stat = lstatIfThere(path);
    if (stat?.isSymbolicLink() === true) {
      countLink(count, name);
      return remember(name, find(readLinkWithin(root, real), count));
    }
    if (stat !== undefined && !stat.isDirectory()) throw invalidArgument(`mkparent ${toText(name)}: not a directory`);
    const copied = stat === undefined && make(real, path);
    const mode = stat?.mode ?? (copied || parent.bequeaths ? lstatSync(toFsPath(path)).mode : DEFAULT_MODE);
    return remember(name, { name: real, path, bequeaths: parent.bequeaths || stat !== undefined || copied ? bequeaths(path, mode) : false });
  };
  return {
    root,
    implied,
    directory: (name) => known.get(name) ?? find(name, { links: 0 }),
    know: (directory) => void known.set(directory.name, directory),
    resolve: (name) => known.get(name)?.name ?? resolveWithin(root, name),
    forget: () => known.clear(),
  };
}

const DEFAULT_ACL = "system.posix_acl_default";

function bequeaths(path: string, mode: number): boolean {
  return (mode & S_ISGID) !== 0 || listXattrs(Buffer.from(path, "latin1")).includes(DEFAULT_ACL);
}

/**
 * Gives a directory owner, mode and attributes of the first lower one of that name; false where there is none. Its time stays:
 * something was, or will be, put into it.
 */
export function copyFromLower(lowers: readonly string[], name: string, path: string): boolean {
  const [first = ""] = name.split("/", 1);
  for (const lower of lowers) {
    // Most layers have nothing of it: one look says so.
    if (lstatIfThere(joinName(lower, first)) === undefined) continue;
    const pattern = joinName(lower, resolveWithin(lower, name));
    const stat = lstatSync(toFsPath(pattern), { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) continue;
    // Something else was there: the directory replaces it, and is made anew.
    if (!stat.isDirectory()) return false;
    lchownSync(toFsPath(path), Number(stat.uid), Number(stat.gid));
    const [from, to] = [pattern, path].map((file) => Buffer.from(file, "latin1")) as [Buffer, Buffer];
    for (const key of listXattrs(from)) if (!key.startsWith("trusted.")) setXattr(to, key, getXattr(from, key) ?? Buffer.alloc(0));
    chmodSync(toFsPath(path), Number(stat.mode & 0o7777n));
    return true;
  }
  return false;
}
