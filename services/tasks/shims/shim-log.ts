import { closeSync, constants, linkSync, mkdirSync, openSync } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { messageOf } from "@stevedore/errors";
import { isSystemError, mkfifo } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";
import type { Bundle } from "./bundle.ts";

/**
 * Opens the FIFO that a shim writes its log to, made when it is not there, and copies each line to our own log. Opened for
 * reading and writing: so the shim never waits for a reader, and we never see an end while it restarts.
 */
export function openShimLog({ path: bundlePath, namespace, id }: Bundle, log: Logger): { close(): void } {
  return followFifo(logOf(bundlePath), (line) => log.info(line, { shim: id, namespace }));
}

/** The log FIFO of all bundles whose tasks one process runs. */
export interface SharedLog {
  /** Puts it into a bundle, as `log`. */
  addTo(bundlePath: string): void;
  close(): void;
}

/** Opens one FIFO for many bundles, which have it by hard links: a task costs no descriptor. A path beside the bundles. */
export function openSharedLog(fifo: string, log: Logger): SharedLog {
  const { close } = followFifo(fifo, (line) => log.info(line));
  return {
    close,
    addTo(bundlePath) {
      try {
        linkSync(fifo, logOf(bundlePath));
      } catch (error) {
        log.warn("bundle has no log", { bundle: bundlePath, error: messageOf(error) });
      }
    },
  };
}

function logOf(bundlePath: string): string {
  return path.join(bundlePath, "log");
}

function followFifo(file: string, onLine: (line: string) => void): { close(): void } {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 });
  try {
    mkfifo(file, 0o700);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error;
  }
  const fd = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    const socket = new Socket({ fd, readable: true, writable: false });
    socket.on("error", () => undefined);
    createInterface({ input: socket }).on("line", onLine);
    socket.unref();
    return { close: () => void socket.destroy() };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
