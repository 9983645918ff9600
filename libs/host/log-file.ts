import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";

const MAX_BYTES = 16 << 20;

/** A log file that is renamed to `.1` when it has grown large. */
export interface LogFile {
  write(chunk: Buffer): void;
  /** The last line that was written. */
  lastLine(): string;
  close(): Promise<void>;
}

export function openLogFile(file: string): LogFile {
  let size = sizeOf(file);
  let stream = open(file);
  let last: Buffer = Buffer.alloc(0);
  return {
    lastLine: () => last.toString().trimEnd().split("\n").at(-1) ?? "",
    write(chunk) {
      last = chunk;
      if (size > MAX_BYTES) {
        stream.end();
        renameSync(file, `${file}.1`);
        stream = open(file);
        size = 0;
      }
      size += chunk.length;
      stream.write(chunk);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function open(file: string): WriteStream {
  // A full disk must not take the supervisor down with it.
  return createWriteStream(file, { flags: "a", mode: 0o600 }).on("error", () => undefined);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
