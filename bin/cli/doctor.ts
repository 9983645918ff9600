import { parseArgs } from "node:util";
import { DEFAULT_ROOT, DEFAULT_STATE } from "@stevedore/config";
import { checkCgroups, checkRuntimes } from "./doctor/runtime-checks.ts";
import { checkDirectories, checkOverlay, checkSockets } from "./doctor/storage-checks.ts";
import { checkMonitor, checkNats, checkNode, checkUser } from "./doctor/program-checks.ts";
import type { Finding } from "./doctor/finding.ts";

/** `stevedore doctor`: exit code 1 when something is missing that a host needs. */
export async function doctor(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, root: { type: "string", default: DEFAULT_ROOT }, state: { type: "string", default: DEFAULT_STATE } } });
  const { root, state } = values;
  const checks = [checkUser, checkNode, checkNats, checkMonitor, checkRuntimes, checkCgroups, () => checkOverlay(root), () => checkDirectories(root, state), () => checkSockets(state)];
  const findings: Finding[] = [];
  for (const check of checks) findings.push(...(await check()));
  process.stdout.write(values.json === true ? `${JSON.stringify({ findings }, undefined, 2)}\n` : render(findings));
  return findings.some(({ level }) => level === "fail") ? 1 : 0;
}

function render(findings: readonly Finding[]): string {
  const lines = findings.map(({ level, what, detail, mend }) => `${level.padEnd(4)}  ${what}: ${detail}${mend === undefined ? "" : `\n      mend: ${mend}`}`);
  const failed = findings.filter(({ level }) => level === "fail").length;
  return `${lines.join("\n")}\n${failed === 0 ? "this machine can run a host" : `${failed} thing(s) to mend before a host can run`}\n`;
}
