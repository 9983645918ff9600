import type { containerd } from "@stevedore/api";
import { outOfRange } from "@stevedore/errors";
import type { BlobReader } from "./content-store.ts";
import { PIECE_BYTES } from "./digester.ts";

/**
 * The replies of Content.Read for a range of a blob; closes the reader. Offsets count from the beginning of the range.
 * The next piece is read while one is sent, into two buffers in turns: a reply's data is valid until the next is asked for.
 */
export async function* readRange(
  reader: BlobReader,
  range: { offset: number; size: number },
): AsyncIterable<containerd.services.content.v1.IReadContentResponse> {
  let pending: Promise<number> | undefined;
  try {
    const start = Math.max(0, range.offset);
    if (start > reader.size) throw outOfRange(`read past object length ${reader.size} bytes`, { verbatim: true });
    const rest = reader.size - start;
    const size = range.size <= 0 || range.size > rest ? rest : range.size;
    const buffers = [0, 1].map(() => Buffer.allocUnsafe(Math.min(PIECE_BYTES, size)));
    const readAt = (at: number, piece: number): Promise<number> => reader.read(buffers[piece % 2]!.subarray(0, size - at), start + at);

    pending = size > 0 ? readAt(0, 0) : undefined;
    for (let at = 0, piece = 0; pending !== undefined; piece++) {
      const read: number = await pending;
      const offset = at;
      at += read;
      pending = read > 0 && at < size ? readAt(at, piece + 1) : undefined;
      if (read > 0) yield { offset, data: buffers[piece % 2]!.subarray(0, read) };
    }
  } finally {
    await pending?.catch(() => 0);
    await reader.close();
  }
}
