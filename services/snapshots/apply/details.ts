import { chmodSync } from "node:fs";
import { resourceExhausted } from "@stevedore/errors";
import { isSystemError, setTimes, setXattr, type Timespec } from "@stevedore/linux";
import { type TarEntry, TypeFlag } from "@stevedore/tar";
import { toFsPath } from "./byte-path.ts";

/** Attributes, mode (undefined for a symlink, which has none) and times, in the order in which none undoes another. */
export function setDetails(entry: TarEntry, path: string, mode: number | undefined): void {
  setXattrs(entry, path);
  if (mode !== undefined) chmodSync(toFsPath(path), mode);
  const { accessed, modified } = timesOf(entry.accessed, entry.modified);
  setTimes(Buffer.from(path, "latin1"), accessed, modified);
}

/** Sets the attributes that an archive may set; `trusted.` ones are the host's, and not every file can have every one. */
export function setXattrs({ xattrs, type }: TarEntry, path: string): void {
  for (const [key, value] of xattrs) {
    if (key.startsWith("trusted.")) continue;
    try {
      setXattr(Buffer.from(path, "latin1"), key, value);
    } catch (error) {
      const canHaveUser = type === TypeFlag.regular || type === TypeFlag.directory;
      if (isSystemError(error, "EOPNOTSUPP") || isSystemError(error, "ENOTSUP")) continue;
      if (isSystemError(error, "EPERM") && key.startsWith("user.") && !canHaveUser) continue;
      if (isSystemError(error, "ENOSPC")) throw resourceExhausted(`${error.message}: it has ${sizeOf(xattrs)} bytes of extended attributes`, { hint: NO_ROOM, cause: error });
      throw error;
    }
  }
}

const NO_ROOM = "the file system is full, or has less room for one file's: ext4 has a block of 4 KiB, 1 KiB where it is smaller than 512 MiB, if it was made without ea_inode; xfs and btrfs have more";

function sizeOf(xattrs: ReadonlyMap<string, Buffer>): number {
  return [...xattrs].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
}

const MAX_SECONDS = 9_223_372_036;

/** The times to set: what is out of range is 1970, and nothing was read before it was written. */
export function timesOf(accessed: Timespec | undefined, modified: Timespec): { accessed: Timespec; modified: Timespec } {
  const bounded = bound(modified);
  if (accessed === undefined || isBefore(accessed, modified)) return { accessed: bounded, modified: bounded };
  return { accessed: bound(accessed), modified: bounded };
}

function bound(time: Timespec): Timespec {
  return time.seconds < 0 || time.seconds > MAX_SECONDS ? { seconds: 0, nanoseconds: 0 } : time;
}

function isBefore(a: Timespec, b: Timespec): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds);
}
