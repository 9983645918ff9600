import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { failedPrecondition, unavailable, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";

/** What a command ended with; `output` is its stdout and stderr together, at most 64 KiB. */
export interface CommandResult {
  code: number;
  output: string;
}

export interface RunOptions {
  cwd: string;
  /** Kills the command and what it started. */
  signal?: AbortSignal;
}

/** The small C process that forks for the shim: commands of the OCI runtime, and monitors (monitor/monitor.h). */
export interface Spawner extends AsyncDisposable {
  /** Runs an absolute program. The result comes for every exit code; it rejects only when nothing could be run. */
  run(argv: readonly string[], options: RunOptions): Promise<CommandResult>;
  /** Forks a monitor; when this resolves (to its pid) its control socket listens. */
  monitor(fields: MonitorFields): Promise<number>;
  /** Unmounts all that is on each place, in their order; it may take long, but holds up nobody. @throws Unknown naming what stays mounted and why */
  unmount(places: readonly string[]): Promise<void>;
  /** Tells the kernel that a process is about to change its cgroup (see `wake_cgroups` in monitor/main.c). */
  wake(procsFile: string): void;
  readonly pid: number | undefined;
}

/** Keys of a monitor request; a list repeats its key. */
export type MonitorFields = readonly (readonly [key: string, value: string])[];

export interface SpawnerOptions {
  binary: string;
  /** The environment of everything that is spawned. */
  env: Readonly<Record<string, string>>;
  log: Logger;
}

interface Connection {
  child: ChildProcess;
  pending: Map<string, { resolve(result: CommandResult): void; reject(error: unknown): void }>;
}

// The spawner's argument area becomes the title of its monitors, so it must be long enough for a namespace and an id.
const TITLE_ROOM = " ".repeat(180);

export function createSpawner(options: SpawnerOptions): Spawner {
  if (!existsSync(options.binary)) {
    const build = path.join(path.dirname(options.binary), "build");
    throw failedPrecondition(`monitor ${options.binary} is not built`, { hint: `run ${build}` });
  }
  let connection: Connection | undefined;
  let lastId = 0;
  const current = (): Connection => (connection ??= open(options, () => (connection = undefined)));
  const request = (fields: readonly string[], kind: "run" | "monitor" | "unmount", onId?: (id: string) => void): Promise<CommandResult> =>
    new Promise((resolve, reject) => {
      const id = String(++lastId);
      current().pending.set(id, { resolve, reject });
      onId?.(id);
      write(current(), [kind, id, ...fields]);
    });
  return {
    get pid() {
      return connection?.child.pid;
    },
    wake: (procsFile) => write(current(), ["wake", procsFile]),
    async run(argv, { cwd, signal }) {
      let stop: (() => void) | undefined;
      const result = request([cwd, ...argv], "run", (id) => {
        stop = () => connection !== undefined && write(connection, ["stop", id]);
      });
      if (signal?.aborted) stop?.();
      signal?.addEventListener("abort", stop!, { once: true });
      return result.finally(() => signal?.removeEventListener("abort", stop!));
    },
    async monitor(fields) {
      const { code, output } = await request(fields.flat(), "monitor");
      if (code !== 0) throw unavailable(`starting a monitor: ${output}`);
      return Number(output);
    },
    async unmount(places) {
      const { code, output } = await request(places, "unmount");
      if (code !== 0) throw unknownError(output.trim());
    },
    async [Symbol.asyncDispose]() {
      connection?.child.stdin?.destroy();
      connection?.child.stdout?.destroy();
    },
  };
}

// The spawner leaves by itself when its stdin ends; one that was killed is replaced at the next request.
function open({ binary, env, log }: SpawnerOptions, onLost: () => void): Connection {
  const child = spawn(binary, [TITLE_ROOM], { argv0: "stevedore-spawner", stdio: ["pipe", "pipe", "ignore"], env: { ...env } });
  const connection: Connection = { child, pending: new Map() };
  const lost = (): void => {
    onLost();
    for (const { reject } of connection.pending.values()) reject(unavailable("the shim's spawner died"));
    connection.pending.clear();
  };
  child.on("error", (error) => log.error("the spawner can't be started", { binary, error: error.message }));
  child.on("close", lost);
  child.stdin!.on("error", () => undefined);
  child.stdout!.on("data", createReplyParser(connection));
  return connection;
}

function write({ child }: Connection, fields: readonly string[]): void {
  const body = Buffer.from(`${fields.join("\0")}\0`);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  child.stdin!.write(Buffer.concat([head, body]));
}

/** Replies are a line `ID CODE LENGTH` and LENGTH bytes. */
function createReplyParser(connection: Connection): (chunk: Buffer) => void {
  let buffer: Buffer = Buffer.alloc(0);
  return (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      const newline = buffer.indexOf(10);
      if (newline < 0) return;
      const [id = "", code = "", length = ""] = buffer.toString("latin1", 0, newline).split(" ");
      const end = newline + 1 + Number(length);
      if (buffer.length < end) return;
      const output = buffer.toString("utf8", newline + 1, end);
      buffer = buffer.subarray(end);
      connection.pending.get(id)?.resolve({ code: Number(code), output });
      connection.pending.delete(id);
    }
  };
}
