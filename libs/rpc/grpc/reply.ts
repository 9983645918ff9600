import { statusOf } from "@stevedore/errors";
import type { Http2Connection, Http2Stream } from "../http2/connection.ts";
import { encodeHeaders } from "../http2/hpack-encoder.ts";
import { encodeMessage } from "./messages.ts";

/** The answering half of a gRPC call. */
export interface Reply {
  /** Resolves when the client has room for more; undefined: it has now. */
  send(payload: Uint8Array): Promise<void> | undefined;
  end(): void;
  /** An error before any message is headers only, as containerd does it. */
  fail(error: unknown, httpStatus?: number): void;
}

const CONTENT_TYPE = ["content-type", "application/grpc"] as const;
const OK_HEADERS = encodeHeaders([[":status", "200"], CONTENT_TYPE]);
const OK_TRAILERS = encodeHeaders([["grpc-status", "0"]]);

export function createReply(connection: Http2Connection, stream: Http2Stream, encoding: string): Reply {
  let begun = false;
  const begin = (): void => {
    if (begun) return;
    begun = true;
    connection.respond(stream, encoding === "gzip" ? encodeHeaders([[":status", "200"], CONTENT_TYPE, ["grpc-encoding", encoding]]) : OK_HEADERS);
  };
  return {
    send(payload) {
      begin();
      return connection.send(stream, ...encodeMessage(payload, encoding));
    },
    end() {
      begin();
      connection.end(stream, OK_TRAILERS);
    },
    fail(error, httpStatus = 200) {
      const { code, message } = statusOf(error);
      const status = [["grpc-status", String(code)], ["grpc-message", encodeText(message)]] as const;
      connection.end(stream, encodeHeaders(begun ? status : [[":status", String(httpStatus)], CONTENT_TYPE, ...status]));
    },
  };
}

// gRPC's percent-encoding: everything outside printable ASCII, and the percent sign, byte by byte.
function encodeText(text: string): string {
  if (/^[\x20-\x24\x26-\x7e]*$/.test(text)) return text;
  let encoded = "";
  for (const byte of Buffer.from(text)) {
    encoded += byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
