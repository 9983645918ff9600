import { canceled } from "@stevedore/errors";
import type { RawCall, RawStream } from "../channel.ts";
import { createMessageQueue } from "../message-queue.ts";
import { peerGone } from "./dial.ts";
import { decodeResponse, encodeRequest } from "./envelope.ts";
import { FRAME_FLAG, FRAME_TYPE, type Frame } from "./frame.ts";
import type { StreamConnection, StreamPool } from "./stream-pool.ts";
import { watchCancel } from "../watch-cancel.ts";

interface PendingFrame {
  flags: number;
  payload?: Uint8Array;
}

/** A streaming call on a connection that it has to itself while it lasts. `ended` resolves when the call is over. */
export function openStream(pool: StreamPool, path: string, call: RawCall, payload: Uint8Array | undefined): { stream: RawStream; ended: Promise<void> } {
  const { promise: ended, resolve: markEnded } = Promise.withResolvers<void>();
  const backlog: PendingFrame[] = [];
  let used: StreamConnection | undefined;
  let streamId = 0;
  let over = false;
  let answered = false;
  const messages = createMessageQueue<Uint8Array>({ onLevel: (full) => used?.connection.pause(full) });

  const finish = (error: unknown, orderly: boolean): void => {
    if (over) return;
    over = true;
    messages.end(error);
    stopWatching();
    markEnded();
    if (used === undefined) return;
    if (!orderly) return used.connection.close();
    used.connection.pause(false);
    pool.giveBack(used);
  };
  const stopWatching = watchCancel(call, (reason) => finish(reason, false));
  const onFrame = (frame: Frame): void => {
    if (frame.streamId !== streamId) return;
    answered = true;
    if (frame.type === FRAME_TYPE.response) finish(failureOf(frame), true);
    else if (frame.type === FRAME_TYPE.data && (frame.flags & FRAME_FLAG.noData) === 0) messages.push(frame.payload, frame.payload.length + 1);
  };
  const begin = (stream: StreamConnection): void => {
    if (over) return stream.connection.close();
    used = stream;
    streamId = stream.nextId();
    stream.use({
      onFrame,
      onClose(error) {
        // The request could not even be written: the peer had died while the connection was idle. Nothing was lost by it.
        const canRepeat = payload !== undefined && stream.isUsed && !answered && !over && (error as NodeJS.ErrnoException | undefined)?.code === "EPIPE";
        if (canRepeat) void pool.take().then(begin, (failure: unknown) => finish(failure, false));
        else finish(peerGone(path, error), false);
      },
    });
    const flags = payload === undefined ? FRAME_FLAG.remoteOpen : FRAME_FLAG.remoteClosed;
    void stream.connection.send({ streamId, type: FRAME_TYPE.request, flags, payload: encodeRequest({ ...call, payload: payload ?? new Uint8Array(0) }) });
    for (const frame of backlog.splice(0)) void stream.connection.send({ streamId, type: FRAME_TYPE.data, ...frame });
  };
  const begun = pool.take().then(begin, (error: unknown) => finish(error, false));

  const send = (frame: PendingFrame, onGone?: () => void): Promise<void> | undefined => {
    if (over) return undefined;
    if (used !== undefined) return used.connection.send({ streamId, type: FRAME_TYPE.data, ...frame }, onGone);
    backlog.push(frame);
    return begun;
  };
  const stream: RawStream = {
    send: (message, onGone) => send({ flags: 0, payload: message }, onGone),
    closeSend: () => void send({ flags: FRAME_FLAG.remoteClosed | FRAME_FLAG.noData }),
    messages,
    // The reason is made only for a call that is not over: whoever reads a stream cancels it at the end in any case.
    cancel: (reason) => (over ? undefined : finish(reason ?? canceled("call canceled by the client"), false)),
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
