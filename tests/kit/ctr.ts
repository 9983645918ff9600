import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { eventually, run, start, type RunOptions, type RunResult, type Running } from "./process.ts";

export interface CtrOptions extends RunOptions {
  namespace?: string;
  /** The binary; Debian's `ctr` when absent. */
  binary?: string;
}

/** Runs `ctr` against a socket to its end. */
export function ctr(address: string, args: readonly string[], options: CtrOptions = {}): Promise<RunResult> {
  return run(options.binary ?? "ctr", args, { ...options, env: ctrEnvironment(address, options) });
}

/** Starts `ctr` and leaves it running. */
export function startCtr(address: string, args: readonly string[], options: CtrOptions = {}): Running {
  return start(options.binary ?? "ctr", args, { ...options, env: ctrEnvironment(address, options) });
}

export interface TerminalOptions extends CtrOptions {
  /** Size of the terminal when `ctr` starts; 24 rows of 80 columns when absent. */
  rows?: number;
  columns?: number;
  /** Changes the size (ctr gets SIGWINCH) when `file` appears. */
  resize?: { file: string; rows: number; columns: number };
}

/** Starts `ctr` on a terminal of its own (util-linux's `script`). */
export function startCtrOnTerminal(address: string, args: readonly string[], options: TerminalOptions = {}): Running {
  const command = [options.binary ?? "ctr", ...args].map(quote).join(" ");
  const { resize } = options;
  const later = resize ? `(while [ ! -e ${quote(resize.file)} ]; do sleep 0.05; done; stty rows ${resize.rows} cols ${resize.columns} < /dev/tty) & ` : "";
  const script = `stty rows ${options.rows ?? 24} cols ${options.columns ?? 80}; ${later}exec ${command}`;
  return start("script", ["-q", "-e", "-f", "-c", script, "/dev/null"], {
    stdin: "open",
    ...options,
    env: { ...ctrEnvironment(address, options), TERM: "xterm", SHELL: "/bin/sh" },
  });
}

/** Resolves when a `ctr` has opened the FIFO of its container's stdout: from then on it misses nothing. */
export async function untilAttached(running: Running): Promise<void> {
  await eventually("ctr reads its container's stdout", () => readdirSync(`/proc/${running.pid}/fd`).some((fd) => isOpenStdout(running.pid, fd)));
}

const O_PATH = 0o10_000_000;

// ctr first takes hold of a FIFO's name (O_PATH), and opens it after that.
function isOpenStdout(pid: number, fd: string): boolean {
  try {
    if (!readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith("-stdout")) return false;
    return (Number.parseInt(/^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))![1]!, 8) & O_PATH) === 0;
  } catch {
    return false;
  }
}

function ctrEnvironment(address: string, options: CtrOptions): Record<string, string | undefined> {
  return { CONTAINERD_ADDRESS: address, CONTAINERD_NAMESPACE: options.namespace ?? "default", ...options.env };
}

export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
