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
  /** Permissions with setuid, setgid and sticky; in a raw header also what else its writer put there. */
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

/** An entry as it is found in an archive. */
export interface PlacedEntry extends TarEntry {
  /** The byte of the archive at which its stored bytes begin: a multiple of 512. */
  dataAt: number;
}

/** The fixed block of a header, before extended headers change it. */
export interface RawHeader extends Omit<TarEntry, "xattrs" | "sparse"> {
  format: TarFormat;
}

/** Makes the error for a header that can't be read: what is wrong, and in words where. */
export type HeaderFault = (what: "checksum" | "number" | "extension", detail: string) => Error;

export const notATarHeader: HeaderFault = (_, detail) => invalidArgument(`not a tar header (${detail})`);

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

/** Reads the header block at `start`. @throws what `fault` makes, else InvalidArgument, for what is none */
export function readHeader(block: Buffer, start: number, fault = notATarHeader): RawHeader {
  requireChecksum(block, start, fault);
  const format = formatOf(block, start);
  const header: RawHeader = {
    format,
    name: text(block, start, 100),
    mode: number(block, start + 100, 8, "mode", fault),
    uid: number(block, start + 108, 8, "uid", fault),
    gid: number(block, start + 116, 8, "gid", fault),
    size: number(block, start + 124, 12, "size", fault),
    modified: { seconds: number(block, start + 136, 12, "mtime", fault), nanoseconds: 0 },
    accessed: undefined,
    type: block[start + 156]!,
    linkName: text(block, start + 157, 100),
    deviceMajor: 0,
    deviceMinor: 0,
  };
  if (format === "v7") return header;
  header.deviceMajor = number(block, start + 329, 8, "device", fault);
  header.deviceMinor = number(block, start + 337, 8, "device", fault);
  addFormatFields(header, block, start, fault);
  return header;
}

/** Old archives know no directories but by their name. */
export function normalizeOldType(header: RawHeader): void {
  if (header.type === TypeFlag.regularOld) header.type = header.name.endsWith("/") ? TypeFlag.directory : TypeFlag.regular;
}

const HEADER_ONLY = new Set<number>([
  TypeFlag.hardLink, TypeFlag.symlink, TypeFlag.char, TypeFlag.block, TypeFlag.directory, TypeFlag.fifo,
]);

/** Whether an entry of this type never has data, whatever its size says. */
export function isHeaderOnly(type: number): boolean {
  return HEADER_ONLY.has(type);
}

function addFormatFields(header: RawHeader, block: Buffer, start: number, fault: HeaderFault): void {
  if (header.format === "gnu") {
    if (block[start + 345] !== 0) header.accessed = { seconds: number(block, start + 345, 12, "atime", fault), nanoseconds: 0 };
    return;
  }
  const prefix = text(block, start + 345, header.format === "star" ? 131 : 155);
  if (prefix !== "") header.name = `${prefix}/${header.name}`;
  if (header.format === "star") header.accessed = { seconds: number(block, start + 476, 12, "atime", fault), nanoseconds: 0 };
}

function formatOf(block: Buffer, start: number): TarFormat {
  const magic = block.toString("latin1", start + 257, start + 265);
  if (magic === "ustar  \0") return "gnu";
  if (!magic.startsWith("ustar\0")) return "v7";
  return block.toString("latin1", start + 508, start + 512) === "tar\0" ? "star" : "ustar";
}

// Old writers have summed signed bytes.
function requireChecksum(block: Buffer, start: number, fault: HeaderFault): void {
  let unsigned = SPACE * (CHECKSUM_END - CHECKSUM_START);
  let signed = unsigned;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    if (i === CHECKSUM_START) i = CHECKSUM_END;
    const byte = block[start + i]!;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  const stored = number(block, start + CHECKSUM_START, 8, "checksum", fault);
  if (stored !== unsigned && stored !== signed) throw fault("checksum", "its checksum is wrong");
}

/** A NUL-terminated byte string. */
export function text(block: Buffer, start: number, length: number): string {
  let end = start;
  while (end < start + length && block[end] !== 0) end++;
  return block.toString("latin1", start, end);
}

/** An octal number, or GNU's base 256 where the first bit is set. @throws what `fault` makes, else InvalidArgument, naming the field */
export function number(block: Buffer, start: number, length: number, field: string, fault = notATarHeader): number {
  if ((block[start]! & 0x80) !== 0) return base256(block, start, length, field, fault);
  let i = start;
  let end = start + length;
  while (i < end && (block[i] === SPACE || block[i] === 0)) i++;
  while (end > i && (block[end - 1] === SPACE || block[end - 1] === 0)) end--;
  let value = 0;
  for (; i < end; i++) {
    const digit = block[i]! - ZERO;
    // A NUL ends the number, whatever stands behind it.
    if (block[i] === 0) break;
    if (digit < 0 || digit > 7) throw fault("number", `its ${field} is no number`);
    value = value * 8 + digit;
  }
  return value;
}

function base256(block: Buffer, start: number, length: number, field: string, fault: HeaderFault): number {
  const negative = (block[start]! & 0x40) !== 0;
  let value = BigInt(block[start]! & 0x3f) - (negative ? 0x40n : 0n);
  for (let i = start + 1; i < start + length; i++) value = value * 256n + BigInt(block[i]!);
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw fault("number", `its ${field} is out of range`);
  return result;
}
