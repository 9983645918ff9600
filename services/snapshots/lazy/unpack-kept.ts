import { closeSync, openSync, readSync } from "node:fs";
import { dataLoss } from "@stevedore/errors";
import { type TarEntry, TypeFlag } from "@stevedore/tar";
import { cleanName, toText } from "../apply/byte-path.ts";
import type { FilesOnDisk, FileOnDisk } from "../apply/files-on-disk.ts";
import { openKept } from "./layer-directory.ts";
import { keptPath, RESTS, type KeptShared } from "./kept-streams.ts";
import { layerStreams, type LayerStream, type LayerStreams } from "./layer-streams.ts";

/** A layer of which parts were inflated for its readers, in the course of being unpacked. */
export interface KeptJob {
  /** Of the snapshots. */
  directory: string;
  /** The lazy layer's. */
  id: number;
  shared: KeptShared;
}

/** What was kept of a layer, as its unpacking takes it. */
export interface KeptLayer extends FilesOnDisk {
  /** The whole uncompressed layer, in order. `inflate`: gives what is between two offsets of the blob. Returns how many bytes of the blob were not inflated again. */
  feed(size: number, inflate: (from: number, to: number) => Promise<void>, take: (chunk: Buffer) => void): Promise<number>;
}

const PIECE_BYTES = 1 << 20;

/** @throws DataLoss when the layer's table of contents is broken */
export async function openKeptLayer({ directory, id, shared }: KeptJob): Promise<KeptLayer> {
  const { estargz } = await openKept(directory, id);
  const layer = layerStreams(estargz.files.values());
  let feeding: number | undefined;
  const isKept = (stream: number): boolean => Atomics.load(shared.kept, stream) === 1;
  const isComplete = (file: number): boolean => Atomics.load(shared.missing, file) === 0;

  const giveStream = (number: number, take: (chunk: Buffer) => void): void => {
    const { chunks } = layer.streams[number] as LayerStream;
    const rest = readAll(keptPath(directory, id, RESTS), shared.rests[number * 2] as number, shared.rests[number * 2 + 1] as number);
    let at = 0;
    let position = 0;
    for (const { chunk: { innerOffset, fileOffset, size }, file } of chunks) {
      if (innerOffset > position) take(rest.subarray(at, at + innerOffset - position));
      at += innerOffset - position;
      feeding = file;
      for (const piece of readPieces(keptPath(directory, id, String(file)), fileOffset, size)) take(piece);
      feeding = undefined;
      position = innerOffset + size;
    }
    if (at < rest.length) take(rest.subarray(at));
  };

  return {
    async feed(size, inflate, take) {
      let at = 0;
      let kept = 0;
      for (const [number, { offset, length }] of layer.streams.entries()) {
        if (!isKept(number)) continue;
        if (at < offset) await inflate(at, offset);
        giveStream(number, take);
        kept += length;
        at = offset + length;
      }
      if (at < size) await inflate(at, size);
      return kept;
    },
    find(entry): FileOnDisk | undefined {
      const file = fileFor(entry, layer);
      if (file === undefined || !isComplete(file)) return undefined;
      return {
        path: keptPath(directory, id, String(file)),
        // A name may be there twice in an archive, and of its table the last one counts.
        check() {
          if (feeding !== file) throw dataLoss(`${JSON.stringify(toText(entry.name))}: its bytes are not where the table of contents has them`);
        },
      };
    },
  };
}

function fileFor({ type, name, size, sparse }: TarEntry, { files, fileOf }: LayerStreams): number | undefined {
  if (type !== TypeFlag.regular || sparse !== undefined || size === 0) return undefined;
  const file = fileOf(cleanName(toText(name)));
  return file !== undefined && files[file]?.entry.size === size ? file : undefined;
}

function readAll(path: string, offset: number, length: number): Buffer {
  return Buffer.concat([...readPieces(path, offset, length)].map((piece) => Buffer.from(piece)));
}

// One buffer for all: who takes a piece is done with it before the next.
function* readPieces(path: string, offset: number, length: number): Generator<Buffer> {
  if (length === 0) return;
  const fd = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(Math.min(length, PIECE_BYTES));
    for (let has = 0; has < length; ) {
      const bytesRead = readSync(fd, buffer, 0, Math.min(buffer.length, length - has), offset + has);
      if (bytesRead === 0) throw dataLoss(`${path}: it ends at ${offset + has}, expected ${offset + length}`);
      has += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    closeSync(fd);
  }
}
