import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { isSystemError, mkfifo } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";
import type { Bundle } from "./bundle.ts";

/**
 * Opens the FIFO that a shim writes its log to, made when it is not there, and copies each line to our own log. Opened for
 * reading and writing: so the shim never waits for a reader, and we never see an end while it restarts.
 */
export function openShimLog({ path: bundlePath, namespace, id }: Bundle, log: Logger): { close(): void } {
  const file = path.join(bundlePath, "log");
  try {
    mkfifo(file, 0o700);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error;
  }
  const fd = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    const socket = new Socket({ fd, readable: true, writable: false });
    socket.on("error", () => undefined);
    const lines = createInterface({ input: socket });
    lines.on("line", (line) => log.info(line, { shim: id, namespace }));
    socket.unref();
    return { close: () => void socket.destroy() };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
