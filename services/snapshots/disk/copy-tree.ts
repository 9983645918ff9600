import { chmodSync, constants, copyFileSync, lchownSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, type BigIntStats } from "node:fs";
import path from "node:path";
import { getXattr, listXattrs, mknod, setTimes, setXattr, type Timespec } from "@stevedore/linux";

/**
 * Copies a tree with owners, modes, times, hard links, device nodes and extended attributes, into an existing directory.
 * Sockets are left out: they live only as long as their process. Blocks: for a worker thread.
 */
export function copyTree(source: string, target: string): void {
  copyDirectory(source, target, new Map());
}

function copyDirectory(source: string, target: string, copied: Map<bigint, string>): void {
  for (const name of readdirSync(source)) copyEntry(path.join(source, name), path.join(target, name), copied);
  copyMetadata(source, target, lstatSync(source, { bigint: true }));
}

function copyEntry(source: string, target: string, copied: Map<bigint, string>): void {
  const stat = lstatSync(source, { bigint: true });
  const first = copied.get(stat.ino);
  if (first !== undefined) return linkSync(first, target);
  if (stat.nlink > 1n && !stat.isDirectory()) copied.set(stat.ino, target);
  if (stat.isDirectory()) {
    mkdirSync(target);
    return copyDirectory(source, target, copied);
  }
  if (stat.isSocket()) return;
  // Reflinks where the file system has them.
  if (stat.isFile()) copyFileSync(source, target, constants.COPYFILE_FICLONE);
  else if (stat.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
  else mknod(target, Number(stat.mode), Number(stat.rdev));
  copyMetadata(source, target, stat);
}

/** Owner, extended attributes, mode and times, in the order in which none undoes another. */
export function copyMetadata(source: string, target: string, stat: BigIntStats): void {
  lchownSync(target, Number(stat.uid), Number(stat.gid));
  for (const name of listXattrs(source)) setXattr(target, name, getXattr(source, name) ?? new Uint8Array(0));
  if (!stat.isSymbolicLink()) chmodSync(target, Number(stat.mode & 0o7777n));
  setTimes(target, timespecOf(stat.atimeNs), timespecOf(stat.mtimeNs));
}

export function timespecOf(ns: bigint): Timespec {
  const nanoseconds = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((ns - nanoseconds) / 1_000_000_000n), nanoseconds: Number(nanoseconds) };
}
