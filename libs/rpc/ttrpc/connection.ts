import type { Socket } from "node:net";
import { createSocketWriter } from "../socket-writer.ts";
import { createFrameParser, encodeHeader, type Frame } from "./frame.ts";

/** Frames over one socket, both ways. */
export interface FrameConnection {
  /** Queues a frame; resolves when the socket has room for more, so that a stream of frames is paced by its reader. `onGone`: the payload is with the kernel. */
  send(frame: { streamId: number; type: number; flags: number; payload?: Uint8Array }, onGone?: () => void): Promise<void> | undefined;
  pause(paused: boolean): void;
  /** Whether the connection keeps the process alive. */
  ref(): void;
  unref(): void;
  close(): void;
}

export interface FrameConnectionOptions {
  maxPayload: number;
  onFrame(frame: Frame): void;
  onClose(error: Error | undefined): void;
}

// More than this waits with whoever sends it.
const HIGH_WATER = 64 << 10;

export function createFrameConnection(socket: Socket, options: FrameConnectionOptions): FrameConnection {
  const parse = createFrameParser(options.onFrame, options.maxPayload);
  let failure: Error | undefined;
  let drained: { promise: Promise<void>; resolve: () => void } | undefined;
  const writer = createSocketWriter(socket, release);
  function release(): void {
    drained?.resolve();
    drained = undefined;
  }

  socket.on("data", (chunk: Buffer) => {
    try {
      parse(chunk);
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  socket.on("error", (error) => (failure = error));
  socket.on("close", () => {
    release();
    options.onClose(failure);
  });

  return {
    send(frame, onGone) {
      if (socket.destroyed) return undefined;
      const { payload } = frame;
      writer.append(encodeHeader(frame, payload?.length ?? 0));
      if (payload !== undefined && payload.length > 0) writer.append(payload, onGone);
      if (writer.backlog() < HIGH_WATER) return undefined;
      drained ??= Promise.withResolvers<void>();
      return drained.promise;
    },
    pause(paused) {
      if (paused) socket.pause();
      else socket.resume();
    },
    ref: () => void socket.ref(),
    unref: () => void socket.unref(),
    close: () => socket.destroy(),
  };
}
