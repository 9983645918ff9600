import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { decodeDirectory } from "./image-directory.ts";
import { S_IFCHR, S_IFDIR, S_IFMT } from "./image-node.ts";

/** What an image says of a file, as far as layers above have to know. */
export interface ImageInode {
  mode: number;
  uid: number;
  gid: number;
  /** Seconds, and nanoseconds. */
  modified: { seconds: bigint; nanoseconds: number };
  isDirectory: boolean;
  isWhiteout: boolean;
  /** The byte in the image at which it is. */
  at: number;
}

/** An EROFS image, ours or of mkfs.erofs without compression. */
export interface ImageReader extends Disposable {
  /** The inodes on the way to a clean name (a byte string), the root's left out; as many as there are. Symlinks are not followed. */
  lookUp(name: string): ImageInode[];
}

const SUPER_AT = 1024;
const MAGIC = 0xe0f5e1e2;
// The kernel takes blocks from a sector to a page.
const BLOCK_BITS = { least: 9, most: 16 };
// What is not among these stands elsewhere than here, or otherwise (48 bits, metadata that is compressed).
const READABLE_FEATURES = 0x7f;
const SLOT_BYTES = 32;
const PLAIN = 0;
const INLINE = 2;

interface Located extends ImageInode {
  layout: number;
  size: number;
  block: number;
  /** Of the inode and its attributes: behind them is what is inline. */
  headBytes: number;
}

/** Whether a file begins as an EROFS image does. */
export function isImage(file: string): boolean {
  const fd = openSync(file, "r");
  try {
    return blockBytesIn(readSuper(fd)) !== undefined;
  } finally {
    closeSync(fd);
  }
}

/** Of the file system in an image. @throws where the file is no image */
export function readBlockBytes(file: string): number {
  const fd = openSync(file, "r");
  try {
    const found = blockBytesIn(readSuper(fd));
    if (found === undefined) throw new Error(`${file} is no EROFS image`);
    return found;
  } finally {
    closeSync(fd);
  }
}

function readSuper(fd: number): Buffer {
  const superblock = Buffer.alloc(128);
  readSync(fd, superblock, 0, superblock.length, SUPER_AT);
  return superblock;
}

/** Bytes of a block by an image's superblock; undefined for what is none. */
export function blockBytesIn(superblock: Buffer): number | undefined {
  const bits = superblock.readUInt8(12);
  return superblock.readUInt32LE(0) === MAGIC && bits >= BLOCK_BITS.least && bits <= BLOCK_BITS.most ? 2 ** bits : undefined;
}

/** @throws where the file is no image */
export function openImage(file: string): ImageReader {
  const fd = openSync(file, "r");
  const read = (position: number, length: number): Buffer => {
    const buffer = Buffer.alloc(length);
    readSync(fd, buffer, 0, length, position);
    return buffer;
  };
  const superblock = readSuper(fd);
  const blockBytes = blockBytesIn(superblock);
  if (blockBytes === undefined) {
    closeSync(fd);
    throw new Error(`${file} is no EROFS image`);
  }
  const isReadable = (superblock.readUInt32LE(80) & ~READABLE_FEATURES) === 0;
  const fileBytes = fstatSync(fd).size;
  const metaStart = superblock.readUInt32LE(40) * blockBytes;
  const inodeOf = (nid: number): Located => decodeInode(read(metaStart + nid * SLOT_BYTES, 64), metaStart + nid * SLOT_BYTES);
  const contents = ({ at, layout, size, block, headBytes }: Located): Buffer => {
    if (size > fileBytes) return Buffer.alloc(0);
    if (layout === PLAIN) return read(block * blockBytes, size);
    if (layout !== INLINE) return Buffer.alloc(0);
    const whole = Math.floor(size / blockBytes) * blockBytes;
    return Buffer.concat([read(block * blockBytes, whole), read(at + headBytes, size - whole)]);
  };
  return {
    lookUp(name) {
      const found: Located[] = [];
      if (!isReadable) return found;
      let here = inodeOf(superblock.readUInt16LE(14));
      for (const part of name.split("/")) {
        const nid = here.isDirectory ? decodeDirectory(contents(here), blockBytes).find(({ name: entry }) => entry === part)?.nid : undefined;
        if (nid === undefined) break;
        here = inodeOf(nid);
        found.push(here);
      }
      return found;
    },
    [Symbol.dispose]: () => closeSync(fd),
  };
}

function decodeInode(bytes: Buffer, at: number): Located {
  const format = bytes.readUInt16LE(0);
  const isExtended = (format & 1) === 1;
  const xattrs = bytes.readUInt16LE(2);
  const mode = bytes.readUInt16LE(4);
  const union = bytes.readUInt32LE(16);
  return {
    at,
    layout: (format >>> 1) & 7,
    mode,
    size: isExtended ? Number(bytes.readBigUInt64LE(8)) : bytes.readUInt32LE(8),
    block: union,
    uid: isExtended ? bytes.readUInt32LE(24) : bytes.readUInt16LE(24),
    gid: isExtended ? bytes.readUInt32LE(28) : bytes.readUInt16LE(26),
    modified: isExtended ? { seconds: bytes.readBigUInt64LE(32), nanoseconds: bytes.readUInt32LE(40) } : { seconds: 0n, nanoseconds: 0 },
    headBytes: (isExtended ? 64 : SLOT_BYTES) + (xattrs === 0 ? 0 : 12 + 4 * (xattrs - 1)),
    isDirectory: (mode & S_IFMT) === S_IFDIR,
    isWhiteout: (mode & S_IFMT) === S_IFCHR && union === 0,
  };
}
