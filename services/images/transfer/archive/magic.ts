/** Whether a blob that begins like this is gzip's. */
export function isGzip(magic: Buffer): boolean {
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

/** Whether a blob that begins like this is zstd's. */
export function isZstd(magic: Buffer): boolean {
  return magic.length >= 4 && magic.readUInt32LE(0) === 0xfd2fb528;
}

/** The program that reads what begins like this, where it is a compression that image archives don't have. */
export function foreignCompression(magic: Buffer): string | undefined {
  if (magic.subarray(0, 4).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58]))) return "xz";
  return magic.toString("latin1", 0, 3) === "BZh" ? "bzip2" : undefined;
}
