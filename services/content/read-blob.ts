import type { containerd } from "@stevedore/api";
import { outOfRange } from "@stevedore/errors";
import type { BlobReader } from "./stores/content-store.ts";
import { PIECE_BYTES } from "./hashing/digester.ts";

// Exports ask for slices of 32 KiB, one call each: a buffer of its own for each of them would keep the garbage collector busy.
const SLICE_BYTES = 64 << 10;
const MOST_SPARES = 16;
const spares: Buffer[] = [];

/**
 * The replies of Content.Read for a range of a blob; closes the reader. Offsets count from the beginning of the range.
 * A reply's data is valid until the next is asked for: buffers are used again.
 */
export async function* readRange(
  reader: BlobReader,
  range: { offset: number; size: number },
): AsyncIterable<containerd.services.content.v1.IReadContentResponse> {
  try {
    const start = Math.max(0, range.offset);
    if (start > reader.size) throw outOfRange(`read past object length ${reader.size} bytes`, { verbatim: true });
    const rest = reader.size - start;
    const size = range.size <= 0 || range.size > rest ? rest : range.size;
    if (size <= SLICE_BYTES) yield* readSlice(reader, start, size);
    else yield* readPieces(reader, start, size);
  } finally {
    await reader.close();
  }
}

async function* readSlice(reader: BlobReader, start: number, size: number): AsyncIterable<{ offset: number; data: Buffer }> {
  if (size === 0) return;
  const buffer = spares.pop() ?? Buffer.allocUnsafeSlow(SLICE_BYTES);
  try {
    const read = await reader.read(buffer.subarray(0, size), start);
    if (read > 0) yield { offset: 0, data: buffer.subarray(0, read) };
  } finally {
    if (spares.length < MOST_SPARES) spares.push(buffer);
  }
}

// The next piece is read while one is sent, into two buffers in turns.
async function* readPieces(reader: BlobReader, start: number, size: number): AsyncIterable<{ offset: number; data: Buffer }> {
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, size)));
  const readAt = (at: number, piece: number): Promise<number> => reader.read(buffers[piece % 2]!.subarray(0, size - at), start + at);
  let pending: Promise<number> | undefined = readAt(0, 0);
  try {
    for (let at = 0, piece = 0; pending !== undefined; piece++) {
      const read: number = await pending;
      const offset = at;
      at += read;
      pending = read > 0 && at < size ? readAt(at, piece + 1) : undefined;
      if (read > 0) yield { offset, data: buffers[piece % 2]!.subarray(0, read) };
    }
  } finally {
    // The reader is closed next: not under a read that is still going on.
    await pending?.catch(() => 0);
  }
}
