import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

const MAX_BYTES = 16 << 20;

/** A log file that is renamed to `.1` when it has grown large. */
export interface LogFile {
  /** Never throws: a full disk must not take the supervisor down with it. */
  write(chunk: Buffer): void;
  /** The last line that was written. */
  lastLine(): string;
  close(): void;
}

export function openLogFile(file: string): LogFile {
  let fd = openSync(file, "a", 0o600);
  let size = fstatSync(fd).size;
  let last: Buffer = Buffer.alloc(0);
  const rotate = (): void => {
    renameSync(file, `${file}.1`);
    const fresh = openSync(file, "a", 0o600);
    closeSync(fd);
    fd = fresh;
    size = 0;
  };
  return {
    lastLine: () => last.toString().trimEnd().split("\n").at(-1) ?? "",
    close() {
      closeSync(fd);
      fd = -1;
    },
    write(chunk) {
      last = chunk;
      try {
        if (size > MAX_BYTES) rotate();
        size += writeSync(fd, chunk);
      } catch {
        // The disk is full, or somebody removed the file; the next line may get through.
      }
    },
  };
}

/** A log whose whole lines `echo` gets too. */
export function echoLines(log: LogFile, echo: (lines: string) => void): LogFile {
  let rest = "";
  return {
    ...log,
    write(chunk) {
      log.write(chunk);
      const text = rest + chunk.toString();
      const end = text.lastIndexOf("\n") + 1;
      rest = text.slice(end);
      if (end > 0) echo(text.slice(0, end));
    },
  };
}
