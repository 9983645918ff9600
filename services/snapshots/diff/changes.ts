import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, type BigIntStats } from "node:fs";
import { getXattr } from "@stevedore/linux";
import { joinName, toFsPath } from "../apply/byte-path.ts";
import { lstatIfThere } from "../apply/root-path.ts";

/** `linked`: unchanged, but with more names than one, of which another may have changed. */
export type ChangeKind = "add" | "modify" | "delete" | "linked";

export interface Change {
  kind: ChangeKind;
  /** Byte string relative to the trees' roots. */
  name: string;
  /** In the upper tree; undefined when deleted. */
  stat: BigIntStats | undefined;
}

export interface Trees {
  lower: string;
  upper: string;
  /**
   * The upper directory of the overlay that `upper` shows, where `lower` shows that overlay's lower layers: a directory
   * that is not in it is the same in both trees, and need not be looked at.
   */
  overlayUpper: string | undefined;
}

export const CAPABILITY = "security.capability";
const REDIRECT = "trusted.overlay.redirect";
const COMPARE_BYTES = 256 << 10;
const SECOND = 1_000_000_000n;

/**
 * What changed from one tree to the other, in the order of names in which it can be applied (continuity's fs.Changes):
 * a directory before what is in it; of a deleted directory only itself. Times that have no fraction may have been cut
 * in an archive: then the contents decide.
 */
export function* findChanges(trees: Trees): Generator<Change> {
  yield* compareDirectory(trees, "", trees.overlayUpper !== undefined);
}

function* compareDirectory(trees: Trees, directory: string, prunable: boolean): Generator<Change> {
  const [lower, upper] = [namesIn(joinName(trees.lower, directory)), namesIn(joinName(trees.upper, directory))];
  let l = 0;
  let u = 0;
  while (l < lower.length || u < upper.length) {
    const [a, b] = [lower[l], upper[u]];
    if (b === undefined || (a !== undefined && a < b)) {
      yield { kind: "delete", name: joinName(directory, a!), stat: undefined };
      l++;
    } else if (a === undefined || b < a) {
      yield* addAll(trees, joinName(directory, b));
      u++;
    } else {
      yield* compareEntry(trees, joinName(directory, b), prunable);
      l++;
      u++;
    }
  }
}

function* compareEntry(trees: Trees, name: string, prunable: boolean): Generator<Change> {
  const [lowerPath, upperPath] = [joinName(trees.lower, name), joinName(trees.upper, name)];
  const [lower, upper] = [lstat(lowerPath), lstat(upperPath)];
  if (!isSame({ path: lowerPath, stat: lower }, { path: upperPath, stat: upper })) yield { kind: "modify", name, stat: upper };
  else if (isLinked(upper)) yield { kind: "linked", name, stat: upper };
  if (!upper.isDirectory()) return;
  if (!lower.isDirectory()) {
    for (const child of namesIn(upperPath)) yield* addAll(trees, joinName(name, child));
    return;
  }
  if (!prunable) return yield* compareDirectory(trees, name, false);
  const changed = joinName(trees.overlayUpper!, name);
  if (lstatIfThere(changed) === undefined) return;
  // A renamed directory shows the files of another place.
  yield* compareDirectory(trees, name, getXattr(Buffer.from(changed, "latin1"), REDIRECT) === undefined);
}

function* addAll(trees: Trees, name: string): Generator<Change> {
  const path = joinName(trees.upper, name);
  const stat = lstat(path);
  yield { kind: "add", name, stat };
  if (stat.isDirectory()) for (const child of namesIn(path)) yield* addAll(trees, joinName(name, child));
}

export function isLinked(stat: BigIntStats): boolean {
  return !stat.isDirectory() && stat.nlink > 1n;
}

interface Entry {
  path: string;
  stat: BigIntStats;
}

function isSame(a: Entry, b: Entry): boolean {
  if (a.stat.dev === b.stat.dev && a.stat.ino === b.stat.ino) return true;
  if (a.stat.mode !== b.stat.mode || a.stat.uid !== b.stat.uid || a.stat.gid !== b.stat.gid || a.stat.rdev !== b.stat.rdev) return false;
  if (!sameBytes(capabilityOf(a.path), capabilityOf(b.path))) return false;
  if (a.stat.isDirectory()) return true;
  if (a.stat.size !== b.stat.size || a.stat.mtimeNs / SECOND !== b.stat.mtimeNs / SECOND) return false;
  if (a.stat.mtimeNs % SECOND !== 0n || b.stat.mtimeNs % SECOND !== 0n) return a.stat.mtimeNs === b.stat.mtimeNs;
  if (a.stat.isSymbolicLink()) return readLink(a.path) === readLink(b.path);
  return !a.stat.isFile() || a.stat.size === 0n || sameContent(a.path, b.path);
}

function sameContent(a: string, b: string): boolean {
  const files = [a, b].map((path) => openSync(toFsPath(path), "r")) as [number, number];
  const [one, two] = [Buffer.allocUnsafe(COMPARE_BYTES), Buffer.allocUnsafe(COMPARE_BYTES)];
  try {
    for (;;) {
      const length = readSync(files[0], one, 0, COMPARE_BYTES, null);
      const other = readSync(files[1], two, 0, COMPARE_BYTES, null);
      if (length !== other || !one.subarray(0, length).equals(two.subarray(0, other))) return false;
      if (length === 0) return true;
    }
  } finally {
    files.forEach(closeSync);
  }
}

export function readLink(path: string): string {
  return readlinkSync(toFsPath(path), "latin1");
}

export function capabilityOf(path: string): Buffer | undefined {
  return getXattr(Buffer.from(path, "latin1"), CAPABILITY);
}

function sameBytes(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

function lstat(path: string): BigIntStats {
  return lstatSync(toFsPath(path), { bigint: true });
}

function namesIn(path: string): string[] {
  return readdirSync(toFsPath(path), { encoding: "latin1" }).toSorted((a, b) => (a < b ? -1 : 1));
}
