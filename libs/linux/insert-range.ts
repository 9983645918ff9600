import { systemError } from "./error.ts";
import { systemCall } from "./system-call.ts";

const rawFallocate = systemCall("fallocate", "int fd, int mode, long offset, long length");
const INSERT_RANGE = 0x20;
const IMPOSSIBLE = new Set(["EOPNOTSUPP", "ENOTSUP", "EINVAL", "ENOSYS", "EPERM"]);

/** Makes room of `bytes`, whole blocks, in front of an open file's contents without copying them. False where the file system can't. @throws SystemError */
export function insertRange(fd: number, bytes: number): boolean {
  const result = rawFallocate(fd, INSERT_RANGE, 0, bytes);
  if (result === 0) return true;
  const error = systemError("make room in front of a file", -result);
  if (IMPOSSIBLE.has(error.errno)) return false;
  throw error;
}
