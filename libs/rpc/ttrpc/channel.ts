import type { Socket } from "node:net";
import type { Channel, RawCall, RawStream } from "../channel.ts";
import { createFrameConnection, type FrameConnection } from "./connection.ts";
import { dial, peerGone } from "./dial.ts";
import { decodeResponse, encodeRequest } from "./envelope.ts";
import { FRAME_TYPE, INTERNAL_MAX_PAYLOAD, type Frame } from "./frame.ts";
import { createStreamPool } from "./stream-pool.ts";
import { openStream } from "./stream.ts";
import { watchCancel } from "../watch-cancel.ts";

export interface ChannelOptions {
  /** The peer's unix socket; a name that starts with NUL is an abstract socket. */
  path: string;
  /** The peer is another implementation: send it nothing beyond the standard protocol. */
  standard?: boolean;
  /** How long a call waits for a peer that is not there (yet, or again), in milliseconds; 0 by default. */
  patienceMs?: number;
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
 * call has a connection to itself, because ttrpc has no flow control but the socket's.
 * A peer that can't be reached fails the call with Unavailable.
 */
export function connect(options: ChannelOptions): Channel {
  const dialOptions = { path: options.path, patienceMs: options.patienceMs ?? 0 };
  const streams = new Set<RawStream>();
  const pool = createStreamPool(dialOptions);
  let opening: Promise<SharedConnection> | undefined;
  let open: SharedConnection | undefined;

  const share = async (): Promise<SharedConnection> => {
    try {
      const socket = await dial(dialOptions);
      open = createShared(socket, options.path, () => (open = undefined));
      return open;
    } finally {
      opening = undefined;
    }
  };
  const close = async (): Promise<void> => {
    open?.connection.close();
    for (const stream of streams) stream.cancel();
    pool.close();
  };
  return {
    async unary(call, payload) {
      call.signal?.throwIfAborted();
      return send(open ?? (await (opening ??= share())), call, payload, options.standard !== true);
    },
    stream(call, payload) {
      const { stream, ended } = openStream(pool, options.path, call, payload);
      streams.add(stream);
      void ended.then(() => streams.delete(stream));
      return stream;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createShared(socket: Socket, path: string, onLost: () => void): SharedConnection {
  const pending = new Map<number, PendingCall>();
  const connection = createFrameConnection(socket, {
    maxPayload: INTERNAL_MAX_PAYLOAD,
    onFrame(frame) {
      settle(pending, frame);
      // An idle connection must not keep a process alive that has nothing else to do.
      if (pending.size === 0) socket.unref();
    },
    onClose(error) {
      onLost();
      for (const call of pending.values()) call.reject(peerGone(path, error));
      pending.clear();
    },
  });
  return { socket, connection, pending, nextId: 1 };
}

function send(shared: SharedConnection, call: RawCall, payload: Uint8Array, canCancel: boolean): Promise<Uint8Array> {
  const { socket, connection, pending, nextId: streamId } = shared;
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  shared.nextId += 2;
  socket.ref();
  const stopWatching = watchCancel(call, (reason) => {
    if (!pending.delete(streamId)) return;
    if (canCancel) void connection.send({ streamId, type: FRAME_TYPE.cancel, flags: 0 });
    reject(reason);
  });
  pending.set(streamId, {
    resolve: (bytes) => (stopWatching(), resolve(bytes)),
    reject: (error) => (stopWatching(), reject(error)),
  });
  void connection.send({ streamId, type: FRAME_TYPE.request, flags: 0, payload: encodeRequest({ ...call, payload }) });
  return promise;
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
