import { closeSync, constants, fchmodSync, fchownSync, ftruncateSync, linkSync, openSync, writeSync } from "node:fs";
import { setFileTimes } from "@stevedore/linux";
import { createSparseWriter, type TarEntry } from "@stevedore/tar";
import { toFsPath } from "./byte-path.ts";
import { setXattrs, timesOf } from "./details.ts";
import type { FileOnDisk } from "./files-on-disk.ts";
import type { KnownDirectory } from "./tree.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
const FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
const SPECIAL_MODES = 0o7000;

/** Where an entry goes. */
export interface Place {
  directory: KnownDirectory;
  base: string;
  path: string;
}

/** A regular file that is being unpacked. */
export interface OpenFile {
  write(chunk: Buffer, start: number, end: number): void;
  /** Owner, attributes, mode and times; closes. */
  finish(): void;
  close(): void;
}

/** Makes the file of an entry. Calls that would change nothing are left out: small files cost little else. @throws EEXIST */
export function createFile(entry: TarEntry, { path, directory }: Place, umask: number): OpenFile {
  const { uid, gid, mode, sparse } = entry;
  const fd = openSync(toFsPath(path), FLAGS, mode & 0o777);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(fd);
  };
  const write = sparse === undefined ? createStraightWriter(fd) : createSparseWriter(sparse, (chunk, at, length, position) => writeSync(fd, chunk, at, length, position));
  return {
    close,
    write,
    finish() {
      if (sparse !== undefined) ftruncateSync(fd, entry.size);
      if (uid !== 0 || gid !== 0 || directory.bequeaths) fchownSync(fd, uid, gid);
      if (entry.xattrs.size > 0) setXattrs(entry, path);
      if ((mode & (umask | SPECIAL_MODES)) !== 0 || directory.bequeaths) fchmodSync(fd, mode);
      const { accessed, modified } = timesOf(entry.accessed, entry.modified);
      setFileTimes(fd, accessed, modified);
      close();
    },
  };
}

/** Makes a file that is on disk already the file of an entry. @throws EEXIST */
export function adoptFile(entry: TarEntry, path: string, { path: from, check }: FileOnDisk): OpenFile {
  linkSync(from, toFsPath(path));
  return {
    write: check,
    finish() {
      const fd = openSync(toFsPath(path), O_WRONLY | O_NOFOLLOW);
      try {
        fchownSync(fd, entry.uid, entry.gid);
        if (entry.xattrs.size > 0) setXattrs(entry, path);
        fchmodSync(fd, entry.mode);
        const { accessed, modified } = timesOf(entry.accessed, entry.modified);
        setFileTimes(fd, accessed, modified);
      } finally {
        closeSync(fd);
      }
    },
    close: () => undefined,
  };
}

function createStraightWriter(fd: number): OpenFile["write"] {
  return (chunk, start, end) => {
    for (let at = start; at < end; ) at += writeSync(fd, chunk, at, end - at);
  };
}
