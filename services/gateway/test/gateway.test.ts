import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as api from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { openSqliteStore } from "@stevedore/metadata";
import { createCollection, createResourcesHandlers } from "@stevedore/resources";
import { connect, createClient, createHandlerTable, createLocalChannel, serveTtrpc, startGrpcFront, type CallContext } from "@stevedore/rpc";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHealthHandlers } from "../health.ts";
import { createRouter } from "../router.ts";
import { createStreaming, STREAM_HEADER } from "../streaming.ts";

const log = createLogger({ service: "test", write: () => undefined });
const raw = (bytes: Buffer): Buffer => bytes;
let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-gateway-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A gateway in front of a content service of the test's own, with a gRPC client on its socket. */
async function startGateway() {
  const backend = createHandlerTable();
  const contexts: CallContext[] = [];
  const { promise: cancelled, resolve: markCancelled } = Promise.withResolvers<void>();
  backend.add(api.ContentService, {
    info(request, context) {
      contexts.push(context);
      if (request.digest === "missing") throw notFound('content digest "é%"');
      return { info: { digest: request.digest, labels: { namespace: context.namespace, lease: context.lease ?? "" } } };
    },
    status: (_request, context) => new Promise((_, reject) => context.signal.addEventListener("abort", () => (markCancelled(), reject(context.signal.reason)))),
    async *read(request) {
      for (let offset = 0; offset < request.size; offset += 1 << 20) yield { offset, data: Buffer.alloc(1 << 20, offset >> 20) };
    },
    async *write(requests) {
      let offset = 0;
      for await (const request of requests) yield { offset: (offset += request.data.length) };
    },
  });
  const own = createHandlerTable();
  const store = openSqliteStore({ path: path.join(dir, "gateway.db") });
  const collection = createCollection({ store, nameOf: () => undefined });
  const streaming = createStreaming({ collection });
  const server = await serveTtrpc({ table: backend, path: path.join(dir, "content.sock"), log });
  const channel = connect({ path: path.join(dir, "content.sock") });
  const router = createRouter([
    { channel, services: [api.ContentService] },
    { channel: createLocalChannel({ table: own, log }), services: [api.HealthService, api.StreamingService] },
  ]);
  own.add(api.HealthService, createHealthHandlers(router.services));
  own.add(api.StreamingService, streaming.handlers);
  const internal = createHandlerTable();
  internal.add(api.StreamsService, streaming.streams);
  internal.add(api.ResourcesService, createResourcesHandlers({ collection, sources: [streaming.source] }));
  const socket = path.join(dir, "gateway.sock");
  const observed: string[] = [];
  const observe = ({ method, code }: { method: string; code: number }) => void observed.push(`${method}:${code}`);
  const front = await startGrpcFront({ listen: { path: socket, uid: process.getuid!(), gid: process.getgid!(), mode: 0o660 }, find: router.find, log, maxReceive: 16 << 20, maxSend: 16 << 20, observe });
  const client = new grpc.Client(`unix:${socket}`, grpc.credentials.createInsecure(), { "grpc.max_receive_message_length": 16 << 20, "grpc.max_send_message_length": 64 << 20 });
  const close = async () => {
    client.close();
    await front.close();
    await channel.close();
    await server.close();
    await store.close();
  };
  return { client, socket, contexts, observed, cancelled, front, server, internal: createLocalChannel({ table: internal, log }), [Symbol.asyncDispose]: close };
}

function metadataOf(headers: Record<string, string> = { "containerd-namespace": "n1" }): grpc.Metadata {
  const metadata = new grpc.Metadata();
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
  return metadata;
}

function callUnary(client: grpc.Client, rpcPath: string, request: Uint8Array, metadata = metadataOf(), options: grpc.CallOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(rpcPath, raw, raw, Buffer.from(request), metadata, options, (error, reply) => (error ? reject(error) : resolve(reply!)));
  });
}

const { info, read, write } = api.ContentService.methods;
const CONTENT = `/${api.ContentService.name}`;
const callInfo = (client: grpc.Client, digest: string, metadata?: grpc.Metadata) => callUnary(client, `${CONTENT}/Info`, info.request.encode({ digest }), metadata);

describe("the public socket", () => {
  test("forwards a unary call with namespace, lease and a request id", async () => {
    await using gateway = await startGateway();
    const reply = info.response.decode(await callInfo(gateway.client, "sha256:a", metadataOf({ "containerd-namespace": "n1", "containerd-lease": "l1" })));
    expect(reply.info).toMatchObject({ digest: "sha256:a", labels: { namespace: "n1", lease: "l1" } });
    expect(gateway.contexts[0]?.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-z]+$/);
    expect(gateway.observed).toEqual(["Info:0"]);
  });

  test("an error arrives with its code and text, whatever characters it has", async () => {
    await using gateway = await startGateway();
    await expect(callInfo(gateway.client, "missing")).rejects.toMatchObject({ code: 5, details: 'content digest "é%": not found' });
  });

  test("an unknown service or method is Unimplemented and named", async () => {
    await using gateway = await startGateway();
    await expect(callUnary(gateway.client, "/a.B/C", new Uint8Array(0))).rejects.toMatchObject({ code: 12, details: "unknown service a.B" });
    await expect(callUnary(gateway.client, `${CONTENT}/Nope`, new Uint8Array(0))).rejects.toMatchObject({ code: 12, details: `unknown method Nope for service ${api.ContentService.name}` });
    await expect(callUnary(gateway.client, `${CONTENT}/Delete`, new Uint8Array(0))).rejects.toMatchObject({ code: 12 });
  });

  test("a message beyond the limit is ResourceExhausted, and the connection goes on", async () => {
    await using gateway = await startGateway();
    await expect(callUnary(gateway.client, `${CONTENT}/Info`, Buffer.alloc((16 << 20) + 1))).rejects.toMatchObject({ code: 8 });
    await expect(callInfo(gateway.client, "x")).resolves.toBeTruthy();
  });

  test("a server stream of 64 MiB arrives whole", async () => {
    await using gateway = await startGateway();
    const stream = gateway.client.makeServerStreamRequest(`${CONTENT}/Read`, raw, raw, Buffer.from(read.request.encode({ digest: "x", size: 64 << 20 })), metadataOf());
    let at = 0;
    for await (const bytes of stream) {
      const { offset, data } = read.response.decode(bytes as Buffer);
      expect(offset).toBe(at);
      expect(data.at(-1)).toBe(at >> 20);
      at += data.length;
    }
    expect(at).toBe(64 << 20);
  });

  test("a bidirectional stream answers message by message, with messages of 8 MiB", async () => {
    await using gateway = await startGateway();
    const stream = gateway.client.makeBidiStreamRequest(`${CONTENT}/Write`, raw, raw, metadataOf());
    const offsets: number[] = [];
    const ended = new Promise((resolve, reject) => stream.on("data", (bytes: Buffer) => offsets.push(write.response.decode(bytes).offset)).on("end", resolve).on("error", reject));
    for (let i = 0; i < 4; i++) stream.write(Buffer.from(write.request.encode({ data: Buffer.alloc(8 << 20) })));
    stream.end();
    await ended;
    expect(offsets).toEqual([8, 16, 24, 32].map((mib) => mib << 20));
  });

  test("a client that cancels cancels the call behind the gateway", async () => {
    await using gateway = await startGateway();
    const call = gateway.client.makeUnaryRequest(`${CONTENT}/Status`, raw, raw, Buffer.alloc(0), metadataOf(), () => undefined);
    await callInfo(gateway.client, "x");
    call.cancel();
    await gateway.cancelled;
  });

  test("a deadline ends the call with DeadlineExceeded", async () => {
    await using gateway = await startGateway();
    await expect(callUnary(gateway.client, `${CONTENT}/Status`, Buffer.alloc(0), metadataOf(), { deadline: Date.now() + 50 })).rejects.toMatchObject({ code: 4 });
    await gateway.cancelled;
  });

  test("a backend that is away is Unavailable", async () => {
    await using gateway = await startGateway();
    await gateway.server.close();
    await expect(callInfo(gateway.client, "x")).rejects.toMatchObject({ code: 14 });
  });

  test("calls that are open when the gateway stops end with Unavailable, not with Canceled", async () => {
    await using gateway = await startGateway();
    const waiting = callUnary(gateway.client, `${CONTENT}/Status`, Buffer.alloc(0)).catch((error: unknown) => error);
    await callInfo(gateway.client, "x");
    await gateway.front.close();
    expect(await waiting).toMatchObject({ code: 14 });
  });

  test("the socket has the mode it is given, and health answers for every service", async () => {
    await using gateway = await startGateway();
    expect(statSync(gateway.socket).mode & 0o777).toBe(0o660);
    const { check } = api.HealthService.methods;
    const ask = async (service: string) => check.response.decode(await callUnary(gateway.client, "/grpc.health.v1.Health/Check", check.request.encode({ service }), new grpc.Metadata())).status;
    expect(await ask("")).toBe(1);
    expect(await ask(api.ContentService.name)).toBe(1);
    await expect(ask("nope")).rejects.toMatchObject({ code: 5 });
  });
});

describe("streaming", () => {
  const { stream: method } = api.StreamingService.methods;
  const init = (id: string) => Buffer.from(method.request.encode(api.packAny("containerd.services.streaming.v1.StreamInit", api.containerd.services.streaming.v1.StreamInit, { id })));
  const open = (client: grpc.Client, headers?: Record<string, string>) => client.makeBidiStreamRequest("/containerd.services.streaming.v1.Streaming/Stream", raw, raw, metadataOf(headers));

  test("a client's stream is acknowledged, reached from inside by its id, and closed from there", async () => {
    await using gateway = await startGateway();
    const stream = open(gateway.client);
    const messages = stream[Symbol.asyncIterator]();
    stream.write(init("progress-1"));
    expect(method.response.decode((await messages.next()).value as Buffer).type_url).toBe("google.protobuf.Empty");
    const metadata = new Map([["containerd-namespace", "n1"], [STREAM_HEADER, "progress-1"]]);
    const attached = gateway.internal.stream({ service: api.StreamsService.name, method: "Attach", metadata, timeoutMs: 0, signal: undefined });
    const fromClient = attached.messages[Symbol.asyncIterator]();
    attached.send(api.google.protobuf.Any.encode({ type_url: "t/progress", value: Buffer.from("50%") }).finish());
    const received = fromClient.next();
    stream.write(Buffer.from(method.request.encode({ type_url: "t/answer", value: Buffer.from("ok") })));
    expect(method.response.decode((await messages.next()).value as Buffer)).toMatchObject({ type_url: "t/progress" });
    expect(api.google.protobuf.Any.decode((await received).value as Uint8Array).type_url).toBe("t/answer");
    attached.closeSend();
    expect((await messages.next()).done).toBe(true);
  });

  test("a second stream of the same id is refused", async () => {
    await using gateway = await startGateway();
    const first = open(gateway.client);
    first.write(init("a"));
    await first[Symbol.asyncIterator]().next();
    const second = open(gateway.client);
    second.write(init("a"));
    await expect(second[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 2, details: "already exists" });
    first.cancel();
  });

  test("garbage collection sees whose lease a stream has, and ends it without an error; its name is free then", async () => {
    await using gateway = await startGateway();
    const client = createClient(api.ResourcesService, gateway.internal);
    const openNamed = async (id: string, lease: string) => {
      const stream = open(gateway.client, { "containerd-namespace": "n1", ...(lease === "" ? {} : { "containerd-lease": lease }) });
      const messages = stream[Symbol.asyncIterator]();
      stream.write(init(id));
      await messages.next();
      return { stream, messages };
    };
    const free = await openNamed("free", "");
    const leased = await openNamed("leased", "l");
    const { epoch } = await client.begin({});
    const listed = [];
    for await (const batch of client.list({})) listed.push(...batch.resources);
    expect(listed).toMatchObject([{ namespace: "n1", kind: "stream", key: "free", root: true, lease: "" }, { namespace: "n1", kind: "stream", key: "leased", root: false, lease: "l" }]);
    expect((await client.namespaces({})).names).toEqual([]);

    const late = await openNamed("late", "l");
    const target = { epoch, namespace: "n1", kind: "stream", keys: ["leased", "late"] };
    expect((await client.condemn(target)).refused).toEqual(["late"]);
    const again = openNamed("leased", "m");
    expect((await client.sweep(target)).removed).toEqual(["leased"]);
    expect((await leased.messages.next()).done).toBe(true);
    await client.end({ epoch });
    const next = await again;
    const left = [];
    for await (const batch of client.list({})) left.push(...batch.resources.map(({ key, lease }) => `${key} ${lease}`));
    expect(left.toSorted()).toEqual(["free ", "late l", "leased m"]);
    for (const { stream } of [free, late, next]) stream.cancel();
  });
});
