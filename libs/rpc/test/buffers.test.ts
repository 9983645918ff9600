import { randomBytes, randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { createMessageParser, encodeMessage } from "../grpc/messages.ts";
import { createFrameReader, encodeFrame, FLAG, FRAME } from "../http2/frames.ts";
import { giveBack, ownBuffer } from "../mod.ts";
import { createFrameParser, encodeHeader, INTERNAL_MAX_PAYLOAD } from "../ttrpc/frame.ts";

const SIZES = [0, 1, 9, 100, 5000, 16_384, 65_535, 65_536, 65_537, 100_000, 300_001, 1 << 20];
const messages = (): Buffer[] => Array.from({ length: 60 }, () => randomBytes(SIZES[randomInt(SIZES.length)]!));

/** A stream of bytes as a socket gives it: each chunk in memory of its own. */
function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const size = Math.min(bytes.length - at, randomInt(4) === 0 ? randomInt(1, 40) : 65_536);
    const chunk = Buffer.allocUnsafeSlow(size);
    bytes.copy(chunk, 0, at, at + size);
    at += size;
    yield chunk;
  }
}

/** What was received has not been freed under its receiver, who has kept it as it came; the rest goes. */
function expectKept(received: readonly Buffer[], sent: readonly Buffer[]): void {
  expect(received.map(({ length }) => length)).toEqual(sent.map(({ length }) => length));
  received.forEach((bytes, at) => expect(bytes.equals(sent[at]!)).toBe(true));
  received.forEach(giveBack);
  for (const bytes of received) if (bytes.length === 1 << 20) expect(bytes.buffer.byteLength === 0 || bytes.buffer.byteLength > 1 << 20).toBe(true);
}

test("messages of all sizes come through ttrpc's framing, however the bytes are cut, and stay until they are given back", () => {
  const sent = messages();
  const received: Buffer[] = [];
  const parse = createFrameParser(({ streamId, payload }) => {
    expect(streamId).toBe(received.length);
    received.push(payload);
  }, INTERNAL_MAX_PAYLOAD);
  const stream = Buffer.concat(sent.flatMap((payload, streamId) => [encodeHeader({ streamId, type: 3, flags: 0 }, payload.length), payload]));
  for (const chunk of chunksOf(stream)) parse(chunk);
  expectKept(received, sent);
});

test.each(["", "gzip"])("messages of all sizes come through HTTP/2 and gRPC's framing (encoding %o), and stay until they are given back", (encoding) => {
  const sent = messages();
  const received: Buffer[] = [];
  const parser = createMessageParser({ maxSize: 16 << 20, encoding, onMessage: (payload) => received.push(payload) });
  const body = Buffer.concat(sent.flatMap((payload) => encodeMessage(payload, encoding)));
  const frames: Buffer[] = [];
  for (let at = 0; at < body.length; at += 16_384) {
    const isLast = at + 16_384 >= body.length;
    frames.push(encodeFrame({ type: FRAME.data, flags: isLast ? FLAG.endStream : 0, streamId: 1 }, body.subarray(at, at + 16_384)));
    if (randomInt(8) === 0) frames.push(encodeFrame({ type: FRAME.ping, flags: 0, streamId: 0 }, Buffer.alloc(8, 7)));
  }
  let ends = 0;
  const read = createFrameReader(
    ({ type, flags, payload }) => {
      if (type !== FRAME.data) return void expect(payload.equals(Buffer.alloc(8, 7))).toBe(true);
      if ((flags & FLAG.endStream) !== 0) ends += 1;
      return parser.push(payload);
    },
    1 << 20,
    { inPieces: true },
  );
  for (const chunk of chunksOf(Buffer.concat(frames))) read(chunk);
  expect([ends, parser.isCutOff()]).toEqual([1, false]);
  if (encoding === "") expectKept(received, sent);
  else received.forEach((bytes, at) => expect(bytes.equals(sent[at]!)).toBe(true));
});

test("a message that is cut off is known as such, large ones too", () => {
  for (const length of [100, 1 << 20]) {
    const parser = createMessageParser({ maxSize: 16 << 20, encoding: "", onMessage: () => expect.fail("there is no message") });
    const [prefix, payload] = encodeMessage(Buffer.alloc(length), "");
    for (const chunk of chunksOf(Buffer.concat([prefix, payload.subarray(0, length - 1)]))) parser.push(chunk);
    expect(parser.isCutOff()).toBe(true);
  }
});

test("memory is given back once, all pieces of it, and only what is a message's own", () => {
  const own = ownBuffer(100_000);
  const piece = own.subarray(5, 10);
  giveBack(piece);
  giveBack(own);
  expect([own.length, piece.length]).toEqual([0, 0]);
  const other = Buffer.allocUnsafeSlow(100_000);
  giveBack(other);
  expect(other).toHaveLength(100_000);
});
