import { isError } from "@stevedore/errors";
import { inflateChunk, inflateStream, verifyChunk, type Chunk, type TocFile } from "@stevedore/estargz";
import { freeBuffer } from "@stevedore/linux";
import type { BlobReader } from "./blob-reader.ts";
import type { KeptStreams } from "./kept-streams.ts";
import type { LayerStream, LayerStreams } from "./layer-streams.ts";

/** Bytes of a file on this host. */
export interface FileRange {
  path: string;
  offset: number;
  length: number;
}

/** What was read: the bytes, or where they are. */
export type ReadBytes = Buffer[] | FileRange;

/** Reads files of a layer out of its blob: what arrives is verified, chunk by chunk, before anybody sees it, and inflated once. */
export interface ChunkReader {
  /** @throws DataLoss when the blob's bytes are not those that the table of contents vouches for; what the source throws */
  read(file: TocFile, offset: number, length: number): Promise<ReadBytes>;
}

export interface ChunkReaderDeps {
  blob: BlobReader;
  layer: LayerStreams;
  kept: KeptStreams;
}

/** `payloadBytes`: where the blob's last chunk ends. */
export function createChunkReader({ blob, layer, kept }: ChunkReaderDeps, payloadBytes: number): ChunkReader {
  const aheadOf = createForesight(payloadBytes);
  const underWay = new Map<number, Promise<boolean>>();
  const fetch = async <T>(chunk: Chunk, task: (bytes: Buffer) => Promise<T>): Promise<T> => {
    try {
      return await blob.use(chunk, { ahead: aheadOf(chunk), again: false }, task);
    } catch (error) {
      if (!isError(error, "dataLoss")) throw error;
      return blob.use(chunk, { ahead: 0, again: true }, task);
    }
  };
  const inflate = async (number: number, chunk: Chunk): Promise<boolean> => {
    const stream = layer.streams[number] as LayerStream;
    const inflated = await fetch(chunk, (bytes) => inflateVerified(bytes, stream));
    if (inflated === undefined) return false;
    const isKept = await kept.keep(number, inflated);
    // Behind its bytes the buffer has room that was not needed.
    freeBuffer(new Uint8Array(inflated.buffer));
    return isKept;
  };
  // Whether the chunk is on disk now. When it is not, its stream is a strange one, or the disk is full: each reader then has it inflated for himself.
  const keep = (chunk: Chunk): Promise<boolean> | boolean => {
    const number = layer.numberOf(chunk);
    if (kept.has(number)) return true;
    const known = underWay.get(number);
    if (known !== undefined) return known;
    const made = inflate(number, chunk).catch((error: unknown) => {
      // Of several chunks in a stream another one may be the wrong one.
      if (hasNoRoom(error) || (isError(error, "dataLoss") && (layer.streams[number]?.chunks.length ?? 0) > 1)) return false;
      throw error;
    }).finally(() => underWay.delete(number));
    underWay.set(number, made);
    return made;
  };
  // What lies behind what is read, when it is read on and on, also from file to file: nothing of it is inflated in vain.
  let lastRead = Number.NaN;
  const runAhead = (first: number, last: number): void => {
    const goesOn = first >= lastRead && first <= lastRead + 1;
    lastRead = last;
    let bytes = 0;
    for (let number = last + 1; goesOn && number < layer.streams.length && bytes < INFLATED_AHEAD && underWay.size < AT_ONCE; number++) {
      const { chunks, end } = layer.streams[number] as LayerStream;
      bytes += end;
      // Whoever needs it hears of a failure then.
      void Promise.resolve(keep((chunks[0] as { chunk: Chunk }).chunk)).catch(() => undefined);
    }
  };

  return {
    async read(file, offset, length) {
      const { chunks, name } = file;
      const end = offset + length;
      const wanted = chunks.filter((chunk) => chunk.fileOffset < end && chunk.fileOffset + chunk.size > offset);
      const all = wanted.map(keep);
      runAhead(layer.numberOf(wanted[0] as Chunk), layer.numberOf(wanted.at(-1) as Chunk));
      const areKept = await Promise.all(all);
      const number = layer.fileOf(name);
      if (number !== undefined && areKept.every(Boolean)) return { path: kept.pathOf(number), offset, length };
      return Promise.all(wanted.map(async (chunk) => {
        const bytes = await fetch(chunk, (compressed) => inflateChunk(compressed, chunk));
        return bytes.subarray(Math.max(0, offset - chunk.fileOffset), Math.min(chunk.size, end - chunk.fileOffset));
      }));
    },
  };
}

/** So much of what is likely to be read next is inflated before anybody asks. */
const INFLATED_AHEAD = 4 << 20;
/** As many as Node has threads for it. */
const AT_ONCE = 4;

const NO_ROOM = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EROFS"]);

function hasNoRoom(error: unknown): boolean {
  return NO_ROOM.has((error as NodeJS.ErrnoException).code ?? "");
}

async function inflateVerified(compressed: Buffer, { chunks, end }: LayerStream): Promise<Buffer | undefined> {
  const inflated = await inflateStream(compressed, end);
  if (inflated !== undefined) for (const { chunk } of chunks) verifyChunk(inflated.subarray(chunk.innerOffset, chunk.innerOffset + chunk.size), chunk);
  return inflated;
}

/** What lies behind a file is mostly wanted next. */
const LEAST_AHEAD = 1 << 20;
/** Who reads on and on is given more and more. */
const MOST_AHEAD = 16 << 20;

// How many bytes behind a chunk are likely to be wanted next, by what was asked for before.
function createForesight(payloadBytes: number): (chunk: Chunk) => number {
  let last = { end: -1, ahead: LEAST_AHEAD };
  return ({ offset, length }) => {
    const end = offset + length;
    const goesOn = offset <= last.end + last.ahead && end >= last.end;
    last = { end, ahead: goesOn ? Math.min(last.ahead * 2, MOST_AHEAD) : LEAST_AHEAD };
    return Math.max(0, Math.min(last.ahead, payloadBytes - end));
  };
}
