import { connect as connectSocket, type Socket } from "node:net";
import { canceled, isStevedoreError, unavailable } from "@stevedore/errors";
import type { Channel, RawCall, RawStream } from "../channel.ts";
import { createMessageQueue } from "../message-queue.ts";
import { createFrameConnection, type FrameConnection } from "./connection.ts";
import { decodeResponse, encodeRequest } from "./envelope.ts";
import { FRAME_FLAG, FRAME_TYPE, INTERNAL_MAX_PAYLOAD, type Frame } from "./frame.ts";

export interface ChannelOptions {
  /** The peer's unix socket; a name that starts with NUL is an abstract socket. */
  path: string;
  /** The peer is another implementation: send it nothing beyond the standard protocol. */
  standard?: boolean;
}

interface PendingCall {
  resolve(payload: Uint8Array): void;
  reject(error: unknown): void;
}

interface SharedConnection {
  socket: Socket;
  connection: FrameConnection;
  pending: Map<number, PendingCall>;
  nextId: number;
}

/**
 * A lazy ttrpc channel. Unary calls share one connection, which is made again when it was lost; every streaming
 * call has a connection of its own, because ttrpc has no flow control but the socket's.
 * A peer that can't be reached fails the call with Unavailable.
 */
export function connect(options: ChannelOptions): Channel {
  let shared: SharedConnection | undefined;
  const streams = new Set<RawStream>();

  const openShared = (): SharedConnection => {
    const pending = new Map<number, PendingCall>();
    const socket = connectSocket(options.path);
    const opened: SharedConnection = { socket, pending, nextId: 1, connection: undefined as never };
    opened.connection = createFrameConnection(socket, {
      maxPayload: INTERNAL_MAX_PAYLOAD,
      onFrame(frame) {
        settle(pending, frame);
        // An idle connection must not keep a process alive that has nothing else to do.
        if (pending.size === 0) socket.unref();
      },
      onClose(error) {
        if (shared === opened) shared = undefined;
        for (const call of pending.values()) call.reject(peerGone(options.path, error));
        pending.clear();
      },
    });
    return opened;
  };

  const unary = (call: RawCall, payload: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      call.signal?.throwIfAborted();
      shared ??= openShared();
      const { socket, connection, pending, nextId: streamId } = shared;
      shared.nextId += 2;
      socket.ref();
      const finish = watchCancel(call, (reason) => {
        if (!pending.delete(streamId)) return;
        if (options.standard !== true) void connection.send({ streamId, type: FRAME_TYPE.cancel, flags: 0 });
        reject(reason);
      });
      pending.set(streamId, {
        resolve: (bytes) => (finish(), resolve(bytes)),
        reject: (error) => (finish(), reject(error)),
      });
      void connection.send({ streamId, type: FRAME_TYPE.request, flags: 0, payload: encodeRequest({ ...call, payload }) });
    });

  const close = async (): Promise<void> => {
    shared?.connection.close();
    for (const stream of streams) stream.cancel();
  };
  return {
    unary,
    stream(call, payload) {
      const stream = openStream(options, call, payload);
      streams.add(stream.raw);
      stream.ended.then(() => streams.delete(stream.raw));
      return stream.raw;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function settle(pending: Map<number, PendingCall>, frame: Frame): void {
  const call = pending.get(frame.streamId);
  if (call === undefined || frame.type !== FRAME_TYPE.response) return;
  pending.delete(frame.streamId);
  try {
    call.resolve(decodeResponse(frame.payload));
  } catch (error) {
    call.reject(error);
  }
}

function openStream(options: ChannelOptions, call: RawCall, payload: Uint8Array | undefined) {
  call.signal?.throwIfAborted();
  const streamId = 1;
  const { promise: ended, resolve: markEnded } = Promise.withResolvers<void>();
  const socket = connectSocket(options.path);
  const messages = createMessageQueue<Uint8Array>({ onLevel: (full) => connection.pause(full) });
  const finish = (error?: unknown): void => {
    messages.end(error);
    stopWatching();
    markEnded();
    connection.close();
  };
  const connection = createFrameConnection(socket, {
    maxPayload: INTERNAL_MAX_PAYLOAD,
    onFrame(frame) {
      if (frame.type === FRAME_TYPE.response) finish(failureOf(frame));
      else if (frame.type === FRAME_TYPE.data && (frame.flags & FRAME_FLAG.noData) === 0) messages.push(frame.payload, frame.payload.length + 1);
    },
    onClose: (error) => finish(peerGone(options.path, error)),
  });
  const stopWatching = watchCancel(call, finish);
  const clientStreams = payload === undefined;
  const flags = clientStreams ? FRAME_FLAG.remoteOpen : FRAME_FLAG.remoteClosed;
  void connection.send({ streamId, type: FRAME_TYPE.request, flags, payload: encodeRequest({ ...call, payload: payload ?? new Uint8Array(0) }) });
  const raw: RawStream = {
    send: (message) => connection.send({ streamId, type: FRAME_TYPE.data, flags: 0, payload: message }),
    closeSend: () => void connection.send({ streamId, type: FRAME_TYPE.data, flags: FRAME_FLAG.remoteClosed | FRAME_FLAG.noData }),
    messages,
    cancel: (reason = canceled("call canceled by the client")) => finish(reason),
  };
  return { raw, ended };
}

function failureOf(frame: Frame): unknown {
  try {
    decodeResponse(frame.payload);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Calls `onCancel` when the call's signal fires; returns how to stop watching it. */
function watchCancel(call: RawCall, onCancel: (reason: unknown) => void): () => void {
  const { signal } = call;
  if (signal === undefined) return () => undefined;
  const listener = (): void => onCancel(isStevedoreError(signal.reason) ? signal.reason : canceled("call canceled by the client"));
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

function peerGone(path: string, cause: Error | undefined): unknown {
  const where = path.startsWith("\0") ? `@${path.slice(1)}` : path;
  const why = cause === undefined ? "connection closed" : ((cause as NodeJS.ErrnoException).code ?? cause.message);
  return unavailable(`no answer from ${where}: ${why}`, { cause });
}
