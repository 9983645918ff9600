import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { loadHostConfig, type HostConfig } from "@stevedore/config";
import { failedPrecondition } from "@stevedore/errors";
import { askControl, createHostFiles, type Readiness } from "@stevedore/host";
import { addressesOf, runHost } from "./run-host.ts";

export const HOST_OPTIONS = {
  config: { type: "string", short: "c" },
  root: { type: "string" },
  state: { type: "string" },
} as const;

/** `stevedore up`: runs a host in the foreground, or with --detach returns once it is ready. */
export async function up(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...HOST_OPTIONS, only: { type: "string" }, detach: { type: "boolean", short: "d" } } });
  const { config, warnings } = await loadHostConfig({ file: values.config, root: values.root, state: values.state, only: values.only?.split(",") });
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  if (values.detach !== true) return runHost(config, { announce: true });
  return startDetached(args.filter((arg) => arg !== "--detach" && arg !== "-d"), config);
}

const START_TIMEOUT_MS = 30_000;

async function startDetached(args: string[], config: HostConfig): Promise<number> {
  const { root, state } = config;
  mkdirSync(path.join(root, "log"), { recursive: true, mode: 0o711 });
  const logFile = path.join(root, "log", "supervisor.log");
  const output = openSync(logFile, "a", 0o600);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts"), "up", ...args], { detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  child.unref();
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(failedPrecondition(`the host ended at once (exit code ${code})`, { hint: `see ${logFile}` })));
  });
  await Promise.race([waitUntilReady(state, child.pid), ended]);
  process.stdout.write(`ready: ${addressesOf(config).join(", ")} (supervisor pid ${child.pid})\n`);
  return 0;
}

async function waitUntilReady(state: string, pid: number | undefined): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until) {
    const answer = await askControl<Readiness>(createHostFiles(state).control, "GET", "/ready").catch(() => undefined);
    // Another host's answer on the same state is not ours: then our child ends with its own message.
    if (answer?.ready === true && answer.pid === pid) return;
    await delay(20);
  }
  throw failedPrecondition(`the host is not ready after ${START_TIMEOUT_MS / 1000} s`, { hint: `see \`stevedore status --state ${state}\` and \`stevedore logs\`` });
}
