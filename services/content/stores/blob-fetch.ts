import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { dataLoss } from "@stevedore/errors";
import { parseDigest } from "@stevedore/oci";
import type { Bucket } from "@stevedore/s3";
import type { BlobCache } from "./blob-cache.ts";
import { syncDirectory } from "./blob-files.ts";
import { createInlineDigester, PIECE_BYTES, type Digester } from "../hashing/digester.ts";
import { diskError } from "./disk-errors.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import type { Layout } from "./layout.ts";

export interface BlobFetchDeps {
  bucket: Bucket;
  cache: BlobCache;
  layout: Layout;
  hashes: HashPool;
  /** Where files are while they arrive; on the cache's file system. */
  directory: string;
}

export interface WantedBlob {
  digest: string;
  key: string;
  size: number;
}

const LANES = 4;
let sequence = 0;

/**
 * Brings an object into the cache: in ranges, several at once, hashed as they come, under its name only when it is verified.
 * @throws DataLoss when its bytes are not those of the digest, ResourceExhausted when the disk has no room
 */
export async function fetchBlob(deps: BlobFetchDeps, wanted: WantedBlob, { rangeBytes }: { rangeBytes: number }): Promise<void> {
  const { cache, layout, directory } = deps;
  const { digest, size } = wanted;
  const room = cache.reserve(size);
  const file = path.join(directory, `${parseDigest(digest).hex}-${++sequence}`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await fetchInto(deps, wanted, { file, rangeBytes });
    await mkdir(path.dirname(layout.blob(digest)), { recursive: true, mode: 0o755 });
    await rename(file, layout.blob(digest));
    await syncDirectory(path.dirname(layout.blob(digest)));
    room.release();
    cache.adopt(digest, size, room);
  } catch (error) {
    await rm(file, { force: true });
    throw diskError(`fetch ${digest}`, error);
  } finally {
    room.release();
  }
}

async function fetchInto({ bucket, hashes }: BlobFetchDeps, { digest, key, size }: WantedBlob, { file, rangeBytes }: { file: string; rangeBytes: number }): Promise<void> {
  await using handle = await open(file, "wx", 0o444);
  const { algorithm } = parseDigest(digest);
  const digester = size <= PIECE_BYTES ? createInlineDigester(file, algorithm) : await hashes.open(file, algorithm);
  try {
    const hashing = createPrefixHasher(digester, size);
    await inRanges(size, rangeBytes, async (range) => {
      await fetchRange({ bucket, handle, key }, range);
      hashing.arrived(range);
    });
    await hashing.finish();
    if (digester.digest !== digest) {
      throw dataLoss(`the object ${key} of ${bucket.name} is damaged: its bytes are those of ${digester.digest}`, { hint: `remove ${digest} and pull its image again, which writes the object anew` });
    }
    // On disk before it has the name that says that it is verified.
    await handle.sync();
  } finally {
    digester.close();
  }
}

interface Range {
  offset: number;
  length: number;
}

async function inRanges(size: number, rangeBytes: number, work: (range: Range) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < size && !failed) {
      const offset = next;
      next += rangeBytes;
      try {
        await work({ offset, length: Math.min(rangeBytes, size - offset) });
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

const TRIES = 3;

// A connection that breaks in the middle is no failure yet: the range goes on behind what came.
async function fetchRange({ bucket, handle, key }: { bucket: Bucket; handle: FileHandle; key: string }, { offset, length }: Range): Promise<void> {
  const end = offset + length;
  for (let at = offset, tried = 1; at < end; tried++) {
    const before = at;
    try {
      for await (const batch of inBatches(await bucket.read(key, { offset: at, length: end - at }))) {
        const { bytesWritten } = await handle.writev(batch, at);
        at += bytesWritten;
      }
      if (at < end) throw new Error(`the answer ended ${end - at} bytes early`);
    } catch (error) {
      if (at > before) tried = 1;
      if (tried >= TRIES) throw error;
    }
  }
}

/** Chunks of a stream, together as many as make a system call worth it. */
async function* inBatches(stream: AsyncIterable<Buffer>): AsyncIterable<Buffer[]> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    batch.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Hashes what has arrived without a gap, while the rest is on its way. */
function createPrefixHasher(digester: Digester, size: number): { arrived(range: Range): void; finish(): Promise<void> } {
  const early = new Map<number, number>();
  let complete = 0;
  let hashing: Promise<void> = Promise.resolve();
  return {
    arrived({ offset, length }) {
      early.set(offset, length);
      for (let found = early.get(complete); found !== undefined; found = early.get(complete)) {
        early.delete(complete);
        complete += found;
      }
      const upTo = complete;
      hashing = hashing.then(() => digester.advance(upTo));
      hashing.catch(() => undefined);
    },
    async finish() {
      await hashing;
      await digester.advance(size);
    },
  };
}
