import { createError } from "@stevedore/errors";

const PREFIX_BYTES = 5;

/** gRPC's prefix of a message: a flag byte (0: not compressed) and the length. Small enough for Node's buffer pool. */
export function encodePrefix(length: number): Buffer {
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
  prefix[0] = 0;
  prefix.writeUInt32BE(length, 1);
  return prefix;
}

/** Cuts the body of a gRPC call into messages. @throws ResourceExhausted, Unimplemented (compression) */
export function createMessageParser(onMessage: (payload: Buffer) => void, maxSize: number): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = PREFIX_BYTES;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks, size);
    while (rest.length >= PREFIX_BYTES) {
      const length = checkPrefix(rest, maxSize);
      wanted = PREFIX_BYTES + length;
      if (rest.length < wanted) break;
      onMessage(rest.subarray(PREFIX_BYTES, wanted));
      rest = rest.subarray(wanted);
      wanted = PREFIX_BYTES;
    }
    chunks = rest.length > 0 ? [rest] : [];
    size = rest.length;
  };
}

function checkPrefix(buffer: Buffer, maxSize: number): number {
  if (buffer[0] !== 0) throw createError("unimplemented", "grpc: compressed messages are not supported (send them with grpc-encoding identity)", { verbatim: true });
  const length = buffer.readUInt32BE(1);
  if (length > maxSize) throw createError("resourceExhausted", `grpc: received message larger than max (${length} vs. ${maxSize})`, { verbatim: true });
  return length;
}
