import { createFilling, freeChunk, LARGE_BYTES, type Filling } from "../own-buffers.ts";

/**
 * ttrpc's framing: a header of 10 bytes (length, stream id: big-endian 32 bit; type, flags: one byte each), then
 * the payload. `cancel` is our extension: it is sent only to peers that are known to be ours, so that a unary call
 * on a shared connection can be given up.
 */
export const FRAME_TYPE = { request: 1, response: 2, data: 3, cancel: 0x10 } as const;
export const FRAME_FLAG = { remoteClosed: 1, remoteOpen: 2, noData: 4 } as const;

export const HEADER_BYTES = 10;
/** What other implementations accept. Between our own processes the limit is that of gRPC messages. */
export const STANDARD_MAX_PAYLOAD = 4 << 20;
export const INTERNAL_MAX_PAYLOAD = 64 << 20;

export interface Frame {
  streamId: number;
  type: number;
  flags: number;
  payload: Buffer;
}

export function encodeHeader(frame: { streamId: number; type: number; flags: number }, length: number): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32BE(length, 0);
  header.writeUInt32BE(frame.streamId, 4);
  header[8] = frame.type;
  header[9] = frame.flags;
  return header;
}

/** Cuts a byte stream into frames. Payloads inside one chunk are views of it; only those that span chunks are copied, large ones into memory of their own. */
export function createFrameParser(onFrame: (frame: Frame) => void, maxPayload: number): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = HEADER_BYTES;
  let large: { head: Omit<Frame, "payload">; filling: Filling } | undefined;

  const parse = (buffer: Buffer): Buffer => {
    let at = 0;
    while (buffer.length - at >= HEADER_BYTES) {
      const length = buffer.readUInt32BE(at);
      if (length > maxPayload) throw new RangeError(`ttrpc: message of ${length} bytes exceeds the maximum of ${maxPayload}`);
      const end = at + HEADER_BYTES + length;
      const head = { streamId: buffer.readUInt32BE(at + 4), type: buffer[at + 8]!, flags: buffer[at + 9]! };
      wanted = end - at;
      if (buffer.length < end && length < LARGE_BYTES) return buffer.subarray(at);
      wanted = HEADER_BYTES;
      if (buffer.length < end) {
        large = { head, filling: createFilling(length) };
        return large.filling.take(buffer.subarray(at + HEADER_BYTES));
      }
      onFrame({ ...head, payload: buffer.subarray(at + HEADER_BYTES, end) });
      at = end;
    }
    return buffer.subarray(at);
  };
  const fill = (chunk: Buffer): Buffer => {
    const { head, filling } = large!;
    const rest = filling.take(chunk);
    if (!filling.isFull) return rest;
    large = undefined;
    onFrame({ ...head, payload: filling.bytes });
    return rest;
  };

  return (chunk) => {
    let bytes = chunk;
    if (large !== undefined) {
      bytes = fill(chunk);
      if (bytes.length === 0) return freeChunk(chunk);
    }
    chunks.push(bytes);
    size += bytes.length;
    if (size < wanted) return;
    const rest = parse(chunks.length === 1 ? bytes : Buffer.concat(chunks, size));
    chunks = rest.length > 0 ? [rest] : [];
    size = rest.length;
  };
}
