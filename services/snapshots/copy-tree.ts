import { constants } from "node:fs";
import { chmod, copyFile, lchown, link, lstat, readdir, readlink, symlink, mkdir } from "node:fs/promises";
import path from "node:path";
import { getXattr, listXattrs, mknod, setTimes, setXattr, type Timespec } from "@stevedore/linux";
import type { BigIntStats } from "node:fs";

/** Copies a tree with owners, modes, times, links, device nodes and extended attributes, into an existing directory. */
export async function copyTree(source: string, target: string): Promise<void> {
  const copied = new Map<string, string>();
  await copyDirectory(source, target, copied);
}

async function copyDirectory(source: string, target: string, copied: Map<string, string>): Promise<void> {
  for (const name of await readdir(source)) await copyEntry(path.join(source, name), path.join(target, name), copied);
  await copyMetadata(source, target, await lstat(source, { bigint: true }));
}

async function copyEntry(source: string, target: string, copied: Map<string, string>): Promise<void> {
  const stat = await lstat(source, { bigint: true });
  const identity = `${stat.dev}:${stat.ino}`;
  const first = copied.get(identity);
  if (first !== undefined) return link(first, target);
  if (stat.nlink > 1n && !stat.isDirectory()) copied.set(identity, target);
  if (stat.isDirectory()) {
    await mkdir(target);
    return copyDirectory(source, target, copied);
  }
  // A socket lives only as long as its process.
  if (stat.isSocket()) return;
  // Reflinks where the file system has them.
  if (stat.isFile()) await copyFile(source, target, constants.COPYFILE_FICLONE);
  else if (stat.isSymbolicLink()) await symlink(await readlink(source), target);
  else mknod(target, Number(stat.mode), Number(stat.rdev));
  await copyMetadata(source, target, stat);
}

async function copyMetadata(source: string, target: string, stat: BigIntStats): Promise<void> {
  await lchown(target, Number(stat.uid), Number(stat.gid));
  for (const name of listXattrs(source)) setXattr(target, name, getXattr(source, name) ?? new Uint8Array(0));
  if (!stat.isSymbolicLink()) await chmod(target, Number(stat.mode & 0o7777n));
  setTimes(target, toTimespec(stat.atimeNs), toTimespec(stat.mtimeNs));
}

function toTimespec(ns: bigint): Timespec {
  const nanoseconds = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((ns - nanoseconds) / 1_000_000_000n), nanoseconds: Number(nanoseconds) };
}
