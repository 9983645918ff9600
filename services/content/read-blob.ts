import { containerd } from "@stevedore/api";
import { dataLoss, outOfRange } from "@stevedore/errors";
import { encoded, ownBuffer } from "@stevedore/rpc";
import type { BlobReader } from "./stores/content-store.ts";
import { PIECE_BYTES } from "./hashing/digester.ts";

type Reply = containerd.services.content.v1.IReadContentResponse;

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
): AsyncIterable<Reply> {
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

// The next piece is read while one is sent, each into memory that is given back as soon as it is sent.
async function* readPieces(reader: BlobReader, start: number, size: number): AsyncIterable<Reply> {
  const readAt = (at: number): Promise<Buffer> => readReply(reader, { start, at, length: Math.min(PIECE_BYTES, size - at) });
  let pending: Promise<Buffer> | undefined = readAt(0);
  try {
    for (let at = 0; pending !== undefined; at += PIECE_BYTES) {
      const reply: Buffer = await pending;
      pending = at + PIECE_BYTES < size ? readAt(at + PIECE_BYTES) : undefined;
      yield encoded(reply);
    }
  } finally {
    // The reader is closed next: not under a read that is still going on.
    await pending?.catch(() => 0);
  }
}

const { ReadContentResponse } = containerd.services.content.v1;
const MOST_HEAD_BYTES = 32;

/** Reads a piece to where it stands in its reply, in front of which goes what comes before: bytes are copied nowhere. */
async function readReply(reader: BlobReader, { start, at, length }: { start: number; at: number; length: number }): Promise<Buffer> {
  const memory = ownBuffer(MOST_HEAD_BYTES + length);
  for (let done = 0; done < length; ) {
    const read = await reader.read(memory.subarray(MOST_HEAD_BYTES + done), start + at + done);
    if (read === 0) throw dataLoss(`a blob of ${reader.size} bytes ended at ${start + at + done}`);
    done += read;
  }
  const head = headOf(at, length);
  head.copy(memory, MOST_HEAD_BYTES - head.length);
  return memory.subarray(MOST_HEAD_BYTES - head.length);
}

// Field 2, bytes: the last one of a reply.
const DATA_TAG = 0x12;

/** What is in front of the data in an encoded reply. */
function headOf(offset: number, length: number): Buffer {
  const tagAndLength = [DATA_TAG];
  let left = length;
  for (; left > 0x7f; left >>>= 7) tagAndLength.push((left & 0x7f) | 0x80);
  return Buffer.concat([ReadContentResponse.encode({ offset }).finish(), Buffer.of(...tagAndLength, left)]);
}
