import { chmodSync, constants, copyFileSync, lchownSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, type BigIntStats } from "node:fs";
import { getXattr, listXattrs, mknod, setTimes, setXattr, type Timespec } from "@stevedore/linux";
import { fromText, joinName, toFsPath } from "../apply/byte-path.ts";

/**
 * Copies a tree with owners, modes, times, hard links, device nodes and extended attributes, into an existing directory.
 * Sockets are left out: they live only as long as their process. Blocks: for a worker thread.
 */
export function copyTree(source: string, target: string): void {
  copyDirectory(fromText(source), fromText(target), new Map());
}

// Paths are byte strings from here on.
function copyDirectory(source: string, target: string, copied: Map<bigint, string>): void {
  for (const name of readdirSync(toFsPath(source), { encoding: "latin1" })) copyEntry(joinName(source, name), joinName(target, name), copied);
  copyMetadata(source, target, lstatSync(toFsPath(source), { bigint: true }));
}

function copyEntry(source: string, target: string, copied: Map<bigint, string>): void {
  const [from, to] = [toFsPath(source), toFsPath(target)];
  const stat = lstatSync(from, { bigint: true });
  const first = copied.get(stat.ino);
  if (first !== undefined) return linkSync(toFsPath(first), to);
  if (stat.nlink > 1n && !stat.isDirectory()) copied.set(stat.ino, target);
  if (stat.isDirectory()) {
    mkdirSync(to);
    return copyDirectory(source, target, copied);
  }
  if (stat.isSocket()) return;
  // Reflinks where the file system has them.
  if (stat.isFile()) copyFileSync(from, to, constants.COPYFILE_FICLONE);
  else if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from, { encoding: "buffer" }), to);
  else mknod(Buffer.from(target, "latin1"), Number(stat.mode), Number(stat.rdev));
  copyMetadata(source, target, stat);
}

/** Owner, extended attributes, mode and times, in the order in which none undoes another. */
function copyMetadata(source: string, target: string, stat: BigIntStats): void {
  const [from, to] = [source, target].map((path) => Buffer.from(path, "latin1")) as [Buffer, Buffer];
  lchownSync(to, Number(stat.uid), Number(stat.gid));
  for (const name of listXattrs(from)) setXattr(to, name, getXattr(from, name) ?? new Uint8Array(0));
  if (!stat.isSymbolicLink()) chmodSync(to, Number(stat.mode & 0o7777n));
  setTimes(to, timespecOf(stat.atimeNs), timespecOf(stat.mtimeNs));
}

function timespecOf(ns: bigint): Timespec {
  const nanoseconds = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((ns - nanoseconds) / 1_000_000_000n), nanoseconds: Number(nanoseconds) };
}
