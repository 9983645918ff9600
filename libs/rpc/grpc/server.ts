import type { Logger } from "@stevedore/log";
import type { HandlerTable } from "../handler-table.ts";
import { createLocalChannel } from "../local-channel.ts";
import type { RpcServer } from "../server.ts";
import { startGrpcFront } from "./front.ts";

export interface GrpcServerOptions {
  table: HandlerTable;
  /** `unix:PATH` or `HOST:PORT`. */
  address: string;
  log: Logger;
  /** Bytes of one message from a client, and to one. */
  maxReceive?: number;
  maxSend?: number;
}

/** Serves the same handler table over gRPC: for proxy plugins, other hosts and anybody's client. */
export async function serveGrpc({ table, address, log, maxReceive = 16 << 20, maxSend = 16 << 20 }: GrpcServerOptions): Promise<RpcServer> {
  const channel = createLocalChannel({ table, log });
  const find = (path: string) => {
    const at = path.lastIndexOf("/");
    const { service, descriptor } = table.find(path.slice(1, at), path.slice(at + 1));
    return { service, method: descriptor, channel };
  };
  return startGrpcFront({ listen: parseAddress(address), find, log, maxReceive, maxSend, observe: () => undefined });
}

function parseAddress(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith("unix:")) return { path: address.slice("unix:".length) };
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) };
}
