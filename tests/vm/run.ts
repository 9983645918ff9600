import { parseArgs } from "node:util";
import { findKernel } from "./kernel.ts";
import { runInMachine } from "./machine.ts";

const USAGE = `usage: run.ts [--memory MB] [--disk GB] [--timeout SECONDS] [--kernel-arg ARG]… [--module NAME]… [--env NAME=VALUE]… [--verbose] -- COMMAND…
Runs a command in a virtual machine with Debian's User Mode Linux: this machine's files, read-only under a disk that goes with it; cgroup v2, one processor, no network but loopback.
Exits as the command does; 125 when the machine doesn't run it, 77 when there can be none here.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    memory: { type: "string", default: "2048" },
    disk: { type: "string", default: "16" },
    timeout: { type: "string", default: "600" },
    "kernel-arg": { type: "string", multiple: true, default: [] },
    module: { type: "string", multiple: true, default: [] },
    env: { type: "string", multiple: true, default: [] },
    verbose: { type: "boolean", default: false },
  },
});

async function main(): Promise<number> {
  if (positionals.length === 0) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const kernel = await findKernel();
  if ("skip" in kernel) {
    process.stderr.write(`skipped: ${kernel.skip}\n`);
    return 77;
  }
  const { exitCode, booted, took } = await runInMachine(kernel, positionals, {
    memory: Number(values.memory),
    disk: Number(values.disk),
    timeout: Number(values.timeout) * 1000,
    kernelArgs: values["kernel-arg"],
    modules: values.module,
    env: Object.fromEntries(values.env.map((entry) => [entry.split("=")[0] ?? "", entry.slice(entry.indexOf("=") + 1)])),
    cwd: process.cwd(),
  });
  if (values.verbose) process.stderr.write(`booted in ${booted} ms, all in ${took} ms\n`);
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 125;
}
