import { expect, test } from "vitest";
import { createClosingLineReporter } from "../closing-line-reporter.ts";

type Modules = Parameters<NonNullable<ReturnType<typeof createClosingLineReporter>["onTestRunEnd"]>>[0];

function createModule(results: { state: string; note?: string; flaky?: boolean; errors?: { message: string }[] }[], errors: unknown[] = []): unknown {
  const tests = results.map((result, index) => ({ fullName: `test ${index}`, result: () => result, diagnostic: () => ({ flaky: result.flaky === true }) }));
  return { errors: () => errors, children: { allTests: () => tests } };
}

function report(modules: unknown[], unhandled: unknown[] = []): string {
  let text = "";
  createClosingLineReporter((part) => (text += part)).onTestRunEnd?.(modules as Modules, unhandled as never, "passed");
  return text;
}

test("counts, and ends with the line", () => {
  expect(report([createModule([{ state: "passed" }, { state: "failed" }]), createModule([{ state: "passed" }])])).toBe("\nfailed: test 1\n2 passed, 1 failed\n");
});

test("says why a test was skipped", () => {
  expect(report([createModule([{ state: "skipped", note: "no Go here" }, { state: "skipped" }])])).toBe("\nskipped: test 0: no Go here\nskipped: test 1\n0 passed, 0 failed, 2 skipped\n");
});

test("a file that can't be loaded and an error outside of tests are failures", () => {
  expect(report([createModule([], [new Error("no")])], [new Error("stray")])).toBe("\n0 passed, 2 failed\n");
});

test("names what passed at the second try, and the end of what the first said", () => {
  const errors = [{ message: "too slow" }];
  expect(report([createModule([{ state: "passed", flaky: true, errors }])])).toBe("\npassed at the second try: test 0: too slow\n1 passed, 0 failed\n");
  expect(report([createModule([{ state: "passed", flaky: true, errors: [{ message: `${"x".repeat(5000)}the end` }] }])])).toMatch(/: …x{993}the end\n/);
});

test("what failed stands last, with the words of every try", () => {
  const errors = [{ message: "no lease" }, { message: "already there" }];
  expect(report([createModule([{ state: "failed", errors }, { state: "skipped", note: "no Go here" }])])).toBe("\nskipped: test 1: no Go here\nfailed: test 0: no lease\n    then: already there\n0 passed, 1 failed, 1 skipped\n");
});
