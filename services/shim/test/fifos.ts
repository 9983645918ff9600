import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import path from "node:path";
import type { TestShim } from "./kit.ts";

/** FIFOs as a client makes them before it creates a process. */
export function makeFifos(shim: TestShim): { stdin: string; stdout: string; stderr: string } {
  const directory = mkdtempSync(path.join(shim.state, "fifo-"));
  const [stdin, stdout, stderr] = ["stdin", "stdout", "stderr"].map((name) => path.join(directory, name)) as [string, string, string];
  execFileSync("mkfifo", ["-m", "0700", stdin, stdout, stderr]);
  return { stdin, stdout, stderr };
}

export interface Reader {
  /** What has come so far. */
  text(): string;
  /** Resolves at the end of the stream. */
  readonly ended: Promise<{ bytes: number; sha256: string }>;
  /** Leaves like a client that dies. */
  leave(): void;
}

/** Reads a FIFO in a process of its own, since opening one blocks. */
export function readFifo(fifo: string, options: { keep?: boolean } = {}): Reader {
  const child = spawn("cat", [fifo], { stdio: ["ignore", "pipe", "inherit"] });
  const hash = createHash("sha256");
  let bytes = 0;
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    hash.update(chunk);
    if (options.keep !== false) text += chunk.toString("utf8");
  });
  const ended = once(child, "close").then(() => ({ bytes, sha256: hash.digest("hex") }));
  return { text: () => text, ended, leave: () => void child.kill("SIGKILL") };
}

/** Writes to a FIFO from a process of its own; `end` closes this end as a client does. */
export function writeFifo(fifo: string): { write(text: string): void; end(): Promise<void> } {
  const child = spawn("sh", ["-c", 'exec cat > "$0"', fifo], { stdio: ["pipe", "ignore", "inherit"] });
  return {
    write: (text) => void child.stdin.write(text),
    async end() {
      child.stdin.end();
      await once(child, "close");
    },
  };
}
