import { run, start, type RunOptions, type RunResult, type Running } from "./process.ts";

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

/** Starts `ctr` on a terminal of its own (util-linux's `script`); `rows` and `columns` set its size first. */
export function startCtrOnTerminal(address: string, args: readonly string[], options: CtrOptions & { rows?: number; columns?: number } = {}): Running {
  const command = [options.binary ?? "ctr", ...args].map(quote).join(" ");
  const script = `stty rows ${options.rows ?? 24} cols ${options.columns ?? 80}; exec ${command}`;
  return start("script", ["-q", "-e", "-f", "-c", script, "/dev/null"], {
    stdin: "open",
    ...options,
    env: { ...ctrEnvironment(address, options), TERM: "xterm", SHELL: "/bin/sh" },
  });
}

function ctrEnvironment(address: string, options: CtrOptions): Record<string, string | undefined> {
  return { CONTAINERD_ADDRESS: address, CONTAINERD_NAMESPACE: options.namespace ?? "default", ...options.env };
}

export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
