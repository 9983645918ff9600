import { invalidArgument } from "@stevedore/errors";

/** Seconds since 1970 and nanoseconds. */
export interface TarTime {
  seconds: number;
  nanoseconds: number;
}

/** Type flags of tar headers (POSIX pax, GNU tar). */
export const TypeFlag = {
  regular: 0x30,
  regularOld: 0,
  hardLink: 0x31,
  symlink: 0x32,
  char: 0x33,
  block: 0x34,
  directory: 0x35,
  fifo: 0x36,
  contiguous: 0x37,
  pax: 0x78,
  paxGlobal: 0x67,
  gnuLongName: 0x4c,
  gnuLongLink: 0x4b,
  gnuSparse: 0x53,
} as const;

/** A stored stretch of a sparse file. */
export interface SparsePart {
  offset: number;
  length: number;
}

/**
 * One entry of an archive. Names are byte strings (each char a byte), for file names on Linux are bytes and need
 * not be UTF-8.
 */
export interface TarEntry {
  name: string;
  linkName: string;
  type: number;
  /** Permissions with setuid, setgid and sticky. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of the file, holes included. */
  size: number;
  modified: TarTime;
  accessed: TarTime | undefined;
  deviceMajor: number;
  deviceMinor: number;
  xattrs: ReadonlyMap<string, Buffer>;
  /** Where the stored bytes belong; undefined for a file without holes. */
  sparse: readonly SparsePart[] | undefined;
}

/** The fixed block of a header, before extended headers change it. */
export interface RawHeader extends Omit<TarEntry, "xattrs" | "sparse"> {
  format: TarFormat;
}

export type TarFormat = "v7" | "ustar" | "gnu" | "star";

export const BLOCK_BYTES = 512;

const CHECKSUM_START = 148;
const CHECKSUM_END = 156;
const SPACE = 0x20;
const ZERO = 0x30;

export function isZeroBlock(block: Buffer, start: number): boolean {
  for (let i = start; i < start + BLOCK_BYTES; i++) if (block[i] !== 0) return false;
  return true;
}

/** Reads the header block at `start`. @throws InvalidArgument for what is none */
export function readHeader(block: Buffer, start: number): RawHeader {
  requireChecksum(block, start);
  const format = formatOf(block, start);
  const header: RawHeader = {
    format,
    name: text(block, start, 100),
    mode: number(block, start + 100, 8, "mode") & 0o7777,
    uid: number(block, start + 108, 8, "uid"),
    gid: number(block, start + 116, 8, "gid"),
    size: number(block, start + 124, 12, "size"),
    modified: { seconds: number(block, start + 136, 12, "mtime"), nanoseconds: 0 },
    accessed: undefined,
    type: block[start + 156]!,
    linkName: text(block, start + 157, 100),
    deviceMajor: 0,
    deviceMinor: 0,
  };
  if (format === "v7") return header;
  header.deviceMajor = number(block, start + 329, 8, "device");
  header.deviceMinor = number(block, start + 337, 8, "device");
  addFormatFields(header, block, start);
  return header;
}

function addFormatFields(header: RawHeader, block: Buffer, start: number): void {
  if (header.format === "gnu") {
    if (block[start + 345] !== 0) header.accessed = { seconds: number(block, start + 345, 12, "atime"), nanoseconds: 0 };
    return;
  }
  const prefix = text(block, start + 345, header.format === "star" ? 131 : 155);
  if (prefix !== "") header.name = `${prefix}/${header.name}`;
  if (header.format === "star") header.accessed = { seconds: number(block, start + 476, 12, "atime"), nanoseconds: 0 };
}

function formatOf(block: Buffer, start: number): TarFormat {
  const magic = block.toString("latin1", start + 257, start + 265);
  if (magic === "ustar  \0") return "gnu";
  if (!magic.startsWith("ustar\0")) return "v7";
  return block.toString("latin1", start + 508, start + 512) === "tar\0" ? "star" : "ustar";
}

// Old writers have summed signed bytes.
function requireChecksum(block: Buffer, start: number): void {
  let unsigned = SPACE * (CHECKSUM_END - CHECKSUM_START);
  let signed = unsigned;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    if (i === CHECKSUM_START) i = CHECKSUM_END;
    const byte = block[start + i]!;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  const stored = number(block, start + CHECKSUM_START, 8, "checksum");
  if (stored !== unsigned && stored !== signed) throw invalidArgument("not a tar header (its checksum is wrong)");
}

/** A NUL-terminated byte string. */
export function text(block: Buffer, start: number, length: number): string {
  let end = start;
  while (end < start + length && block[end] !== 0) end++;
  return block.toString("latin1", start, end);
}

/** An octal number, or GNU's base 256 where the first bit is set. @throws InvalidArgument naming the field */
export function number(block: Buffer, start: number, length: number, field: string): number {
  if ((block[start]! & 0x80) !== 0) return base256(block, start, length, field);
  let i = start;
  let end = start + length;
  while (i < end && (block[i] === SPACE || block[i] === 0)) i++;
  while (end > i && (block[end - 1] === SPACE || block[end - 1] === 0)) end--;
  let value = 0;
  for (; i < end; i++) {
    const digit = block[i]! - ZERO;
    // A NUL ends the number, whatever stands behind it.
    if (block[i] === 0) break;
    if (digit < 0 || digit > 7) throw invalidArgument(`not a tar header (its ${field} is no number)`);
    value = value * 8 + digit;
  }
  return value;
}

function base256(block: Buffer, start: number, length: number, field: string): number {
  const negative = (block[start]! & 0x40) !== 0;
  let value = BigInt(block[start]! & 0x3f) - (negative ? 0x40n : 0n);
  for (let i = start + 1; i < start + length; i++) value = value * 256n + BigInt(block[i]!);
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw invalidArgument(`not a tar header (its ${field} is out of range)`);
  return result;
}
