import { execFile, spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import path from "node:path";
import { containerd, google } from "@stevedore/api";
import { canceled, deadlineExceeded, messageOf, unknownError } from "@stevedore/errors";
import { CONTAINERD_VERSION } from "@stevedore/config";
import { findProcesses } from "@stevedore/linux";
import type { LogLevel } from "@stevedore/log";
import type { Bundle } from "./bundle.ts";
import type { Exit, StartRequest } from "./shim.ts";

/** What shim binaries are told about the host (containerd, docs/runtime-v2.md). */
export interface ShimEnvironment {
  /** The public gRPC socket, and the one that shims forward events to. */
  address: string;
  ttrpcAddress: string;
  /** Configured variables and PATH, on top of our own environment. */
  env: Readonly<Record<string, string>>;
  socketDir: string | undefined;
  logLevel: LogLevel;
}

const PUBLISH_BINARY = path.resolve(import.meta.dirname, "../../../bin/containerd");
const LOG_LEVELS: Record<LogLevel, number> = { trace: -8, debug: -4, info: 0, warn: 4, error: 8 };
// Output is an address, or a reason: more than this is neither.
const MAX_OUTPUT_BYTES = 1 << 20;
// A shim's child may hold the pipes open after `start` has ended.
const OUTPUT_PATIENCE_MS = 500;
const VERSION_TIMEOUT_MS = 2000;
const INFO_TIMEOUT_MS = 10_000;
const ALLOWED_MOUNTS = "containerd.io/runtime-allow-mounts";

/** What a shim's `start` reads: its parameters, or, for one that was built with containerd 1.x, the options alone. */
export type StartInput = "parameters" | "options";

export interface ShimBinary {
  binary: string;
  input: StartInput;
}

/** Asks a shim for its version, `BINARY -v`, to learn what its `start` reads. */
export async function findStartInput(binary: string): Promise<StartInput> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(binary, ["-v"], { timeout: VERSION_TIMEOUT_MS }, (_error, stdout) => resolve(stdout));
  return /^\s*Version:\s*v?1\./m.test(await promise) ? "options" : "parameters";
}

/** Asks a shim, `BINARY -info`, what it and the OCI runtime behind it are, for a client's runtime options. @throws Unknown with its words */
export async function findInfo(binary: string, options: google.protobuf.IAny | undefined, signal?: AbortSignal): Promise<containerd.types.RuntimeInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const child = execFile(binary, ["-info"], { timeout: INFO_TIMEOUT_MS, killSignal: "SIGKILL", encoding: "buffer", signal }, (error, stdout, stderr) => {
    if (error === null) return resolve(stdout);
    if (signal?.aborted === true) return reject(signal.reason as Error);
    const reason = error.killed ? `no answer within ${INFO_TIMEOUT_MS / 1000} s` : typeof error.code === "number" ? `exit status ${error.code}` : messageOf(error);
    reject(unknownError(`failed to run [${binary} -info]: ${reason} (stderr: ${JSON.stringify(stderr.toString())})`));
  });
  child.stdin?.on("error", () => undefined).end(encodeOptions(options));
  const stdout = await promise;
  try {
    return containerd.types.RuntimeInfo.decode(stdout);
  } catch (error) {
    throw unknownError(`${binary} -info printed no RuntimeInfo: ${messageOf(error)}`, { cause: error });
  }
}

/** Asks a shim, `BINARY -info`, which types of mounts it makes itself: a list in an annotation of its answer. @throws Unknown */
export async function findAllowedMounts(binary: string): Promise<readonly string[]> {
  const { annotations } = await findInfo(binary, undefined);
  const list = annotations[ALLOWED_MOUNTS];
  return list === undefined ? [] : list.split(",");
}

/** Runs `BINARY start` in a bundle: it leaves a shim process behind and prints how to reach it. @throws Unknown with its output */
export async function runStart({ binary, input }: ShimBinary, { bundle, options, signal }: StartRequest, host: ShimEnvironment): Promise<Uint8Array> {
  const stdin = input === "parameters" ? encodeParameters(bundle, options, host) : encodeOptions(options);
  try {
    return await run(binary, { bundle, action: "start", host, stdin, signal });
  } catch (error) {
    // A shim that it has begun would be nobody's.
    killStrays(bundle);
    throw error;
  }
}

function encodeOptions(options: StartRequest["options"]): Uint8Array {
  return options === undefined ? new Uint8Array(0) : google.protobuf.Any.encode(options).finish();
}

function encodeParameters({ id, namespace }: Bundle, options: StartRequest["options"], host: ShimEnvironment): Uint8Array {
  return containerd.runtime.bootstrap.v1.BootstrapParams.encode({
    instanceId: id,
    namespace,
    logLevel: LOG_LEVELS[host.logLevel],
    containerdVersion: CONTAINERD_VERSION,
    containerdTtrpcAddress: host.ttrpcAddress,
    containerdGrpcAddress: host.address,
    containerdBinary: PUBLISH_BINARY,
    extensions: options === undefined ? [] : [{ value: options }],
    ...(host.socketDir === undefined ? {} : { socketDir: host.socketDir }),
  }).finish();
}

/** Runs `BINARY delete`: for a task whose shim has died it kills what is left and tells how the task ended. */
export async function runDelete(binary: string, bundle: Bundle, host: ShimEnvironment & { timeoutMs: number }): Promise<Exit> {
  const output = await run(binary, { bundle, action: "delete", host, signal: AbortSignal.timeout(host.timeoutMs) });
  const { pid, exitStatus, exitedAt } = containerd.task.v3.DeleteResponse.decode(output);
  return { pid, exitStatus, exitedAt: exitedAt ?? {} };
}

interface Invocation {
  bundle: Bundle;
  action: "start" | "delete";
  host: ShimEnvironment;
  stdin?: Uint8Array;
  signal: AbortSignal;
}

/** Resolves with stdout and stderr together for `start`, as containerd reads them, with stdout for `delete`. */
function run(binary: string, { bundle, action, host, stdin, signal }: Invocation): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const child = spawn(binary, argumentsOf(bundle, action, host), { cwd: bundle.path, env: environmentOf(bundle, action, host), detached: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  collect(child.stdout, stdout);
  collect(child.stderr, action === "start" ? stdout : stderr);
  // A shim that does not read its parameters has gone, or is of an old kind.
  child.stdin.on("error", () => undefined).end(stdin);
  const kill = (): void => {
    killGroup(child.pid);
    reject(signal.reason instanceof Error && signal.reason.name === "TimeoutError" ? deadlineExceeded(`${binary} ${action}`) : canceled(`${binary} ${action}`));
  };
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  const finish = (code: number | null, killedBy: NodeJS.Signals | null): void => {
    signal.removeEventListener("abort", kill);
    child.stdout.destroy();
    child.stderr.destroy();
    if (code === 0) return resolve(Buffer.concat(stdout));
    const output = Buffer.concat([...stdout, ...stderr]).toString();
    reject(unknownError(`${output}: ${code === null ? `signal: ${describeSignal(killedBy)}` : `exit status ${code}`}`));
  };
  child.on("error", (error) => (signal.removeEventListener("abort", kill), reject(unknownError(messageOf(error)))));
  child.on("close", finish);
  child.on("exit", (code, killedBy) => setTimeout(finish, OUTPUT_PATIENCE_MS, code, killedBy).unref());
  return promise;
}

// Go's words, which clients of containerd know.
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = { SIGKILL: "killed", SIGTERM: "terminated", SIGSEGV: "segmentation fault", SIGABRT: "aborted" };

function describeSignal(signal: NodeJS.Signals | null): string {
  return signal === null ? "unknown" : (SIGNALS[signal] ?? signal);
}

function collect(stream: NodeJS.ReadableStream, into: Buffer[]): void {
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_OUTPUT_BYTES) into.push(chunk);
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Kills what works in a bundle whose task never came to be: a shim that hangs, or that nobody was told how to reach. The shim of
 * a group of tasks is there alone where the first of them was.
 */
export function killStrays({ path: bundlePath }: Bundle): void {
  for (const pid of findProcesses((each) => readlinkSync(`/proc/${each}/cwd`) === bundlePath)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

function argumentsOf({ namespace, id, path: bundlePath }: Bundle, action: Invocation["action"], { address, logLevel }: ShimEnvironment): string[] {
  const debug = logLevel === "debug" || logLevel === "trace" ? ["-debug"] : [];
  const bundle = action === "delete" ? ["-bundle", bundlePath] : [];
  return ["-namespace", namespace, "-address", address, "-publish-binary", PUBLISH_BINARY, "-id", id, ...bundle, ...debug, action];
}

function environmentOf({ namespace }: Bundle, action: Invocation["action"], { address, ttrpcAddress, env }: ShimEnvironment): NodeJS.ProcessEnv {
  const { PATH, ...configured } = env;
  return {
    ...process.env,
    PATH,
    GOMAXPROCS: "2",
    // The version of the launch protocol, not of the task API: containerd always sends 2.
    MAX_SHIM_VERSION: "2",
    TTRPC_ADDRESS: ttrpcAddress,
    GRPC_ADDRESS: address,
    NAMESPACE: namespace,
    ...(action === "start" ? configured : {}),
  };
}
