import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DEFAULT_STATE } from "@stevedore/config";
import { failedPrecondition } from "@stevedore/errors";
import { askControl, createHostFiles, probeSocket, type HostStatus } from "@stevedore/host";

const STOP_TIMEOUT_MS = 30_000;

/** `stevedore down`: stops the host of a state directory and returns when it has stopped. */
export async function down(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { state: { type: "string", default: DEFAULT_STATE } } });
  const { control } = createHostFiles(values.state);
  const before = await askControl<HostStatus>(control, "GET", "/status");
  await askControl(control, "POST", "/stop");
  const until = performance.now() + STOP_TIMEOUT_MS;
  while ((await probeSocket(control)) === "served" || isAlive(before.processes[0]?.pid)) {
    if (performance.now() > until) throw failedPrecondition(`the host has not stopped after ${STOP_TIMEOUT_MS / 1000} s`, { hint: "see `stevedore logs supervisor`" });
    await delay(20);
  }
  const left = before.processes.filter(({ name }) => name.startsWith("monitor ")).length;
  process.stdout.write(`stopped${left === 0 ? "" : `; ${left} container process(es) go on, and are found again by the next \`stevedore up\``}\n`);
  return 0;
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
