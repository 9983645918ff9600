import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** Ends a run with why tests were skipped, what each try of those said that failed or needed a second one, and one line for people and machines: `N passed, N failed, N skipped`. */
export function createClosingLineReporter(write: (text: string) => void = (text) => void process.stdout.write(text)): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]) {
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
      const remarks = { skipped: "", secondTry: "", failed: "" };
      for (const module of modules) {
        // A file that can't be loaded has no tests to fail.
        if (module.errors().length > 0) counts.failed += 1;
        for (const test of module.children.allTests()) {
          const result = test.result();
          if (test.diagnostic()?.flaky === true) remarks.secondTry += `passed at the second try: ${test.fullName}${wordsOf(result.errors)}\n`;
          if (result.state === "failed") remarks.failed += `failed: ${test.fullName}${wordsOf(result.errors)}\n`;
          if (result.state === "passed" || result.state === "failed") counts[result.state] += 1;
          else {
            counts.skipped += 1;
            const reason = result.state === "skipped" ? result.note : "it did not run";
            remarks.skipped += `skipped: ${test.fullName}${reason === undefined ? "" : `: ${reason}`}\n`;
          }
        }
      }
      const { passed, failed, skipped } = counts;
      // What matters most stands last: often no more than the end of an output is kept.
      write(`\n${remarks.skipped}${remarks.secondTry}${remarks.failed}${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);
    },
  };
}

/** What each try said. */
const wordsOf = (errors: readonly { message: string }[] = []): string => errors.map(({ message }) => `: ${endOf(message)}`).join("\n    then");

const MOST = 1000;

// Where a command's output is in the words, what went wrong stands last.
function endOf(text: string): string {
  return text.length > MOST ? `…${text.slice(-MOST)}` : text;
}
