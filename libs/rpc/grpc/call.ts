import type { MethodDescriptor } from "@stevedore/api";
import { createError, deadlineExceeded, errorClassOf, internal, statusOf, unavailable, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Channel, RawCall, RawStream } from "../channel.ts";
import { createRequestId } from "../context.ts";
import type { Http2Connection, Http2Stream } from "../http2/connection.ts";
import { NAMESPACE_HEADER, REQUEST_ID_HEADER } from "../metadata.ts";
import { giveBack } from "../own-buffers.ts";
import { createMessageParser } from "./messages.ts";
import { createReply, type Reply } from "./reply.ts";
import { clientGaveUp, readCallHeaders, type CallHeaders } from "./request.ts";

/** Who answers a method. */
export interface Route {
  service: string;
  method: MethodDescriptor;
  channel: Channel;
}

/** Told of every call that ends. */
export interface CallObserver {
  (call: { service: string; method: string; code: number; seconds: number }): void;
}

export interface CallDeps {
  /** Finds who answers `/package.Service/Method`. @throws Unimplemented naming what is unknown */
  find(path: string): Route;
  log: Logger;
  /** Bytes of one message. */
  maxReceive: number;
  maxSend: number;
  observe: CallObserver;
  /** The calls that are open: at a stop they end with Unavailable, because clients take Canceled for their own doing. */
  open: Set<AbortController>;
}

interface Call {
  connection: Http2Connection;
  stream: Http2Stream;
  headers: CallHeaders;
  reply: Reply;
  deps: CallDeps;
  abort: AbortController;
}

/** Ends every open call. */
export function stopCalls(open: Iterable<AbortController>): void {
  for (const abort of open) abort.abort(unavailable("the daemon is stopping"));
}

/** Answers one gRPC call: forwards its message bytes to whoever owns the method, and the answer back. */
export function serveCall(stream: Http2Stream, connection: Http2Connection, deps: CallDeps): void {
  const started = performance.now();
  const headers = readCallHeaders(stream.headers);
  const call: Call = { connection, stream, headers, deps, reply: createReply(connection, stream, headers.encoding), abort: new AbortController() };
  let raw: RawCall | undefined;
  let timer: NodeJS.Timeout | undefined;
  const finish = (thrown?: unknown, httpStatus?: number): void => {
    // What a handler makes of being cancelled is no news; why it was cancelled is.
    const error = call.abort.signal.aborted && errorClassOf(thrown) === "canceled" ? call.abort.signal.reason : thrown;
    clearTimeout(timer);
    deps.open.delete(call.abort);
    connection.release(stream);
    if (raw !== undefined) deps.observe({ service: raw.service, method: raw.method, code: error === undefined ? 0 : statusOf(error).code, seconds: (performance.now() - started) / 1000 });
    if (error === undefined) return call.reply.end();
    call.reply.fail(error, httpStatus);
    logFailure(deps.log, raw, error);
  };
  let route: Route;
  try {
    if (headers.refusal !== undefined) return finish(headers.refusal.error, headers.refusal.httpStatus);
    route = deps.find(headers.path);
  } catch (error) {
    return finish(error);
  }
  deps.open.add(call.abort);
  if (headers.timeoutMs > 0) timer = setTimeout(() => call.abort.abort(deadlineExceeded("context deadline exceeded")), Math.min(headers.timeoutMs, 2 ** 31 - 1));
  raw = toRawCall(route, headers, call.abort.signal);
  const forward = route.method.requestStream || route.method.responseStream ? forwardStream : forwardUnary;
  forward(call, route, raw).then(() => finish(), finish);
}

function toRawCall(route: Route, headers: CallHeaders, signal: AbortSignal): RawCall {
  const metadata = new Map(headers.metadata);
  if (!metadata.has(REQUEST_ID_HEADER)) metadata.set(REQUEST_ID_HEADER, createRequestId());
  return { service: route.service, method: route.method.name, metadata, timeoutMs: headers.timeoutMs, signal };
}

async function forwardUnary(call: Call, { channel }: Route, raw: RawCall): Promise<void> {
  const answer = await channel.unary(raw, await readSingle(call, UNARY_WORDS));
  checkSize(answer, call.deps.maxSend, "grpc: ");
  void call.reply.send(answer);
}

async function forwardStream(call: Call, { channel, method }: Route, raw: RawCall): Promise<void> {
  const payload = method.requestStream ? undefined : await readSingle(call, STREAM_WORDS);
  const backend = channel.stream(raw, payload);
  if (payload === undefined) pipeRequests(call, backend);
  try {
    for await (const message of backend.messages) {
      checkSize(message, call.deps.maxSend, "");
      const room = call.reply.send(message);
      if (room !== undefined) await room;
    }
    call.abort.signal.throwIfAborted();
  } finally {
    backend.cancel();
  }
}

function checkSize({ length }: Uint8Array, max: number, prefix: string): void {
  if (length > max) throw createError("resourceExhausted", `${prefix}trying to send message larger than max (${length} vs. ${max})`, { verbatim: true });
}

/** What grpc-go says, and in which class, of a call that should have one message. */
interface SingleWords {
  none(): Error;
  cutOff(): Error;
  /** Undefined: what follows the first is passed over. */
  several?(): Error;
}

const CUT_OFF = "unexpected EOF";
const UNARY_WORDS: SingleWords = { none: () => unknownError("EOF"), cutOff: () => unknownError(CUT_OFF) };
const STREAM_WORDS: SingleWords = {
  none: () => internal("cardinality violation: received no request message from non-client-streaming RPC", { verbatim: true }),
  cutOff: () => internal(CUT_OFF, { verbatim: true }),
  several: () => internal("cardinality violation: received multiple request messages for non-client-streaming RPC", { verbatim: true }),
};

/** The one request message of a call whose client does not stream. */
function readSingle(call: Call, words: SingleWords): Promise<Buffer> {
  const { signal } = call.abort;
  return new Promise((resolve, reject) => {
    let message: Buffer | undefined;
    let count = 0;
    listen(call, {
      onMessage(payload) {
        message ??= payload;
        count += 1;
      },
      onError: reject,
      onEnd(isCutOff) {
        if (message === undefined) reject(isCutOff ? words.cutOff() : words.none());
        else if (count > 1 && words.several !== undefined) reject(words.several());
        else resolve(message);
      },
    });
    // A deadline may pass before the message has come.
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

/** Sends the client's messages on, holding it up while the backend has no room. */
function pipeRequests(call: Call, backend: RawStream): void {
  const { connection, stream } = call;
  listen(call, {
    onMessage(message) {
      const room = backend.send(message, () => giveBack(message));
      if (room === undefined) return;
      connection.pause(stream, true);
      void room.then(() => connection.pause(stream, false));
    },
    onError: (error) => backend.cancel(error),
    onEnd: (isCutOff) => (isCutOff ? backend.cancel(internal(CUT_OFF, { verbatim: true })) : backend.closeSend()),
  });
}

interface MessageListener {
  onMessage(payload: Buffer): void;
  onError(error: unknown): void;
  /** `isCutOff`: in the middle of a message. */
  onEnd(isCutOff: boolean): void;
}

/** Hears the client's messages; what follows bytes that are no message is thrown away. */
function listen({ stream, abort, headers, deps }: Call, { onMessage, onError, onEnd }: MessageListener): void {
  const parser = createMessageParser({ onMessage, maxSize: deps.maxReceive, encoding: headers.encoding });
  let failed = false;
  stream.listener = {
    onData(chunk) {
      if (failed) return true;
      try {
        return parser.push(chunk);
      } catch (error) {
        failed = true;
        onError(error);
        return false;
      }
    },
    onEnd: () => (failed ? undefined : onEnd(parser.isCutOff())),
    onReset() {
      abort.abort(clientGaveUp());
    },
  };
}

function logFailure(log: Logger, call: RawCall | undefined, error: unknown): void {
  const { code, message } = statusOf(error);
  const fields = { code, error: message, method: call === undefined ? undefined : `${call.service}/${call.method}`, request: call?.metadata.get(REQUEST_ID_HEADER), namespace: call?.metadata.get(NAMESPACE_HEADER) };
  // Classless failures and lost backends are worth a look; NotFound and its kind are how clients ask.
  if (["unknown", "internal", "unavailable", "dataLoss"].includes(errorClassOf(error))) log.warn("call failed", fields);
  else log.debug("call failed", fields);
}
