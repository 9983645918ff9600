import { ftruncateSync, writeSync } from "node:fs";

/** Bytes of a block, where nothing else is asked for. */
export const IMAGE_BLOCK = 4096;
const BUFFER_BYTES = 1 << 20;

/** The file of an image, written mostly from front to back: small writes are gathered to large ones. */
export interface ImageFile {
  write(position: number, chunk: Uint8Array, start?: number, end?: number): void;
  /** Writes all that was gathered; the file is `size` bytes long then. */
  flush(size: number): void;
}

export function createImageFile(fd: number): ImageFile {
  const gathered = Buffer.alloc(BUFFER_BYTES);
  let from = 0;
  let length = 0;
  const flush = (): void => {
    writeWhole(fd, gathered.subarray(0, length), from);
    length = 0;
  };
  return {
    write(position, chunk, start = 0, end = chunk.length) {
      const gap = position - from - length;
      const bytes = end - start;
      // The rest of a block is not worth a call of its own.
      if (length > 0 && gap >= 0 && gap < IMAGE_BLOCK && length + gap + bytes <= BUFFER_BYTES) {
        gathered.fill(0, length, length + gap);
        length += gap;
      } else {
        flush();
        if (bytes > BUFFER_BYTES / 2) return writeWhole(fd, chunk.subarray(start, end), position);
        from = position;
      }
      gathered.set(chunk.subarray(start, end), length);
      length += bytes;
    },
    flush(size) {
      flush();
      ftruncateSync(fd, size);
    },
  };
}

/** Writes all of a chunk at a position. */
export function writeWhole(fd: number, chunk: Uint8Array, position: number): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at, chunk.length - at, position + at);
}

/** The next multiple of `unit`. */
export function alignTo(position: number, unit: number): number {
  return Math.ceil(position / unit) * unit;
}
