import { gunzipSync, gzipSync } from "node:zlib";
import { createError, internal, messageOf } from "@stevedore/errors";

const PREFIX_BYTES = 5;

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
  /** @throws ResourceExhausted, Internal */
  push(chunk: Buffer): void;
  /** Whether a message is cut off where the body ends; less than a prefix is nothing, as for grpc-go. */
  isCutOff(): boolean;
}

/** Cuts the body of a gRPC call into messages. */
export function createMessageParser({ onMessage, maxSize, encoding }: MessageParserOptions): MessageParser {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = PREFIX_BYTES;
  const push = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks, size);
    while (rest.length >= PREFIX_BYTES) {
      const length = rest.readUInt32BE(1);
      if (length > maxSize) throw createError("resourceExhausted", `grpc: received message larger than max (${length} vs. ${maxSize})`, { verbatim: true });
      wanted = PREFIX_BYTES + length;
      if (rest.length < wanted) break;
      const payload = rest.subarray(PREFIX_BYTES, wanted);
      onMessage(rest[0] === 0 ? payload : decompress(payload, rest[0]!, { maxSize, encoding }));
      rest = rest.subarray(wanted);
      wanted = PREFIX_BYTES;
    }
    chunks = rest.length > 0 ? [rest] : [];
    size = rest.length;
  };
  return { push, isCutOff: () => size >= PREFIX_BYTES };
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
