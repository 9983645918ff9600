import type { SocketWriter } from "../socket-writer.ts";
import { CODE, DEFAULT_FRAME_SIZE, DEFAULT_WINDOW, FLAG, FRAME, HEADER_BYTES, MAX_WINDOW, violation, writeFrameHeader } from "./frames.ts";

/** The sending half of a stream. */
export interface Outgoing {
  readonly id: number;
  /** What the peer still takes. */
  window: number;
  queue: Uint8Array[];
  queued: number;
  /** The HEADERS frame that ends the stream, once it is known. */
  trailers: Uint8Array | undefined;
  /** Nothing is sent any more. */
  closed: boolean;
  waiting: { promise: Promise<void>; resolve: () => void } | undefined;
}

export function createOutgoing(id: number, window: number): Outgoing {
  return { id, window, queue: [], queued: 0, trailers: undefined, closed: false, waiting: undefined };
}

/** What all streams of a connection send: as far as the peer's windows and the socket have room, in fair turns. */
export interface Outbox {
  /** Sends DATA of these parts. Resolves when the stream has room for more; undefined: it has now. */
  data(stream: Outgoing, ...parts: Uint8Array[]): Promise<void> | undefined;
  /** Sends this HEADERS frame behind all data; `onSent` of the outbox is called then. */
  end(stream: Outgoing, frame: Uint8Array): void;
  /** Gives up what the stream has queued. */
  drop(stream: Outgoing): void;
  /** The peer takes so many bytes more, of the stream or (undefined) of all. @throws Violation */
  grow(stream: Outgoing | undefined, bytes: number): void;
  /** The peer's frame size from its settings. */
  setFrameSize(bytes: number): void;
  /** Goes on after the socket had no room. */
  resume(): void;
}

/** More than this waits with its stream, not in the socket. */
const SOCKET_BACKLOG = 1 << 20;
const STREAM_BACKLOG = 256 << 10;

export function createOutbox(writer: SocketWriter, onSent: (stream: Outgoing) => void): Outbox {
  const blocked = new Set<Outgoing>();
  let window = DEFAULT_WINDOW;
  let frameSize = DEFAULT_FRAME_SIZE;

  const settle = (stream: Outgoing): void => {
    if (stream.queued > STREAM_BACKLOG / 2 || stream.waiting === undefined) return;
    stream.waiting.resolve();
    stream.waiting = undefined;
  };
  /** Sends one frame; false when there is no room for one. */
  const sendFrame = (stream: Outgoing): boolean => {
    const length = Math.min(stream.queued, window, stream.window, frameSize);
    if (length <= 0 || writer.backlog() > SOCKET_BACKLOG) return false;
    window -= length;
    stream.window -= length;
    stream.queued -= length;
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    writeFrameHeader(header, 0, { type: FRAME.data, flags: 0, streamId: stream.id }, length);
    writer.append(header);
    takeFront(stream.queue, length, writer);
    return true;
  };
  const finish = (stream: Outgoing): void => {
    blocked.delete(stream);
    settle(stream);
    if (stream.trailers === undefined || stream.closed) return;
    stream.closed = true;
    writer.append(stream.trailers);
    onSent(stream);
  };
  const pump = (stream: Outgoing): void => {
    while (stream.queued > 0) {
      if (!sendFrame(stream)) {
        blocked.add(stream);
        settle(stream);
        return;
      }
    }
    finish(stream);
  };
  const pumpAll = (): void => {
    for (let progress = true; progress && blocked.size > 0; ) {
      progress = false;
      for (const stream of blocked) {
        progress = sendFrame(stream) || progress;
        if (stream.queued === 0) finish(stream);
        else settle(stream);
      }
    }
  };
  return {
    data(stream, ...parts) {
      if (stream.closed) return undefined;
      for (const part of parts) {
        stream.queue.push(part);
        stream.queued += part.length;
      }
      if (!blocked.has(stream)) pump(stream);
      if (stream.queued <= STREAM_BACKLOG) return undefined;
      stream.waiting ??= Promise.withResolvers<void>();
      return stream.waiting.promise;
    },
    end(stream, frame) {
      if (stream.closed) return;
      stream.trailers = frame;
      if (stream.queued === 0) finish(stream);
    },
    drop(stream) {
      stream.closed = true;
      stream.queue = [];
      stream.queued = 0;
      finish(stream);
    },
    grow(stream, bytes) {
      const grown = (stream === undefined ? window : stream.window) + bytes;
      if (grown > MAX_WINDOW) throw violation(CODE.flowControl, "a window is beyond 2^31-1", stream?.id);
      if (stream === undefined) {
        window = grown;
        pumpAll();
      } else {
        stream.window = grown;
        if (stream.queued > 0) pump(stream);
      }
    },
    setFrameSize: (bytes) => void (frameSize = bytes),
    resume: pumpAll,
  };
}

/** Moves the first bytes of a queue to the writer. */
function takeFront(queue: Uint8Array[], bytes: number, writer: SocketWriter): void {
  let left = bytes;
  while (left > 0) {
    const first = queue[0]!;
    if (first.length <= left) {
      queue.shift();
      writer.append(first);
      left -= first.length;
      continue;
    }
    writer.append(first.subarray(0, left));
    queue[0] = first.subarray(left);
    return;
  }
}

/** An encoded block as HEADERS, with CONTINUATION where it is longer than one frame of any peer. */
export function encodeHeadersFrame(streamId: number, block: Uint8Array, endStream: boolean): Buffer {
  const frames = Math.max(1, Math.ceil(block.length / DEFAULT_FRAME_SIZE));
  const bytes = Buffer.allocUnsafe(frames * HEADER_BYTES + block.length);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    const part = frames === 1 ? block : block.subarray(i * DEFAULT_FRAME_SIZE, (i + 1) * DEFAULT_FRAME_SIZE);
    const flags = (i === frames - 1 ? FLAG.endHeaders : 0) | (i === 0 && endStream ? FLAG.endStream : 0);
    at = writeFrameHeader(bytes, at, { type: i === 0 ? FRAME.headers : FRAME.continuation, flags, streamId }, part.length);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
