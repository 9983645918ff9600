import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@stevedore/log";
import type { LogFile } from "./log-file.ts";

export interface ChildSpec {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  log: LogFile;
  /** Descriptors that it gets from 4 on. */
  inherit?: readonly number[];
  /** Resolves when the process serves. Absent: it says so itself, by a line on descriptor 3. */
  probe?: (signal: AbortSignal) => Promise<void>;
}

export type ChildState = "starting" | "ready" | "restarting" | "stopped";

/** A process that is kept running until it is stopped. */
export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  readonly state: ChildState;
  readonly startedAt: Date | undefined;
  readonly restarts: number;
  /** Resolves when it has been ready for the first time. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;
// Up for this long, a process counts as healthy again and its next restart is quick.
const STEADY_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;

/** Starts a process and starts it again whenever it ends, after 100 ms, doubling to 5 s. */
export function superviseChild(spec: ChildSpec, log: Logger): Child {
  const stopping = new AbortController();
  const { promise: ready, resolve: markReady } = Promise.withResolvers<void>();
  const status = { state: "starting" as ChildState, restarts: 0, process: undefined as ChildProcess | undefined, startedAt: undefined as Date | undefined };

  const runOnce = async (): Promise<void> => {
    const child = start(spec);
    status.process = child;
    status.startedAt = new Date();
    const exited = new AbortController();
    child.once("exit", () => exited.abort());
    waitUntilReady(spec, child, AbortSignal.any([exited.signal, stopping.signal])).then(
      () => {
        status.state = "ready";
        markReady();
      },
      () => undefined,
    );
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    status.process = undefined;
    if (!stopping.signal.aborted) log.warn(`${spec.name} ended; it is started again`, { code, signal, pid: child.pid, last: spec.log.lastLine() });
  };
  const keepRunning = async (): Promise<void> => {
    let wait = FIRST_DELAY_MS;
    while (!stopping.signal.aborted) {
      const began = performance.now();
      await runOnce().catch((error: Error) => log.error(`${spec.name} can't be started`, { error: error.message }));
      if (stopping.signal.aborted) break;
      status.state = "restarting";
      status.restarts += 1;
      if (performance.now() - began > STEADY_MS) wait = FIRST_DELAY_MS;
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, MAX_DELAY_MS);
    }
    status.state = "stopped";
  };
  const running = keepRunning();
  return {
    name: spec.name,
    ready,
    get pid() {
      return status.process?.pid;
    },
    get state() {
      return status.state;
    },
    get startedAt() {
      return status.startedAt;
    },
    get restarts() {
      return status.restarts;
    },
    async stop() {
      stopping.abort();
      const child = status.process;
      child?.kill("SIGTERM");
      const timer = setTimeout(() => child?.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await running;
      clearTimeout(timer);
      spec.log.close();
    },
  };
}

function start(spec: ChildSpec): ChildProcess {
  // The open standard input is our sign of life to the service; descriptor 3 is its sign of readiness to us.
  const child = spawn(spec.command, spec.args, { env: spec.env, stdio: ["pipe", "pipe", "pipe", "pipe", ...(spec.inherit ?? [])], detached: true });
  child.stdin?.on("error", () => undefined);
  child.stdout?.on("data", (chunk: Buffer) => spec.log.write(chunk));
  child.stderr?.on("data", (chunk: Buffer) => spec.log.write(chunk));
  return child;
}

async function waitUntilReady(spec: ChildSpec, child: ChildProcess, signal: AbortSignal): Promise<void> {
  if (spec.probe !== undefined) return spec.probe(signal);
  await once(child.stdio[3]!, "data", { signal });
}
