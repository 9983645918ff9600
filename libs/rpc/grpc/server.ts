import { rmSync } from "node:fs";
import type { Metadata as GrpcMetadata, ServerDuplexStream, ServerUnaryCall, ServiceDefinition, sendUnaryData } from "@grpc/grpc-js";
import { canceled, statusOf, unavailable } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { createContext, type CallContext } from "../context.ts";
import { dispatchStream, dispatchUnary } from "../dispatch.ts";
import type { HandlerTable, RegisteredMethod } from "../handler-table.ts";
import type { RpcServer } from "../server.ts";

export interface GrpcServerOptions {
  table: HandlerTable;
  /** `unix:PATH` or `HOST:PORT`. */
  address: string;
  log: Logger;
  /** Bytes of one message, both ways. */
  maxMessageSize?: number;
}

type DuplexCall = ServerDuplexStream<Buffer, Buffer>;

/** Serves the same handler table over gRPC: for proxy plugins, other hosts and anybody's client. */
export async function serveGrpc(options: GrpcServerOptions): Promise<RpcServer> {
  // Loaded on demand: a host that serves no gRPC of its own beside the gateway's does not pay for it.
  const grpc = await import("@grpc/grpc-js");
  const size = options.maxMessageSize ?? 16 << 20;
  const server = new grpc.Server({ "grpc.max_receive_message_length": size, "grpc.max_send_message_length": size });
  for (const service of options.table.services()) {
    const methods = Object.values(service.methods).map((method) => options.table.find(service.name, method.name));
    server.addService(describe(methods), Object.fromEntries(methods.map((method) => [method.descriptor.name, serveMethod(method, options.log)])));
  }
  if (options.address.startsWith("unix:")) rmSync(options.address.slice("unix:".length), { force: true });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => reject(unavailable(`listen on ${options.address}: ${error.message}`, { cause: error }));
    server.bindAsync(options.address, grpc.ServerCredentials.createInsecure(), (error) => (error === null ? resolve() : fail(error)));
  });
  const close = async (): Promise<void> => server.forceShutdown();
  return { close, [Symbol.asyncDispose]: close };
}

function describe(methods: RegisteredMethod[]): ServiceDefinition {
  const passBytes = (bytes: Buffer): Buffer => bytes;
  const describeOne = ({ service, descriptor }: RegisteredMethod) => ({
    path: `/${service}/${descriptor.name}`,
    requestStream: descriptor.requestStream,
    responseStream: descriptor.responseStream,
    requestSerialize: passBytes,
    requestDeserialize: passBytes,
    responseSerialize: passBytes,
    responseDeserialize: passBytes,
  });
  return Object.fromEntries(methods.map((method) => [method.descriptor.name, describeOne(method)]));
}

function serveMethod(method: RegisteredMethod, log: Logger): never {
  const { requestStream, responseStream } = method.descriptor;
  const unary = (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>): void => {
    dispatchUnary(method, call.request, contextOf(method, call, log)).then(
      (bytes) => reply(null, Buffer.from(bytes)),
      (error: unknown) => reply(toServiceError(error)),
    );
  };
  const stream = (call: DuplexCall, reply?: sendUnaryData<Buffer>): void => void serveStream({ method, call, reply, log });
  return (requestStream || responseStream ? stream : unary) as never;
}

interface StreamParts {
  method: RegisteredMethod;
  call: DuplexCall;
  /** Present where only the client streams. */
  reply: sendUnaryData<Buffer> | undefined;
  log: Logger;
}

async function serveStream({ method, call, reply, log }: StreamParts): Promise<void> {
  const requests = method.descriptor.requestStream ? call : single((call as unknown as { request: Buffer }).request);
  try {
    for await (const payload of dispatchStream(method, requests as AsyncIterable<Uint8Array>, contextOf(method, call, log))) {
      if (reply !== undefined) return reply(null, Buffer.from(payload));
      if (!call.write(Buffer.from(payload))) await new Promise((resolve) => call.once("drain", resolve).once("cancelled", resolve));
    }
    call.end();
  } catch (error) {
    if (reply !== undefined) reply(toServiceError(error));
    else call.emit("error", toServiceError(error));
  }
}

async function* single(payload: Buffer): AsyncIterable<Buffer> {
  yield payload;
}

interface CancellableCall {
  metadata: GrpcMetadata;
  on(event: "cancelled", listener: () => void): unknown;
}

function contextOf(method: RegisteredMethod, call: unknown, log: Logger): CallContext {
  const { metadata, on } = call as CancellableCall;
  const abort = new AbortController();
  on.call(call, "cancelled", () => abort.abort(canceled("call canceled by the client")));
  const headers = new Map(Object.entries(metadata.getMap()).map(([key, value]) => [key, value.toString()]));
  return createContext({ service: method.service, method: method.descriptor.name, metadata: headers, signal: abort.signal, log });
}

function toServiceError(error: unknown): Error & { code: number; details: string } {
  const { code, message } = statusOf(error);
  return Object.assign(new Error(message), { code, details: message });
}
