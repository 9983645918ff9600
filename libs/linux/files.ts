import { closeSync, fsyncSync, openSync } from "node:fs";
import { check } from "./error.ts";
import { showPath, toCPath, type FilePath } from "./file-path.ts";
import { systemCall } from "./system-call.ts";

const rawMkfifo = systemCall("mkfifo", "const char *path, uint mode");
const rawMknod = systemCall("mknod", "const char *path, uint mode, ulong device");
const rawSyncfs = systemCall("syncfs", "int fd");
const rawFlock = systemCall("flock", "int fd, int operation");
const rawUtimensat = systemCall("utimensat", "int fd, const char *path, const uint8_t *times, int flags");
const rawFutimens = systemCall("futimens", "int fd, const uint8_t *times");
const rawStatfs = systemCall("statfs", "const char *path, uint8_t *buffer");
const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;

export const S_IFCHR = 0o020000;
export const S_IFBLK = 0o060000;
export const S_IFIFO = 0o010000;

export function mkfifo(file: FilePath, mode: number): void {
  check(rawMkfifo(toCPath(file), mode), () => `make fifo ${showPath(file)}`);
}

/** A device number as the kernel packs it (makedev(3)). */
export function makeDevice(major: number, minor: number): number {
  const low = (minor & 0xff) | ((major & 0xfff) << 8);
  return low + (minor >>> 8) * 2 ** 20 + (major >>> 12) * 2 ** 44;
}

/** Makes a device node, FIFO or empty file: `mode` has the type (`S_IFCHR`) and the permissions, which the umask cuts. */
export function mknod(file: FilePath, mode: number, device = 0): void {
  check(rawMknod(toCPath(file), mode, device), () => `make node ${showPath(file)}`);
}

export interface Timespec {
  seconds: number;
  nanoseconds: number;
}

/** Sets access and modification time to the nanosecond, of a symlink itself. */
export function setTimes(file: FilePath, accessed: Timespec, modified: Timespec): void {
  check(rawUtimensat(AT_FDCWD, toCPath(file), encodeTimes(accessed, modified), AT_SYMLINK_NOFOLLOW), () => `set times of ${showPath(file)}`);
}

/** As `setTimes`, of an open file. */
export function setFileTimes(fd: number, accessed: Timespec, modified: Timespec): void {
  check(rawFutimens(fd, encodeTimes(accessed, modified)), () => "set times of an open file");
}

// A system call reads it before it returns: one buffer does for all.
const times = Buffer.alloc(32);
const HIGH = 2 ** 32;

function encodeTimes(accessed: Timespec, modified: Timespec): Buffer {
  writeTimespec(accessed, 0);
  writeTimespec(modified, 16);
  return times;
}

function writeTimespec({ seconds, nanoseconds }: Timespec, at: number): void {
  times.writeInt32LE(Math.floor(seconds / HIGH), at + 4);
  times.writeUInt32LE(((seconds % HIGH) + HIGH) % HIGH, at);
  times.writeUInt32LE(nanoseconds, at + 8);
}

/** Writes everything of the file system that holds `file` to disk. */
export function syncFileSystem(file: string): void {
  const fd = openSync(file, "r");
  try {
    check(rawSyncfs(fd), () => `sync the file system of ${file}`);
  } finally {
    closeSync(fd);
  }
}

/** Writes a directory's entries to disk: what makes a rename or a new file in it last. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

const LOCK = { shared: 1, exclusive: 2, unlock: 8 } as const;
const LOCK_NB = 4;

/** Takes, changes or drops an advisory lock without waiting. False when another holder is in the way. */
export function tryLock(fd: number, kind: keyof typeof LOCK): boolean {
  return rawFlock(fd, LOCK[kind] | LOCK_NB) === 0;
}

/** The magic number of the file system that holds `file` (statfs(2)): 0x794c7630 is overlay, 0x01021994 tmpfs. */
export function fileSystemType(file: string): number {
  const buffer = Buffer.alloc(256);
  check(rawStatfs(file, buffer), () => `statfs ${file}`);
  return Number(buffer.readBigInt64LE(0));
}
