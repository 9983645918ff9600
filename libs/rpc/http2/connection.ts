import type { Socket } from "node:net";
import { createSocketWriter } from "../socket-writer.ts";
import { CODE, DEFAULT_WINDOW, FLAG, FRAME, HEADER_BYTES, MAX_WINDOW, PREFACE, SETTING, createFrameReader, encodeFrame, encodeNumbers, encodeSettings, violation, type Frame, type Violation } from "./frames.ts";
import { createHpackDecoder, type Headers } from "./hpack-decoder.ts";
import { createOutbox, createOutgoing, encodeHeadersFrame, type Outgoing } from "./outbox.ts";
import { requestProblem, trailersProblem } from "./request-check.ts";

/** What the answerer of a stream wants to hear of it. */
export interface StreamListener {
  /** True when nothing of the chunk has been kept. */
  onData(chunk: Buffer): boolean;
  /** The peer has sent everything. */
  onEnd(): void;
  /** The peer has given the stream up, or its connection is gone. */
  onReset(): void;
}

export interface Http2Stream {
  readonly id: number;
  readonly headers: Headers;
  /** Set by who answers, while it is told of the stream. */
  listener: StreamListener;
}

/** The answering half of a connection. Header blocks come encoded. */
export interface Http2Connection {
  respond(stream: Http2Stream, block: Uint8Array): void;
  /** Resolves when there is room for more; undefined: there is now. */
  send(stream: Http2Stream, ...parts: Uint8Array[]): Promise<void> | undefined;
  /** Ends the stream with this block, behind everything that was sent. */
  end(stream: Http2Stream, block: Uint8Array): void;
  reset(stream: Http2Stream, code: number): void;
  /** A paused stream's peer is not told that what it sent was taken, so that it stops when its window is used up. */
  pause(stream: Http2Stream, paused: boolean): void;
  /** Whoever was told of the stream has done with it: as long as that is not said, it counts as running. */
  release(stream: Http2Stream): void;
}

export interface Http2Options {
  onStream(stream: Http2Stream, connection: Http2Connection): void;
  onClose(error: Error | undefined): void;
}

export interface Http2Session {
  /** Tells the client to open no further streams here, and closes when those that are open have ended, or after `graceMs`. */
  shutdown(graceMs: number): void;
}

// Clients write content in messages of up to 16 MiB: a window that holds one keeps them from stopping and going.
const STREAM_WINDOW = 8 << 20;
const CONNECTION_WINDOW = 32 << 20;
const FRAME_SIZE = 1 << 20;
const TABLE_SIZE = 4096;
/** As grpc-go. */
const HEADER_LIST_SIZE = 16 << 20;
const HEADER_BLOCK_SIZE = 1 << 20;
// A block in frames of nothing is no use to anybody but for keeping us busy.
const MOST_CONTINUATIONS = 4096;
/** Streams that are being answered, those included that the client has reset meanwhile. */
const MOST_STREAMS = 1 << 16;
// Replies to control frames of a client that doesn't read: then nothing more is read from it either.
const MOST_BACKLOG = 4 << 20;
const MOST_IGNORED = 1024;
const CLOSE_MS = 1000;
const LINGER_MS = 1000;

const GREETING = Buffer.concat([
  encodeSettings([
    [SETTING.maxConcurrentStreams, MOST_STREAMS],
    [SETTING.initialWindowSize, STREAM_WINDOW],
    [SETTING.maxFrameSize, FRAME_SIZE],
    [SETTING.maxHeaderListSize, HEADER_LIST_SIZE],
  ]),
  encodeNumbers(FRAME.windowUpdate, 0, CONNECTION_WINDOW - DEFAULT_WINDOW),
]);
const SETTINGS_ACK = encodeFrame({ type: FRAME.settings, flags: FLAG.ack, streamId: 0 }, new Uint8Array(0));

interface Stream extends Http2Stream {
  outgoing: Outgoing;
  remoteClosed: boolean;
  /** What the peer may still send, and what it sent that it was not yet given back. */
  receiveWindow: number;
  owed: number;
  paused: boolean;
  running: boolean;
}

const DEAF: StreamListener = { onData: () => true, onEnd: () => undefined, onReset: () => undefined };

const problems = new WeakMap<Headers, string | null>();

function problemOf(headers: Headers): string | undefined {
  let problem = problems.get(headers);
  if (problem === undefined) problems.set(headers, (problem = requestProblem(headers) ?? null));
  return problem ?? undefined;
}

function unpad({ flags, payload }: Frame): Buffer {
  if ((flags & FLAG.padded) === 0) return payload;
  const padding = payload[0];
  if (padding === undefined) throw violation(CODE.frameSize, "a padded frame without a length of padding");
  if (padding >= payload.length) throw violation(CODE.protocol, "more padding than frame");
  return payload.subarray(1, payload.length - padding);
}

/** Serves one HTTP/2 connection (RFC 9113, with prior knowledge): what gRPC needs of it, and no more. */
export function serveHttp2(socket: Socket, options: Http2Options): Http2Session {
  const streams = new Map<number, Stream>();
  const writer = createSocketWriter(socket, onRoom);
  const outbox = createOutbox(writer, ({ id }) => closeLocal(streams.get(id)));
  const decoder = createHpackDecoder({ tableSize: TABLE_SIZE, listSize: HEADER_LIST_SIZE });
  const readFrames = createFrameReader(takeFrame, FRAME_SIZE, { inPieces: true });
  // Streams that we ended while their client was still sending: what is on its way is no fault of the client's.
  const ignored = new Set<number>();
  let prefaceSeen = 0;
  let settled = false;
  let lastId = 0;
  let running = 0;
  let initialWindow = DEFAULT_WINDOW;
  let connectionOwed = 0;
  let block: { streamId: number; flags: number; parts: Buffer[]; size: number } | undefined;
  let closing = false;
  let draining = false;
  let failure: Error | undefined;

  function onRoom(): void {
    if (socket.isPaused() && !closing) socket.resume();
    outbox.resume();
  }
  function forget(stream: Stream): void {
    streams.delete(stream.id);
    if (draining && streams.size === 0) leave();
  }
  /** All that we had to send is sent. A client that has not may end its half; told at once to stop, Node's hangs now and then in the midst of a large message. */
  function closeLocal(stream: Stream | undefined): void {
    if (stream === undefined) return;
    if (stream.remoteClosed) return forget(stream);
    stream.listener = DEAF;
    connection.pause(stream, false);
    setTimeout(() => reset(stream, CODE.noError), LINGER_MS).unref();
  }
  function ignore(stream: Stream): void {
    ignored.add(stream.id);
    if (ignored.size > MOST_IGNORED) ignored.delete(ignored.values().next().value!);
  }
  function abandon(stream: Stream): void {
    forget(stream);
    outbox.drop(stream.outgoing);
    stream.listener.onReset();
  }
  function reset(stream: Stream, code: number): void {
    if (streams.get(stream.id) !== stream) return;
    writer.append(encodeNumbers(FRAME.rstStream, stream.id, code));
    if (!stream.remoteClosed) ignore(stream);
    abandon(stream);
  }
  function goAway(code: number, why = ""): void {
    writer.append(encodeFrame({ type: FRAME.goAway, flags: 0, streamId: 0 }, Buffer.concat([encodeNumbers(0, 0, lastId, code).subarray(HEADER_BYTES), Buffer.from(why)])));
  }
  /** Closes when everything has left; a peer that does not read is not waited for. */
  function leave(): void {
    if (closing) return;
    closing = true;
    writer.flush();
    socket.end();
    setTimeout(() => socket.destroy(), CLOSE_MS).unref();
  }

  // A fault of one stream must not lose the frames behind it.
  function takeFrame(frame: Frame): boolean {
    if (closing) return false;
    let isFree = false;
    try {
      isFree = onFrame(frame);
    } catch (error) {
      fail(error as Violation);
    }
    if (writer.backlog() > MOST_BACKLOG) socket.pause();
    return isFree;
  }
  /** True when nothing of the frame's payload has been kept. */
  function onFrame(frame: Frame): boolean {
    const { type, streamId } = frame;
    if (block !== undefined && (type !== FRAME.continuation || streamId !== block.streamId)) throw violation(CODE.protocol, "a header block goes on with another frame");
    if (!settled && type !== FRAME.settings) throw violation(CODE.protocol, "the first frame is not SETTINGS");
    if (type === FRAME.data) return onData(frame);
    if (type === FRAME.headers) onHeaders(frame);
    else if (type === FRAME.windowUpdate) onWindowUpdate(frame);
    else if (type === FRAME.rstStream) onReset(frame);
    else if (type === FRAME.ping) onPing(frame);
    else if (type === FRAME.settings) onSettings(frame);
    else if (type === FRAME.continuation) onContinuation(frame);
    else if (type === FRAME.priority) onPriority(frame);
    else if (type === FRAME.pushPromise) throw violation(CODE.protocol, "a client promises nothing");
    else if (type === FRAME.goAway && streamId !== 0) throw violation(CODE.protocol, "GOAWAY on a stream");
    return false;
  }
  function requireStream(streamId: number): Stream | undefined {
    if (streamId === 0 || streamId > lastId || streamId % 2 === 0) throw violation(CODE.protocol, `a frame for stream ${streamId}, which was not opened`);
    return streams.get(streamId);
  }

  function onData(frame: Frame): boolean {
    const { length } = frame.payload;
    const stream = requireStream(frame.streamId);
    connectionOwed += length;
    if (connectionOwed > CONNECTION_WINDOW) throw violation(CODE.flowControl, "more data than the connection's window");
    if (connectionOwed >= CONNECTION_WINDOW / 4) {
      writer.append(encodeNumbers(FRAME.windowUpdate, 0, connectionOwed));
      connectionOwed = 0;
    }
    if (stream === undefined && ignored.has(frame.streamId)) return true;
    if (stream === undefined || stream.remoteClosed) throw violation(CODE.streamClosed, "data on a closed stream", frame.streamId);
    if (length > stream.receiveWindow) throw violation(CODE.flowControl, "more data than the stream's window", frame.streamId);
    const data = unpad(frame);
    stream.receiveWindow -= length;
    stream.owed += length;
    const isFree = data.length === 0 || stream.listener.onData(data);
    if ((frame.flags & FLAG.endStream) !== 0) endRemote(stream);
    else giveBack(stream);
    return isFree;
  }
  function giveBack(stream: Stream): void {
    if (stream.paused || stream.remoteClosed || stream.owed < STREAM_WINDOW / 2 || streams.get(stream.id) !== stream) return;
    writer.append(encodeNumbers(FRAME.windowUpdate, stream.id, stream.owed));
    stream.receiveWindow += stream.owed;
    stream.owed = 0;
  }
  function endRemote(stream: Stream): void {
    stream.remoteClosed = true;
    stream.listener.onEnd();
    if (stream.outgoing.closed) forget(stream);
  }

  function onHeaders(frame: Frame): void {
    if (frame.streamId % 2 === 0) throw violation(CODE.protocol, `a client's stream ${frame.streamId}`);
    let payload = unpad(frame);
    if ((frame.flags & FLAG.priority) !== 0) {
      if (payload.length < 5) throw violation(CODE.frameSize, "HEADERS without its priority");
      const dependsOn = payload.readUInt32BE(0) & 0x7fffffff;
      if (dependsOn === frame.streamId) throw violation(CODE.protocol, "a stream that depends on itself");
      payload = payload.subarray(5);
    }
    block = { streamId: frame.streamId, flags: frame.flags, parts: [payload], size: payload.length };
    if ((frame.flags & FLAG.endHeaders) !== 0) endBlock();
  }
  function onContinuation(frame: Frame): void {
    if (block === undefined) throw violation(CODE.protocol, "CONTINUATION of nothing");
    block.parts.push(frame.payload);
    block.size += frame.payload.length;
    if (block.size > HEADER_BLOCK_SIZE || block.parts.length > MOST_CONTINUATIONS) throw violation(CODE.enhanceYourCalm, "a header block without an end");
    if ((frame.flags & FLAG.endHeaders) !== 0) endBlock();
  }
  function endBlock(): void {
    const { streamId, flags, parts, size } = block!;
    block = undefined;
    const headers = decodeBlock(parts.length === 1 ? parts[0]! : Buffer.concat(parts, size));
    const ended = (flags & FLAG.endStream) !== 0;
    if (streamId > lastId) openStream(streamId, headers, ended);
    else receiveTrailers(streamId, headers, ended);
  }
  function decodeBlock(bytes: Buffer): Headers {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw violation(CODE.compression, (error as Error).message);
    }
  }
  function openStream(id: number, headers: Headers, ended: boolean): void {
    lastId = id;
    const problem = headers.tooLarge ? "a header list that is too long" : problemOf(headers);
    if (problem !== undefined) throw violation(headers.tooLarge ? CODE.frameSize : CODE.protocol, problem, id);
    if (draining || running >= MOST_STREAMS) throw violation(CODE.refusedStream, "no further streams", id);
    const stream: Stream = { id, headers, listener: DEAF, outgoing: createOutgoing(id, initialWindow), remoteClosed: false, receiveWindow: STREAM_WINDOW, owed: 0, paused: false, running: true };
    streams.set(id, stream);
    running += 1;
    options.onStream(stream, connection);
    if (ended) endRemote(stream);
  }
  function receiveTrailers(streamId: number, headers: Headers, ended: boolean): void {
    const stream = streams.get(streamId);
    if (stream === undefined && ignored.has(streamId)) return;
    if (stream === undefined) throw violation(CODE.streamClosed, "HEADERS on a closed stream");
    if (stream.remoteClosed) throw violation(CODE.streamClosed, "HEADERS behind the end of a stream", streamId);
    if (!ended || trailersProblem(headers) !== undefined) throw violation(CODE.protocol, "malformed trailers", streamId);
    endRemote(stream);
  }

  function onWindowUpdate({ payload, streamId }: Frame): void {
    if (payload.length !== 4) throw violation(CODE.frameSize, "WINDOW_UPDATE is 4 bytes");
    const bytes = payload.readUInt32BE(0) & 0x7fffffff;
    const stream = streamId === 0 ? undefined : requireStream(streamId);
    if (bytes === 0) throw violation(CODE.protocol, "a window of nothing more", streamId);
    if (streamId === 0) outbox.grow(undefined, bytes);
    else if (stream !== undefined) outbox.grow(stream.outgoing, bytes);
  }
  function onReset({ payload, streamId }: Frame): void {
    if (payload.length !== 4) throw violation(CODE.frameSize, "RST_STREAM is 4 bytes");
    const stream = requireStream(streamId);
    if (stream !== undefined) abandon(stream);
  }
  function onPing({ payload, streamId, flags }: Frame): void {
    if (streamId !== 0) throw violation(CODE.protocol, "PING on a stream");
    if (payload.length !== 8) throw violation(CODE.frameSize, "PING is 8 bytes");
    if ((flags & FLAG.ack) === 0) writer.append(encodeFrame({ type: FRAME.ping, flags: FLAG.ack, streamId: 0 }, payload));
  }
  function onSettings({ payload, streamId, flags }: Frame): void {
    if (streamId !== 0) throw violation(CODE.protocol, "SETTINGS on a stream");
    if ((flags & FLAG.ack) !== 0) {
      if (payload.length !== 0) throw violation(CODE.frameSize, "an acknowledgement with settings");
      return;
    }
    if (payload.length % 6 !== 0) throw violation(CODE.frameSize, "SETTINGS is 6 bytes for each");
    settled = true;
    for (let at = 0; at < payload.length; at += 6) applySetting(payload.readUInt16BE(at), payload.readUInt32BE(at + 2));
    writer.append(SETTINGS_ACK);
  }
  function applySetting(id: number, value: number): void {
    if (id === SETTING.enablePush && value > 1) throw violation(CODE.protocol, `ENABLE_PUSH ${value}`);
    if (id === SETTING.maxFrameSize) {
      if (value < 1 << 14 || value >= 1 << 24) throw violation(CODE.protocol, `MAX_FRAME_SIZE ${value}`);
      outbox.setFrameSize(value);
    }
    if (id !== SETTING.initialWindowSize) return;
    if (value > MAX_WINDOW) throw violation(CODE.flowControl, `INITIAL_WINDOW_SIZE ${value}`);
    const change = value - initialWindow;
    initialWindow = value;
    for (const { outgoing } of streams.values()) {
      if (outgoing.window + change > MAX_WINDOW) throw violation(CODE.flowControl, "a window is beyond 2^31-1");
      outbox.grow(outgoing, change);
    }
  }
  function onPriority({ payload, streamId }: Frame): void {
    if (streamId === 0) throw violation(CODE.protocol, "PRIORITY of no stream");
    if (payload.length !== 5) throw violation(CODE.frameSize, "PRIORITY is 5 bytes", streamId);
    if ((payload.readUInt32BE(0) & 0x7fffffff) === streamId) throw violation(CODE.protocol, "a stream that depends on itself", streamId);
  }

  function fail(error: Violation): void {
    if (error.http2Code === undefined) {
      socket.destroy(error);
      return;
    }
    const stream = streams.get(error.streamId);
    if (error.streamId !== 0) {
      if (stream === undefined) writer.append(encodeNumbers(FRAME.rstStream, error.streamId, error.http2Code));
      else reset(stream, error.http2Code);
      return;
    }
    failure = error;
    goAway(error.http2Code, error.message);
    leave();
  }
  function receive(chunk: Buffer): void {
    let bytes = chunk;
    if (prefaceSeen < PREFACE.length) {
      const part = bytes.subarray(0, PREFACE.length - prefaceSeen);
      if (!part.equals(PREFACE.subarray(prefaceSeen, prefaceSeen + part.length))) throw violation(CODE.protocol, "no HTTP/2 preface");
      prefaceSeen += part.length;
      bytes = bytes.subarray(part.length);
    }
    readFrames(bytes);
  }
  socket.on("data", (chunk: Buffer) => {
    if (closing) return;
    try {
      receive(chunk);
    } catch (error) {
      fail(error as Violation);
    }
  });
  socket.on("error", (error) => (failure ??= error));
  socket.on("close", () => {
    closing = true;
    for (const stream of streams.values()) abandon(stream);
    options.onClose(failure);
  });
  writer.append(GREETING);

  const connection: Http2Connection = {
    respond(stream, encoded) {
      if ((stream as Stream).outgoing.closed) return;
      writer.append(encodeHeadersFrame(stream.id, encoded, false));
    },
    send: (stream, ...parts) => outbox.data((stream as Stream).outgoing, ...parts),
    end: (stream, encoded) => outbox.end((stream as Stream).outgoing, encodeHeadersFrame(stream.id, encoded, true)),
    reset: (stream, code) => reset(stream as Stream, code),
    pause(stream, paused) {
      (stream as Stream).paused = paused;
      if (!paused) giveBack(stream as Stream);
    },
    release(stream) {
      if (!(stream as Stream).running) return;
      (stream as Stream).running = false;
      running -= 1;
    },
  };
  return {
    shutdown(graceMs) {
      if (closing || draining) return;
      draining = true;
      goAway(CODE.noError);
      if (streams.size === 0) leave();
      else setTimeout(leave, graceMs).unref();
    },
  };
}
