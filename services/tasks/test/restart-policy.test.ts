import { describe, expect, test } from "vitest";
import { nextCount, RESTART_LABELS, wantsRestart } from "../restart/policy.ts";

const { policy, count, explicitlyStopped } = RESTART_LABELS;

describe("whether a container that ended is started again", () => {
  test.each<[string, Record<string, string>, number, boolean]>([
    ["no policy is always", {}, 0, true],
    ["always, whatever the client stopped", { [policy]: "always", [explicitlyStopped]: "true" }, 0, true],
    ["no", { [policy]: "no" }, 1, false],
    ["unless-stopped", { [policy]: "unless-stopped" }, 0, true],
    ["unless-stopped, stopped", { [policy]: "unless-stopped", [explicitlyStopped]: "true" }, 1, false],
    ["unless-stopped, stopped, as Go may write it", { [policy]: "unless-stopped", [explicitlyStopped]: "T" }, 1, false],
    ["unless-stopped, not stopped", { [policy]: "unless-stopped", [explicitlyStopped]: "false" }, 1, true],
    ["on-failure, ended well", { [policy]: "on-failure" }, 0, false],
    ["on-failure", { [policy]: "on-failure", [count]: "1000" }, 1, true],
    ["on-failure:2, restarted once", { [policy]: "on-failure:2", [count]: "1" }, 1, true],
    ["on-failure:2, restarted twice", { [policy]: "on-failure:2", [count]: "2" }, 1, false],
    ["on-failure:0 has no end", { [policy]: "on-failure:0", [count]: "9" }, 1, true],
  ])("%s", (_name, labels, exitStatus, expected) => {
    expect(wantsRestart(labels, exitStatus)).toBe(expected);
  });

  test.each([
    [{ [policy]: "sometimes" }, /restart policy "sometimes".*on-failure:N/],
    [{ [policy]: "always:3" }, /only on-failure takes a maximum/],
    [{ [policy]: "on-failure:x" }, /"x" is not a number of retries/],
    [{ [policy]: "on-failure:3", [count]: "many" }, /restart.count is "many", not a number/],
  ])("%j can't be read", (labels, message) => {
    expect(() => wantsRestart(labels, 1)).toThrow(message);
  });
});

test("the count", () => {
  expect(nextCount({})).toBe(1);
  expect(nextCount({ [count]: "41" })).toBe(42);
  expect(nextCount({ [count]: "many" })).toBe(1);
});
