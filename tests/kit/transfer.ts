import { once } from "node:events";
import { containerd, google, packAny, StreamingService, TransferService, typeNameOf } from "@stevedore/api";
import { connectGrpc, type GrpcClient } from "./grpc.ts";
import { hostArchitecture } from "./images/layout.ts";

const { AuthRequest, AuthResponse, AuthType, OCIRegistry, ImageStore, Progress } = containerd.types.transfer;

export interface TransferPull {
  reference: string;
  namespace: string;
  /** Snapshotter to unpack for; the daemon's default when empty. */
  snapshotter?: string;
  /** `http` or `https`; "" leaves it to the daemon. */
  scheme?: string;
  /** Where the daemon looks for hosts.toml files. */
  hostDir?: string;
  /** Given to the daemon when it asks for them over the stream for that. */
  credentials?: { username: string; secret: string };
  labels?: Record<string, string>;
}

export interface ProgressEvent {
  event: string;
  name: string;
  progress: number;
  total: number;
}

/** Pulls and unpacks on the server's side (Transfer), as `ctr` 2.x does; returns the progress that it streamed. Throws a gRPC error. */
export async function transferPull(address: string, pull: TransferPull): Promise<ProgressEvent[]> {
  await using client = connectGrpc(address, pull.namespace);
  const id = `progress-${process.hrtime.bigint()}`;
  const progress = await openStream(client, id);
  const authStream = `creds-${process.hrtime.bigint()}`;
  const credentials = pull.credentials === undefined ? undefined : await answerWith(client, authStream, pull.credentials);
  const source = packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, {
    reference: pull.reference,
    resolver: { defaultScheme: pull.scheme ?? "http", hostDir: pull.hostDir ?? "", authStream: credentials === undefined ? "" : authStream },
  });
  const platform = { os: "linux", architecture: hostArchitecture() };
  const destination = packAny("containerd.types.transfer.ImageStore", ImageStore, {
    name: pull.reference,
    labels: pull.labels ?? {},
    platforms: [platform],
    allMetadata: true,
    unpacks: [{ platform, snapshotter: pull.snapshotter ?? "overlayfs" }],
  });
  await client.unary(TransferService.name, TransferService.methods.transfer, { source, destination, options: { progressStream: id } }).finally(() => credentials?.end());
  return await progress.finish();
}

// As `ctr` answers: with what it was given, whoever asks.
async function answerWith(client: GrpcClient, id: string, { username, secret }: { username: string; secret: string }): Promise<{ end(): void }> {
  const stream = await initStream(client, id);
  stream.on("data", (bytes: Buffer) => {
    AuthRequest.decode(google.protobuf.Any.decode(bytes).value);
    const answer = packAny("containerd.types.transfer.AuthResponse", AuthResponse, { authType: username === "" ? AuthType.REFRESH : AuthType.CREDENTIALS, username, secret });
    stream.write(Buffer.from(google.protobuf.Any.encode(answer).finish()));
  });
  return stream;
}

async function initStream(client: GrpcClient, id: string): Promise<ReturnType<GrpcClient["stream"]>> {
  const stream = client.stream(StreamingService.name, "Stream");
  // The call's own status says what went wrong; the stream only ends with it.
  stream.on("error", () => {});
  const init = packAny("containerd.services.streaming.v1.StreamInit", containerd.services.streaming.v1.StreamInit, { id });
  stream.write(Buffer.from(google.protobuf.Any.encode(init).finish()));
  await once(stream, "data");
  return stream;
}

async function openStream(client: GrpcClient, id: string): Promise<{ finish(): Promise<ProgressEvent[]> }> {
  const { Any } = google.protobuf;
  const events: ProgressEvent[] = [];
  const stream = await initStream(client, id);
  const ended = new Promise<void>((resolve) => stream.once("close", resolve).once("end", resolve));
  stream.on("data", (bytes: Buffer) => {
    const any = Any.decode(bytes);
    if (typeNameOf(any) !== "containerd.types.transfer.Progress") return;
    const { event, name, progress, total } = Progress.decode(any.value);
    events.push({ event, name, progress: Number(progress), total: Number(total) });
  });
  return {
    async finish() {
      stream.end();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
      return events;
    },
  };
}
