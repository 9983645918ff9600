import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findKernel } from "./kernel.ts";

const RUN = path.join(import.meta.dirname, "run.ts");

test("a command runs with another kernel: its output and code come back, what it writes does not", async ({ skip }) => {
  const kernel = await findKernel();
  if ("skip" in kernel) return skip(kernel.skip);
  const own = readFileSync("/proc/version", "utf8");
  const script = `cat /proc/version; stat -f -c %T /tmp /sys/fs/cgroup; cat /sys/fs/cgroup/cgroup.controllers; echo written >"$0"; cat "$0"; echo "it's $WORD" >&2; modprobe dm_thin_pool; dmsetup version >/dev/null; exit 7`;
  const file = path.join(import.meta.dirname, "written-inside");
  const inside = promisify(execFile)(process.execPath, [RUN, "--env", "WORD=a word", "--timeout", "100", "--", "sh", "-c", script, file]);
  const error = await inside.then(() => undefined, (error: { code: number; stdout: string; stderr: string }) => error);
  expect(error).toMatchObject({ code: 7, stderr: "it's a word\n" });
  expect(error?.stdout).toMatch(/^Linux version .*\next2\/ext3\ncgroup2fs\ncpu io memory pids\nwritten\n$/);
  expect(error?.stdout.startsWith(own)).toBe(false);
  expect(() => readFileSync(file)).toThrow(/ENOENT/);
});
