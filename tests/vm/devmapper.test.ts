import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findKernel } from "./kernel.ts";

const RUN = path.join(import.meta.dirname, "run.ts");
const TIMEOUT_MS = 600_000;
// The contract suite runs on ext4; all of it once more on xfs is one of suites.test.ts.
const NOT_XFS = "^(?!.*devmapper on xfs)";

test("the devmapper snapshotter's tests pass on a kernel with thin pools", async ({ skip }) => {
  const kernel = await findKernel();
  if ("skip" in kernel) return skip(kernel.skip);
  const args = [RUN, "--timeout", String(TIMEOUT_MS / 1000 - 10), "--env", "STEVEDORE_GO_CLIENTS=0", "--", "vitest", "run", "services/snapshots/test/devmapper.test.ts", "-t", NOT_XFS];
  const ended = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 << 20 }).catch((error: { stdout: string; stderr: string }) => error);
  expect(`${ended.stdout}${ended.stderr}`).toMatch(/^\d{2} passed, 0 failed/m);
}, TIMEOUT_MS);
