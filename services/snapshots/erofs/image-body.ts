import { readSync, writeSync } from "node:fs";
import { insertRange } from "@stevedore/linux";
import { createSparseWriter, type SparsePart, type PlacedEntry } from "@stevedore/tar";
import { contentsStart, type Contents } from "./finish-image.ts";
import { alignTo, type ImageFile } from "./image-file.ts";
import type { FileChunks, ImageNode } from "./image-node.ts";
import type { ImageOptions } from "./image-options.ts";

const SECTOR = 512;
const PIECE_BYTES = 1 << 20;

export type WritePart = (chunk: Buffer, start: number, end: number) => void;

/** How the contents of an archive's files come into an image. */
export interface ImageBody {
  raw?(chunk: Buffer): void;
  /** Says where an entry's contents are, and takes them. */
  begin(entry: PlacedEntry, node: ImageNode): WritePart | undefined;
  end(): Contents;
}

/** Each file's contents, one after the other, with room for the superblock in front. */
export function createPlainBody(file: ImageFile, options: ImageOptions): ImageBody {
  let position = contentsStart(options);
  return {
    begin(entry, node) {
      node.start = position;
      position = alignTo(position + entry.size, options.blockBytes);
      return entry.sparse === undefined ? writeStraight(file, node.start) : writeSparse(file, node.start, entry.sparse);
    },
    end: () => ({ where: "before", end: position }),
  };
}

/** The archive as it is, behind an index: its files' contents are in it, at whole sectors. */
export function createArchiveBody(file: ImageFile, fd: number): ImageBody {
  let bytes = 0;
  return {
    raw(chunk) {
      file.write(bytes, chunk);
      bytes += chunk.length;
    },
    begin(entry, node) {
      if (entry.sparse === undefined) node.start = entry.dataAt;
      else node.chunks = chunksOf(entry, entry.sparse);
      return undefined;
    },
    end: () => ({
      where: "behind",
      bodies: [bytes],
      makeRoom(room) {
        file.flush(bytes);
        if (!insertRange(fd, room)) moveUp(fd, bytes, room);
      },
    }),
  };
}

/** @throws where the archive has pieces of a file that are not whole sectors: it can't be read in place */
function chunksOf({ name, size, dataAt }: PlacedEntry, parts: readonly SparsePart[]): FileChunks {
  const starts = Array.from({ length: Math.ceil(size / SECTOR) }, () => -1);
  let from = dataAt;
  for (const { offset, length } of parts) {
    const isWhole = offset % SECTOR === 0 && from % SECTOR === 0 && (length % SECTOR === 0 || offset + length === size);
    if (!isWhole) throw new Error(`sparse file ${JSON.stringify(name)}: its parts are not whole blocks of 512 bytes, which an index of the archive needs (enable_tar_index)`);
    for (let at = 0; at < length; at += SECTOR) starts[(offset + at) / SECTOR] = from + at;
    from += length;
  }
  return { bytes: SECTOR, starts };
}

// Where the file system can't make room in front: every byte moves, the last first.
function moveUp(fd: number, bytes: number, by: number): void {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let end = bytes; end > 0; ) {
    const start = Math.max(0, end - PIECE_BYTES);
    const read = readSync(fd, piece, 0, end - start, start);
    for (let at = 0; at < read; ) at += writeSync(fd, piece, at, read - at, start + by + at);
    end = start;
  }
}

function writeStraight(file: ImageFile, start: number): WritePart {
  let at = start;
  return (chunk, from, to) => {
    file.write(at, chunk, from, to);
    at += to - from;
  };
}

// The holes are left in the image too.
function writeSparse(file: ImageFile, start: number, parts: readonly SparsePart[]): WritePart {
  return createSparseWriter(parts, (chunk, at, length, position) => {
    file.write(start + position, chunk, at, at + length);
    return length;
  });
}
