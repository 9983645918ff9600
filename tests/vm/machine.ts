import { spawn } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { TEMP_PREFIX } from "../kit/temp.ts";
import type { Kernel } from "./kernel.ts";

const CHECKOUT = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));
const GIBI = 2 ** 30;
const PASSED_ON = /^(?:STEVEDORE_.*|CI|LANG|TZ|FORCE_COLOR|NO_COLOR)$/;
/** The kernel's descriptors, by their places in `stdio`. */
const [DISK, OUT, ERR, CODE, CONSOLE] = [3, 4, 5, 6, 7] as const;

export interface MachineOptions {
  /** MB. Default 2048. */
  memory?: number;
  /** GB that its disk may hold; it takes what is written. Default 16. */
  disk?: number;
  /** More for the kernel's command line. */
  kernelArgs?: readonly string[];
  /** Loaded before the command starts, besides those that the kernel finds by itself. */
  modules?: readonly string[];
  /** Milliseconds until the machine is ended. Default 600,000. */
  timeout?: number;
  /** Environment of the command, besides PATH and the variables of this project. */
  env?: Record<string, string>;
  /** Default: the checkout. */
  cwd?: string;
  stdout?: Writable;
  stderr?: Writable;
}

export interface MachineResult {
  /** The command's exit code. */
  exitCode: number;
  /** Milliseconds until the command began, and until it had ended. */
  booted: number;
  took: number;
}

/**
 * Runs a command in a virtual machine with this kernel, which sees this machine's files as they are and writes to a disk of its own. It is there for the one
 * command, has one processor and no network but loopback, and dies with this process. @throws with its console when it ends, or the time is over, before the command has
 */
export async function runInMachine(kernel: Kernel, command: readonly string[], options: MachineOptions = {}): Promise<MachineResult> {
  const began = Date.now();
  const { timeout = 600_000 } = options;
  const disk = unlinkedFile((options.disk ?? 16) * GIBI);
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", script("start.sh"), ...kernelCommand(kernel, options)], {
    stdio: ["ignore", "pipe", "pipe", disk, "pipe", "pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...jobOf(kernel, command, options) },
  });
  closeSync(disk);
  const timer = setTimeout(() => child.kill("SIGKILL"), timeout);
  const streams = child.stdio as unknown as Readable[];
  streams[OUT]?.pipe(options.stdout ?? process.stdout, { end: false });
  streams[ERR]?.pipe(options.stderr ?? process.stderr, { end: false });
  let [codes, log, booted] = ["", "", 0];
  streams[CODE]?.on("data", (chunk: Buffer) => {
    codes += chunk.toString();
    if (booted === 0) booted = Date.now() - began;
    // All that the command wrote has come before its code; its disk is of no more use.
    if (EXIT.test(codes)) child.kill("SIGKILL");
  });
  for (const stream of [child.stdout, child.stderr, streams[CONSOLE]]) stream?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  // A machine that is killed resets its connections.
  for (const stream of streams) stream?.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  }).finally(() => clearTimeout(timer));
  const code = EXIT.exec(codes)?.[1];
  const took = Date.now() - began;
  if (code === undefined) {
    throw new Error(`the machine ${took >= timeout ? `was ended after ${timeout} ms` : "ended"} before ${booted === 0 ? "it had booted" : "its command had"}; its console:\n${log}`);
  }
  return { exitCode: Number(code), booted, took };
}

const EXIT = /^exit (\d+)\r?\n/m;

function kernelCommand(kernel: Kernel, { memory = 2048, kernelArgs = [] }: MachineOptions): string[] {
  return [
    kernel.program, `mem=${memory}M`, "uml_dir=/run/kernel", "rootfstype=hostfs", "rootflags=/", "ro", `init=${script("guest.sh")}`, `ubd0=/proc/self/fd/${DISK}`,
    `con0=null,fd:${CONSOLE}`, `con1=null,fd:${OUT}`, `con2=null,fd:${ERR}`, `con3=null,fd:${CODE}`, "con=null", "ssl=null", "quiet", "panic=-1", "selinux=0", "security=apparmor", ...kernelArgs,
  ];
}

function jobOf(kernel: Kernel, command: readonly string[], { env = {}, cwd = CHECKOUT, modules = [] }: MachineOptions): { JOB: string; SETTINGS: string } {
  const passedOn = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  const variables = { ...Object.fromEntries(passedOn), PATH: process.env["PATH"], HOME: "/root", ...env, STEVEDORE_VM: "1" };
  const job = [...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value ?? "")}`), `cd ${quoted(cwd)} || exit 126`, `exec ${command.map(quoted).join(" ")}`];
  const settings = [`checkout=${quoted(CHECKOUT)}`, `modules=${quoted(kernel.modules)}`, `extra_modules=${quoted(modules.join(" "))}`];
  return { JOB: job.join("\n"), SETTINGS: settings.join("\n") };
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A file of so many bytes without a name, so that nothing of it stays, however this process ends. */
function unlinkedFile(size: number): number {
  const directory = mkdtempSync(path.join(tmpdir(), `${TEMP_PREFIX}machine-`));
  try {
    const file = openSync(path.join(directory, "disk"), "w+");
    ftruncateSync(file, size);
    return file;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
