import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { unavailable } from "@stevedore/errors";

export interface DialOptions {
  /** A unix socket's path; a leading NUL makes it abstract. */
  path: string;
  /** How long a peer may be absent: a service that is being restarted is waited for. */
  patienceMs: number;
}

const RETRY_MS = 20;

/** Connects to a unix socket. @throws Unavailable; nothing has been sent then, so the call may be made again */
export async function dial({ path, patienceMs }: DialOptions): Promise<Socket> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await connectOnce(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const absent = code === "ENOENT" || code === "ECONNREFUSED" || code === "EAGAIN";
      if (!absent || performance.now() >= until) throw peerGone(path, error as Error);
    }
    await delay(RETRY_MS);
  }
}

function connectOnce(path: string): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect(path);
  socket.once("connect", () => (socket.off("error", reject), resolve(socket)));
  socket.once("error", reject);
  return promise;
}

/** The error of a call whose peer is not there, or went away before it answered. */
export function peerGone(path: string, cause: Error | undefined): Error {
  const where = path.startsWith("\0") ? `@${path.slice(1)}` : path;
  const why = cause === undefined ? "connection closed" : ((cause as NodeJS.ErrnoException).code ?? cause.message);
  return unavailable(`no answer from ${where}: ${why}`, { cause });
}
