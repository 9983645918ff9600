import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ContentService, EventsService, VersionService, containerd } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect, connectGrpc, createClient, createHandlerTable, serveGrpc, serveTtrpc, type CallContext, type HandlerTable } from "../mod.ts";

const log = createLogger({ service: "test", write: () => undefined });
let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-rpc-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Probe {
  contexts: CallContext[];
  aborted: Promise<unknown>;
}

/** A table with one method of each shape. */
function createProbeTable(): { table: HandlerTable; probe: Probe } {
  const table = createHandlerTable();
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const probe: Probe = { contexts: [], aborted: promise };
  table.add(ContentService, {
    info(request, context) {
      probe.contexts.push(context);
      if (request.digest === "missing") throw notFound(`content digest ${request.digest}`);
      return { info: { digest: request.digest, size: 2 ** 40, labels: { namespace: context.namespace } } };
    },
    status(_request, context) {
      return new Promise((_resolve, reject) => context.signal.addEventListener("abort", () => (resolve(context.signal.reason), reject(context.signal.reason))));
    },
    async *read(request) {
      for (let offset = 0; offset < Number(request.size); offset += 1 << 20) yield { offset, data: Buffer.alloc(1 << 20, offset >> 20) };
    },
    async *write(requests) {
      let offset = 0;
      for await (const request of requests) {
        offset += request.data.length;
        yield { action: request.action, offset };
      }
    },
  });
  table.add(VersionService, {});
  return { table, probe };
}

async function startTtrpc() {
  const { table, probe } = createProbeTable();
  const socket = path.join(dir, "s.sock");
  const server = await serveTtrpc({ table, path: socket, log });
  const channel = connect({ path: socket });
  return { server, channel, probe, socket, client: createClient(ContentService, channel), async [Symbol.asyncDispose]() { await channel.close(); await server.close(); } };
}

describe("ttrpc", () => {
  test("a unary call carries request, reply, metadata and 64-bit numbers", async () => {
    await using host = await startTtrpc();
    const reply = await host.client.info({ digest: "sha256:a" }, { namespace: "ns1", lease: "l1", requestId: "r1", leaseHeld: true, deferred: true });
    expect(reply.info).toMatchObject({ digest: "sha256:a", size: 2 ** 40, labels: { namespace: "ns1" } });
    expect(host.probe.contexts[0]).toMatchObject({ lease: "l1", requestId: "r1", method: "Info", leaseHeld: true, deferred: true });
  });

  test("an error keeps its class and its text", async () => {
    await using host = await startTtrpc();
    const error = await host.client.info({ digest: "missing" }, { namespace: "n" }).catch((e: unknown) => e);
    expect(isError(error, "notFound")).toBe(true);
    expect((error as Error).message).toBe("content digest missing: not found");
  });

  test.each([
    ["no namespace", {}, "failedPrecondition", "namespace is required: failed precondition"],
    ["a malformed one", { namespace: "a/b" }, "invalidArgument", "namespace validation: identifier"],
  ] as const)("%s is refused", async (_name, options, errorClass, text) => {
    await using host = await startTtrpc();
    const error = await host.client.info({ digest: "x" }, options).catch((e: unknown) => e);
    expect(isError(error, errorClass)).toBe(true);
    expect((error as Error).message).toContain(text);
  });

  test("what is not built, and what is unknown, answers Unimplemented with its name", async () => {
    await using host = await startTtrpc();
    const version = await createClient(VersionService, host.channel).version({}).catch((e: unknown) => e);
    expect(isError(version, "unimplemented")).toBe(true);
    expect((version as Error).message).toContain("containerd.services.version.v1.Version/Version");
    const events = await createClient(EventsService, host.channel).publish({}).catch((e: unknown) => e);
    expect(isError(events, "unimplemented")).toBe(true);
  });

  test("bytes that are no message answer Internal, and the connection goes on", async () => {
    await using host = await startTtrpc();
    const call = { service: ContentService.name, method: "Info", metadata: new Map(), timeoutMs: 0, signal: undefined };
    const error = await host.channel.unary(call, Uint8Array.from([0xff, 0xff])).catch((e: unknown) => e);
    expect(isError(error, "internal")).toBe(true);
    await expect(host.client.info({ digest: "x" }, { namespace: "n" })).resolves.toBeTruthy();
  });

  test("a server stream of 64 MiB arrives whole and in order, to a slow reader too", async () => {
    await using host = await startTtrpc();
    let at = 0;
    for await (const { offset, data } of host.client.read({ digest: "x", size: 64 << 20 }, { namespace: "n" })) {
      if (at === 8 << 20) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(Number(offset)).toBe(at);
      expect(data[0]).toBe(at >> 20);
      at += data.length;
    }
    expect(at).toBe(64 << 20);
  });

  test("a bidirectional stream answers message by message", async () => {
    await using host = await startTtrpc();
    async function* requests() {
      for (let i = 0; i < 40; i++) yield { action: containerd.services.content.v1.WriteAction.WRITE, data: Buffer.alloc(1 << 20) };
    }
    const offsets: number[] = [];
    for await (const reply of host.client.write(requests(), { namespace: "n" })) offsets.push(Number(reply.offset));
    expect(offsets.at(-1)).toBe(40 << 20);
    expect(offsets).toHaveLength(40);
  });

  test("a cancelled unary call is cancelled at the server, and others on the connection live on", async () => {
    await using host = await startTtrpc();
    const abort = new AbortController();
    const waiting = host.client.status({ ref: "r" }, { namespace: "n", signal: abort.signal }).catch((e: unknown) => e);
    await host.client.info({ digest: "x" }, { namespace: "n" });
    abort.abort();
    expect(isError(await waiting, "canceled")).toBe(true);
    expect(isError(await host.probe.aborted, "canceled")).toBe(true);
    await expect(host.client.info({ digest: "x" }, { namespace: "n" })).resolves.toBeTruthy();
  });

  test("a deadline reaches the server", async () => {
    await using host = await startTtrpc();
    await host.client.status({ ref: "r" }, { namespace: "n", timeoutMs: 30 }).catch(() => undefined);
    await host.probe.aborted;
  });

  test("a peer that is away answers Unavailable, and the channel works once it is back", async () => {
    const host = await startTtrpc();
    await host.client.info({ digest: "x" }, { namespace: "n" });
    await host.server.close();
    const error = await host.client.info({ digest: "x" }, { namespace: "n" }).catch((e: unknown) => e);
    expect(isError(error, "unavailable")).toBe(true);
    await using server = await serveTtrpc({ table: createProbeTable().table, path: host.socket, log });
    await expect(host.client.info({ digest: "x" }, { namespace: "n" })).resolves.toBeTruthy();
    await host.channel.close();
    expect(server).toBeTruthy();
  });

  test("a stream on a connection whose peer has died meanwhile is made on a new one", async () => {
    const host = await startTtrpc();
    const read = async () => {
      let size = 0;
      for await (const { data } of host.client.read({ digest: "x", size: 1 << 20 }, { namespace: "n" })) size += data.length;
      return size;
    };
    expect(await read()).toBe(1 << 20);
    await host.server.close();
    await using server = await serveTtrpc({ table: createProbeTable().table, path: host.socket, log });
    // At once: the client may not have seen yet that its idle connection is gone.
    expect(await read()).toBe(1 << 20);
    await host.channel.close();
    expect(server).toBeTruthy();
  });

  test("a client that sends rubbish loses its connection and harms nobody", async () => {
    await using host = await startTtrpc();
    const rubbish = createConnection(host.socket);
    rubbish.write(Buffer.alloc(64, 0xff));
    await new Promise((resolve) => rubbish.once("close", resolve).once("error", () => undefined));
    await expect(host.client.info({ digest: "x" }, { namespace: "n" })).resolves.toBeTruthy();
  });
});

describe("grpc", () => {
  async function startGrpc() {
    const { table, probe } = createProbeTable();
    const address = `unix:${path.join(dir, "g.sock")}`;
    const server = await serveGrpc({ table, address, log });
    const client = new grpc.Client(address, grpc.credentials.createInsecure());
    return { client, probe, async [Symbol.asyncDispose]() { client.close(); await server.close(); } };
  }
  const raw = (bytes: Buffer) => bytes;
  const { info, read } = ContentService.methods;

  test("the same table answers a gRPC client, with the same errors", async () => {
    await using host = await startGrpc();
    const metadata = new grpc.Metadata();
    metadata.set("containerd-namespace", "n");
    // What services say of their own calls is not believed a client.
    for (const [name, value] of [["stevedore-durability", "deferred"], ["stevedore-lease-held", "true"], ["stevedore-request-id", "r1"]] as const) metadata.set(name, value);
    const call = (digest: string) => new Promise<Buffer>((resolve, reject) =>
      host.client.makeUnaryRequest(`/${ContentService.name}/Info`, raw, raw, Buffer.from(info.request.encode({ digest })), metadata, (error, reply) => (error ? reject(error) : resolve(reply!))));
    expect(info.response.decode(await call("sha256:a")).info?.digest).toBe("sha256:a");
    expect(host.probe.contexts[0]).toMatchObject({ requestId: "r1", deferred: false, leaseHeld: false });
    await expect(call("missing")).rejects.toMatchObject({ code: 5, details: "content digest missing: not found" });
  });

  test("a server stream over gRPC arrives whole", async () => {
    await using host = await startGrpc();
    const metadata = new grpc.Metadata();
    metadata.set("containerd-namespace", "n");
    const stream = host.client.makeServerStreamRequest(`/${ContentService.name}/Read`, raw, raw, Buffer.from(read.request.encode({ digest: "x", size: 8 << 20 })), metadata);
    let size = 0;
    for await (const message of stream) size += read.response.decode(message as Buffer).data.length;
    expect(size).toBe(8 << 20);
  });
});

describe("gRPC, to anybody's server", () => {
  /** A server of another make, with a method of each shape. */
  async function startAnother() {
    const socket = path.join(dir, "another.sock");
    const server = new grpc.Server();
    const bytes = { requestSerialize: (b: Buffer) => b, requestDeserialize: (b: Buffer) => b, responseSerialize: (b: Buffer) => b, responseDeserialize: (b: Buffer) => b };
    const seen: grpc.Metadata[] = [];
    const cancelled = Promise.withResolvers<void>();
    const { InfoRequest, InfoResponse, StatusRequest, ReadContentRequest, ReadContentResponse, WriteContentRequest, WriteContentResponse } = containerd.services.content.v1;
    const shape = (name: string, requestStream: boolean, responseStream: boolean) => ({ path: `/containerd.services.content.v1.Content/${name}`, requestStream, responseStream, ...bytes });
    server.addService({ Info: shape("Info", false, false), Status: shape("Status", false, false), Read: shape("Read", false, true), Write: shape("Write", true, true) }, {
      Info(call: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) {
        seen.push(call.metadata);
        const { digest } = InfoRequest.decode(call.request);
        if (digest === "missing") return done({ code: grpc.status.NOT_FOUND, details: "content digest missing: not found" });
        done(null, Buffer.from(InfoResponse.encode({ info: { digest, size: 2 ** 40 } }).finish()));
      },
      Status: (call: grpc.ServerUnaryCall<Buffer, Buffer>) => void (StatusRequest.decode(call.request), call.on("cancelled", cancelled.resolve)),
      Read(call: grpc.ServerWritableStream<Buffer, Buffer>) {
        const { size } = ReadContentRequest.decode(call.request);
        for (let offset = 0; offset < Number(size); offset += 1 << 20) call.write(Buffer.from(ReadContentResponse.encode({ offset, data: Buffer.alloc(1 << 20, offset >> 20) }).finish()));
        call.end();
      },
      Write(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
        let offset = 0;
        call.on("data", (message: Buffer) => call.write(Buffer.from(WriteContentResponse.encode({ offset: (offset += WriteContentRequest.decode(message).data.length) }).finish())));
        call.on("end", () => call.end());
      },
    });
    await new Promise<void>((resolve, reject) => server.bindAsync(`unix:${socket}`, grpc.ServerCredentials.createInsecure(), (error) => (error === null ? resolve() : reject(error))));
    const channel = connectGrpc({ target: { path: socket } });
    return { server, channel, seen, cancelled: cancelled.promise, client: createClient(ContentService, channel), async [Symbol.asyncDispose]() { await channel.close(); server.forceShutdown(); } };
  }

  test("a unary call carries request, reply and metadata; an error keeps class and text", async () => {
    await using host = await startAnother();
    expect((await host.client.info({ digest: "sha256:a" }, { namespace: "ns1" })).info).toMatchObject({ digest: "sha256:a", size: 2 ** 40 });
    expect(host.seen[0]!.get("containerd-namespace")).toEqual(["ns1"]);
    const error = await host.client.info({ digest: "missing" }, { namespace: "n" }).catch((e: unknown) => e);
    expect(isError(error, "notFound")).toBe(true);
    expect((error as Error).message).toBe("content digest missing: not found");
    expect(isError(await host.client.delete({ digest: "x" }, { namespace: "n" }).catch((e: unknown) => e), "unimplemented")).toBe(true);
  });

  test("streams, of the server and both ways", async () => {
    await using host = await startAnother();
    let size = 0;
    for await (const { data } of host.client.read({ digest: "x", size: 24 << 20 }, { namespace: "n" })) size += data.length;
    expect(size).toBe(24 << 20);
    const requests = async function* () { for (let i = 0; i < 3; i++) yield { data: Buffer.alloc(10) }; };
    const offsets: number[] = [];
    for await (const { offset } of host.client.write(requests(), { namespace: "n" })) offsets.push(Number(offset));
    expect(offsets).toEqual([10, 20, 30]);
  });

  test("who gives up is told so at once, and so is the server", async () => {
    await using host = await startAnother();
    const going = new AbortController();
    const asking = host.client.status({ ref: "r" }, { namespace: "n", signal: going.signal }).catch((e: unknown) => e);
    await host.client.info({ digest: "x" }, { namespace: "n" });
    going.abort();
    expect(isError(await asking, "canceled")).toBe(true);
    await host.cancelled;
    expect(isError(await host.client.status({ ref: "r" }, { namespace: "n", timeoutMs: 30 }).catch((e: unknown) => e), "deadlineExceeded")).toBe(true);
  });

  test("nobody there is Unavailable", async () => {
    await using nobody = connectGrpc({ target: { path: path.join(dir, "nobody.sock") } });
    expect(isError(await createClient(ContentService, nobody).info({ digest: "x" }, { namespace: "n" }).catch((e: unknown) => e), "unavailable")).toBe(true);
  });
});
