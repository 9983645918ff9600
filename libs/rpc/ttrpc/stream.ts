import type { Socket } from "node:net";
import { canceled } from "@stevedore/errors";
import type { RawCall, RawStream } from "../channel.ts";
import { createMessageQueue } from "../message-queue.ts";
import { createFrameConnection, type FrameConnection } from "./connection.ts";
import { peerGone } from "./dial.ts";
import { decodeResponse, encodeRequest } from "./envelope.ts";
import { FRAME_FLAG, FRAME_TYPE, INTERNAL_MAX_PAYLOAD, type Frame } from "./frame.ts";
import { watchCancel } from "./watch-cancel.ts";

const STREAM_ID = 1;

interface DataFrame {
  streamId: number;
  type: number;
  flags: number;
  payload?: Uint8Array;
}

/** A streaming call on a connection of its own, which is still being made. `ended` resolves when the call is over. */
export function openStream(dialing: Promise<Socket>, path: string, call: RawCall, payload: Uint8Array | undefined): { stream: RawStream; ended: Promise<void> } {
  const { promise: ended, resolve: markEnded } = Promise.withResolvers<void>();
  let connection: FrameConnection | undefined;
  let over = false;
  const backlog: DataFrame[] = [];
  const messages = createMessageQueue<Uint8Array>({ onLevel: (full) => connection?.pause(full) });
  const finish = (error?: unknown): void => {
    over = true;
    messages.end(error);
    stopWatching();
    connection?.close();
    markEnded();
  };
  const stopWatching = watchCancel(call, finish);

  const begin = (socket: Socket): FrameConnection => {
    const made = createFrameConnection(socket, {
      maxPayload: INTERNAL_MAX_PAYLOAD,
      onFrame(frame) {
        if (frame.type === FRAME_TYPE.response) finish(failureOf(frame));
        else if (frame.type === FRAME_TYPE.data && (frame.flags & FRAME_FLAG.noData) === 0) messages.push(frame.payload, frame.payload.length + 1);
      },
      onClose: (error) => finish(peerGone(path, error)),
    });
    const flags = payload === undefined ? FRAME_FLAG.remoteOpen : FRAME_FLAG.remoteClosed;
    void made.send({ streamId: STREAM_ID, type: FRAME_TYPE.request, flags, payload: encodeRequest({ ...call, payload: payload ?? new Uint8Array(0) }) });
    for (const frame of backlog.splice(0)) void made.send(frame);
    return made;
  };
  const begun = dialing.then(
    (socket) => {
      if (over) socket.destroy();
      else connection = begin(socket);
    },
    (error: unknown) => finish(error),
  );

  const sendFrame = (flags: number, message?: Uint8Array): Promise<void> | undefined => {
    const frame = { streamId: STREAM_ID, type: FRAME_TYPE.data, flags, ...(message === undefined ? {} : { payload: message }) };
    if (connection !== undefined) return connection.send(frame);
    backlog.push(frame);
    return begun;
  };
  const stream: RawStream = {
    send: (message) => sendFrame(0, message),
    closeSend: () => void sendFrame(FRAME_FLAG.remoteClosed | FRAME_FLAG.noData),
    messages,
    cancel: (reason = canceled("call canceled by the client")) => finish(reason),
  };
  return { stream, ended };
}

function failureOf(frame: Frame): unknown {
  try {
    decodeResponse(frame.payload);
    return undefined;
  } catch (error) {
    return error;
  }
}
