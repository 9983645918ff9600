import path from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { findKernel } from "./kernel.ts";
import { runInMachine } from "./machine.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");

test("layers of the erofs snapshotter are mounted through dm-verity by a kernel that has it", { timeout: 420_000 }, async ({ skip }) => {
  const kernel = await findKernel();
  if ("skip" in kernel) return skip(kernel.skip);
  let output = "";
  const stdout = new Writable({ write: (chunk: Buffer, _encoding, done) => ((output += chunk.toString()), done()) });
  const command = [path.join(CHECKOUT, "node_modules/.bin/vitest"), "run", "services/snapshots/test/erofs-verity.test.ts", "-t", "layers through dm-verity"];
  const { exitCode } = await runInMachine(kernel, command, { modules: ["dm_verity", "erofs"], timeout: 400_000, stdout, stderr: stdout, cwd: CHECKOUT });
  expect([exitCode, /\b3 passed, 0 failed/.test(output)], output).toEqual([0, true]);
});
