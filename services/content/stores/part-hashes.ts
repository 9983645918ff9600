import { createHash, type Hash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseDigest } from "@stevedore/oci";

/** What is verified at once: whoever reads less waits for all of it. */
export const PART_BYTES = 1 << 20;
const HASH_BYTES = 32;
const KNOWN = 64;
let sequence = 0;

/**
 * SHA-256 of each MiB of blobs that this host has read or written whole and held against their digests: a part of such a blob can be
 * verified by itself. Files of this host, which may be lost: then a blob has to be read whole once more.
 */
export interface PartHashes {
  /** One hash after the other. Undefined for a blob that was not verified here. */
  of(blob: { digest: string; size: number }): Promise<Buffer | undefined>;
  keep(digest: string, hashes: Buffer): Promise<void>;
  drop(digest: string): Promise<void>;
}

export function createPartHashes(directory: string): PartHashes {
  const known = new Map<string, Buffer>();
  const fileOf = (digest: string): string => path.join(directory, parseDigest(digest).algorithm, parseDigest(digest).hex);
  const note = (digest: string, hashes: Buffer): void => {
    known.delete(digest);
    known.set(digest, hashes);
    if (known.size > KNOWN) known.delete(known.keys().next().value!);
  };
  return {
    async of({ digest, size }) {
      const hashes = known.get(digest) ?? (await readRecord(fileOf(digest)));
      if (hashes?.length !== Math.ceil(size / PART_BYTES) * HASH_BYTES) return undefined;
      note(digest, hashes);
      return hashes;
    },
    async keep(digest, hashes) {
      note(digest, hashes);
      const file = fileOf(digest);
      const arriving = `${file}.${++sequence}`;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(arriving, Buffer.concat([hashes, sha256(hashes)]), { mode: 0o600 });
        await rename(arriving, file);
      } catch {
        // A full disk: what is in memory does for this life.
        await rm(arriving, { force: true }).catch(() => undefined);
      }
    },
    async drop(digest) {
      known.delete(digest);
      await rm(fileOf(digest), { force: true });
    },
  };
}

/** Says whether a part is what was verified. */
export function isPart(hashes: Buffer, part: number, data: Uint8Array): boolean {
  return sha256(data).equals(hashes.subarray(part * HASH_BYTES, (part + 1) * HASH_BYTES));
}

/** Hashes the parts of bytes that pass from the first to the last. */
export interface PartHasher {
  update(data: Uint8Array): void;
  /** The hashes of all that has passed; the last part is a shorter one. */
  finish(): Buffer;
}

export function createPartHasher(): PartHasher {
  const hashes: Buffer[] = [];
  let hash: Hash | undefined;
  let filled = 0;
  const end = (): void => {
    if (hash !== undefined) hashes.push(hash.digest());
    hash = undefined;
    filled = 0;
  };
  return {
    update(data) {
      for (let at = 0; at < data.length; ) {
        const piece = data.subarray(at, at + PART_BYTES - filled);
        (hash ??= createHash("sha256")).update(piece);
        filled += piece.length;
        at += piece.length;
        if (filled === PART_BYTES) end();
      }
    },
    finish() {
      end();
      return Buffer.concat(hashes);
    },
  };
}

/** The hashes of a file's parts. */
export async function hashParts(file: string): Promise<Buffer> {
  const hasher = createPartHasher();
  await using handle = await open(file, "r");
  const buffer = Buffer.allocUnsafe(PART_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, PART_BYTES);
    if (bytesRead === 0) return hasher.finish();
    hasher.update(buffer.subarray(0, bytesRead));
  }
}

// A damaged record would have a good object called damaged.
async function readRecord(file: string): Promise<Buffer | undefined> {
  const record = await readFile(file).catch(() => undefined);
  if (record === undefined || record.length < HASH_BYTES) return undefined;
  const hashes = record.subarray(0, -HASH_BYTES);
  return sha256(hashes).equals(record.subarray(-HASH_BYTES)) ? hashes : undefined;
}

function sha256(data: Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}
