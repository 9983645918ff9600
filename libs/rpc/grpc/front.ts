import { once } from "node:events";
import { chmodSync, chownSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { unavailable } from "@stevedore/errors";
import { serveHttp2, type Http2Session } from "../http2/connection.ts";
import type { RpcServer } from "../server.ts";
import { serveCall, stopCalls, type CallDeps } from "./call.ts";

export interface GrpcFrontOptions extends Omit<CallDeps, "open"> {
  /** A unix socket, whose old file is replaced, with its owner and mode; or a TCP port. */
  listen: { path: string; uid?: number; gid?: number; mode?: number } | { host: string; port: number };
}

// For the last trailers to leave.
const GRACE_MS = 100;

/** Serves gRPC on HTTP/2 of our own, which takes a third of the processor time that Node's takes for a call. */
export async function startGrpcFront(options: GrpcFrontOptions): Promise<RpcServer> {
  const open = new Set<AbortController>();
  const sessions = new Map<Socket, Http2Session>();
  const deps: CallDeps = { ...options, open };
  const server = createServer({ noDelay: true }, (socket) => {
    const session = serveHttp2(socket, {
      onStream: (stream, connection) => serveCall(stream, connection, deps),
      onClose(error) {
        sessions.delete(socket);
        if (error !== undefined) options.log.debug("connection failed", { error: error.message });
      },
    });
    sessions.set(socket, session);
  });
  await listen(server, options.listen);
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    stopCalls(open);
    for (const session of sessions.values()) session.shutdown(GRACE_MS);
    await closed;
  };
  return { close, [Symbol.asyncDispose]: close };
}

async function listen(server: Server, where: GrpcFrontOptions["listen"]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const name = "path" in where ? where.path : `${where.host}:${where.port}`;
  server.once("listening", resolve);
  server.once("error", (error) => reject(unavailable(`listen on ${name}: ${error.message}`, { cause: error })));
  if (!("path" in where)) {
    server.listen(where);
    return promise;
  }
  const { path, uid, gid, mode } = where;
  rmSync(path, { force: true });
  // Nobody may connect between listen and chmod who could not afterwards.
  const before = process.umask(0o177);
  server.listen(path);
  process.umask(before);
  await promise;
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  if (mode !== undefined) chmodSync(path, mode);
}
