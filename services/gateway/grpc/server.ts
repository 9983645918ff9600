import { once } from "node:events";
import { chmodSync, chownSync, rmSync } from "node:fs";
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import { serveCall, type CallDeps } from "./call.ts";

export interface GrpcFrontOptions extends Omit<CallDeps, "stopping"> {
  /** The unix socket; an old file at the path is replaced. */
  path: string;
  uid: number;
  gid: number;
  mode: number;
}

export interface GrpcFront {
  /** Ends open calls with Unavailable, then the connections. */
  close(): Promise<void>;
}

const WINDOW_BYTES = 8 << 20;

/** The public socket: gRPC on node:http2, which costs half of what a full gRPC server in between would. */
export async function startGrpcFront(options: GrpcFrontOptions): Promise<GrpcFront> {
  const stop = new AbortController();
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({
    // Clients write content in messages of up to 16 MiB: a window that holds one keeps them from stopping and going.
    settings: { initialWindowSize: WINDOW_BYTES, maxFrameSize: 1 << 20 },
    maxSessionMemory: 4096,
    // A client may cancel thousands of waits at once; that is no attack on a local socket.
    streamResetBurst: 1e6,
    streamResetRate: 1e6,
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.setLocalWindowSize(4 * WINDOW_BYTES);
    session.on("close", () => sessions.delete(session));
    session.on("error", (error) => options.log.debug("session failed", { error: error.message }));
  });
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    stream.on("error", (error) => options.log.debug("stream failed", { error: error.message }));
    serveCall(stream, headers, { ...options, stopping: stop.signal });
  });
  await listen(server, options);
  return {
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      stop.abort();
      // One turn for the last trailers to leave.
      setTimeout(() => sessions.forEach((session) => session.destroy()), 100).unref();
      await closed;
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, { path, uid, gid, mode }: GrpcFrontOptions): Promise<void> {
  rmSync(path, { force: true });
  // Nobody may connect between listen and chmod who could not afterwards.
  const before = process.umask(0o177);
  server.listen(path);
  await once(server, "listening");
  process.umask(before);
  chownSync(path, uid, gid);
  chmodSync(path, mode);
}
