import * as grpc from "@grpc/grpc-js";

interface Method {
  readonly name: string;
  readonly request: { encode(message: never): Uint8Array };
  readonly response: { decode(bytes: Uint8Array): unknown };
}

/** A plain gRPC client of a containerd socket, as a client in any language would be: for calls that `ctr` doesn't make. */
export interface GrpcClient extends AsyncDisposable {
  unary<Response>(service: string, method: Method, request: object): Promise<Response>;
  /** A stream both ways; messages are bytes. */
  stream(service: string, method: string): grpc.ClientDuplexStream<Buffer, Buffer>;
}

export function connectGrpc(address: string, namespace: string): GrpcClient {
  const size = 16 << 20;
  const client = new grpc.Client(`unix:${address}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": size,
    "grpc.max_send_message_length": size,
    "grpc.default_authority": "localhost",
  });
  const metadata = new grpc.Metadata();
  metadata.set("containerd-namespace", namespace);
  const raw = (bytes: Buffer): Buffer => bytes;
  return {
    unary: <Response>(service: string, method: Method, request: object) =>
      new Promise<Response>((resolve, reject) => {
        const encoded = Buffer.from(method.request.encode(request as never));
        client.makeUnaryRequest(`/${service}/${method.name}`, raw, raw, encoded, metadata, (error, reply) => {
          if (error || !reply) reject(error ?? new Error("no reply"));
          else resolve(method.response.decode(reply) as Response);
        });
      }),
    stream: (service, method) => client.makeBidiStreamRequest(`/${service}/${method}`, raw, raw, metadata),
    async [Symbol.asyncDispose]() {
      client.close();
    },
  };
}
