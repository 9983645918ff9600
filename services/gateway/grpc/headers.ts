import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";
import { statusOf } from "@stevedore/errors";
import { REQUEST_ID_HEADER, createRequestId, isForwardedHeader, type Metadata } from "@stevedore/rpc";

/** The headers that travel on, with a request id of the caller's or of our own. */
export function readMetadata(headers: IncomingHttpHeaders): Metadata {
  const metadata = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !isForwardedHeader(name)) continue;
    // Node joins repeated headers; the first value counts.
    metadata.set(name, Array.isArray(value) ? (value[0] ?? "") : (value.split(", ")[0] ?? ""));
  }
  if (!metadata.has(REQUEST_ID_HEADER)) metadata.set(REQUEST_ID_HEADER, createRequestId());
  return metadata;
}

const UNIT_MS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** `grpc-timeout` in milliseconds; 0 when the call has no deadline. */
export function readTimeout(headers: IncomingHttpHeaders): number {
  const match = /^(\d{1,8})([HMSmun])$/.exec(String(headers["grpc-timeout"] ?? ""));
  if (match === null) return 0;
  return Math.max(Number(match[1]) * UNIT_MS[match[2]!]!, 1e-6);
}

export const RESPONSE_HEADERS: OutgoingHttpHeaders = { ":status": 200, "content-type": "application/grpc" };

export function statusTrailers(error: unknown): OutgoingHttpHeaders & { "grpc-status": string } {
  const { code, message } = statusOf(error);
  return { "grpc-status": String(code), "grpc-message": encodeMessageText(message) };
}

// gRPC's percent-encoding: everything outside printable ASCII, and the percent sign, byte by byte.
function encodeMessageText(text: string): string {
  let encoded = "";
  for (const byte of Buffer.from(text)) {
    encoded += byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
