const owned = new WeakSet<ArrayBufferLike>();

/** What is smaller stays a piece of what was read with it. */
export const LARGE_BYTES = 64 << 10;

// For less it isn't worth the call.
const FREED_BYTES = 4 << 10;

/** Memory for one message alone, which whoever is the last to use it may give back. */
export function ownBuffer(size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  owned.add(bytes.buffer);
  return bytes;
}

/**
 * Gives the memory of a message back at once, if it has memory of its own, as large ones have that came over a socket; every piece of it is
 * empty afterwards. Left to the garbage collector, each 64 MB have it mark the whole heap, and each new buffer is new memory of the kernel's.
 */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && owned.delete(buffer)) buffer.transfer(0);
}

/** Gives a chunk back that a socket has read, when nobody has kept a piece of it. */
export function freeChunk({ buffer, byteLength }: Buffer): void {
  // A piece of Node's pool, where others have pieces too, is never all of it.
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && byteLength >= FREED_BYTES) buffer.transfer(0);
}

/** A message of a known length that arrives in chunks, copied together in memory of its own. */
export interface Filling {
  /** Takes what belongs to the message; returns what follows it. */
  take(chunk: Buffer): Buffer;
  readonly bytes: Buffer;
  readonly isFull: boolean;
}

export function createFilling(length: number): Filling {
  const bytes = ownBuffer(length);
  let filled = 0;
  return {
    bytes,
    get isFull() {
      return filled === length;
    },
    take(chunk) {
      const part = chunk.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      return chunk.subarray(part.length);
    },
  };
}
