import path from "node:path";

/** The processes that own a socket under STATE/sockets. */
export const SERVICE_NAMES = ["content", "images", "snapshots", "tasks", "gateway", "shim"] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** The services that run on a host. */
export function servicesOf({ stevedore: { only } }: { stevedore: { only: readonly string[] } }): readonly ServiceName[] {
  return only.length === 0 ? SERVICE_NAMES : SERVICE_NAMES.filter((name) => only.includes(name));
}

export interface Directories {
  root: string;
  state: string;
}

/** Where the processes of one host find each other and keep their state. */
export interface HostPaths {
  /** ttrpc socket of a service. */
  socket(service: ServiceName): string;
  /** gRPC socket of a service, where that is configured. */
  grpcSocket(service: ServiceName): string;
  /** HTTP socket with /metrics, /healthz and /readyz. */
  adminSocket(service: ServiceName): string;
  /** The metadata database of a service. */
  database(service: ServiceName): string;
  /** Where a service's change marks are (`@stevedore/metadata`). */
  marks(service: ServiceName): string;
  log(service: string): string;
}

export function createHostPaths({ root, state }: Directories): HostPaths {
  const sockets = path.join(state, "sockets");
  return {
    socket: (service) => path.join(sockets, `${service}.sock`),
    grpcSocket: (service) => path.join(sockets, `${service}.grpc`),
    adminSocket: (service) => path.join(sockets, `${service}.http`),
    database: (service) => path.join(root, "meta", `${service}.db`),
    marks: (service) => path.join(sockets, `${service}.marks`),
    log: (service) => path.join(root, "log", `${service}.log`),
  };
}
