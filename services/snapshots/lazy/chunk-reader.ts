import { inflateChunk, type BlobSource, type Chunk, type TocFile } from "@stevedore/estargz";

/** Reads files of a layer out of its blob: what arrives is verified, chunk by chunk, before anybody sees it. */
export interface ChunkReader {
  /** @throws DataLoss when the blob's bytes are not those that the table of contents vouches for; what the source throws */
  read(file: TocFile, offset: number, length: number): Promise<Buffer>;
}

/** Asked for at a time at least: what lies behind a file is mostly wanted next, and a request costs as much as many bytes. */
const WINDOW = 1 << 20;
/** Who reads on and on is given more and more. */
const MOST = 8 << 20;
const CACHED_BYTES = 48 << 20;

/** `payloadBytes`: where the blob's last chunk ends. */
export function createChunkReader({ source, chunks, payloadBytes, cache }: { source: BlobSource; chunks: Iterable<Chunk>; payloadBytes: number; cache: ByteCache }): ChunkReader {
  const offsets = [...new Set([...chunks].map(({ offset }) => offset))].toSorted((a, b) => a - b);
  const place = new Map(offsets.map((offset, i) => [offset, i]));
  const spans = new Map<number, Promise<Buffer>>();
  const own = {};
  let ahead = { end: -1, size: WINDOW };

  // The compressed bytes from `offset` to the chunk's end, by a request for more than that.
  const compressed = async ({ offset, length }: Chunk): Promise<Buffer> => {
    const first = place.get(offset) as number;
    const known = spans.get(first);
    if (known !== undefined) return (await known).subarray(0, length);
    const size = offset === ahead.end ? Math.min(ahead.size * 2, MOST) : WINDOW;
    let last = first;
    const endOf = (i: number): number => offsets[i + 1] ?? payloadBytes;
    while (last + 1 < offsets.length && endOf(last + 1) - offset <= Math.max(size, length) && !spans.has(last + 1)) last++;
    const end = endOf(last);
    ahead = { end, size };
    const bytes = source.read(offset, end - offset);
    for (let i = first; i <= last; i++) {
      const from = (offsets[i] as number) - offset;
      const part = bytes.then((all) => all.subarray(from));
      spans.set(i, part);
      const forget = (): void => void (spans.get(i) === part && spans.delete(i));
      part.then(() => cache.keep({ owner: own, key: `c${i}`, bytes: endOf(i) - (offsets[i] as number), drop: forget }), forget);
    }
    return (await bytes).subarray(0, length);
  };

  const inflated = new Map<Chunk, Promise<Buffer>>();
  const bytesOf = (chunk: Chunk): Promise<Buffer> => {
    const known = inflated.get(chunk);
    if (known !== undefined) {
      cache.use(own, keyOf(chunk));
      return known;
    }
    const forget = (): void => void inflated.delete(chunk);
    const made = compressed(chunk).then(async (bytes) => {
      try {
        return await inflateChunk(bytes, chunk);
      } catch (error) {
        // Whoever asks next asks the source anew.
        spans.delete(place.get(chunk.offset) as number);
        throw error;
      }
    });
    inflated.set(chunk, made);
    made.then((bytes) => cache.keep({ owner: own, key: keyOf(chunk), bytes: bytes.length, drop: forget }), forget);
    return made;
  };

  return {
    async read({ chunks: all }, offset, length) {
      const end = offset + length;
      const wanted = all.filter((chunk) => chunk.fileOffset < end && chunk.fileOffset + chunk.size > offset);
      const parts = await Promise.all(wanted.map(async (chunk) => (await bytesOf(chunk)).subarray(Math.max(0, offset - chunk.fileOffset), Math.min(chunk.size, end - chunk.fileOffset))));
      return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    },
  };
}

function keyOf({ offset, innerOffset }: Chunk): string {
  return `${offset}+${innerOffset}`;
}

/** Bytes that were read a while ago are let go when there are too many. */
export interface ByteCache {
  keep(entry: { owner: object; key: string; bytes: number; drop: () => void }): void;
  use(owner: object, key: string): void;
}

export function createByteCache(limit = CACHED_BYTES): ByteCache {
  const owners = new WeakMap<object, Map<string, Kept>>();
  const order = new Set<Kept>();
  let total = 0;
  const release = (kept: Kept): void => {
    order.delete(kept);
    owners.get(kept.owner)?.delete(kept.key);
    total -= kept.bytes;
  };
  return {
    keep({ owner, key, bytes, drop }) {
      const own = owners.get(owner) ?? new Map<string, Kept>();
      owners.set(owner, own);
      const old = own.get(key);
      if (old !== undefined) release(old);
      const kept = { owner, key, bytes, drop };
      own.set(key, kept);
      order.add(kept);
      total += bytes;
      for (const oldest of order) {
        if (total <= limit || oldest === kept) return;
        release(oldest);
        oldest.drop();
      }
    },
    use(owner, key) {
      const kept = owners.get(owner)?.get(key);
      if (kept === undefined) return;
      order.delete(kept);
      order.add(kept);
    },
  };
}

interface Kept {
  owner: object;
  key: string;
  bytes: number;
  drop: () => void;
}
