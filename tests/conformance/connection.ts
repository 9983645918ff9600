import * as grpc from "@grpc/grpc-js";
import type { MethodDescriptor, ServiceDescriptor } from "@stevedore/api";

type Sent<C> = C extends { encode(message: infer Properties): unknown } ? Properties : never;
type Received<C> = C extends { decode(bytes: Uint8Array): infer Message } ? Message : never;

export type RequestOf<M extends MethodDescriptor> = Sent<M["request"]>;
export type ReplyOf<M extends MethodDescriptor> = Received<M["response"]>;
export type MethodsOf<S extends ServiceDescriptor> = keyof S["methods"] & string;

/** What a call came to: `replies` before its end, and how it ended (`OK`, or a gRPC code and its message). */
export interface Outcome<Reply> {
  code: string;
  message: string;
  replies: Reply[];
}

export interface CallSettings {
  metadata: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Gives the call up, as a client that goes away does. */
  signal?: AbortSignal | undefined;
}

/** An open call whose replies are taken one by one. */
export interface OpenCall<Request, Reply> {
  send(message: Request): void;
  closeSend(): void;
  /** The next reply; undefined when the call has ended. */
  next(): Promise<Reply | undefined>;
  cancel(): void;
  readonly ended: Promise<Outcome<Reply>>;
}

/** One gRPC connection to a containerd socket, as a client in any language would have it. */
export interface Connection extends AsyncDisposable {
  open<S extends ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, settings: CallSettings): OpenCall<RequestOf<S["methods"][M]>, ReplyOf<S["methods"][M]>>;
  /** One request to its end, for unary methods and server streams; bytes go as they are. */
  call<S extends ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, request: RequestOf<S["methods"][M]> | Uint8Array, settings: CallSettings): Promise<Outcome<ReplyOf<S["methods"][M]>>>;
  /** A call of a path that the API may not have. */
  callPath(path: string, request: Uint8Array, settings: CallSettings): Promise<Outcome<Uint8Array>>;
}

const SIZE = 16 << 20;
const raw = (bytes: Buffer): Buffer => bytes;

export function connect(address: string): Connection {
  const client = new grpc.Client(`unix:${address}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": SIZE,
    "grpc.max_send_message_length": SIZE,
    "grpc.default_authority": "localhost",
    // Each connection is a real one of its own.
    "grpc.use_local_subchannel_pool": 1,
  });
  const openPath = (path: string, { metadata, timeoutMs, signal }: CallSettings): OpenCall<Uint8Array, Uint8Array> => {
    const headers = new grpc.Metadata();
    for (const [key, value] of Object.entries(metadata)) headers.set(key, value);
    const stream = client.makeBidiStreamRequest(path, raw, raw, headers, { deadline: Date.now() + timeoutMs });
    signal?.addEventListener("abort", () => stream.cancel(), { once: true });
    return follow(stream);
  };
  const open: Connection["open"] = (service, method, settings) => {
    const descriptor = service.methods[method]!;
    return typed(descriptor, openPath(`/${service.name}/${descriptor.name}`, settings)) as never;
  };
  return {
    open,
    async call(service, method, request, settings) {
      const call = open(service, method, settings);
      call.send(request as never);
      call.closeSend();
      return call.ended;
    },
    async callPath(path, request, settings) {
      const call = openPath(path, settings);
      call.send(request);
      call.closeSend();
      return call.ended;
    },
    async [Symbol.asyncDispose]() {
      client.close();
    },
  };
}

function follow(stream: grpc.ClientDuplexStream<Buffer, Buffer>): OpenCall<Uint8Array, Uint8Array> {
  const replies: Uint8Array[] = [];
  let taken = 0;
  let finished = false;
  let wake = Promise.withResolvers<void>();
  const stir = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const ended = new Promise<Outcome<Uint8Array>>((resolve) => {
    stream.on("data", (bytes: Buffer) => {
      replies.push(bytes);
      stir();
    });
    stream.on("error", () => undefined);
    stream.on("status", ({ code, details }) => {
      finished = true;
      stir();
      resolve({ code: code === grpc.status.OK ? "OK" : (grpc.status[code] ?? String(code)), message: details, replies });
    });
  });
  return {
    send: (message) => void stream.write(Buffer.from(message)),
    closeSend: () => stream.end(),
    async next() {
      while (taken >= replies.length && !finished) await wake.promise;
      return replies[taken++];
    },
    cancel: () => stream.cancel(),
    ended,
  };
}

function typed(descriptor: MethodDescriptor, call: OpenCall<Uint8Array, Uint8Array>): OpenCall<unknown, unknown> {
  const decode = (bytes: Uint8Array): unknown => descriptor.response.decode(bytes);
  return {
    send: (message) => call.send(message instanceof Uint8Array ? message : descriptor.request.encode(message as never)),
    closeSend: call.closeSend,
    async next() {
      const bytes = await call.next();
      return bytes === undefined ? undefined : decode(bytes);
    },
    cancel: call.cancel,
    ended: call.ended.then(({ replies, ...rest }) => ({ ...rest, replies: replies.map(decode) })),
  };
}
