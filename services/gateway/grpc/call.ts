import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { canceled, deadlineExceeded, errorClassOf, internal, statusOf, unavailable } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { NAMESPACE_HEADER, REQUEST_ID_HEADER, type RawCall, type RawStream } from "@stevedore/rpc";
import type { Route, Router } from "../router.ts";
import { createMessageParser, encodePrefix } from "./frames.ts";
import { RESPONSE_HEADERS, readMetadata, readTimeout, statusTrailers } from "./headers.ts";

/** Told of every call that ends. */
export interface CallObserver {
  (call: { service: string; method: string; code: number; seconds: number }): void;
}

export interface CallDeps {
  router: Router;
  log: Logger;
  maxMessageSize: number;
  observe: CallObserver;
  /** Fires when the gateway stops: open streams then end with Unavailable, because clients take Canceled for their own doing. */
  stopping: AbortSignal;
}

/** Answers one gRPC call: forwards its message bytes to whoever owns the method, and the answer back. */
export function serveCall(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, deps: CallDeps): void {
  const started = performance.now();
  const path = String(headers[":path"] ?? "");
  const reply = createReply(stream);
  const finish = (call: RawCall | undefined, error?: unknown): void => {
    const [, service = "", method = ""] = path.split("/");
    const code = error === undefined ? 0 : statusOf(error).code;
    deps.observe({ service, method, code, seconds: (performance.now() - started) / 1000 });
    if (error === undefined) reply.end();
    else reply.fail(error);
    if (error !== undefined) logFailure(deps.log, call, error);
  };
  let route: Route;
  try {
    route = deps.router.find(path);
  } catch (error) {
    stream.resume();
    finish(undefined, error);
    return;
  }
  const { call, release } = createCall(stream, headers, route, deps.stopping);
  const forward = route.method.requestStream || route.method.responseStream ? forwardStream : forwardUnary;
  forward({ stream, route, call, reply, maxMessageSize: deps.maxMessageSize })
    .then(
      () => finish(call),
      (error: unknown) => finish(call, deps.stopping.aborted && errorClassOf(error) === "canceled" ? unavailable("the daemon is stopping") : error),
    )
    .finally(release);
}

/** The call as it travels on; its signal fires when the client resets the stream or its deadline passes. */
function createCall(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, route: Route, stopping: AbortSignal): { call: RawCall; release: () => void } {
  const abort = new AbortController();
  const timeoutMs = readTimeout(headers);
  const timer = timeoutMs > 0 ? setTimeout(() => abort.abort(deadlineExceeded("", { verbatim: true })), Math.min(timeoutMs, 2 ** 31 - 1)) : undefined;
  const stop = (): void => abort.abort(canceled("the daemon is stopping"));
  const cancel = (): void => abort.abort(canceled("call canceled by the client"));
  stream.on("close", cancel);
  stopping.addEventListener("abort", stop, { once: true });
  const release = (): void => {
    clearTimeout(timer);
    // A call that has been answered closes its stream as well; nobody is left then who could be told.
    stream.off("close", cancel);
    stopping.removeEventListener("abort", stop);
  };
  const call = { service: route.service, method: route.method.name, metadata: readMetadata(headers), timeoutMs, signal: abort.signal };
  return { call, release };
}

interface Forwarded {
  stream: ServerHttp2Stream;
  route: Route;
  call: RawCall;
  reply: Reply;
  maxMessageSize: number;
}

async function forwardUnary({ stream, route, call, reply, maxMessageSize }: Forwarded): Promise<void> {
  const answer = await route.channel.unary(call, await readSingle(stream, maxMessageSize));
  reply.send(answer);
}

async function forwardStream({ stream, route, call, reply, maxMessageSize }: Forwarded): Promise<void> {
  const payload = route.method.requestStream ? undefined : await readSingle(stream, maxMessageSize);
  const backend = route.channel.stream(call, payload);
  if (payload === undefined) pipeRequests(stream, backend, maxMessageSize);
  try {
    for await (const message of backend.messages) await reply.send(message);
  } finally {
    backend.cancel();
  }
}

/** The one request message of a call whose client does not stream. */
function readSingle(stream: ServerHttp2Stream, maxMessageSize: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const messages: Buffer[] = [];
    readMessages(stream, createMessageParser((message) => messages.push(message), maxMessageSize), reject);
    stream.on("end", () => {
      if (messages[0] === undefined) reject(internal("grpc: the call ended without a request message", { verbatim: true }));
      else resolve(messages[0]);
    });
    stream.on("aborted", () => reject(canceled("call canceled by the client")));
  });
}

/** Sends the client's messages on, pausing it while the backend has no room. */
function pipeRequests(stream: ServerHttp2Stream, backend: RawStream, maxMessageSize: number): void {
  const parse = createMessageParser((message) => {
    const room = backend.send(message);
    if (room === undefined) return;
    stream.pause();
    void room.then(() => stream.resume());
  }, maxMessageSize);
  readMessages(stream, parse, backend.cancel);
  stream.on("end", () => backend.closeSend());
}

/** Feeds the parser; what follows bytes that are no message is read and thrown away. */
function readMessages(stream: ServerHttp2Stream, parse: (chunk: Buffer) => void, onError: (error: Error) => void): void {
  let failed = false;
  stream.on("data", (chunk: Buffer) => {
    if (failed) return;
    try {
      parse(chunk);
    } catch (error) {
      failed = true;
      onError(error as Error);
    }
  });
}

interface Reply {
  send(payload: Uint8Array): Promise<void> | undefined;
  end(): void;
  fail(error: unknown): void;
}

/** The answering half of a stream. An error before any message is sent as containerd does it: headers only. */
function createReply(stream: ServerHttp2Stream): Reply {
  let trailers: OutgoingHttpHeaders = { "grpc-status": "0" };
  let drained: Promise<void> | undefined;
  const begin = (): void => {
    if (stream.headersSent) return;
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    stream.respond(RESPONSE_HEADERS, { waitForTrailers: true });
  };
  return {
    send(payload) {
      if (stream.destroyed) return undefined;
      begin();
      // Prefix and payload apart: copying a payload into one buffer costs more than a second write.
      stream.cork();
      stream.write(encodePrefix(payload.length));
      const room = stream.write(payload);
      stream.uncork();
      if (room) return undefined;
      drained ??= waitForDrain(stream).finally(() => (drained = undefined));
      return drained;
    },
    end() {
      if (stream.destroyed) return;
      begin();
      stream.end();
    },
    fail(error) {
      if (stream.destroyed) return;
      trailers = statusTrailers(error);
      if (stream.headersSent) stream.end();
      else stream.respond({ ...RESPONSE_HEADERS, ...trailers }, { endStream: true });
    },
  };
}

function waitForDrain(stream: ServerHttp2Stream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => {
    stream.off("drain", done).off("close", done);
    resolve();
  };
  stream.on("drain", done).on("close", done);
  return promise;
}

function logFailure(log: Logger, call: RawCall | undefined, error: unknown): void {
  const { code, message } = statusOf(error);
  const fields = { code, error: message, method: call === undefined ? undefined : `${call.service}/${call.method}`, request: call?.metadata.get(REQUEST_ID_HEADER), namespace: call?.metadata.get(NAMESPACE_HEADER) };
  // Classless failures and lost backends are worth a look; NotFound and its kind are how clients ask.
  if (["unknown", "internal", "unavailable", "dataLoss"].includes(errorClassOf(error))) log.warn("call failed", fields);
  else log.debug("call failed", fields);
}
