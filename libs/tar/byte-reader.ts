/** Takes a stream apart into pieces of known lengths, without copying where a piece lies in one chunk. */
export interface ByteReader {
  /** So many bytes; undefined when there are none at all and `mayEnd` says that there need not be. @throws what `cutOff` makes, when there are fewer */
  exactly(length: number, what: string, mayEnd?: boolean): Promise<Buffer | undefined>;
  take(length: number): Stretch;
  /** Reads what is left: a compressed stream is only checked at its end. */
  drain(): Promise<void>;
}

/** Bytes of a stream that may be read or left: what `drop` finds unread, it skips. */
export interface Stretch {
  bytes(): AsyncGenerator<Buffer>;
  drop(): Promise<void>;
}

const DRAIN_BYTES = 1 << 20;

export function createByteReader(source: AsyncIterable<Uint8Array>, cutOff: (what: string) => Error): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  // At most `limit` bytes of what is at hand or comes next; undefined at the end.
  const next = async (limit: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { value, done } = await iterator.next();
      if (done === true) return undefined;
      rest = Buffer.from(value.buffer, value.byteOffset, value.length);
    }
    const piece = rest.subarray(0, limit);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    async exactly(length, what, mayEnd = false) {
      const pieces: Buffer[] = [];
      for (let left = length; left > 0; ) {
        const piece = await next(left);
        if (piece === undefined && mayEnd && left === length) return undefined;
        if (piece === undefined) throw cutOff(what);
        pieces.push(piece);
        left -= piece.length;
      }
      return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length);
    },
    take(length) {
      let left = length;
      async function* bytes(): AsyncGenerator<Buffer> {
        while (left > 0) {
          const piece = await next(left);
          if (piece === undefined) throw cutOff("");
          left -= piece.length;
          yield piece;
        }
      }
      return { bytes, async drop() { for await (const _ of bytes()); } };
    },
    async drain() {
      while ((await next(DRAIN_BYTES)) !== undefined);
    },
  };
}
