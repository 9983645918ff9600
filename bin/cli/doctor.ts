import { parseArgs } from "node:util";
import { checkConfig, checkPorts } from "./doctor/config-checks.ts";
import { checkContent } from "./doctor/content-checks.ts";
import type { Finding } from "./doctor/finding.ts";
import { checkKernel } from "./doctor/kernel-checks.ts";
import { checkLazy } from "./doctor/lazy-checks.ts";
import { checkMonitor, checkNats, checkNode, checkUser } from "./doctor/program-checks.ts";
import { checkCgroups, checkRuntimes } from "./doctor/runtime-checks.ts";
import { checkDirectories, checkOverlay, checkSockets } from "./doctor/storage-checks.ts";
import { HOST_OPTIONS } from "./up.ts";

/** `stevedore doctor`: exit code 1 when something is missing that a host needs. */
export async function doctor(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...HOST_OPTIONS, json: { type: "boolean" } } });
  const { config, findings } = await checkConfig({ file: values.config, root: values.root, state: values.state });
  const { root, state, stevedore } = config;
  const checks = [
    checkUser,
    checkNode,
    () => (stevedore.nats.external ? [] : checkNats()),
    checkMonitor,
    checkRuntimes,
    checkCgroups,
    checkKernel,
    () => checkOverlay(root),
    () => checkDirectories(root, state),
    () => checkSockets(state),
    () => checkPorts(config),
    () => checkContent(config),
    () => checkLazy(state),
  ];
  for (const check of checks) findings.push(...(await check()));
  process.stdout.write(values.json === true ? `${JSON.stringify({ findings }, undefined, 2)}\n` : render(findings));
  return findings.some(({ level }) => level === "fail") ? 1 : 0;
}

function render(findings: readonly Finding[]): string {
  const lines = findings.map(({ level, what, detail, mend }) => `${level.padEnd(4)}  ${what}: ${detail}${mend === undefined ? "" : `\n      mend: ${mend}`}`);
  const failed = findings.filter(({ level }) => level === "fail").length;
  return `${lines.join("\n")}\n${failed === 0 ? "this machine can run a host" : `${failed} thing(s) to mend before a host can run`}\n`;
}
