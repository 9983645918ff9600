import { expect, test } from "vitest";
import { createRateMeter } from "@stevedore/progress";

test("a rate is that of the last window, and says how long the rest takes", () => {
  let at = 0;
  const meter = createRateMeter({ windowMs: 5000, now: () => at });
  expect([meter.rate(), meter.secondsLeft(100), meter.isMeasured()]).toEqual([0, undefined, false]);
  for (; at <= 10_000; at += 500) meter.update(at);
  at = 10_000;
  expect(meter.rate()).toBeCloseTo(1000);
  expect(meter.secondsLeft(14_000)).toBeCloseTo(4);
  // It gets faster: the beginning counts no longer.
  for (at = 10_500; at <= 16_000; at += 500) meter.update(10_000 + (at - 10_000) * 5);
  at = 16_000;
  expect(meter.rate()).toBeCloseTo(5000);
});

test("what began with bytes of an earlier attempt has not moved by them", () => {
  let at = 0;
  const meter = createRateMeter({ now: () => at });
  meter.update(1_000_000);
  at = 1000;
  meter.update(1_000_500);
  expect(meter.rate()).toBe(500);
  at = 20_000;
  expect(meter.rate()).toBe(0);
  expect(meter.isMeasured()).toBe(true);
  expect(meter.secondsLeft(2_000_000)).toBeUndefined();
});
