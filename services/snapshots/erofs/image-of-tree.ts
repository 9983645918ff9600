import { randomUUID } from "node:crypto";
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, rmSync, type BigIntStats } from "node:fs";
import { getXattr, listXattrs } from "@stevedore/linux";
import { fromText, joinName, toFsPath } from "../apply/byte-path.ts";
import { publishImage } from "./publish-image.ts";
import { contentsStart, finishImage } from "./finish-image.ts";
import { alignTo, createImageFile, type ImageFile } from "./image-file.ts";
import { IMAGE_DEFAULTS, type ImageOptions } from "./image-options.ts";
import { createNode, encodeDevice, S_IFLNK, S_IFMT, S_IFREG, type ImageNode, type Xattrs } from "./image-node.ts";

const PIECE_BYTES = 64 << 10;
const BLOCK_BYTES = 512n;
const SECOND = 1_000_000_000n;
// Of overlayfs in an upper directory: true only for that directory.
const OWN_MARKS = new Set(["origin", "impure", "nlink", "uuid"].map((name) => `trusted.overlay.${name}`));

/** Makes an EROFS image of a directory: an overlay's upper one with its marks for what is deleted. It is at `output` when it is complete. Blocks: for a worker thread. */
export function imageOfTree(directory: string, output: string, options: ImageOptions = { ...IMAGE_DEFAULTS, uuid: randomUUID() }): void {
  const draft = `${output}.new`;
  const fd = openSync(draft, "w", 0o644);
  try {
    const file = createImageFile(fd);
    const adding: Adding = { file, position: contentsStart(options), blockBytes: options.blockBytes, linked: new Map() };
    const root = addFile(adding, fromText(directory));
    finishImage(file, root, { where: "before", end: adding.position }, options);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  publishImage(draft, output);
}

interface Adding {
  file: ImageFile;
  position: number;
  blockBytes: number;
  linked: Map<bigint, ImageNode>;
}

function addFile(adding: Adding, path: string): ImageNode {
  const stat = lstatSync(toFsPath(path), { bigint: true });
  const known = adding.linked.get(stat.ino);
  if (known !== undefined) return known;
  const node = nodeOf(path, stat);
  if (stat.nlink > 1n && !stat.isDirectory()) adding.linked.set(stat.ino, node);
  if (node.children !== undefined) {
    for (const name of readdirSync(toFsPath(path), { encoding: "latin1" })) node.children.set(name, addFile(adding, joinName(path, name)));
  } else if (stat.isFile()) {
    node.start = adding.position;
    copyContents(adding.file, path, node, stat.blocks * BLOCK_BYTES < stat.size);
    adding.position = alignTo(adding.position + node.size, adding.blockBytes);
  }
  return node;
}

function nodeOf(path: string, stat: BigIntStats): ImageNode {
  const mode = Number(stat.mode);
  const type = mode & S_IFMT;
  const device = Number(stat.rdev);
  return createNode(mode, {
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    modified: { seconds: Number(stat.mtimeNs / SECOND), nanoseconds: Number(stat.mtimeNs % SECOND) },
    xattrs: xattrsOf(path),
    size: type === S_IFREG ? Number(stat.size) : 0,
    device: device === 0 ? 0 : encodeDevice((device >>> 8) & 0xfff, (device & 0xff) | ((Math.floor(device / 2 ** 20) & 0xfff) << 8)),
    target: type === S_IFLNK ? readlinkSync(toFsPath(path), { encoding: "latin1" }) : "",
  });
}

function xattrsOf(path: string): Xattrs {
  const file = Buffer.from(path, "latin1");
  const names = listXattrs(file).filter((name) => !OWN_MARKS.has(name));
  return new Map(names.flatMap((name) => {
    const value = getXattr(file, name);
    return value === undefined ? [] : [[name, value] as const];
  }));
}

// A file that shrinks meanwhile is zeros from there on: an image is of one size.
function copyContents(file: ImageFile, path: string, { start, size }: ImageNode, isSparse: boolean): void {
  const from = openSync(toFsPath(path), "r");
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const zeros = Buffer.alloc(PIECE_BYTES);
  try {
    for (let at = 0; at < size; ) {
      const read = readSync(from, piece, 0, Math.min(PIECE_BYTES, size - at), at);
      if (read === 0) return;
      if (!isSparse || piece.compare(zeros, 0, read, 0, read) !== 0) file.write(start + at, piece, 0, read);
      at += read;
    }
  } finally {
    closeSync(from);
  }
}
