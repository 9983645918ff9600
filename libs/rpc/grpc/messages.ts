import { gunzipSync, gzipSync } from "node:zlib";
import { createError, internal, messageOf } from "@stevedore/errors";
import { createFilling, LARGE_BYTES, type Filling } from "../own-buffers.ts";

const PREFIX_BYTES = 5;
// A message that is said to be large gets its memory when so much of it has come.
const BELIEVED_BYTES = 16 << 10;

/** How the messages of a call may be compressed; "identity" and nothing are the same. */
export const ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "gzip"]);

/** gRPC's prefix of a message: a flag byte and the length. Small enough for Node's buffer pool. */
function encodePrefix(length: number, flag: number): Buffer {
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return prefix;
}

/** A message in the pieces that go on the wire, compressed where the client compresses as well. */
export function encodeMessage(payload: Uint8Array, encoding: string): [prefix: Buffer, payload: Uint8Array] {
  const compress = encoding === "gzip" && payload.length > 0;
  const bytes = compress ? gzipSync(payload) : payload;
  return [encodePrefix(bytes.length, compress ? 1 : 0), bytes];
}

export interface MessageParserOptions {
  maxSize: number;
  /** The call's `grpc-encoding`. */
  encoding: string;
  onMessage(payload: Buffer): void;
}

export interface MessageParser {
  /** True when nothing of the chunk has been kept or handed on. @throws ResourceExhausted, Internal */
  push(chunk: Buffer): boolean;
  /** Whether a message is cut off where the body ends; less than a prefix is nothing, as for grpc-go. */
  isCutOff(): boolean;
}

/** Cuts the body of a gRPC call into messages. */
export function createMessageParser({ onMessage, maxSize, encoding }: MessageParserOptions): MessageParser {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = PREFIX_BYTES;
  let large: { flag: number; filling: Filling } | undefined;
  const take = (payload: Buffer, flag: number): void => onMessage(flag === 0 ? payload : decompress(payload, flag, { maxSize, encoding }));
  const fill = (chunk: Buffer): Buffer => {
    const { flag, filling } = large!;
    const rest = filling.take(chunk);
    if (!filling.isFull) return rest;
    large = undefined;
    take(filling.bytes, flag);
    return rest;
  };
  const parse = (bytes: Buffer): Buffer => {
    let rest = bytes;
    while (rest.length >= PREFIX_BYTES) {
      const [flag, length] = [rest[0]!, rest.readUInt32BE(1)];
      if (length > maxSize) throw createError("resourceExhausted", `grpc: received message larger than max (${length} vs. ${maxSize})`, { verbatim: true });
      wanted = PREFIX_BYTES + length;
      if (rest.length < wanted && length < LARGE_BYTES) break;
      if (rest.length < Math.min(wanted, BELIEVED_BYTES)) {
        wanted = BELIEVED_BYTES;
        break;
      }
      if (rest.length < wanted) {
        large = { flag, filling: createFilling(length) };
        rest = large.filling.take(rest.subarray(PREFIX_BYTES));
        wanted = PREFIX_BYTES;
        break;
      }
      take(rest.subarray(PREFIX_BYTES, wanted), flag);
      rest = rest.subarray(wanted);
      wanted = PREFIX_BYTES;
    }
    return rest;
  };
  const push = (chunk: Buffer): boolean => {
    const bytes = large === undefined ? chunk : fill(chunk);
    if (bytes.length === 0) return true;
    chunks.push(bytes);
    size += bytes.length;
    if (size < wanted) return false;
    const rest = parse(chunks.length === 1 ? bytes : Buffer.concat(chunks, size));
    chunks = rest.length > 0 ? [rest] : [];
    size = rest.length;
    return false;
  };
  return { push, isCutOff: () => large !== undefined || size >= PREFIX_BYTES };
}

function decompress(payload: Buffer, flag: number, { maxSize, encoding }: { maxSize: number; encoding: string }): Buffer {
  if (flag !== 1) throw internal(`grpc: received unexpected payload format ${flag}`, { verbatim: true });
  if (encoding !== "gzip") throw internal("grpc: compressed flag set with identity or empty encoding", { verbatim: true });
  try {
    return gunzipSync(payload, { maxOutputLength: maxSize });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw createError("resourceExhausted", `grpc: received message after decompression larger than max ${maxSize}`, { verbatim: true });
    }
    throw internal(`grpc: failed to decompress the message: ${messageOf(error)}`, { verbatim: true, cause: error });
  }
}
