import { closeSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";

/** How a process ended, as its monitor wrote it down. */
export interface ExitRecord {
  pid: number;
  /** 0 to 255; 128+n for signal n. */
  code: number;
  /** Seconds since 1970, and nanoseconds. */
  seconds: number;
  nanos: number;
  /** Whether the process ever ran: false for an init that was created and never started. */
  started: boolean;
}

/** What a monitor reports, in the order in which it happened. Called synchronously, one line after the other. */
export interface MonitorListener {
  /** The first word on a connection. */
  state?(name: "creating" | "created" | "exited", pid: number, started: boolean): void;
  created(pid: number): void;
  /** The runtime ended with this code without creating the process. */
  failed(code: number): void;
  /** A stdio path or a logging binary could not be opened. */
  unopened(errno: number, what: string): void;
  exited(record: ExitRecord): void;
  oom(): void;
  /** The monitor is gone, or was never there. */
  closed(): void;
}

/** A connection to the control socket of one monitor. The protocol is in monitor/monitor.h. */
export interface MonitorLink {
  /** Sends a request; the answer is 0, an exit code of the runtime or an errno, undefined when the monitor went away. */
  send(request: string, onAnswer?: (code: number | undefined) => void): void;
  /** As `send`, for callers whose order with other reports does not matter. */
  ask(request: string): Promise<number | undefined>;
  /**
   * Resolves when the client has read all that the process wrote until its end, when it has not for a while (monitor.h), or when the monitor is gone.
   * A client that hears of a deletion gives up what it has not opened by then, and the output of a quick process with it.
   */
  readonly settled: Promise<void>;
  /** Tells the monitor that nobody asks for its process any more, and hangs up. */
  release(): void;
  close(): void;
}

/** Connects to the monitor whose directory is `dir`. */
export function connectMonitor(dir: string, listener: MonitorListener): MonitorLink {
  const socket = openSocket(dir);
  const pending = new Map<string, (code: number | undefined) => void>();
  let lastTag = 0;
  let closed = false;
  const settled = Promise.withResolvers<void>();
  const close = (): void => {
    if (closed) return;
    closed = true;
    socket.destroy();
    for (const answer of pending.values()) answer(undefined);
    pending.clear();
    settled.resolve();
    listener.closed();
  };
  const onLine = (line: string): void => {
    const [word = "", first = "", ...rest] = line.split(" ");
    if (word === "settled") return settled.resolve();
    if (word !== "=") return report(listener, word, first, rest);
    pending.get(first)?.(Number(rest[0]));
    pending.delete(first);
  };
  socket.on("data", createLineReader(onLine));
  socket.on("error", () => undefined);
  socket.on("close", close);
  const send: MonitorLink["send"] = (request, onAnswer) => {
    if (closed) return onAnswer?.(undefined);
    const tag = (++lastTag).toString(36);
    if (onAnswer !== undefined) pending.set(tag, onAnswer);
    socket.write(`${tag} ${request}\n`);
  };
  return {
    send,
    ask: (request) => new Promise((resolve) => send(request, resolve)),
    settled: settled.promise,
    release: () => socket.end("- release\n"),
    close,
  };
}

// A bundle's path may be longer than a socket address holds (108 bytes), so the way leads through an open directory.
function openSocket(dir: string): Socket {
  let fd: number | undefined;
  try {
    fd = openSync(dir, "r");
    return connect(`/proc/self/fd/${fd}/control`);
  } catch {
    return connect(`${dir}/control`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function createLineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  };
}

function report(listener: MonitorListener, word: string, first: string, rest: readonly string[]): void {
  switch (word) {
    case "state":
      return listener.state?.(first as "creating", Number(rest[0]), rest[1] === "1");
    case "created":
      return listener.created(Number(first));
    case "failed":
      return listener.failed(Number(first));
    case "unopened":
      return listener.unopened(Number(first), rest.join(" "));
    case "exit":
      return listener.exited(parseExitRecord([first, ...rest]));
    case "oom":
      return listener.oom();
  }
}

/** The fields of the file `exit`: PID CODE SECONDS NANOSECONDS STARTED. */
export function parseExitRecord(fields: readonly string[]): ExitRecord {
  const [pid = 0, code = 255, seconds = 0, nanos = 0, started = 0] = fields.map(Number);
  return { pid, code, seconds, nanos, started: started === 1 };
}
