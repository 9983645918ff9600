import type { Timespec } from "@stevedore/linux";

export const S_IFMT = 0o170000;
export const S_IFDIR = 0o040000;
export const S_IFREG = 0o100000;
export const S_IFLNK = 0o120000;
export const S_IFCHR = 0o020000;
export const S_IFBLK = 0o060000;
export const S_IFIFO = 0o010000;

export type Xattrs = ReadonlyMap<string, Buffer>;

/** A file of an image that is being made; one with several names is in several directories. Names are byte strings. */
export interface ImageNode {
  /** Type and permissions. */
  mode: number;
  uid: number;
  gid: number;
  modified: Timespec;
  xattrs: Xattrs;
  /** Of a regular file: bytes, and the byte at which its contents begin, in the image or in the body that has them. */
  size: number;
  start: number;
  /** In which body, of an image that has its contents behind it or in others. */
  body: number;
  /** Of a file in pieces: where each begins; -1 is a hole. */
  chunks: FileChunks | undefined;
  /** Of a device, as the kernel encodes it. */
  device: number;
  /** Of a symlink. */
  target: string;
  /** Of a directory. */
  children: Map<string, ImageNode> | undefined;
}

/** Pieces of one size, all but the last whole. */
export interface FileChunks {
  bytes: number;
  starts: readonly number[];
}

const NO_XATTRS: Xattrs = new Map();

export function createNode(mode: number, rest: Partial<ImageNode> = {}): ImageNode {
  return {
    mode, uid: 0, gid: 0, modified: { seconds: 0, nanoseconds: 0 }, xattrs: NO_XATTRS, size: 0, start: 0, body: 0, chunks: undefined, device: 0, target: "",
    children: (mode & S_IFMT) === S_IFDIR ? new Map() : undefined,
    ...rest,
  };
}

const OPAQUE = "trusted.overlay.opaque";

/** Hides what layers below have in a directory. */
export function makeOpaque(node: ImageNode): void {
  node.xattrs = new Map([...node.xattrs, [OPAQUE, Buffer.from("y")]]);
}

/** What stands for a name that a layer deletes. */
export function isWhiteout({ mode, device }: ImageNode): boolean {
  return (mode & S_IFMT) === S_IFCHR && device === 0;
}

export function isSymlink({ mode }: ImageNode): boolean {
  return (mode & S_IFMT) === S_IFLNK;
}

/** A device number in 32 bits, as images have it (the kernel's new_encode_dev). */
export function encodeDevice(major: number, minor: number): number {
  return ((minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xfff00) << 12)) >>> 0;
}
