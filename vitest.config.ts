import { defineConfig } from "vitest/config";
import { createClosingLineReporter } from "./tests/closing-line-reporter.ts";

// In a virtual machine starts of processes take ten times as long.
const patience = process.env["STEVEDORE_VM"] === "1" ? 5 : 1;

export default defineConfig({
  test: {
    include: ["libs/*/test/**/*.test.ts", "services/*/test/**/*.test.ts", "bin/test/**/*.test.ts", "tests/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    globalSetup: "tests/global-setup.ts",
    setupFiles: "tests/tidy.ts",
    // Tests run real processes: servers, containers, whole hosts. Each file has a process of its own, two at a time.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000 * patience,
    hookTimeout: 180_000 * patience,
    teardownTimeout: 30_000 * patience,
    // In CI one failure of a race between processes is tried once more; the closing lines name every test that needed it.
    retry: process.env["CI"] === undefined ? 0 : 1,
    reporters: ["default", createClosingLineReporter()],
  },
});
