import { fstatSync, statSync, type BigIntStats } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { dataLoss, isError, messageOf, notFound } from "@stevedore/errors";
import { createFlights } from "@stevedore/locks";
import { parseDigest } from "@stevedore/oci";
import type { VerifyOptions } from "./content-store.ts";
import { diskError, errnoOf, isMissing } from "./disk-errors.ts";
import type { HashPool } from "../hashing/hash-pool.ts";

export interface VerifiedBlobsDeps {
  hashes: HashPool;
  fileOf(digest: string): string;
}

/** Which files this process has held against their digests, and what they looked like then. */
export interface VerifiedBlobs {
  /** The file under the digest has just been verified. */
  note(digest: string): void;
  forget(digest: string): void;
  /** The open file is one that was verified, and has not been written since. */
  isKnown(digest: string, fd: number): boolean;
  /** As `ContentStore.verify`; those who ask at the same time share one reading. */
  verify(digest: string, options?: VerifyOptions): Promise<void>;
}

// Large enough that the thread is not asked often, small enough for an even rate.
const STEP_BYTES = 4 << 20;

export function createVerifiedBlobs({ hashes, fileOf }: VerifiedBlobsDeps): VerifiedBlobs {
  const known = new Map<string, string>();
  const reading = createFlights<void>();

  const readWhole = async (digest: string, options: VerifyOptions): Promise<void> => {
    const file = fileOf(digest);
    const stats = look(digest, file);
    await holdAgainstDigest({ hashes, file, digest, size: Number(stats.size) }, options);
    known.set(digest, marksOf(stats));
  };
  return {
    note(digest) {
      const file = fileOf(digest);
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (stats !== undefined) known.set(digest, marksOf(stats));
    },
    forget: (digest) => void known.delete(digest),
    isKnown: (digest, fd) => known.get(digest) === marksOf(fstatSync(fd, { bigint: true })),
    async verify(digest, options = {}) {
      const { trust } = options;
      const stats = look(digest, fileOf(digest));
      if (options.size !== undefined && Number(stats.size) !== options.size) throw dataLoss(`it has ${stats.size} bytes, not ${options.size}`);
      if (trust !== undefined) {
        const before = known.get(digest);
        const now = marksOf(stats);
        if (before === now || (trust === "unchanged" && before === undefined)) return;
        return reading.join(digest, () => readWhole(digest, options));
      }
      return readWhole(digest, options);
    },
  };
}

// Whoever writes to a file changes its times; a file that takes its place is another inode.
function marksOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

function look(digest: string, file: string): BigIntStats {
  try {
    return statSync(file, { bigint: true });
  } catch (error) {
    throw isMissing(error) ? notFound(`blob ${digest} expected at ${file}`) : diskError(`content ${digest}`, error);
  }
}

interface Checked {
  hashes: HashPool;
  file: string;
  digest: string;
  size: number;
}

async function holdAgainstDigest({ hashes, file, digest, size }: Checked, { bytesPerSecond, signal }: VerifyOptions): Promise<void> {
  try {
    const digester = await hashes.open(file, parseDigest(digest).algorithm);
    try {
      for (let at = 0; at < size; ) {
        signal?.throwIfAborted();
        const began = performance.now();
        const step = Math.min(STEP_BYTES, size - at);
        await digester.advance((at += step));
        const spare = bytesPerSecond === undefined ? 0 : (step / bytesPerSecond) * 1000 - (performance.now() - began);
        if (spare > 0) await delay(spare, undefined, { signal });
      }
      if (digester.digest !== digest) throw dataLoss(`it holds ${digester.digest}`);
    } finally {
      digester.close();
    }
  } catch (error) {
    if (isMissing(error)) throw notFound(`blob ${digest} expected at ${file}`);
    // A sector that can't be read, or a file that was cut while it was.
    if (errnoOf(error) === "EIO" || isError(error, "outOfRange")) throw dataLoss(`it can not be read: ${messageOf(error)}`, { cause: error });
    throw diskError(`verify ${digest}`, error);
  }
}
