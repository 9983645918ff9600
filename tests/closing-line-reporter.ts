import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** Ends a run with why tests were skipped, which passed at the second try only and what the first said, and one line for people and machines: `N passed, N failed, N skipped`. */
export function createClosingLineReporter(write: (text: string) => void = (text) => void process.stdout.write(text)): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]) {
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
      const remarks: string[] = [];
      for (const module of modules) {
        // A file that can't be loaded has no tests to fail.
        if (module.errors().length > 0) counts.failed += 1;
        for (const test of module.children.allTests()) {
          const result = test.result();
          if (test.diagnostic()?.flaky === true) remarks.push(`passed at the second try: ${test.fullName}: ${endOf(result.errors?.[0]?.message ?? "")}\n`);
          if (result.state === "passed" || result.state === "failed") counts[result.state] += 1;
          else {
            counts.skipped += 1;
            const reason = result.state === "skipped" ? result.note : "it did not run";
            remarks.push(`skipped: ${test.fullName}${reason === undefined ? "" : `: ${reason}`}\n`);
          }
        }
      }
      const { passed, failed, skipped } = counts;
      write(`\n${remarks.join("")}${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);
    },
  };
}

const MOST = 1000;

// Where a command's output is in the words, what went wrong stands last.
function endOf(text: string): string {
  return text.length > MOST ? `…${text.slice(-MOST)}` : text;
}
