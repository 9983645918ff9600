import { eventually, must } from "./process.ts";
import { STEVEDORE, type Host } from "./host.ts";

export interface ServiceProcess {
  name: string;
  pid: number | null;
  health: string;
  restarts: number;
}

/** What `stevedore status` says of a host's processes. */
export async function serviceProcesses(host: Pick<Host, "state">): Promise<ServiceProcess[]> {
  return (JSON.parse(await must("sh", ["-c", `"${STEVEDORE}" status --json --state "${host.state}" || true`])) as { processes: ServiceProcess[] }).processes;
}

/** Kills a service with SIGKILL and waits until its successor is well. */
export async function killService(host: Pick<Host, "state">, name: string): Promise<void> {
  const before = (await serviceProcesses(host)).find((process) => process.name === name);
  if (!before?.pid) throw new Error(`no process ${name}`);
  process.kill(before.pid, "SIGKILL");
  const isBack = (process: ServiceProcess) => process.name !== name || (process.pid !== before.pid && process.pid !== null);
  await eventually(`${name} is back`, async () => (await serviceProcesses(host)).every((process) => process.health === "ok" && isBack(process)), 30_000);
}
