import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** Ends a run with why tests were skipped, and one line for people and machines: `N passed, N failed, N skipped`. */
export function createClosingLineReporter(write: (text: string) => void = (text) => void process.stdout.write(text)): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]) {
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
      const skips: string[] = [];
      for (const module of modules) {
        // A file that can't be loaded has no tests to fail.
        if (module.errors().length > 0) counts.failed += 1;
        for (const test of module.children.allTests()) {
          const result = test.result();
          if (result.state === "passed" || result.state === "failed") counts[result.state] += 1;
          else {
            counts.skipped += 1;
            const reason = result.state === "skipped" ? result.note : "it did not run";
            skips.push(`skipped: ${test.fullName}${reason === undefined ? "" : `: ${reason}`}\n`);
          }
        }
      }
      const { passed, failed, skipped } = counts;
      write(`\n${skips.join("")}${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);
    },
  };
}
