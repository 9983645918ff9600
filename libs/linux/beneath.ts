import { closeSync, readlinkSync } from "node:fs";
import { check } from "./error.ts";
import { systemCall } from "./system-call.ts";

const O_PATH = 0o10000000;
const O_NOFOLLOW = 0o400000;
const O_CLOEXEC = 0o2000000;
const RESOLVE_BENEATH = 0x08;
const RESOLVE_IN_ROOT = 0x10;
const RESOLVE_NO_MAGICLINKS = 0x02;
const AT_FDCWD = -100;

const rawOpenat2 = systemCall("openat2", "int at, const char *path, const void *how, size_t size");
const rawOpen = systemCall("open", "const char *path, int flags");
const rawLinkat = systemCall("linkat", "int from, const char *source, int to, const char *target, int flags");

function openPath(root: string): number {
  return check(rawOpen(root, O_PATH | O_CLOEXEC), () => `open ${root}`);
}

function openAt(root: string, sub: string, flags: number, resolve: number): number {
  const at = openPath(root);
  try {
    const how = Buffer.alloc(24);
    how.writeBigUInt64LE(BigInt(flags | O_CLOEXEC), 0);
    how.writeBigUInt64LE(BigInt(resolve | RESOLVE_NO_MAGICLINKS), 16);
    return check(rawOpenat2(at, sub === "" ? "." : sub, how, how.length), () => `open ${sub} below ${root}`);
  } finally {
    closeSync(at);
  }
}

/**
 * Opens a path below a directory, for use as `/proc/self/fd/<n>`; nothing in it, be it `..` or a symlink, leads out of the
 * directory, also when it changes meanwhile (openat2(2)). `follow`: a symlink at its end counts as what it leads to. @throws SystemError, EXDEV for a path that leads out
 */
export function openBeneath(root: string, sub: string, { follow = true }: { follow?: boolean } = {}): number {
  return openAt(root, sub, follow ? O_PATH : O_PATH | O_NOFOLLOW, RESOLVE_BENEATH);
}

/**
 * Where a path leads to when a directory is taken as the root of everything: symlinks in a container's file system mean
 * its own files. @throws SystemError, ENOENT
 */
export function resolveInRoot(root: string, sub: string): string {
  const descriptor = openAt(root, sub, O_PATH, RESOLVE_IN_ROOT);
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } finally {
    closeSync(descriptor);
  }
}

const AT_SYMLINK_FOLLOW = 0x400;

/** Gives the open file that has no name yet (O_TMPFILE) a name. @throws SystemError, EEXIST */
export function linkDescriptor(descriptor: number, target: string): void {
  check(rawLinkat(AT_FDCWD, `/proc/self/fd/${descriptor}`, AT_FDCWD, target, AT_SYMLINK_FOLLOW), () => `link ${target}`);
}
