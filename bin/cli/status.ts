import { parseArgs } from "node:util";
import { DEFAULT_STATE } from "@stevedore/config";
import { askControl, createHostFiles, type HostStatus, type ProcessStatus } from "@stevedore/host";
import { renderTable } from "./table.ts";

/** `stevedore status`: exit code 0 when the host is ready and every process is well. */
export async function status(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, state: { type: "string", default: DEFAULT_STATE } } });
  const answer = await askControl<HostStatus>(createHostFiles(values.state).control, "GET", "/status");
  process.stdout.write(values.json === true ? `${JSON.stringify(answer, undefined, 2)}\n` : renderStatus(answer));
  return answer.processes.every(({ health }) => health === "ok") ? 0 : 1;
}

function renderStatus({ address, root, processes }: HostStatus): string {
  const total = processes.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);
  const rows = processes.map((process) => renderProcess(process));
  return `socket ${address}, root ${root}\n${renderTable(["NAME", "PID", "HEALTH", "UPTIME", "MEMORY", "RESTARTS"], rows)}memory in all: ${formatBytes(total)}\n`;
}

function renderProcess({ name, pid, health, uptimeSeconds, memoryBytes, restarts }: ProcessStatus): string[] {
  return [name, String(pid ?? "-"), health, formatSeconds(uptimeSeconds), memoryBytes === undefined ? "-" : formatBytes(memoryBytes), String(restarts)];
}

function formatSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return "-";
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function formatBytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
