import { crc32 } from "node:zlib";

/** The length of the footer that we write: an empty gzip member that has the TOC's offset in its extra field. */
export const FOOTER_BYTES = 51;
const LEGACY_FOOTER_BYTES = 47;
const MAGIC = "STARGZ";

export interface Footer {
  /** Where the gzip member with the TOC begins; the payload ends there. */
  tocOffset: number;
  /** How long the footer itself is. */
  length: number;
}

export function encodeFooter(tocOffset: number): Buffer {
  const text = `${tocOffset.toString(16).padStart(16, "0")}${MAGIC}`;
  const footer = Buffer.alloc(FOOTER_BYTES);
  // RFC 1952: deflate, FEXTRA, no time, unknown system.
  Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff]).copy(footer);
  footer.writeUInt16LE(4 + text.length, 10);
  footer.write("SG", 12, "latin1");
  footer.writeUInt16LE(text.length, 14);
  footer.write(text, 16, "latin1");
  // An empty stored block, the last one; its checksum and its length are 0.
  Buffer.from([1, 0, 0, 0xff, 0xff]).copy(footer, 38);
  footer.writeUInt32LE(crc32(""), 43);
  return footer;
}

/** Reads the footer at the end of `tail`, the last bytes of a blob of `size` bytes: eStargz's, or the older stargz's. Undefined: it has none. */
export function parseFooter(tail: Buffer, size: number): Footer | undefined {
  return footerIn(tail, size, { length: FOOTER_BYTES, textAt: 16, subfield: true }) ?? footerIn(tail, size, { length: LEGACY_FOOTER_BYTES, textAt: 12, subfield: false });
}

function footerIn(tail: Buffer, size: number, { length, textAt, subfield }: { length: number; textAt: number; subfield: boolean }): Footer | undefined {
  if (tail.length < length) return undefined;
  const footer = tail.subarray(tail.length - length);
  if (footer.readUInt32BE(0) !== 0x1f8b0804 || footer.readUInt16LE(10) !== textAt - 12 + 22) return undefined;
  if (subfield && (footer.toString("latin1", 12, 14) !== "SG" || footer.readUInt16LE(14) !== 22)) return undefined;
  const text = footer.toString("latin1", textAt, textAt + 22);
  if (!/^[0-9a-fA-F]{16}STARGZ$/.test(text)) return undefined;
  const tocOffset = Number.parseInt(text.slice(0, 16), 16);
  return Number.isSafeInteger(tocOffset) && tocOffset < size - length ? { tocOffset, length } : undefined;
}
