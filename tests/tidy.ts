import { beforeEach } from "vitest";
import { liveSides } from "./kit/live-sides.ts";

// A test that fails half-way leaves containers: its second try, and the tests behind it, would fail for them.
beforeEach(({ onTestFailed }) => {
  onTestFailed(async ({ task }) => {
    const since = new Date(task.result?.startTime ?? 0);
    for (const tidy of liveSides) await tidy(since).catch((error: Error) => console.warn(`not tidied up after "${task.name}": ${error.message}`));
  }, 60_000);
});
