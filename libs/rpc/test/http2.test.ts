import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import * as http2 from "node:http2";
import { connect as connectSocket, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { ContentService } from "@stevedore/api";
import { createLogger } from "@stevedore/log";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CODE, FLAG, FRAME, PREFACE, createFrameReader, encodeFrame, encodeNumbers, encodeSettings, type Frame } from "../http2/frames.ts";
import { createHpackDecoder } from "../http2/hpack-decoder.ts";
import { encodeHeaders } from "../http2/hpack-encoder.ts";
import { createHandlerTable, serveGrpc } from "../mod.ts";

const log = createLogger({ service: "test", write: () => undefined });
const { info, read } = ContentService.methods;
let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-http2-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const decoder = () => createHpackDecoder({ tableSize: 4096, listSize: 65_536 });
const decode = (by: ReturnType<typeof decoder>, hex: string) => by.decode(Buffer.from(hex.replaceAll(" ", ""), "hex")).fields.map(([name, value]) => `${name}: ${value}`);

describe("HPACK", () => {
  test.each([
    ["without Huffman (RFC 7541, C.3)", ["828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865", "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565"]],
    ["with Huffman (RFC 7541, C.4)", ["828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"]],
  ])("the RFC's requests %s", (_name, blocks) => {
    const by = decoder();
    expect(decode(by, blocks[0]!)).toEqual([":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"]);
    expect(decode(by, blocks[1]!)).toEqual([":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com", "cache-control: no-cache"]);
    expect(decode(by, blocks[2]!)).toEqual([":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com", "custom-key: custom-value"]);
  });

  test("eviction: the RFC's responses with a table of 256 bytes (C.6)", () => {
    const by = createHpackDecoder({ tableSize: 256, listSize: 65_536 });
    decode(by, "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3");
    expect(decode(by, "4883640effc1c0bf")).toEqual([":status: 307", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com"]);
    expect(decode(by, "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007").at(-1)).toBe(
      "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    );
  });

  test("a block that is repeated is the same list, until the table changes", () => {
    const by = decoder();
    const block = encodeHeaders([[":method", "POST"], ["x", "y"]]);
    expect(by.decode(block)).toBe(by.decode(block));
    const indexed = Buffer.of(0x40, 1, 0x61, 1, 0x62);
    by.decode(indexed);
    expect(by.decode(Buffer.of(0xbe)).fields).toEqual([["a", "b"]]);
    by.decode(Buffer.of(0x40, 1, 0x63, 1, 0x64));
    expect(by.decode(Buffer.of(0xbe)).fields).toEqual([["c", "d"]]);
  });

  test.each([["an index of no table", "ff8001"], ["index 0", "80"], ["an endless integer", "ffffffffffffffff"], ["a string beyond its block", "000561"], ["a table size beyond the setting", "3fe17f"], ["Huffman padding of zeros", "00816100"], ["Huffman padding of a whole byte", "000182ffff"]])("%s is refused", (_name, hex) => {
    expect(() => decode(decoder(), hex)).toThrow(/hpack/);
  });

  test("what is encoded is decoded, of any length", () => {
    const fields = [[":status", "200"], ["grpc-message", "x".repeat(70_000)], ["content-type", "application/grpc"], ["unknown-name", ""]] as const;
    expect(createHpackDecoder({ tableSize: 4096, listSize: 1 << 20 }).decode(encodeHeaders(fields)).fields).toEqual(fields);
  });
});

async function startServer() {
  const table = createHandlerTable();
  table.add(ContentService, {
    info: (request) => ({ info: { digest: request.digest } }),
    async *read(request) {
      for (let offset = 0; offset < request.size; offset += 1 << 20) yield { offset, data: Buffer.alloc(1 << 20, 7) };
    },
  });
  const socket = path.join(dir, "s.sock");
  const server = await serveGrpc({ table, address: `unix:${socket}`, log, maxReceive: 1 << 20, maxSend: 3 << 20 });
  return { socket, [Symbol.asyncDispose]: () => server.close() };
}

const INFO_PATH = `/${ContentService.name}/Info`;
const message = (bytes: Uint8Array, flag = 0) => Buffer.concat([Buffer.of(flag), Buffer.from(encodeNumbers(0, 0, bytes.length)).subarray(9), bytes]);

/** One call with Node's client: HTTP status, headers and trailers together, body. */
async function call(socket: string, headers: http2.OutgoingHttpHeaders, body: Uint8Array = message(info.request.encode({ digest: "d" })), settings: http2.Settings = {}) {
  const session = http2.connect("http://localhost", { createConnection: () => connectSocket(socket), settings });
  try {
    const stream = session.request({ ":method": "POST", ":path": INFO_PATH, "content-type": "application/grpc", te: "trailers", ...headers });
    const seen: Record<string, unknown> = {};
    stream.on("response", (fields) => Object.assign(seen, fields)).on("trailers", (fields) => Object.assign(seen, fields));
    if (headers[":method"] === "GET") stream.end();
    else stream.end(body);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return { ...seen, body: Buffer.concat(chunks) } as Record<string, unknown> & { body: Buffer };
  } finally {
    session.destroy();
  }
}

describe("gRPC over it, as grpc-go answers", () => {
  test.each([
    ["another content type", { "content-type": "text/plain" }, { ":status": 415, "grpc-status": "3", "grpc-message": 'invalid gRPC request content-type "text/plain"' }],
    ["another method", { ":method": "GET" }, { ":status": 405, "grpc-status": "13", "grpc-message": 'Received a HEADERS frame with :method "GET" which should be POST' }],
    ["a malformed path", { ":path": "/nothing" }, { ":status": 200, "grpc-status": "12", "grpc-message": 'malformed method name: "/nothing"' }],
    ["a malformed timeout", { "grpc-timeout": "5x" }, { ":status": 400, "grpc-status": "13", "grpc-message": 'malformed grpc-timeout: transport: timeout unit is not recognized: "5x"' }],
    ["an unknown encoding", { "grpc-encoding": "br" }, { ":status": 200, "grpc-status": "12", "grpc-message": 'grpc: Decompressor is not installed for grpc-encoding "br"' }],
    ["a subtype", { "content-type": "application/grpc+proto" }, { ":status": 200, "grpc-status": "0" }],
  ])("%s", async (_name, headers, expected) => {
    await using server = await startServer();
    expect(await call(server.socket, headers)).toMatchObject(expected);
  });

  test("gzip, both ways, with its limit", async () => {
    await using server = await startServer();
    const request = gzipSync(info.request.encode({ digest: "zipped" }));
    const { body, ...seen } = await call(server.socket, { "grpc-encoding": "gzip" }, message(request, 1));
    expect(seen).toMatchObject({ "grpc-encoding": "gzip", "grpc-status": "0" });
    expect(body[0]).toBe(1);
    expect(info.response.decode(gunzipSync(body.subarray(5))).info?.digest).toBe("zipped");
    expect(await call(server.socket, { "grpc-encoding": "gzip" }, message(gzipSync(Buffer.alloc(2 << 20)), 1))).toMatchObject({ "grpc-status": "8" });
    expect(await call(server.socket, {}, message(request, 1))).toMatchObject({ "grpc-status": "13" });
  });

  test("a long error text, and a reply beyond the limit", async () => {
    await using server = await startServer();
    const long = await call(server.socket, { ":path": `/${"x".repeat(40_000)}/y` }, undefined, { maxHeaderListSize: 1 << 20 });
    expect(long["grpc-message"]).toBe(`unknown service ${"x".repeat(40_000)}`);
    const one = read.request.encode({ digest: "d", size: 1 << 20 });
    const { body, ...seen } = await call(server.socket, { ":path": `/${ContentService.name}/Read` }, message(one), { initialWindowSize: 1000 });
    expect(seen["grpc-status"]).toBe("0");
    expect(body.length).toBeGreaterThan(1 << 20);
  });
});

/** A raw connection: what the server sends, frame by frame. */
async function dial(socket: string, greeting: Uint8Array = Buffer.concat([PREFACE, encodeSettings([])])) {
  const raw: Socket = connectSocket(socket);
  const frames: Frame[] = [];
  let notify = (): void => undefined;
  raw.on("data", createFrameReader((frame) => (frames.push(frame), notify()), 1 << 24));
  raw.on("error", () => undefined);
  const closed = once(raw, "close").then(() => notify());
  raw.write(greeting);
  return {
    raw,
    frames,
    /** The first frame of the type; undefined when the server closed without one. */
    async wait(type: number): Promise<Frame | undefined> {
      for (;;) {
        const found = frames.find((frame) => frame.type === type && (type !== FRAME.settings || frame.flags === 0));
        if (found !== undefined || raw.destroyed) return found;
        await new Promise<void>((resolve) => (notify = resolve));
      }
    },
    closed,
    [Symbol.dispose]: () => raw.destroy(),
  };
}

const REQUEST = encodeHeaders([[":method", "POST"], [":scheme", "http"], [":path", INFO_PATH], ["content-type", "application/grpc"], ["te", "trailers"]]);
const frame = (type: number, flags: number, streamId: number, payload: Uint8Array = new Uint8Array(0)) => encodeFrame({ type, flags, streamId }, payload);

describe("the protocol", () => {
  test.each([
    ["DATA on stream 0", frame(FRAME.data, 0, 0), CODE.protocol],
    ["a stream of an even number", frame(FRAME.headers, FLAG.endHeaders, 2, REQUEST), CODE.protocol],
    ["CONTINUATION of nothing", frame(FRAME.continuation, FLAG.endHeaders, 1, REQUEST), CODE.protocol],
    ["another frame within a header block", Buffer.concat([frame(FRAME.headers, 0, 1, REQUEST), frame(FRAME.ping, 0, 0, Buffer.alloc(8))]), CODE.protocol],
    ["a header block that can't be decoded", frame(FRAME.headers, FLAG.endHeaders, 1, Buffer.of(0xff, 0x80, 0x01)), CODE.compression],
    ["PING of 7 bytes", frame(FRAME.ping, 0, 0, Buffer.alloc(7)), CODE.frameSize],
    ["a window beyond 2^31-1", Buffer.concat([encodeNumbers(FRAME.windowUpdate, 0, 2 ** 31 - 1)]), CODE.flowControl],
    ["a frame beyond the maximum", Buffer.of(0xff, 0xff, 0xff, FRAME.data, 0, 0, 0, 0, 1), CODE.frameSize],
    ["a header block without an end", Buffer.concat([frame(FRAME.headers, 0, 1, REQUEST), ...Array.from({ length: 5000 }, () => frame(FRAME.continuation, 0, 1))]), CODE.enhanceYourCalm],
    ["padding beyond the frame", Buffer.concat([frame(FRAME.headers, FLAG.endHeaders, 1, REQUEST), frame(FRAME.data, FLAG.padded, 1, Buffer.of(9, 0))]), CODE.protocol],
  ])("%s ends the connection", async (_name, bytes, code) => {
    await using server = await startServer();
    using client = await dial(server.socket);
    client.raw.write(bytes);
    expect((await client.wait(FRAME.goAway))?.payload.readUInt32BE(4)).toBe(code);
    await client.closed;
  });

  test("a fault of one stream ends that stream alone; PING is answered with its bytes", async () => {
    await using server = await startServer();
    using client = await dial(server.socket);
    client.raw.write(Buffer.concat([frame(FRAME.headers, FLAG.endHeaders, 1, encodeHeaders([[":method", "POST"], ["Upper", "x"]])), frame(FRAME.ping, 0, 0, Buffer.from("12345678"))]));
    expect((await client.wait(FRAME.rstStream))?.payload.readUInt32BE(0)).toBe(CODE.protocol);
    expect((await client.wait(FRAME.ping))?.payload.toString()).toBe("12345678");
  });

  test("a call in single bytes, with padding, priority and CONTINUATION", async () => {
    await using server = await startServer();
    using client = await dial(server.socket);
    const head = Buffer.concat([Buffer.of(3, 0, 0, 0, 0, 16), REQUEST.subarray(0, 4), Buffer.alloc(3)]);
    const body = message(info.request.encode({ digest: "d" }));
    const bytes = Buffer.concat([frame(FRAME.headers, FLAG.padded | FLAG.priority, 1, head), frame(FRAME.continuation, FLAG.endHeaders, 1, REQUEST.subarray(4)), frame(FRAME.data, FLAG.endStream, 1, body)]);
    for (const byte of bytes) client.raw.write(Buffer.of(byte));
    expect(info.response.decode((await client.wait(FRAME.data))!.payload.subarray(5)).info?.digest).toBe("d");
  });

  test("rubbish harms nobody: random frames on many connections, and then a call", async () => {
    await using server = await startServer();
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 150; round++) {
      using client = await dial(server.socket);
      const frames = Array.from({ length: 20 }, () => frame(random(11), random(256), random(6), random(2) === 0 ? REQUEST : Buffer.from(Array.from({ length: random(40) }, () => random(256)))));
      client.raw.write(Buffer.concat(frames));
      client.raw.end();
      await client.closed;
    }
    expect(await call(server.socket, {})).toMatchObject({ "grpc-status": "0" });
  });

  test("streams that are reset at once, and pings that are not read, do no harm", async () => {
    await using server = await startServer();
    using client = await dial(server.socket);
    const bytes: Buffer[] = [];
    for (let id = 1; id < 20_000; id += 2) bytes.push(frame(FRAME.headers, FLAG.endHeaders, id, REQUEST), encodeNumbers(FRAME.rstStream, id, CODE.cancel));
    client.raw.pause();
    client.raw.write(Buffer.concat([...bytes, Buffer.alloc(17 * 100_000, frame(FRAME.ping, 0, 0, Buffer.alloc(8)))]));
    expect(await call(server.socket, {})).toMatchObject({ "grpc-status": "0" });
    client.raw.resume();
    expect(await client.wait(FRAME.ping)).toBeDefined();
  });
});
