import { check, isSystemError } from "./error.ts";
import { ioctl, withOpen } from "./ioctl.ts";

// linux/fs.h, linux/fsverity.h
const GET_FLAGS = 0x80086601;
const SET_FLAGS = 0x40086602;
const ENABLE_VERITY = 0x40806685;
const IMMUTABLE = 0x10;
const TOP_DIRECTORY = 0x20000;
const VERITY = 0x100000;
const VERITY_ARGS_BYTES = 128;
const VERITY_BLOCK_BYTES = 4096;
const SHA256 = 1;

/** Whether nobody, root neither, can change or remove a file (chattr(1), `+i`). @throws SystemError where the file system has no such flag */
export function setImmutable(file: string, immutable: boolean): void {
  changeFlags(file, (old) => (immutable ? old | IMMUTABLE : old & ~IMMUTABLE));
}

/**
 * Tells ext4 that the directories in this one are unrelated (chattr(1), `+T`): each new one gets a region of the disk for itself. False where
 * the file system knows no such thing.
 */
export function spreadDirectories(directory: string): boolean {
  try {
    changeFlags(directory, (old) => old | TOP_DIRECTORY);
    return true;
  } catch {
    // A hint: without it all works as well.
    return false;
  }
}

/** Has the kernel check every read of a file against its hash tree, and lets nobody write it any more. One that is so already is no error. @throws SystemError */
export function enableVerity(file: string): void {
  withOpen(file, (descriptor) => {
    const args = Buffer.alloc(VERITY_ARGS_BYTES);
    args.writeUInt32LE(1, 0);
    args.writeUInt32LE(SHA256, 4);
    args.writeUInt32LE(VERITY_BLOCK_BYTES, 8);
    try {
      check(ioctl(descriptor, ENABLE_VERITY, args), () => `enable fs-verity of ${file}`);
    } catch (error) {
      if (!isSystemError(error, "EEXIST")) throw error;
    }
  });
}

/** Whether a file is checked by fs-verity. */
export function hasVerity(file: string): boolean {
  return withOpen(file, (descriptor) => (readFlags(descriptor, file).readUInt32LE(0) & VERITY) !== 0);
}

function changeFlags(file: string, change: (old: number) => number): void {
  withOpen(file, (descriptor) => {
    const flags = readFlags(descriptor, file);
    const old = flags.readUInt32LE(0);
    const wanted = change(old) >>> 0;
    if (wanted === old) return;
    flags.writeUInt32LE(wanted, 0);
    check(ioctl(descriptor, SET_FLAGS, flags), () => `set the flags of ${file}`);
  });
}

function readFlags(descriptor: number, file: string): Buffer {
  const flags = Buffer.alloc(8);
  check(ioctl(descriptor, GET_FLAGS, flags), () => `ask for the flags of ${file}`);
  return flags;
}
