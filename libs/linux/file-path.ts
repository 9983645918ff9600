/** A path: text, or the very bytes, which on Linux need not be UTF-8. */
export type FilePath = string | Uint8Array;

/** A path as the C library takes it: bytes get their final NUL. */
export function toCPath(file: FilePath): string | Uint8Array {
  return typeof file === "string" ? file : Buffer.concat([file, NUL]);
}

/** A path for a message. */
export function showPath(file: FilePath): string {
  return typeof file === "string" ? file : Buffer.from(file).toString();
}

const NUL = Buffer.alloc(1);
