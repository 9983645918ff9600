import { pipeline } from "node:stream/promises";
import { constants, createGunzip, createZstdDecompress, type ZlibOptions, type ZstdOptions } from "node:zlib";
import { dataLoss } from "@stevedore/errors";
import { createInflater, freeBuffer, type Compression, type Inflater } from "@stevedore/linux";

const PIECE_BYTES = 1 << 20;
// Pieces are handed on one by one (object mode), and a second is made while the first is being used.
const OPTIONS = { chunkSize: PIECE_BYTES, readableObjectMode: true, readableHighWaterMark: 2 } as ZlibOptions & ZstdOptions;
// Windows of up to 512 MiB, as containerd takes them.
const ZSTD_OPTIONS = { ...OPTIONS, params: { [constants.ZSTD_d_windowLogMax]: 29 } } as ZstdOptions;

const MAGIC_BYTES = 4;

/**
 * Hands the uncompressed bytes of a stream on: gzip of any number of members, zstd of any number of frames, or plain.
 * @throws DataLoss for bytes behind the compressed ones that are neither
 */
export async function decompress(source: AsyncGenerator<Buffer>, take: (chunk: Buffer) => void): Promise<void> {
  const { head, rest } = await peek(source);
  const compression = compressionOf(head);
  if (compression === undefined) {
    for await (const chunk of rest) take(chunk);
    return;
  }
  const inflater = createInflater(compression);
  if (inflater === undefined) return inflateByNode(compression, rest, take);
  return inflateHere(inflater, { compression, source: rest, take });
}

async function inflateByNode(compression: Compression, source: AsyncIterable<Buffer>, take: (chunk: Buffer) => void): Promise<void> {
  const inflater = compression === "gzip" ? createGunzip(OPTIONS) : createZstdDecompress(ZSTD_OPTIONS);
  let given = 0;
  async function* feed(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      given += chunk.length;
      yield chunk;
      if (inflater.writableLength === 0) freeBuffer(chunk);
    }
  }
  let hasEnded = false;
  await pipeline(feed(), inflater, async (chunks: AsyncIterable<Buffer>) => {
    await takeAll(chunks, take);
    hasEnded = true;
  }).catch((error: unknown) => {
    // An inflater that has ended breaks off who goes on writing to it.
    if (!hasEnded) throw error;
  });
  // Node's inflaters end at what is not of their kind, and say nothing.
  if (inflater.bytesWritten < given) throw endsEarly(inflater.bytesWritten);
}

function endsEarly(bytes: number): Error {
  return dataLoss(`the layer's compressed stream ends after ${bytes} bytes, and what follows is no compressed data`);
}

// As Node's inflaters say it.
function streamError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

// Stays in the processor's cache from inflating to writing; whoever takes it has done with it when the next piece is made.
const HERE_BYTES = 256 << 10;
let piece: Buffer | undefined;

/** On this thread, without handing on: with many layers every processor is busy anyway. */
async function inflateHere(inflater: Inflater, { compression, source, take }: { compression: Compression; source: AsyncIterable<Buffer>; take: (chunk: Buffer) => void }): Promise<void> {
  const output = (piece ??= Buffer.allocUnsafeSlow(HERE_BYTES));
  let taken = 0;
  let isBetween = false;
  try {
    for await (const chunk of source) {
      for (let at = 0, isFull = false; at < chunk.length || isFull; ) {
        if (isBetween && !MEMBER_STARTS[compression](chunk[at] as number)) throw compression === "zstd" || chunk[at] === 0 ? endsEarly(taken) : streamError("Z_DATA_ERROR", "incorrect header check");
        const step = inflater.run(chunk.subarray(at), output);
        at += step.taken;
        taken += step.taken;
        isBetween = step.isEnd;
        isFull = step.given === output.length && !isBetween;
        if (step.given > 0) take(output.subarray(0, step.given));
      }
      freeBuffer(chunk);
    }
    if (!isBetween) throw streamError("Z_BUF_ERROR", "unexpected end of file");
  } finally {
    inflater.close();
  }
}

async function takeAll(chunks: AsyncIterable<Buffer>, take: (chunk: Buffer) => void): Promise<void> {
  let last: Buffer | undefined;
  for await (const chunk of chunks) {
    take(chunk);
    // Several pieces may lie in one buffer: what comes in another one tells that the last is full.
    if (last !== undefined && last.buffer !== chunk.buffer) freeBuffer(last);
    last = chunk;
  }
}

// First bytes; zstd's frames may also be skippable ones.
const MEMBER_STARTS: Record<Compression, (first: number) => boolean> = {
  gzip: (first) => first === GZIP[0],
  zstd: (first) => first === 0x28 || first >> 4 === 5,
};
const GZIP = [0x1f, 0x8b, 8];

function compressionOf(head: Buffer): Compression | undefined {
  if (GZIP.every((byte, at) => head[at] === byte)) return "gzip";
  if (head.length < MAGIC_BYTES) return undefined;
  const magic = head.readUInt32LE(0);
  const isSkippable = (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
  return magic === 0xfd2fb528 || isSkippable ? "zstd" : undefined;
}

async function peek(source: AsyncGenerator<Buffer>): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const read: Buffer[] = [];
  let length = 0;
  while (length < MAGIC_BYTES) {
    const { done, value } = await source.next();
    if (done === true) break;
    read.push(value);
    length += value.length;
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield* read;
    yield* source;
  }
  return { head: Buffer.concat(read, Math.min(length, MAGIC_BYTES)), rest: rest() };
}
