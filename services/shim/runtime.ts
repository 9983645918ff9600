import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { unknownError, type StevedoreError } from "@stevedore/errors";
import { lastRuntimeError } from "./runtime-log.ts";
import type { CommandResult, Spawner } from "./spawner.ts";

/** How the OCI runtime of one container is called; stored with the container, so that a later shim calls it alike. */
export interface RuntimeCall {
  /** Absolute path of the binary. */
  binary: string;
  /** Where the runtime keeps its own state: one directory for each namespace. */
  root: string;
  systemdCgroup: boolean;
  /** The host may not make cgroups, so that containers stay in the host's own. */
  noCgroups?: boolean;
}

export interface RuntimeTarget {
  readonly runtime: RuntimeCall;
  readonly id: string;
  readonly bundle: string;
}

/** The command line of the runtime. Its log takes JSON lines; errors are read from there, in the runtime's own words. */
export function runtimeArgv({ binary, root, systemdCgroup, noCgroups = false }: RuntimeCall, logFile: string, ...command: string[]): string[] {
  const systemd = systemdCgroup ? ["--systemd-cgroup"] : [];
  // runc does without by itself where the spec names no cgroup.
  const none = noCgroups && path.basename(binary) === "crun" ? ["--cgroup-manager=disabled"] : [];
  return [binary, "--root", root, "--log", logFile, "--log-format", "json", ...systemd, ...none, ...command];
}

export interface RuntimeResult extends CommandResult {
  /** Why it failed; empty for code 0. */
  reason: string;
}

/** Runs the runtime's short commands (kill, pause, delete, ...). */
export interface RuntimeRunner {
  /** @throws Unknown `OCI runtime COMMAND failed: REASON` */
  run(target: RuntimeTarget, command: readonly string[], signal?: AbortSignal): Promise<void>;
  tryRun(target: RuntimeTarget, command: readonly string[], signal?: AbortSignal): Promise<RuntimeResult>;
}

export function createRuntimeRunner(spawner: Spawner): RuntimeRunner {
  let lastLog = 0;
  const tryRun: RuntimeRunner["tryRun"] = async ({ runtime, bundle }, command, signal) => {
    // Commands of one container may run side by side, so each has a log of its own.
    const logFile = path.join(bundle, `log-${++lastLog}.json`);
    try {
      const result = await spawner.run(runtimeArgv(runtime, logFile, ...command), { cwd: bundle, ...(signal && { signal }) });
      if (result.code === 0) return { ...result, reason: "" };
      return { ...result, reason: lastRuntimeError(logFile).message ?? (result.output.trim() || describeCode(result.code)) };
    } finally {
      rmSync(logFile, { force: true });
    }
  };
  return {
    tryRun,
    async run(target, command, signal) {
      const { code, reason } = await tryRun(target, command, signal);
      if (code !== 0) throw unknownError(`OCI runtime ${command[0]} failed: ${reason}`);
    },
  };
}

/** The error of a command that a monitor ran: its reason is in the log, the output went to the container's stdio. */
export function runtimeError(command: string, { binary }: RuntimeCall, logFile: string, code: number): StevedoreError {
  const { message, missing } = lastRuntimeError(logFile);
  if (message !== undefined) return unknownError(`OCI runtime ${command} failed: ${message}`);
  return unknownError(`OCI runtime ${command} failed: ${missing ? `${unreadLog(logFile)}${binary} did not terminate successfully: ` : ""}${describeCode(code)}`);
}

/** Whether a runtime gave as its reason that it knows of no such container. */
export function isForgotten(reason: string): boolean {
  return /does not exist|no such container|error opening file .*\/status`: no such file|cannot open directory .*: no such file/i.test(reason);
}

/** containerd's words for a runtime that could not even be started. */
export function missingRuntime(name: string, logFile: string): StevedoreError {
  const reason = path.isAbsolute(name) ? `fork/exec ${name}: ${existsSync(name) ? "permission denied" : "no such file or directory"}` : `exec: ${JSON.stringify(name)}: executable file not found in $PATH`;
  return unknownError(`OCI runtime create failed: ${unreadLog(logFile)}${reason}`);
}

function unreadLog(logFile: string): string {
  return `unable to retrieve OCI runtime error (open ${logFile}: no such file or directory): `;
}

function describeCode(code: number): string {
  return code > 128 ? `killed by signal ${code - 128}` : `exit status ${code}`;
}
