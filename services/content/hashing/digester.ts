import { createHash, type Hash } from "node:crypto";
import { open } from "node:fs/promises";
import type { DigestAlgorithm } from "@stevedore/oci";
import { outOfRange } from "@stevedore/errors";

/** Pieces in which files are hashed and copied: large enough that calls cost nothing beside the bytes. */
export const PIECE_BYTES = 1 << 20;

/** The running digest of a growing file. */
export interface Digester {
  readonly offset: number;
  /** Digest of the bytes up to `offset`. */
  readonly digest: string;
  /** Hashes bytes that are at hand and follow `offset`; absent where hashing happens on another thread. */
  update?(data: Uint8Array): void;
  /** Hashes the file from `offset` up to `size`. @throws OutOfRange when the file is shorter */
  advance(size: number): Promise<void>;
  reset(): Promise<void>;
  close(): void;
}

/** A digester on this thread: the cheapest where the bytes pass through it anyway. */
export function createInlineDigester(path: string, algorithm: DigestAlgorithm): Digester {
  let hash = createHash(algorithm);
  let offset = 0;
  const update = (data: Uint8Array): void => {
    hash.update(data);
    offset += data.length;
  };
  return {
    get offset() {
      return offset;
    },
    get digest() {
      return digestSoFar(algorithm, hash);
    },
    update,
    advance: (size) => readPieces(path, offset, size, update),
    async reset() {
      hash = createHash(algorithm);
      offset = 0;
    },
    close: () => undefined,
  };
}

export function digestSoFar(algorithm: DigestAlgorithm, hash: Hash): string {
  return `${algorithm}:${hash.copy().digest("hex")}`;
}

export function fileTooShort(path: string, has: number, wanted: number): Error {
  return outOfRange(`${path} holds ${has} bytes, not ${wanted}`);
}

async function readPieces(path: string, from: number, to: number, take: (piece: Uint8Array) => void): Promise<void> {
  if (to <= from) return;
  await using file = await open(path, "r");
  const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, to - from));
  for (let at = from; at < to; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) throw fileTooShort(path, at, to);
    take(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}
