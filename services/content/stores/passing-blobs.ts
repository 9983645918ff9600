import { createHash } from "node:crypto";
import { dataLoss, isStevedoreError, messageOf, unavailable } from "@stevedore/errors";
import { createFlights } from "@stevedore/locks";
import { parseDigest } from "@stevedore/oci";
import type { Bucket } from "@stevedore/s3";
import { digestSoFar, PIECE_BYTES } from "../hashing/digester.ts";
import type { WantedBlob } from "./blob-fetch.ts";
import type { BlobPart, BlobReader } from "./content-store.ts";
import { createPartHasher, isPart, PART_BYTES, type PartHashes } from "./part-hashes.ts";

export interface PassingBlobsOptions {
  /** Of one request, while a reader goes on and on. */
  rangeBytes: number;
  parts: PartHashes;
  damaged(digest: string): void;
}

/** Blobs that are read from their objects, and kept nowhere on this host. */
export interface PassingBlobs {
  /**
   * Of a blob that was verified on this host before, each part is held against its hash before anybody gets a byte of it. Any other is hashed as it passes for
   * who reads it from its beginning to its end, and has its last byte given when the digest is right; who wants less waits until it was read once for its hashes.
   */
  reader(blob: WantedBlob, part?: BlobPart): BlobReader;
  /** Reads all of it. @throws DataLoss */
  verify(blob: WantedBlob): Promise<void>;
}

// Of parts that were verified last: clients read slices of them, one call each.
const KEPT_PARTS = 8;

export function createPassingBlobs(bucket: Bucket, { rangeBytes, parts, damaged }: PassingBlobsOptions): PassingBlobs {
  const kept = new Map<string, Buffer>();
  const flights = createFlights<void>();
  const fail = ({ digest, key }: WantedBlob, what: string): never => {
    damaged(digest);
    throw dataLoss(`the object ${key} of ${bucket.name} is damaged: ${what}`, { hint: `remove ${digest} and pull its image again, which writes the object anew` });
  };
  const hold = async (blob: WantedBlob, hash: PassedHash): Promise<void> => {
    if (hash.digest !== blob.digest) fail(blob, `its bytes are those of ${hash.digest}`);
    await parts.keep(blob.digest, hash.parts());
  };
  const readWhole = async (blob: WantedBlob): Promise<void> => {
    const source = createSource(bucket, blob, rangeBytes);
    const hash = createPassedHash(blob.digest);
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, blob.size));
    try {
      for (let at = 0; at < blob.size; ) {
        const step = buffer.subarray(0, blob.size - at);
        await source.fill(step, at);
        hash.passed(step, at);
        at += step.length;
      }
      await hold(blob, hash);
    } finally {
      await source.close();
    }
  };
  const partOf = async (blob: WantedBlob, part: number, { source, hashes }: { source: Source; hashes: Buffer }): Promise<Buffer> => {
    const name = `${blob.digest} ${part}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const data = Buffer.allocUnsafeSlow(Math.min(PART_BYTES, blob.size - part * PART_BYTES));
    await source.fill(data, part * PART_BYTES);
    if (!isPart(hashes, part, data)) fail(blob, `its bytes from ${part * PART_BYTES} on are not those that were verified before`);
    kept.set(name, data);
    if (kept.size > KEPT_PARTS) kept.delete(kept.keys().next().value!);
    return data;
  };
  const verify = (blob: WantedBlob): Promise<void> => flights.join(blob.digest, () => readWhole(blob));
  return {
    verify,
    reader(blob, part) {
      const { size, digest } = blob;
      const isPartial = part !== undefined && part.size > 0 && Math.max(0, part.offset) + part.size < size;
      const source = createSource(bucket, blob, rangeBytes);
      const hash = createPassedHash(digest);
      const readVerified = async (wanted: Uint8Array, position: number, hashes: Buffer): Promise<void> => {
        for (let done = 0; done < wanted.length; ) {
          const at = position + done;
          const data = await partOf(blob, Math.floor(at / PART_BYTES), { source, hashes });
          const found = data.subarray(at % PART_BYTES, (at % PART_BYTES) + wanted.length - done);
          wanted.set(found, done);
          done += found.length;
        }
      };
      return {
        size,
        async read(buffer, position) {
          const wanted = buffer.subarray(0, Math.max(0, size - position));
          if (wanted.length === 0) return 0;
          let hashes = await parts.of(blob);
          if (hashes === undefined && (isPartial || position > hash.bytes)) {
            await verify(blob);
            hashes = await parts.of(blob);
          }
          if (hashes !== undefined) {
            await readVerified(wanted, position, hashes);
            return wanted.length;
          }
          await source.fill(wanted, position);
          hash.passed(wanted, position);
          if (hash.bytes === size) await hold(blob, hash);
          return wanted.length;
        },
        close: source.close,
      };
    },
  };
}

interface PassedHash {
  /** Takes in what joins on to the bytes before it; anything else is ignored. */
  passed(data: Uint8Array, position: number): void;
  readonly bytes: number;
  readonly digest: string;
  /** The hashes of its parts, once all has passed. */
  parts(): Buffer;
}

function createPassedHash(digest: string): PassedHash {
  const { algorithm } = parseDigest(digest);
  const hash = createHash(algorithm);
  const parts = createPartHasher();
  let bytes = 0;
  return {
    parts: () => parts.finish(),
    passed(data, position) {
      if (position > bytes || position + data.length <= bytes) return;
      const more = data.subarray(bytes - position);
      hash.update(more);
      parts.update(more);
      bytes = position + data.length;
    },
    get bytes() {
      return bytes;
    },
    get digest() {
      return digestSoFar(algorithm, hash);
    },
  };
}

interface Source {
  /** Fills the buffer, which has to lie within the blob. */
  fill(buffer: Uint8Array, position: number): Promise<void>;
  close(): Promise<void>;
}

const TRIES = 3;

/**
 * An object's bytes from anywhere: a request for just what is wanted, and larger ones once it is seen to be read on. A connection that breaks
 * in the middle is no failure yet.
 */
function createSource(bucket: Bucket, { key, size }: WantedBlob, rangeBytes: number): Source {
  let open: { chunks: AsyncIterator<Buffer>; at: number; rest: Buffer } | undefined;
  let readUpTo = -1;
  const close = async (): Promise<void> => {
    const { chunks } = open ?? {};
    open = undefined;
    await chunks?.return?.();
  };
  const some = async (at: number, wanted: number): Promise<Buffer> => {
    if (open?.at !== at) {
      await close();
      const length = Math.min(size - at, at === readUpTo ? Math.max(wanted, rangeBytes) : wanted);
      open = { chunks: (await bucket.read(key, { offset: at, length }))[Symbol.asyncIterator]() as AsyncIterator<Buffer>, at, rest: Buffer.alloc(0) };
    }
    if (open.rest.length === 0) {
      const { value, done } = await open.chunks.next();
      if (done === true) {
        open = undefined;
        return Buffer.alloc(0);
      }
      open.rest = value;
    }
    const taken = open.rest.subarray(0, wanted);
    open.rest = open.rest.subarray(taken.length);
    open.at += taken.length;
    return taken;
  };
  return {
    close,
    async fill(buffer, position) {
      for (let done = 0, tried = 1; done < buffer.length; ) {
        try {
          const data = await some(position + done, buffer.length - done);
          // The end of a request; of two in a row without a byte, something is wrong.
          if (data.length === 0 && tried++ >= TRIES) throw new Error(`the answer ended ${buffer.length - done} bytes early`);
          if (data.length > 0) tried = 1;
          buffer.set(data, done);
          done += data.length;
        } catch (error) {
          await close().catch(() => undefined);
          if (tried++ >= TRIES) throw isStevedoreError(error) ? error : unavailable(`read ${key}: ${bucket.name}: ${messageOf(error)}`, { cause: error });
        }
        readUpTo = position + done;
      }
    },
  };
}
