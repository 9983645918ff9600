import { createGunzip, gunzip } from "node:zlib";
import { promisify } from "node:util";
import { dataLoss, messageOf } from "@stevedore/errors";
import { digestOf, parseDigest } from "@stevedore/oci";
import type { Chunk } from "./toc-index.ts";

const inflate = promisify(gunzip);
// Behind a payload its stream has the headers of what follows it in the tar: seldom more than this.
const USUAL_REST = 1 << 20;
const USUAL_HEADERS = 8 << 10;
// zlib's least.
const MIN_OUTPUT = 64;

/**
 * A chunk's bytes, from the `length` bytes of the blob at its `offset`. Never inflates much more than the chunk is long.
 * @throws DataLoss when the stream is broken or too short, or the digest is another one
 */
export async function inflateChunk(compressed: Uint8Array, chunk: Chunk): Promise<Buffer> {
  const end = chunk.innerOffset + chunk.size;
  const bytes = (await inflateUpTo(compressed, end).catch((error: unknown) => {
    throw dataLoss(`chunk ${chunk.digest}: ${messageOf(error)}`, { cause: error });
  })).subarray(chunk.innerOffset, end);
  verifyChunk(bytes, chunk);
  return bytes;
}

/** @throws DataLoss when these are not the chunk's bytes */
export function verifyChunk(bytes: Uint8Array, { size, digest }: Pick<Chunk, "size" | "digest">): void {
  if (bytes.length !== size) throw dataLoss(`chunk ${digest}: ${bytes.length} bytes, expected ${size}`);
  const found = digestOf(bytes, parseDigest(digest).algorithm);
  if (found !== digest) throw dataLoss(`chunk ${digest}: its bytes have digest ${found}`);
}

/**
 * All that a compressed stream of a blob holds; undefined when that goes on far behind `end`, where the last chunk in it ends.
 * @throws DataLoss when the stream is broken
 */
export async function inflateStream(compressed: Uint8Array, end: number): Promise<Buffer | undefined> {
  try {
    return await inflateAtOnce(compressed, end);
  } catch (error) {
    if (isTooLarge(error)) return undefined;
    throw dataLoss(`compressed stream: ${messageOf(error)}`, { cause: error });
  }
}

// In one go: zlib's own 16 KiB at a time cost a turn of the event loop each, and a copy at the end.
function inflateAtOnce(compressed: Uint8Array, end: number): Promise<Buffer> {
  return inflate(compressed, { maxOutputLength: end + USUAL_REST, chunkSize: Math.max(MIN_OUTPUT, end + USUAL_HEADERS) });
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
}

async function inflateUpTo(compressed: Uint8Array, end: number): Promise<Buffer> {
  try {
    return await inflateAtOnce(compressed, end);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
  }
  const stream = createGunzip();
  stream.end(compressed);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length >= end) break;
  }
  return Buffer.concat(parts);
}
