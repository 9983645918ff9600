import path from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { findKernel } from "./kernel.ts";
import { runInMachine } from "./machine.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");
const TIMEOUT_MS = 1_800_000;

/** Tests of other directories that need another kernel and minutes of it. */
const SUITES: { name: string; args: string[]; env?: Record<string, string>; modules?: string[] }[] = [
  { name: "devmapper's contract on xfs", args: ["services/snapshots/test/devmapper.test.ts", "-t", "on xfs|of xfs"] },
  { name: "devmapper beside a stock containerd's", args: ["tests/conformance/devmapper.test.ts"] },
  { name: "erofs layers through dm-verity beside a stock containerd's", args: ["tests/conformance/erofs.test.ts", "-t", "through dm-verity"], modules: ["dm_verity", "erofs"] },
  { name: "containers under cgroup v2: the shim", args: ["services/shim/test/control.test.ts"] },
  { name: "containers under cgroup v2: the tasks service", args: ["services/tasks/test/tasks.test.ts"] },
  { name: "containers under cgroup v2: whole hosts beside a stock containerd", args: ["tests/conformance/cgroup2.test.ts"] },
  { name: "a whole host on devmapper", args: ["tests/e2e/snapshotters.test.ts"], env: { STEVEDORE_TEST_SNAPSHOTTERS: "devmapper" } },
];

const isAsked = process.env["STEVEDORE_VM_SUITES"] === "1";

for (const { name, args, env, modules } of SUITES) {
  test.skipIf(!isAsked)(`in a virtual machine: ${name}${isAsked ? "" : " (takes minutes: only with STEVEDORE_VM_SUITES=1)"}`, { timeout: TIMEOUT_MS + 60_000 }, async ({ skip }) => {
    const kernel = await findKernel();
    if ("skip" in kernel) return skip(kernel.skip);
    let output = "";
    const stdout = new Writable({ write: (chunk: Buffer, _encoding, done) => ((output += chunk.toString()), done()) });
    const command = [path.join(CHECKOUT, "node_modules/.bin/vitest"), "run", ...args];
    const { exitCode } = await runInMachine(kernel, command, { memory: 3072, timeout: TIMEOUT_MS, env, modules, stdout, stderr: stdout, cwd: CHECKOUT });
    expect([exitCode, /\b[1-9]\d* passed, 0 failed/.test(output)], output).toEqual([0, true]);
  });
}
