import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { errorOfStatus } from "@stevedore/errors";
import type { Channel, RawCall, RawStream } from "../channel.ts";
import { createMessageQueue } from "../message-queue.ts";
import { watchCancel } from "../watch-cancel.ts";

export interface GrpcChannelOptions {
  /** The peer's unix socket, or `HOST:PORT`. */
  target: { path: string } | { address: string };
  /** Bytes of one message, either way; 16 MiB by default, as containerd has it. */
  maxMessage?: number;
}

const require = createRequire(import.meta.url);

/** A lazy channel to anybody's gRPC server, without TLS. A peer that can't be reached fails the call with Unavailable. */
export function connectGrpc({ target, maxMessage = 16 << 20 }: GrpcChannelOptions): Channel {
  // Some 8 MB that most processes never need.
  const grpc = require("@grpc/grpc-js") as typeof Grpc;
  const metadataOf = ({ metadata }: RawCall): Grpc.Metadata => {
    const headers = new grpc.Metadata();
    for (const [name, value] of metadata) headers.set(name, value);
    return headers;
  };
  const client = new grpc.Client("path" in target ? `unix:${target.path}` : target.address, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": maxMessage,
    "grpc.max_send_message_length": maxMessage,
    // A peer that was restarted is found again in a second, not in the two minutes that grpc-js may come to.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
    // A socket's path is no authority, and some servers refuse it.
    ...("path" in target && { "grpc.default_authority": "localhost" }),
    // Else channels to the same path share a connection, and one's end is the other's.
    "grpc.use_local_subchannel_pool": 1,
  });
  const close = async (): Promise<void> => client.close();
  return {
    unary(call, payload) {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
      call.signal?.throwIfAborted();
      const sent = client.makeUnaryRequest(pathOf(call), raw, raw, Buffer.from(payload), metadataOf(call), optionsOf(call), (error, reply) => {
        stopWatching();
        if (error === null) resolve(reply ?? Buffer.alloc(0));
        else reject(asError(error));
      });
      const stopWatching = watchCancel(call, (reason) => {
        reject(reason);
        sent.cancel();
      });
      return promise;
    },
    stream: (call, payload) => streamOf(client.makeBidiStreamRequest(pathOf(call), raw, raw, metadataOf(call), optionsOf(call)), call, payload),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function streamOf(duplex: Grpc.ClientDuplexStream<Buffer, Buffer>, call: RawCall, payload: Uint8Array | undefined): RawStream {
  const messages = createMessageQueue<Uint8Array>({ onLevel: (full) => (full ? duplex.pause() : duplex.resume()) });
  const finish = (error?: unknown): void => {
    stopWatching();
    if (!messages.ended) messages.end(error);
  };
  const cancel = (reason?: unknown): void => {
    finish(reason);
    duplex.cancel();
  };
  const stopWatching = watchCancel(call, cancel);
  duplex.on("data", (message: Buffer) => messages.push(message, message.length + 1));
  duplex.on("error", (error: Grpc.ServiceError) => finish(asError(error)));
  duplex.on("end", () => finish());
  const send = (message: Uint8Array): Promise<void> | undefined => {
    if (messages.ended || duplex.write(Buffer.from(message))) return undefined;
    return new Promise((resolve) => duplex.once("drain", resolve).once("close", resolve));
  };
  if (payload !== undefined) {
    void send(payload);
    duplex.end();
  }
  return { send, closeSend: () => void duplex.end(), messages, cancel };
}

const raw = (bytes: Buffer): Buffer => bytes;

function pathOf({ service, method }: RawCall): string {
  return `/${service}/${method}`;
}

function optionsOf({ timeoutMs }: RawCall): Grpc.CallOptions {
  return timeoutMs > 0 ? { deadline: Date.now() + timeoutMs } : {};
}

function asError({ code, details, message }: Grpc.ServiceError): Error {
  return errorOfStatus({ code, message: details || message });
}
