import { parseArgs } from "node:util";
import { DEFAULT_STATE } from "@stevedore/config";
import { askControl, createHostFiles, type HostStatus, type ProcessStatus } from "@stevedore/host";
import { describeArrival, keeperProblem, readLazyState, type LazyState } from "./lazy-state.ts";
import { renderTable } from "./table.ts";

/** `stevedore status`: exit code 0 when the host is ready, every process is well, and what has not arrived is shown. */
export async function status(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, state: { type: "string", default: DEFAULT_STATE } } });
  const answer = await askControl<HostStatus>(createHostFiles(values.state).control, "GET", "/status");
  const lazy = await readLazyState(values.state);
  process.stdout.write(values.json === true ? `${JSON.stringify({ ...answer, ...(lazy === undefined ? {} : { lazy }) }, undefined, 2)}\n` : renderStatus(answer) + renderLazy(lazy));
  return answer.processes.every(({ health }) => health === "ok") && (lazy === undefined || keeperProblem(lazy) === undefined) ? 0 : 1;
}

// Nothing where everything has arrived.
function renderLazy(lazy: LazyState | undefined): string {
  if (lazy === undefined || (lazy.layers.length === 0 && lazy.arrivals.length === 0 && !lazy.keeper.inUse)) return "";
  const { keeper, layers, arrivals } = lazy;
  const head = `lazy layers: ${layers.length} shown, ${arrivals.length} arriving; ${keeperProblem(lazy) ?? `keeper ${keeper.pid ?? "-"}${keeper.inUse ? ", in use by containers" : ""}`}\n`;
  const rows = arrivals.map((arrival) => [arrival.reference, arrival.digest.slice(0, DIGEST_SHOWN), arrival.namespace, describeArrival(arrival)]);
  return head + (rows.length === 0 ? "" : renderTable(["IMAGE", "LAYER", "NAMESPACE", "ARRIVING"], rows));
}

// `sha256:` and twelve digits.
const DIGEST_SHOWN = 19;

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
