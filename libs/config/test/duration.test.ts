import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "../duration.ts";

test.each([["0", 0], ["5s", 5000], ["1m30s", 90_000], ["1h0m0.5s", 3_600_500], ["250ms", 250], ["1.5h", 5_400_000], ["100us", 0.1], ["-2s", -2000]])("%s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["", "5", "s", "5 s", "1d", "1m 30s", "abc"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([0, 1, 250, 1000, 90_000, 3_600_000, 5_400_500])("%d ms survives being written and read", (ms) => {
  expect(parseDuration(formatDuration(ms))).toBe(ms);
});
