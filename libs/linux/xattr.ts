import { check } from "./error.ts";
import { showPath, toCPath, type FilePath } from "./file-path.ts";
import { systemCall } from "./system-call.ts";

const rawSet = systemCall("lsetxattr", "const char *path, const char *name, const uint8_t *value, size_t size, int flags");
const rawGet = systemCall("lgetxattr", "const char *path, const char *name, uint8_t *value, size_t size");
const rawList = systemCall("llistxattr", "const char *path, uint8_t *list, size_t size");
const rawRemove = systemCall("lremovexattr", "const char *path, const char *name");
const ENODATA = 61;
const ENOTSUP = 95;
// The largest value and the longest list that Linux has; calls are over before the next can use it.
const scratch = Buffer.allocUnsafeSlow(65_536);

/** Sets an extended attribute; of a symlink itself, not of what it points to. */
export function setXattr(file: FilePath, name: string, value: Uint8Array): void {
  check(rawSet(toCPath(file), name, value, value.length, 0), () => `set xattr ${name} of ${showPath(file)}`);
}

/** The value of an extended attribute; undefined when it is not set. */
export function getXattr(file: FilePath, name: string): Buffer | undefined {
  const length = rawGet(toCPath(file), name, scratch, scratch.length);
  if (length === -ENODATA) return undefined;
  check(length, () => `get xattr ${name} of ${showPath(file)}`);
  return Buffer.from(scratch.subarray(0, length));
}

/** Names of the extended attributes, sorted; none where the file system has no such thing. */
export function listXattrs(file: FilePath): string[] {
  const length = rawList(toCPath(file), scratch, scratch.length);
  if (length === -ENOTSUP) return [];
  check(length, () => `list xattrs of ${showPath(file)}`);
  return scratch.toString("utf8", 0, length).split("\0").filter((name) => name !== "").toSorted();
}

export function removeXattr(file: FilePath, name: string): void {
  check(rawRemove(toCPath(file), name), () => `remove xattr ${name} of ${showPath(file)}`);
}
