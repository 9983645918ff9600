import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { PATIENCE } from "./patience.ts";

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** Written to the process, then closed; `"open"` leaves stdin open and silent; /dev/null when absent. */
  stdin?: string | Uint8Array | "open";
  /** Milliseconds; the process is killed after it and `timedOut` is set. Default 30,000. */
  timeout?: number;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** The exit code; 128+n after signal n, as a shell reports it. */
  exitCode: number;
  timedOut: boolean;
}

/** A process that is still running: its output so far, and ways to talk to it. */
export interface Running extends AsyncDisposable {
  readonly pid: number;
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when the output (stdout) matches; rejects when the process ends or 30 s (or `timeout` ms) pass before. */
  waitFor(pattern: RegExp, timeout?: number): Promise<RegExpExecArray>;
  write(text: string | Uint8Array): void;
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  result(): Promise<RunResult>;
}

/** Starts a command with pipes for its stdio; disposing kills it when it still runs. */
export function start(command: string, args: readonly string[], options: RunOptions = {}): Running {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  // A command that ends without reading its input is no error of ours.
  child.stdin?.on("error", () => {});
  if (options.stdin !== undefined && options.stdin !== "open") child.stdin?.end(options.stdin);
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, (options.timeout ?? 30_000) * PATIENCE);
  const closed = new Promise<RunResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout: text(out), stderr: text(err), exitCode: code ?? 128 + signalNumber(signal), timedOut });
    });
  });
  closed.catch(() => {});
  return {
    pid: child.pid ?? -1,
    child,
    stdout: () => text(out),
    stderr: () => text(err),
    async waitFor(pattern, timeout = 30_000) {
      const deadline = Date.now() + timeout * PATIENCE;
      for (;;) {
        const ended = child.exitCode !== null || child.signalCode !== null;
        // Its last words may come after its end has been seen.
        if (ended) await closed.catch(() => {});
        const match = pattern.exec(text(out));
        if (match) return match;
        if (ended || Date.now() > deadline) {
          throw new Error(`${command} ${args.join(" ")}: no ${pattern} in its output\nstdout: ${text(out)}\nstderr: ${text(err)}`);
        }
        await delay(10);
      }
    },
    write: (data) => void child.stdin?.write(data),
    endInput: () => void child.stdin?.end(),
    kill: (signal) => void child.kill(signal),
    result: () => closed,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await closed.catch(() => {});
    },
  };
}

/** Runs a command to its end; the exit code is a result, never an exception. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  await using running = start(command, args, options);
  return await running.result();
}

/** Runs a command that has to succeed, and returns its stdout. */
export async function must(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await run(command, args, options);
  if (result.exitCode !== 0) {
    throw new Error(`${command} ${args.join(" ")}: exit code ${result.exitCode}\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

/** True when `command` is found on PATH. */
export async function isInstalled(command: string): Promise<boolean> {
  return (await run("sh", ["-c", `command -v "$1"`, "sh", command])).exitCode === 0;
}

/** Stops a server: SIGTERM, and SIGKILL when it is still there after `grace` ms. */
export async function stopProcess(child: ChildProcess, grace = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), grace * PATIENCE);
  await exited;
  clearTimeout(timer);
}

/** Polls until `check` gives a value that is not undefined or false; throws `what` with the last error after `timeout` ms. */
export async function eventually<T>(what: string, check: () => Promise<T | undefined | false> | T | undefined | false, timeout = 20_000): Promise<T> {
  const deadline = Date.now() + timeout * PATIENCE;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${timeout} ms for: ${what}`, { cause: last });
    await delay(20);
  }
}

const SIGNALS: Record<string, number> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15 };

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal ? (SIGNALS[signal] ?? 0) : 0;
}
