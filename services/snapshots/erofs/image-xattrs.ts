import { invalidArgument } from "@stevedore/errors";
import type { Xattrs } from "./image-node.ts";

// The kernel's numbers for what attributes' names begin with (erofs_fs.h).
const PREFIXES: readonly [string, number][] = [
  ["user.", 1],
  ["system.posix_acl_access", 2],
  ["system.posix_acl_default", 3],
  ["trusted.", 4],
  ["security.", 6],
];
const HEADER_BYTES = 12;
const ENTRY_BYTES = 4;
const MAX_NAME_BYTES = 255;
const MAX_VALUE_BYTES = 65_535;
const NONE = Buffer.alloc(0);

/** Extended attributes as they stand behind an inode; what EROFS has no number for is left out. @throws InvalidArgument for one that is too long */
export function encodeXattrs(xattrs: Xattrs): Buffer {
  if (xattrs.size === 0) return NONE;
  const entries = [...xattrs].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, value]) => encodeXattr(name, value));
  return entries.length === 0 ? NONE : Buffer.concat([Buffer.alloc(HEADER_BYTES), ...entries]);
}

/** What an inode says of the size of its attributes. */
export function xattrCount(bytes: number): number {
  return bytes === 0 ? 0 : (bytes - HEADER_BYTES) / ENTRY_BYTES + 1;
}

function encodeXattr(full: string, value: Buffer): Buffer[] {
  const [prefix, index] = PREFIXES.find(([start]) => full.startsWith(start)) ?? [];
  if (prefix === undefined || index === undefined) return [];
  const name = Buffer.from(full.slice(prefix.length));
  if (name.length > MAX_NAME_BYTES || value.length > MAX_VALUE_BYTES) throw invalidArgument(`xattr ${full} of ${value.length} bytes is too long`);
  const entry = Buffer.alloc(Math.ceil((ENTRY_BYTES + name.length + value.length) / ENTRY_BYTES) * ENTRY_BYTES);
  entry.writeUInt8(name.length, 0);
  entry.writeUInt8(index, 1);
  entry.writeUInt16LE(value.length, 2);
  name.copy(entry, ENTRY_BYTES);
  value.copy(entry, ENTRY_BYTES + name.length);
  return [entry];
}

/** Reads what stands behind an inode; `shared` gives the entry that several inodes have. Undefined for a kind that is not known here. */
export function decodeXattrs(bytes: Buffer, shared: (id: number) => Buffer): Xattrs | undefined {
  const xattrs = new Map<string, Buffer>();
  if (bytes.length === 0) return xattrs;
  const sharedCount = bytes.readUInt8(4);
  const entries = Array.from({ length: sharedCount }, (_, index) => shared(bytes.readUInt32LE(HEADER_BYTES + index * 4)));
  for (let at = HEADER_BYTES + sharedCount * 4; at + ENTRY_BYTES <= bytes.length; ) {
    const length = ENTRY_BYTES + bytes.readUInt8(at) + bytes.readUInt16LE(at + 2);
    entries.push(bytes.subarray(at, at + length));
    at += Math.ceil(length / ENTRY_BYTES) * ENTRY_BYTES;
  }
  for (const entry of entries) {
    const nameBytes = entry.readUInt8(0);
    const [prefix] = PREFIXES.find(([, index]) => index === entry.readUInt8(1)) ?? [];
    if (prefix === undefined) return undefined;
    xattrs.set(prefix + entry.toString("utf8", ENTRY_BYTES, ENTRY_BYTES + nameBytes), Buffer.from(entry.subarray(ENTRY_BYTES + nameBytes)));
  }
  return xattrs;
}
