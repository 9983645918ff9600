import { isError } from "@stevedore/errors";
import { inflateChunk, type Chunk, type TocFile } from "@stevedore/estargz";
import type { BlobReader } from "./blob-reader.ts";

/** Reads files of a layer out of its blob: what arrives is verified, chunk by chunk, before anybody sees it. */
export interface ChunkReader {
  /** @throws DataLoss when the blob's bytes are not those that the table of contents vouches for; what the source throws */
  read(file: TocFile, offset: number, length: number): Promise<Buffer[]>;
}

const CACHED_BYTES = 48 << 20;

/** `payloadBytes`: where the blob's last chunk ends. */
export function createChunkReader({ blob, payloadBytes, cache }: { blob: BlobReader; payloadBytes: number; cache: ByteCache }): ChunkReader {
  const own = {};
  const aheadOf = createForesight(payloadBytes);
  const inflated = new Map<Chunk, Promise<Buffer>>();
  const fetch = async (chunk: Chunk): Promise<Buffer> => {
    const ahead = aheadOf(chunk);
    try {
      return await blob.use(chunk, { ahead, again: false }, (bytes) => inflateChunk(bytes, chunk));
    } catch (error) {
      if (!isError(error, "dataLoss")) throw error;
      return blob.use(chunk, { ahead: 0, again: true }, (bytes) => inflateChunk(bytes, chunk));
    }
  };
  const bytesOf = (chunk: Chunk): Promise<Buffer> => {
    const known = inflated.get(chunk);
    if (known !== undefined) {
      cache.use(own, keyOf(chunk));
      return known;
    }
    const made = fetch(chunk);
    inflated.set(chunk, made);
    const forget = (): void => void inflated.delete(chunk);
    made.then((bytes) => cache.keep({ owner: own, key: keyOf(chunk), bytes: bytes.length, drop: forget }), forget);
    return made;
  };

  return {
    async read({ chunks: all }, offset, length) {
      const end = offset + length;
      const wanted = all.filter((chunk) => chunk.fileOffset < end && chunk.fileOffset + chunk.size > offset);
      const next = nextChunk(all, { offset, end, isKnown: (chunk) => inflated.has(chunk) });
      // Whoever needs it hears of a failure then.
      if (next !== undefined) void bytesOf(next).catch(() => undefined);
      return Promise.all(wanted.map(async (chunk) => (await bytesOf(chunk)).subarray(Math.max(0, offset - chunk.fileOffset), Math.min(chunk.size, end - chunk.fileOffset))));
    },
  };
}

// The one behind what is read, when it is read on and on: it is inflated meanwhile.
function nextChunk(all: readonly Chunk[], { offset, end, isKnown }: { offset: number; end: number; isKnown: (chunk: Chunk) => boolean }): Chunk | undefined {
  const at = all.findLastIndex((chunk) => chunk.fileOffset < end);
  const current = all[at];
  const before = all[at - 1];
  const next = all[at + 1];
  if (current === undefined || next === undefined || isKnown(next)) return undefined;
  const goesOn = before !== undefined ? isKnown(before) || offset < current.fileOffset : end > current.size / 2;
  return goesOn ? next : undefined;
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
