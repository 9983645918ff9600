import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { getSystemErrorMessage } from "node:util";
import { unknownError } from "@stevedore/errors";
import type { Endpoint } from "./bootstrap.ts";

const RECONNECT_MS = 50;

/** Connects to a shim once, to see that it listens. @throws Unknown with containerd's words */
export async function reach({ protocol, socket }: Endpoint): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const probe = connect(socket);
  probe.once("connect", () => resolve()).once("error", reject);
  try {
    await promise;
  } catch (error) {
    const { errno, message } = error as NodeJS.ErrnoException;
    const dialed = `dial unix ${socket.replace(/^\0/, "@")}: connect: ${errno === undefined ? message : getSystemErrorMessage(errno)}`;
    throw unknownError(protocol === "ttrpc" ? `failed to create TTRPC connection: ${dialed}` : dialed, { cause: error });
  } finally {
    probe.destroy();
  }
}

export async function isListening(endpoint: Endpoint): Promise<boolean> {
  return reach(endpoint).then(
    () => true,
    () => false,
  );
}

/** A connection that carries nothing: its end is the end of the shim. */
export function watchLife(endpoint: Endpoint): { onEnd(listener: () => void): void; ignore(): void } {
  let listener: (() => void) | undefined;
  let ignored = false;
  let ended = false;
  let connection: { destroy(): unknown };
  const end = (): void => {
    ended = true;
    listener?.();
  };
  const onClose = async (): Promise<void> => {
    if (ignored) return;
    if (endpoint.protocol !== "grpc") return end();
    // A gRPC server may close a connection that idles too long for it, and live. One that always hangs up must not keep us busy.
    await sleep(RECONNECT_MS, undefined, { ref: false });
    if (await isListening(endpoint)) open();
    else end();
  };
  const open = (): void => {
    if (!ignored) connection = endpoint.protocol === "grpc" ? openSession(endpoint.socket, () => void onClose()) : openSocket(endpoint.socket, () => void onClose());
  };
  open();
  return {
    onEnd(onEnd) {
      listener = onEnd;
      if (ended) onEnd();
    },
    ignore() {
      ignored = true;
      listener = undefined;
      connection.destroy();
    },
  };
}

function openSocket(path: string, onClose: () => void): Socket {
  const socket = connect(path);
  socket.on("error", () => undefined).on("close", onClose);
  return socket.resume().unref();
}

// A gRPC server hangs up on who does not speak HTTP/2 with it.
function openSession(path: string, onClose: () => void): { destroy(): unknown } {
  const session = connectHttp2("http://localhost", { createConnection: () => connect(path) });
  session.on("error", () => undefined).on("close", onClose).on("goaway", () => session.destroy());
  session.unref();
  return session;
}
