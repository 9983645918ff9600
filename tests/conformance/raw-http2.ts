import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";

/** A call as only a client of one's own would make it: everything as it is said here. */
export interface RawRequest {
  path: string;
  method?: string;
  /** On top of gRPC's own; null leaves one out. */
  headers?: Record<string, string | null>;
  /** Messages, each with a prefix of five bytes. */
  messages?: readonly Uint8Array[];
  /** What is sent after them as it is. */
  bytes?: Uint8Array;
  /** Whether the client's half stays open. */
  open?: boolean;
}

export interface RawReply {
  /** HTTP status. */
  status: number;
  /** gRPC status, by number; -1 where there was none. */
  code: number;
  message: string;
  /** Code of a RST_STREAM, where it ended with one. */
  reset: number;
  body: Buffer;
}

const TIMEOUT_MS = 20_000;

/** One call on an HTTP/2 connection of its own, of which nothing is checked before it is sent. */
export function rawCall(address: string, { path, method = "POST", headers = {}, messages = [], bytes = Buffer.alloc(0), open = false }: RawRequest): Promise<RawReply> {
  const { session, stream } = begin(address, path, method, headers);
  const reply: RawReply = { status: 0, code: -1, message: "", reset: 0, body: Buffer.alloc(0) };
  const take = (got: Record<string, unknown>): void => {
    if (got["grpc-status"] !== undefined) reply.code = Number(got["grpc-status"]);
    if (got["grpc-message"] !== undefined) reply.message = decodeURIComponent(String(got["grpc-message"]));
  };
  return new Promise<RawReply>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end of ${path} within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    session.on("error", reject);
    stream.on("response", (got) => {
      reply.status = Number(got[":status"]);
      take(got);
    });
    stream.on("trailers", take);
    stream.on("data", (chunk: Buffer) => (reply.body = Buffer.concat([reply.body, chunk])));
    stream.on("error", () => undefined);
    stream.on("close", () => {
      clearTimeout(timer);
      reply.reset = stream.rstCode ?? constants.NGHTTP2_NO_ERROR;
      if (reply.status === 0 && session.destroyed) reject(new Error(`the connection was lost at ${path}`));
      else resolve(reply);
    });
    for (const message of messages) stream.write(frame(message));
    if (bytes.length > 0) stream.write(bytes);
    if (!open) stream.end();
  }).finally(() => session.destroy());
}

function begin(address: string, path: string, method: string, headers: Record<string, string | null>): { session: ClientHttp2Session; stream: ClientHttp2Stream } {
  const session = connect("http://localhost", { path: address } as never);
  const all = { ":method": method, ":path": path, "content-type": "application/grpc", te: "trailers", ...headers };
  return { session, stream: session.request(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))) };
}

/** Sends one message on a connection of its own, and after `pause` ms breaks that off, as a client does that dies. */
export async function sendAndLeave(address: string, { path, headers = {}, message }: { path: string; headers?: Record<string, string>; message: Uint8Array }, pause: number): Promise<void> {
  const { session, stream } = begin(address, path, "POST", headers);
  session.on("error", () => undefined);
  stream.on("error", () => undefined);
  await new Promise<void>((resolve) => stream.end(frame(message), () => resolve()));
  if (pause > 0) await sleep(pause);
  session.destroy();
}

/** A message behind its prefix; a flag of 1 says that it is compressed. */
export function frame(message: Uint8Array, flag = 0): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
