import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { loadHostConfig, type HostConfig } from "@stevedore/config";
import { failedPrecondition } from "@stevedore/errors";
import { askControl, createHostFiles, type HostStatus, type ProcessStatus, type Readiness } from "@stevedore/host";
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
/** A service that has ended so often before the host was ready will not do better by itself. */
const HOPELESS_RESTARTS = 3;

async function startDetached(args: string[], config: HostConfig): Promise<number> {
  const { root } = config;
  mkdirSync(path.join(root, "log"), { recursive: true, mode: 0o711 });
  const logFile = path.join(root, "log", "supervisor.log");
  const output = openSync(logFile, "a", 0o600);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts"), "up", ...args], { detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  child.unref();
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(failedPrecondition(`the host ended at once (exit code ${code})`, { hint: `see ${logFile}` })));
  });
  await Promise.race([waitUntilReady(config, child.pid), ended]);
  process.stdout.write(`ready: ${addressesOf(config).join(", ")} (supervisor pid ${child.pid})\n`);
  return 0;
}

async function waitUntilReady({ root, state }: HostConfig, pid: number | undefined): Promise<void> {
  const { control } = createHostFiles(state);
  const until = performance.now() + START_TIMEOUT_MS;
  let failing: ProcessStatus[] = [];
  while (performance.now() < until && failing.every(({ restarts }) => restarts < HOPELESS_RESTARTS)) {
    const answer = await askControl<Readiness>(control, "GET", "/ready").catch(() => undefined);
    // Another host's answer on the same state is not ours: then our child ends with its own message.
    if (answer?.ready === true && answer.pid === pid) return;
    if (answer?.pid === pid) failing = await listFailing(control);
    await delay(20);
  }
  const reasons = failing.map(({ name, health }) => `${name}: ${readLastError(path.join(root, "log", `${name}.log`)) ?? health}`);
  const hint = `it goes on trying; \`stevedore down --state ${state}\` stops it, \`stevedore logs --root ${root}\` says more`;
  throw failedPrecondition(["the host does not get ready", ...reasons].join("; "), { hint });
}

async function listFailing(control: string): Promise<ProcessStatus[]> {
  const status = await askControl<HostStatus>(control, "GET", "/status").catch(() => undefined);
  return (status?.processes ?? []).filter(({ health, restarts }) => health !== "ok" && restarts > 0);
}

/** What a service said of its end, from its log's last line. */
function readLastError(file: string): string | undefined {
  try {
    const line = readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "";
    return (JSON.parse(line) as { error?: string }).error;
  } catch {
    return undefined;
  }
}
