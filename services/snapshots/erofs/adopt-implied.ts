import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { openImage, type ImageInode, type ImageReader } from "./image-reader.ts";

/** Directories that a layer only implies (it has files in them, but not themselves), and the bytes in its image at which their inodes are. */
export type ImpliedInodes = readonly (readonly [name: string, position: number])[];

// linux/fs/erofs/erofs_fs.h: feature_compat
const FEATURES_AT = 1032;
const HAS_CHECKSUM = 1;

const listOf = (image: string): string => path.join(path.dirname(image), "implied");

export function writeImpliedInodes(image: string, implied: ImpliedInodes): void {
  if (implied.length > 0) writeFileSync(listOf(image), JSON.stringify(implied), { mode: 0o600 });
  else rmSync(listOf(image), { force: true });
}

/**
 * Gives the directories that an image's layer only implied the owner, mode and time that the layers below (nearest first) say,
 * so that the layer does not hide them. Their attributes would not fit. Blocks: for a worker thread.
 */
export function adoptImplied(image: string, lowers: readonly string[]): void {
  let implied: ImpliedInodes;
  try {
    implied = JSON.parse(readFileSync(listOf(image), "utf8")) as ImpliedInodes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const readers = lowers.map(openImage);
  const fd = openSync(image, "r+");
  try {
    forgetChecksum(fd);
    for (const [name, position] of implied) {
      const below = findBelow(readers, name);
      if (below !== undefined) patch(fd, position, below);
    }
  } finally {
    closeSync(fd);
    for (const reader of readers) reader[Symbol.dispose]();
  }
  rmSync(listOf(image));
}

function findBelow(readers: readonly ImageReader[], name: string): ImageInode | undefined {
  const depth = name.split("/").length;
  for (const reader of readers) {
    const found = reader.lookUp(name);
    const last = found.at(-1);
    if (found.length === depth) return last?.isDirectory === true ? last : undefined;
    // What is deleted, or something else, in this layer is so for those below too.
    if (last !== undefined && !last.isDirectory) return undefined;
  }
  return undefined;
}

// Of the first block, where there may be inodes too; mkfs.erofs makes one. Kernels ask for none.
function forgetChecksum(fd: number): void {
  const features = Buffer.alloc(4);
  readSync(fd, features, 0, 4, FEATURES_AT);
  features.writeUInt32LE((features.readUInt32LE(0) & ~HAS_CHECKSUM) >>> 0, 0);
  writeSync(fd, features, 0, 4, FEATURES_AT);
}

function patch(fd: number, position: number, { mode, uid, gid, modified }: ImageInode): void {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt16LE(mode, 0);
  writeSync(fd, bytes, 0, 2, position + 4);
  bytes.writeUInt32LE(uid, 0);
  bytes.writeUInt32LE(gid, 4);
  bytes.writeBigUInt64LE(modified.seconds, 8);
  bytes.writeUInt32LE(modified.nanoseconds, 16);
  writeSync(fd, bytes, 0, 20, position + 24);
}
