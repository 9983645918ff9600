import { randomUUID } from "node:crypto";
import { ContainersService, ContentService, ImagesService, LeasesService, NamespacesService, SnapshotsService, StreamingService, TasksService, TransferService } from "@stevedore/api";
import { DEFAULT_STATE } from "@stevedore/config";
import { messageOf } from "@stevedore/errors";
import { askControl, createHostFiles, type HostStatus } from "@stevedore/host";
import { connectGrpc, createClient, type CallOptions, type Client } from "@stevedore/rpc";

/** The flags of every command that talks to a host's socket as any client does. */
export const CLIENT_OPTIONS = {
  address: { type: "string" },
  namespace: { type: "string", short: "n" },
  state: { type: "string", default: DEFAULT_STATE },
} as const;

export interface ClientFlags {
  /** The socket; absent: that of the host in `state`. Any containerd's will do. */
  address?: string | undefined;
  namespace?: string | undefined;
  state: string;
}

/** The containerd API of a host. */
export interface HostClient extends AsyncDisposable {
  address: string;
  /** The namespace, and a lease where there is one, for every call. */
  call: CallOptions & { namespace: string };
  content: Client<typeof ContentService>;
  containers: Client<typeof ContainersService>;
  images: Client<typeof ImagesService>;
  leases: Client<typeof LeasesService>;
  namespaces: Client<typeof NamespacesService>;
  snapshots: Client<typeof SnapshotsService>;
  streaming: Client<typeof StreamingService>;
  tasks: Client<typeof TasksService>;
  transfer: Client<typeof TransferService>;
}

/** Connects to a host. @throws Unavailable when nobody answers there */
export async function openHost({ address, namespace, state }: ClientFlags): Promise<HostClient> {
  const path = address?.replace(/^unix:\/\//, "") ?? (await askControl<HostStatus>(createHostFiles(state).control, "GET", "/status")).address;
  const channel = connectGrpc({ target: { path } });
  return {
    address: path,
    call: { namespace: namespace ?? process.env["CONTAINERD_NAMESPACE"] ?? "default" },
    content: createClient(ContentService, channel),
    containers: createClient(ContainersService, channel),
    images: createClient(ImagesService, channel),
    leases: createClient(LeasesService, channel),
    namespaces: createClient(NamespacesService, channel),
    snapshots: createClient(SnapshotsService, channel),
    streaming: createClient(StreamingService, channel),
    tasks: createClient(TasksService, channel),
    transfer: createClient(TransferService, channel),
    [Symbol.asyncDispose]: () => channel.close(),
  };
}

const LEASE_HOURS = 24;

/** Does something whose results nothing may collect before it is done. */
export async function withLease<T>(host: HostClient, task: (host: HostClient) => Promise<T>): Promise<T> {
  const id = `stevedore-cli-${randomUUID()}`;
  await host.leases.create({ id, labels: { "containerd.io/gc.expire": new Date(Date.now() + LEASE_HOURS * 3_600_000).toISOString() } }, host.call);
  try {
    return await task({ ...host, call: { ...host.call, lease: id } });
  } finally {
    await host.leases.delete({ id }, host.call).catch((error: unknown) => process.stderr.write(`lease ${id} stays until it expires: ${messageOf(error)}\n`));
  }
}
