import { createHash } from "node:crypto";
import { dataLoss, isStevedoreError, messageOf, unavailable } from "@stevedore/errors";
import { createFlights } from "@stevedore/locks";
import { parseDigest } from "@stevedore/oci";
import type { Bucket } from "@stevedore/s3";
import { digestSoFar, PIECE_BYTES } from "../hashing/digester.ts";
import type { WantedBlob } from "./blob-fetch.ts";
import type { BlobReader } from "./content-store.ts";

export interface PassingBlobsOptions {
  /** Of one request, while a reader goes on and on. */
  rangeBytes: number;
  damaged(digest: string): void;
}

/** Blobs that are read from their objects, and kept nowhere on this host. */
export interface PassingBlobs {
  /**
   * Who reads from the beginning to the end has the bytes hashed as they pass; who reads the last byte without the rest waits until the
   * object has been read for the hash. What was verified once counts as such until the end of this process.
   */
  reader(blob: WantedBlob): BlobReader;
  /** @throws DataLoss */
  verify(blob: WantedBlob): Promise<void>;
}

export function createPassingBlobs(bucket: Bucket, { rangeBytes, damaged }: PassingBlobsOptions): PassingBlobs {
  const whole = new Set<string>();
  const flights = createFlights<void>();
  const hold = ({ digest, key }: WantedBlob, found: string): void => {
    if (found === digest) return void whole.add(digest);
    whole.delete(digest);
    damaged(digest);
    throw dataLoss(`the object ${key} of ${bucket.name} is damaged: its bytes are those of ${found}`, { hint: `remove ${digest} and pull its image again, which writes the object anew` });
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
      hold(blob, hash.digest);
    } finally {
      await source.close();
    }
  };
  const verify = (blob: WantedBlob): Promise<void> => flights.join(blob.digest, () => readWhole(blob));
  return {
    verify,
    reader(blob) {
      const { size, digest } = blob;
      const source = createSource(bucket, blob, rangeBytes);
      const hash = createPassedHash(digest);
      return {
        size,
        async read(buffer, position) {
          const piece = buffer.subarray(0, Math.max(0, size - position));
          await source.fill(piece, position);
          hash.passed(piece, position);
          if (position + piece.length < size) return piece.length;
          if (hash.bytes === size) hold(blob, hash.digest);
          else if (!whole.has(digest)) await verify(blob);
          return piece.length;
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
}

function createPassedHash(digest: string): PassedHash {
  const { algorithm } = parseDigest(digest);
  const hash = createHash(algorithm);
  let bytes = 0;
  return {
    passed(data, position) {
      if (position > bytes || position + data.length <= bytes) return;
      hash.update(data.subarray(bytes - position));
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
