/**
 * Gives the memory behind a piece of bytes back at once, if the piece is the end of it; every piece of that memory is empty afterwards.
 * Left to the garbage collector, each 64 MB of such memory has it mark the whole heap. Small buffers are left alone: they may be Node's
 * pool, somewhat larger than its size says, that others have pieces of.
 */
export function freeBuffer({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= 2 * Buffer.poolSize && byteOffset + byteLength === buffer.byteLength) buffer.transfer(0);
}
