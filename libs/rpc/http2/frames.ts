import { freeChunk } from "../own-buffers.ts";

/** HTTP/2's frames (RFC 9113, sections 4 and 6). */
export const FRAME = { data: 0, headers: 1, priority: 2, rstStream: 3, settings: 4, pushPromise: 5, ping: 6, goAway: 7, windowUpdate: 8, continuation: 9 } as const;
export const FLAG = { endStream: 1, ack: 1, endHeaders: 4, padded: 8, priority: 0x20 } as const;
export const SETTING = { headerTableSize: 1, enablePush: 2, maxConcurrentStreams: 3, initialWindowSize: 4, maxFrameSize: 5, maxHeaderListSize: 6 } as const;
export const CODE = {
  noError: 0,
  protocol: 1,
  internal: 2,
  flowControl: 3,
  streamClosed: 5,
  frameSize: 6,
  refusedStream: 7,
  cancel: 8,
  compression: 9,
  enhanceYourCalm: 11,
} as const;

export const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");
export const HEADER_BYTES = 9;
export const DEFAULT_WINDOW = 65_535;
export const DEFAULT_FRAME_SIZE = 16_384;
export const MAX_WINDOW = 2 ** 31 - 1;

export interface Frame {
  type: number;
  flags: number;
  streamId: number;
  /** A view of what was read: valid for as long as anybody holds it. */
  payload: Buffer;
}

/** A fault of the peer's that ends the connection (`streamId` 0) or one stream. */
export interface Violation extends Error {
  readonly http2Code: number;
  readonly streamId: number;
}

export function violation(http2Code: number, message: string, streamId = 0): Violation {
  return Object.assign(new Error(message), { http2Code, streamId });
}

export function writeFrameHeader(to: Buffer, at: number, frame: { type: number; flags: number; streamId: number }, length: number): number {
  to[at] = length >>> 16;
  to[at + 1] = length >>> 8;
  to[at + 2] = length;
  to[at + 3] = frame.type;
  to[at + 4] = frame.flags;
  return to.writeUInt32BE(frame.streamId, at + 5);
}

export function encodeFrame(frame: { type: number; flags: number; streamId: number }, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  writeFrameHeader(bytes, 0, frame, payload.length);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

export function encodeSettings(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(settings.length * 6);
  settings.forEach(([id, value], i) => payload.writeUInt32BE(value, payload.writeUInt16BE(id, i * 6)));
  return encodeFrame({ type: FRAME.settings, flags: 0, streamId: 0 }, payload);
}

/** A frame whose payload is one 32-bit number or two: RST_STREAM, WINDOW_UPDATE, GOAWAY. */
export function encodeNumbers(type: number, streamId: number, ...numbers: number[]): Buffer {
  const payload = Buffer.allocUnsafe(numbers.length * 4);
  numbers.forEach((number, i) => payload.writeUInt32BE(number, i * 4));
  return encodeFrame({ type, flags: 0, streamId }, payload);
}

/**
 * Cuts a byte stream into frames; with `inPieces` what has come of a DATA frame is given as one, so that nothing is copied together. A taker that keeps
 * nothing of a payload returns true: chunks of which nothing is kept are freed. @throws Violation for a frame beyond `maxFrameSize`
 */
export function createFrameReader(onFrame: (frame: Frame) => unknown, maxFrameSize: number, { inPieces = false } = {}): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = HEADER_BYTES;
  // What is to come of a DATA frame.
  let open: { flags: number; streamId: number; left: number } | undefined;

  const takePiece = (bytes: Buffer, at: number): { taken: number; isFree: boolean } => {
    const { flags, streamId, left } = open!;
    const taken = Math.min(left, bytes.length - at);
    open = taken === left ? undefined : { flags, streamId, left: left - taken };
    const isFree = onFrame({ type: FRAME.data, flags: open === undefined ? flags : flags & ~FLAG.endStream, streamId, payload: bytes.subarray(at, at + taken) }) === true;
    return { taken, isFree };
  };
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < wanted && open === undefined) return;
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, size);
    let at = 0;
    let isFree = true;
    while (at < bytes.length) {
      wanted = HEADER_BYTES;
      if (open !== undefined) {
        const piece = takePiece(bytes, at);
        at += piece.taken;
        isFree &&= piece.isFree;
        continue;
      }
      if (bytes.length - at < wanted) break;
      const length = bytes.readUIntBE(at, 3);
      if (length > maxFrameSize) throw violation(CODE.frameSize, `a frame of ${length} bytes is beyond ${maxFrameSize}`);
      const [type, flags, streamId] = [bytes[at + 3]!, bytes[at + 4]!, bytes.readUInt32BE(at + 5) & 0x7fffffff];
      if (inPieces && type === FRAME.data && (flags & FLAG.padded) === 0 && bytes.length - at - HEADER_BYTES < length) {
        open = { flags, streamId, left: length };
        at += HEADER_BYTES;
        continue;
      }
      wanted += length;
      if (bytes.length - at < wanted) break;
      const start = at + HEADER_BYTES;
      at += wanted;
      isFree = onFrame({ type, flags, streamId, payload: bytes.subarray(start, at) }) === true && isFree;
    }
    const rest = bytes.subarray(at);
    // The beginning of a header is little enough to be copied.
    const kept = isFree && rest.length < HEADER_BYTES ? Buffer.from(rest) : rest;
    if (kept !== rest) freeChunk(bytes);
    if (at >= bytes.length) wanted = HEADER_BYTES;
    chunks = kept.length > 0 ? [kept] : [];
    size = kept.length;
  };
}
