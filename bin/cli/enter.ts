import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { DEFAULT_STATE, ordinaryUser } from "@stevedore/config";
import { failedPrecondition, messageOf } from "@stevedore/errors";
import { askControl, createHostFiles, type HostStatus, type Readiness } from "@stevedore/host";

/**
 * `stevedore enter [COMMAND…]`: runs a client beside an ordinary user's host, in its user and mount namespace, where the
 * mounts are that clients make and look into. CONTAINERD_ADDRESS is the host's socket. Exit code: the command's.
 */
export async function enter(args: string[]): Promise<number> {
  const { state, command } = readArgs(args);
  const { control } = createHostFiles(state);
  const [ready, status] = await Promise.all([askControl<Readiness>(control, "GET", "/ready"), askControl<HostStatus>(control, "GET", "/status")]).catch((error: unknown) => {
    throw failedPrecondition(`no host answers on ${state}: ${messageOf(error)}`, { hint: "start one with `stevedore up --detach`" });
  });
  const [program = "sh", ...rest] = command;
  const namespaces = ordinaryUser() === undefined ? [] : ["nsenter", "--target", String(ready.pid), "--user", "--mount", "--preserve-credentials", "--wd=.", "--"];
  const [first, ...argv] = [...namespaces, program, ...rest];
  const child = spawn(first!, argv, { stdio: "inherit", env: { ...process.env, CONTAINERD_ADDRESS: status.address } });
  // The terminal sends its signals to the child as well: who waits must outlive it.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) process.on(signal, () => undefined);
  const failed = once(child, "error").then(([error]) => Promise.reject(failedPrecondition(`${first}: ${messageOf(error)}`)));
  const [code, signal] = (await Promise.race([once(child, "close"), failed])) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

function readArgs(args: string[]): { state: string; command: string[] } {
  const [flag, value, ...rest] = args;
  if (flag === "--state" && value !== undefined) return { state: value, command: dropDashes(rest) };
  if (flag?.startsWith("--state=")) return { state: flag.slice("--state=".length), command: dropDashes(args.slice(1)) };
  return { state: DEFAULT_STATE, command: dropDashes(args) };
}

function dropDashes(args: string[]): string[] {
  return args[0] === "--" ? args.slice(1) : args;
}
