import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress, type ZlibOptions, type ZstdOptions } from "node:zlib";
import { dataLoss } from "@stevedore/errors";
import { freeBuffer } from "@stevedore/linux";

type Inflater = ReturnType<typeof createGunzip | typeof createZstdDecompress>;

const PIECE_BYTES = 1 << 20;
// Pieces are handed on one by one (object mode), and a second is made while the first is being used.
const OPTIONS = { chunkSize: PIECE_BYTES, readableObjectMode: true, readableHighWaterMark: 2 } as ZlibOptions & ZstdOptions;

const MAGIC_BYTES = 4;

/**
 * Hands the uncompressed bytes of a stream on: gzip of any number of members, zstd of any number of frames, or plain.
 * @throws DataLoss for bytes behind the compressed ones that are neither
 */
export async function decompress(source: AsyncGenerator<Buffer>, take: (chunk: Buffer) => void): Promise<void> {
  const { head, rest } = await peek(source);
  const inflater = inflaterOf(head);
  if (inflater === undefined) {
    for await (const chunk of rest) take(chunk);
    return;
  }
  let given = 0;
  async function* feed(): AsyncGenerator<Buffer> {
    for await (const chunk of rest) {
      given += chunk.length;
      yield chunk;
      if (inflater?.writableLength === 0) freeBuffer(chunk);
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
  if (inflater.bytesWritten < given) throw dataLoss(`the layer's compressed stream ends after ${inflater.bytesWritten} bytes, and what follows is no compressed data`);
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

function inflaterOf(head: Buffer): Inflater | undefined {
  if (head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return createGunzip(OPTIONS);
  if (head.length < MAGIC_BYTES) return undefined;
  const magic = head.readUInt32LE(0);
  const isSkippable = (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
  return magic === 0xfd2fb528 || isSkippable ? createZstdDecompress(OPTIONS) : undefined;
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
  return { head: Buffer.concat(read), rest: rest() };
}
