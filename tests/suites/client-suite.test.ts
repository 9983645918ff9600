import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CLIENT_SUITE, goClient, newestContainerd, runClientSuite, RUNC_FP, STEVEDORE, type SuiteResult } from "../kit/mod.ts";

const MINUTE = 60_000;

/** Tests that pass with stock containerd and not with ours, each with the reason. */
function expectedToDiffer(): Record<string, string> {
  const crunHasFeatures = spawnSync("crun", ["features"]).status === 0;
  return crunHasFeatures ? {} : { TestRuntimeInfo: "this machine's crun, our default, can't say its features; containerd has none of such a crun either" };
}

const isAsked = process.env.STEVEDORE_CLIENT_SUITE === "1";

// As in the other tests, STEVEDORE_TESTS_PEER=stock puts a stock containerd in our place.
test("containerd's own client suite finds no difference to stock", { timeout: 60 * MINUTE }, async ({ skip }) => {
  if (!isAsked) return skip("containerd's client suite runs with STEVEDORE_CLIENT_SUITE=1 (3 minutes and more)");
  if (process.getuid?.() !== 0) return skip("containerd's client suite needs root");
  const stock = await newestContainerd();
  if ("skip" in stock) return skip(stock.skip);
  const runtime = await goClient(RUNC_FP);
  if ("skip" in runtime) return skip(runtime.skip);
  const suite = await goClient(CLIENT_SUITE);
  if ("skip" in suite) return skip(suite.skip);
  const containerd = process.env.STEVEDORE_TESTS_PEER === "stock" ? stock.path : join(STEVEDORE, "../containerd");

  const whole = await runClientSuite(suite.path, { containerd, timeout: 25 * MINUTE });
  // It gives a container 2 s to end, and other things as little, whatever else the machine does: what fails has a second try, alone.
  const again = await retry(whole, (only) => runClientSuite(suite.path, { containerd, only, timeout: 10 * MINUTE }));
  const passed = [...whole.passed, ...again.passed];
  process.stderr.write(`client suite: ${passed.length} of ${passed.length + again.failed.length} passed, ${again.passed.length} of them alone; ${whole.skipped.length} skipped; failed: ${again.failed.join(" ") || "none"}\n`);
  const atStock = await retry(again, (only) => runClientSuite(suite.path, { containerd: stock.path, only, timeout: 10 * MINUTE }));
  expect(atStock.passed.toSorted(), again.output.slice(-20_000)).toEqual(Object.keys(expectedToDiffer()).filter((name) => atStock.passed.includes(name)));
  expect(passed.length).toBeGreaterThan(80);
});

function retry({ failed }: SuiteResult, runThese: (only: string[]) => Promise<SuiteResult>): Promise<SuiteResult> | SuiteResult {
  return failed.length === 0 ? { passed: [], failed: [], skipped: [], output: "" } : runThese(failed);
}
