/** The part of the kernel's FUSE protocol (linux/fuse.h, 7.31 and later) that a read-only file system of numbered nodes needs. */

export const Opcode = {
  /** The keeper's own first word: replies may name a file. One that is older doesn't say it. */
  hello: 0,
  lookup: 1, getattr: 3, readlink: 5, open: 14, read: 15, statfs: 17, release: 18, flush: 25, getxattr: 22, listxattr: 23, init: 26, opendir: 27, readdir: 28,
  releasedir: 29, access: 34, interrupt: 36, destroy: 38, readdirplus: 44, lseek: 46,
} as const;

export const Errno = { NOENT: 2, INTR: 4, IO: 5, NOTDIR: 20, INVAL: 22, RANGE: 34, NOSYS: 38, NODATA: 61 } as const;

/** A request, still in the buffer that it came in. */
export interface Request {
  opcode: number;
  /** The keeper could not read the file that it was told of: it wants the bytes. */
  wantsBytes: boolean;
  /** Eight bytes by which the kernel knows it. */
  unique: Buffer;
  /** The node: which layer, and which of its files. */
  layer: number;
  index: number;
  body: Buffer;
}

export const IN_HEADER = 40;
const OUT_HEADER = 16;

export function parseRequest(message: Buffer): Request {
  return {
    opcode: message.readUInt32LE(4),
    wantsBytes: message.readUInt32LE(36) !== 0,
    unique: message.subarray(8, 16),
    index: message.readUInt32LE(16),
    layer: message.readUInt32LE(20),
    body: message.subarray(IN_HEADER, message.readUInt32LE(0)),
  };
}

/** Its parts; what was read is not copied once more. */
export function encodeReply(unique: Buffer, body: readonly Buffer[]): Buffer[] {
  const length = body.reduce((sum, part) => sum + part.length, OUT_HEADER);
  return [encodeHeader(unique, length, 0), ...body];
}

/** No error, and no reply for the kernel: the keeper reads the bytes itself. */
const IN_FILE = 1;

/** A reply whose bytes the keeper finds in a file. */
export function encodeFileReply(unique: Buffer, { path, offset, length }: { path: string; offset: number; length: number }): Buffer[] {
  const name = Buffer.from(path);
  const place = Buffer.alloc(16);
  writeNumber(place, offset, 0);
  place.writeUInt32LE(length, 8);
  place.writeUInt32LE(name.length, 12);
  return [encodeHeader(unique, OUT_HEADER + place.length + name.length, IN_FILE), place, name];
}

export function encodeError(unique: Buffer, errno: number): Buffer[] {
  return [encodeHeader(unique, OUT_HEADER, -errno)];
}

function encodeHeader(unique: Buffer, length: number, error: number): Buffer {
  const header = Buffer.alloc(OUT_HEADER);
  header.writeUInt32LE(length, 0);
  header.writeInt32LE(error, 4);
  unique.copy(header, 8);
  return header;
}

const ASYNC_READ = 1 << 0;
const DO_READDIRPLUS = 1 << 13;
const READDIRPLUS_AUTO = 1 << 14;
const NO_OPEN_SUPPORT = 1 << 17;
const PARALLEL_DIROPS = 1 << 18;
const MAX_PAGES = 1 << 22;
const CACHE_SYMLINKS = 1 << 23;
const NO_OPENDIR_SUPPORT = 1 << 24;
/** A read asks for at most this much. */
const MAX_READ = 1 << 20;

/** The answer to INIT: what is read stays in the kernel's caches, and files need no opening. */
export function encodeInit(body: Buffer): Buffer {
  const offered = body.readUInt32LE(12);
  const out = Buffer.alloc(64);
  out.writeUInt32LE(7, 0);
  out.writeUInt32LE(31, 4);
  out.writeUInt32LE(MAX_READ, 8);
  out.writeUInt32LE((offered & (ASYNC_READ | DO_READDIRPLUS | READDIRPLUS_AUTO | NO_OPEN_SUPPORT | PARALLEL_DIROPS | MAX_PAGES | CACHE_SYMLINKS | NO_OPENDIR_SUPPORT)) >>> 0, 12);
  out.writeUInt16LE(64, 16);
  out.writeUInt16LE(48, 18);
  out.writeUInt32LE(4096, 20);
  out.writeUInt32LE(1, 24);
  out.writeUInt16LE(MAX_READ / 4096, 28);
  return out;
}

/** What stat(2) says of a node. */
export interface Attributes {
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  size: number;
  /** Seconds. */
  mtime: number;
  major: number;
  minor: number;
}

/** A node's number: nothing about it ever changes. */
export interface NodeId {
  layer: number;
  index: number;
}

const ATTRIBUTES = 88;
const ENTRY = 40 + ATTRIBUTES;
// A day; what a layer is never changes.
const VALID_SECONDS = 86_400;

function writeNumber(out: Buffer, value: number, at: number): void {
  out.writeUInt32LE(value % 2 ** 32, at);
  out.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
}

// Times before 1970 are negative.
function writeSeconds(out: Buffer, value: number, at: number): void {
  out.writeBigInt64LE(BigInt(value), at);
}

function writeId(out: Buffer, { layer, index }: NodeId, at: number): void {
  out.writeUInt32LE(index, at);
  out.writeUInt32LE(layer, at + 4);
}

function writeAttributes(out: Buffer, at: number, id: NodeId, { mode, nlink, uid, gid, size, mtime, major, minor }: Attributes): void {
  writeId(out, id, at);
  writeNumber(out, size, at + 8);
  writeNumber(out, Math.ceil(size / 512), at + 16);
  for (const time of [24, 32, 40]) writeSeconds(out, mtime, at + time);
  out.writeUInt32LE(mode, at + 60);
  out.writeUInt32LE(nlink, at + 64);
  out.writeUInt32LE(uid, at + 68);
  out.writeUInt32LE(gid, at + 72);
  out.writeUInt32LE((((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0), at + 76);
  out.writeUInt32LE(4096, at + 80);
}

export function encodeAttributes(id: NodeId, attributes: Attributes): Buffer {
  const out = Buffer.alloc(16 + ATTRIBUTES);
  writeNumber(out, VALID_SECONDS, 0);
  writeAttributes(out, 16, id, attributes);
  return out;
}

function writeEntry(out: Buffer, at: number, id: NodeId, attributes: Attributes): void {
  writeId(out, id, at);
  writeNumber(out, VALID_SECONDS, at + 16);
  writeNumber(out, VALID_SECONDS, at + 24);
  writeAttributes(out, at + 40, id, attributes);
}

export function encodeEntry(id: NodeId, attributes: Attributes): Buffer {
  const out = Buffer.alloc(ENTRY);
  writeEntry(out, 0, id, attributes);
  return out;
}

/** A name that is not there, and never will be. */
export function encodeNoEntry(): Buffer {
  const out = Buffer.alloc(ENTRY);
  writeNumber(out, VALID_SECONDS, 16);
  return out;
}

export interface DirectoryEntry {
  name: Buffer;
  id: NodeId;
  attributes: Attributes;
}

/** As many entries from the `offset`th on as fit into `size` bytes; `plus`: with their attributes. */
export function encodeDirectory(entries: readonly DirectoryEntry[], { offset, size, plus }: { offset: number; size: number; plus: boolean }): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (let i = offset; i < entries.length; i++) {
    const { name, id, attributes } = entries[i] as DirectoryEntry;
    const head = plus ? ENTRY : 0;
    const bytes = head + ((24 + name.length + 7) & ~7);
    if (length + bytes > size) break;
    const out = Buffer.alloc(bytes);
    // The kernel takes no reference to these two by themselves.
    const isDots = name.equals(DOT) || name.equals(DOT_DOT);
    if (plus && !isDots) writeEntry(out, 0, id, attributes);
    writeId(out, id, head);
    writeNumber(out, i + 1, head + 8);
    out.writeUInt32LE(name.length, head + 16);
    out.writeUInt32LE(attributes.mode >>> 12, head + 20);
    name.copy(out, head + 24);
    parts.push(out);
    length += bytes;
  }
  return Buffer.concat(parts);
}

export const DOT = Buffer.from(".");
export const DOT_DOT = Buffer.from("..");

export function encodeStatfs(): Buffer {
  const out = Buffer.alloc(80);
  out.writeUInt32LE(4096, 40);
  out.writeUInt32LE(255, 44);
  out.writeUInt32LE(4096, 48);
  return out;
}

/** A value of xattr calls: its length, where that is what was asked. Undefined: it doesn't fit. */
export function encodeXattr(value: Buffer, room: number): Buffer | undefined {
  if (room === 0) {
    const out = Buffer.alloc(8);
    out.writeUInt32LE(value.length, 0);
    return out;
  }
  return value.length > room ? undefined : value;
}

/** A request's text, up to its zero byte. */
export function textOf(body: Buffer, at = 0): string {
  const end = body.indexOf(0, at);
  return body.toString("utf8", at, end === -1 ? body.length : end);
}

export function numberAt(body: Buffer, at: number): number {
  return body.readUInt32LE(at) + body.readUInt32LE(at + 4) * 2 ** 32;
}
