/**
 * Gives the memory behind a piece of bytes back at once, if the piece is the end of it; every piece of that memory is empty afterwards.
 * Left to the garbage collector, each 64 MB of such memory has it mark the whole heap. Small buffers are left alone: they may be pieces of
 * Node's pool, which is somewhat larger than its size says, and gives none of half that size.
 */
export function freeBuffer({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || byteOffset + byteLength !== buffer.byteLength) return;
  // As a socket reads them.
  const isWhole = byteOffset === 0 && byteLength >= Buffer.poolSize / 2 && byteLength <= Buffer.poolSize;
  if (isWhole || buffer.byteLength >= 2 * Buffer.poolSize) buffer.transfer(0);
}
