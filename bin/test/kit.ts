import { execa, type ResultPromise } from "execa";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { HostStatus, ProcessStatus } from "@stevedore/host";

const BIN = path.join(import.meta.dirname, "..");

export interface Result {
  code: number;
  out: string;
  err: string;
}

/** Runs `bin/NAME`, whatever its exit code. */
export async function run(name: "stevedore" | "containerd" | "setup", args: readonly string[], options: { input?: Uint8Array; env?: Record<string, string>; cwd?: string } = {}): Promise<Result> {
  const result = await execa(path.join(BIN, name), args, { reject: false, stripFinalNewline: false, timeout: 60_000, ...options });
  return { code: result.exitCode ?? -1, out: result.stdout, err: result.stderr };
}

/** Starts `bin/NAME` in the foreground. */
export function start(name: "stevedore" | "containerd", args: readonly string[], env: Record<string, string> = {}): ResultPromise<{ reject: false; all: true }> {
  return execa(path.join(BIN, name), args, { reject: false, all: true, env });
}

export interface TestHost extends AsyncDisposable {
  readonly directory: string;
  readonly root: string;
  readonly state: string;
  readonly socket: string;
  /** `--root` and `--state`. */
  readonly flags: readonly string[];
  up(...more: string[]): Promise<Result>;
  down(): Promise<Result>;
  status(): Promise<HostStatus>;
  process(name: string): Promise<ProcessStatus>;
}

/** Directories for one host; whatever runs in them is stopped when disposed, and what doesn't stop fails the test. */
export function createTestHost(): TestHost {
  const directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-up-"));
  const [root, state] = [path.join(directory, "root"), path.join(directory, "state")];
  const flags = ["--root", root, "--state", state];
  const status = async (): Promise<HostStatus> => JSON.parse((await run("stevedore", ["status", "--json", "--state", state])).out) as HostStatus;
  const down = (): Promise<Result> => run("stevedore", ["down", "--state", state]);
  return {
    directory,
    root,
    state,
    flags,
    status,
    down,
    socket: path.join(state, "containerd.sock"),
    up: (...more) => run("stevedore", ["up", ...flags, "--detach", ...more]),
    async process(name) {
      const found = (await status()).processes.find((process) => process.name === name);
      if (found === undefined) throw new Error(`no process ${name}`);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await down();
      const left = await eventually("everything of the host has ended", () => findPids(state).length === 0, 15_000).then(() => [], () => findPids(state));
      for (const pid of left) process.kill(pid, "SIGKILL");
      rmSync(directory, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`processes of the host had to be killed: ${left.join(", ")}`);
    },
  };
}

/** Processes whose command line or environment names a directory. */
export function findPids(directory: string): number[] {
  return listPids().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(directory) || readFileSync(`/proc/${pid}/environ`, "utf8").includes(directory);
    } catch {
      return false;
    }
  });
}

function listPids(): number[] {
  return readdirSync("/proc").map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

/** False also for a process that has ended and that nobody has asked about yet: it has no command line any more. */
export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
}

export async function eventually<T>(what: string, ask: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > until) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await delay(20);
  }
}
