import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { canceled, deadlineExceeded, errorClassOf, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { createContext } from "../context.ts";
import { dispatchStream, dispatchUnary } from "../dispatch.ts";
import type { HandlerTable, RegisteredMethod } from "../handler-table.ts";
import { createMessageQueue, type MessageQueue } from "../message-queue.ts";
import type { Metadata } from "../metadata.ts";
import { giveBack } from "../own-buffers.ts";
import type { RpcServer } from "../server.ts";
import { createFrameConnection, type FrameConnection } from "./connection.ts";
import { decodeRequest, encodeFailure, encodeResponse, type RequestEnvelope } from "./envelope.ts";
import { FRAME_FLAG, FRAME_TYPE, INTERNAL_MAX_PAYLOAD, type Frame } from "./frame.ts";

export interface TtrpcServerOptions {
  table: HandlerTable;
  /** The unix socket; an old file at the path is replaced. */
  path?: string;
  /** Instead of a path: the descriptor of a socket that listens already. */
  listener?: number;
  /** Metadata that every call has, whatever its client sends: a containerd names no namespace to its shims. */
  metadata?: Metadata;
  /** Told how many connections there are, whenever that changes. */
  onConnections?: (count: number) => void;
  log: Logger;
}

/** Serves a handler table over ttrpc on a unix socket. */
export async function serveTtrpc(options: TtrpcServerOptions): Promise<RpcServer> {
  const connections = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    options.onConnections?.(connections.size);
    socket.on("close", () => {
      connections.delete(socket);
      options.onConnections?.(connections.size);
    });
    serveConnection(socket, options);
  });
  if (options.path !== undefined) rmSync(options.path, { force: true });
  server.listen(options.listener === undefined ? options.path : { fd: options.listener });
  await once(server, "listening");
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of connections) socket.destroy();
    await closed;
  };
  return { close, [Symbol.asyncDispose]: close };
}

interface Call {
  abort: AbortController;
  requests: MessageQueue<Uint8Array> | undefined;
}

function serveConnection(socket: Socket, options: TtrpcServerOptions): void {
  const calls = new Map<number, Call>();
  const connection = createFrameConnection(socket, {
    maxPayload: INTERNAL_MAX_PAYLOAD,
    onFrame(frame) {
      if (frame.type === FRAME_TYPE.request) startCall({ frame, calls, connection, options });
      else if (frame.type === FRAME_TYPE.data) receiveData(calls.get(frame.streamId), frame);
      else if (frame.type === FRAME_TYPE.cancel) calls.get(frame.streamId)?.abort.abort(canceled("call canceled by the client"));
    },
    onClose() {
      for (const call of calls.values()) {
        call.abort.abort(canceled("connection closed"));
        call.requests?.end(canceled("connection closed"));
      }
    },
  });
}

function receiveData(call: Call | undefined, frame: Frame): void {
  if (call?.requests === undefined) return;
  if ((frame.flags & FRAME_FLAG.noData) === 0) call.requests.push(frame.payload, frame.payload.length + 1);
  if ((frame.flags & FRAME_FLAG.remoteClosed) !== 0) call.requests.end();
}

interface StartedCall {
  frame: Frame;
  calls: Map<number, Call>;
  connection: FrameConnection;
  options: TtrpcServerOptions;
}

function startCall({ frame, calls, connection, options }: StartedCall): void {
  const { streamId } = frame;
  const abort = new AbortController();
  const finish = (response: Uint8Array): void => {
    calls.delete(streamId);
    void connection.send({ streamId, type: FRAME_TYPE.response, flags: 0, payload: response });
  };
  let registered: RegisteredMethod;
  let envelope: RequestEnvelope;
  try {
    envelope = decodeRequest(frame.payload);
    registered = options.table.find(envelope.service, envelope.method);
  } catch (error) {
    finish(encodeFailure(error));
    return;
  }
  const { requestStream, responseStream } = registered.descriptor;
  const call: Call = { abort, requests: undefined };
  if (requestStream) {
    // A streaming call has the connection to itself, so pausing the socket pauses only this call.
    call.requests = createMessageQueue({ onLevel: (full) => connection.pause(full) });
    if ((frame.flags & FRAME_FLAG.remoteClosed) !== 0) call.requests.end();
  }
  calls.set(streamId, call);
  const timer = startDeadline(envelope.timeoutMs, abort);
  const metadata = options.metadata === undefined ? envelope.metadata : new Map([...envelope.metadata, ...options.metadata]);
  const context = createContext({ ...envelope, metadata, signal: abort.signal, log: options.log });
  const answer = async (): Promise<Uint8Array> => {
    if (!requestStream && !responseStream) return encodeResponse(await dispatchUnary(registered, envelope.payload, context));
    const payloads = call.requests ?? single(envelope.payload);
    for await (const payload of dispatchStream(registered, payloads, context)) {
      abort.signal.throwIfAborted();
      await connection.send({ streamId, type: FRAME_TYPE.data, flags: 0, payload }, () => giveBack(payload));
    }
    return encodeResponse(undefined);
  };
  answer()
    .catch((error: unknown) => {
      logFailure(error, context.log);
      return encodeFailure(error);
    })
    .then(finish)
    .finally(() => clearTimeout(timer));
}

function startDeadline(timeoutMs: number, abort: AbortController): NodeJS.Timeout | undefined {
  if (timeoutMs <= 0) return undefined;
  return setTimeout(() => abort.abort(deadlineExceeded("the call's deadline has passed")), Math.min(timeoutMs, 2 ** 31 - 1));
}

async function* single(payload: Uint8Array): AsyncIterable<Uint8Array> {
  yield payload;
}

// A classless error is either a runtime's own words, meant for the client, or a fault of ours: the log tells which.
function logFailure(error: unknown, log: ReturnType<Logger["child"]>): void {
  if (errorClassOf(error) === "unknown") log.warn("call failed", { error: messageOf(error), stack: (error as Error).stack });
  else log.debug("call failed", { error: messageOf(error) });
}
