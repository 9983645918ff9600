/** Whether a blob that begins like this is gzip's. */
export function isGzip(magic: Buffer): boolean {
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

/** Whether a blob that begins like this is zstd's. */
export function isZstd(magic: Buffer): boolean {
  return magic.length >= 4 && magic.readUInt32LE(0) === 0xfd2fb528;
}
