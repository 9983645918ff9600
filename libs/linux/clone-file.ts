import { closeSync, constants, copyFileSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { isSystemError, systemError } from "./error.ts";
import { systemCall } from "./system-call.ts";

const rawLseek = systemCall("lseek", "int fd, long offset, int whence");
const SEEK_DATA = 3;
const SEEK_HOLE = 4;
const PIECE_BYTES = 1 << 20;
const NO_REFLINK = new Set(["ENOTSUP", "EOPNOTSUPP", "EXDEV", "EINVAL", "ENOTTY", "ENOSYS"]);

/**
 * Makes `target` the same as `source`: sharing its blocks where the file system can (a reflink), else a copy that has the
 * same holes; and writes it to disk. `target` must not be there. Blocks: for a worker thread. @throws SystemError
 */
export function cloneFile(source: string, target: string): void {
  try {
    copyFileSync(source, target, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
  } catch (error) {
    if (!NO_REFLINK.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    rmSync(target, { force: true });
    copySparse(source, target);
  }
}

function copySparse(source: string, target: string): void {
  const from = openSync(source, "r");
  try {
    const to = openSync(target, "wx", 0o600);
    try {
      const { size } = fstatSync(from);
      ftruncateSync(to, size);
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      for (let start = seek(from, 0, SEEK_DATA); start < size; ) {
        const end = Math.min(seek(from, start, SEEK_HOLE), size);
        copyRange({ from, to, start, end }, piece);
        start = seek(from, end, SEEK_DATA);
      }
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

function copyRange({ from, to, start, end }: { from: number; to: number; start: number; end: number }, piece: Buffer): void {
  for (let at = start; at < end; ) {
    const read = readSync(from, piece, 0, Math.min(piece.length, end - at), at);
    if (read === 0) return;
    for (let done = 0; done < read; ) done += writeSync(to, piece, done, read - done, at + done);
    at += read;
  }
}

// Behind the last data is the end.
function seek(descriptor: number, offset: number, whence: number): number {
  const found = rawLseek(descriptor, offset, whence);
  if (found >= 0) return found;
  const error = systemError("look for holes", -found);
  if (isSystemError(error, "ENXIO")) return Number.MAX_SAFE_INTEGER;
  throw error;
}
