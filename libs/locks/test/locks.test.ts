import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createFlights, createKeyedLock, createLimiter, createPins } from "../mod.ts";

describe("limiter", () => {
  test("runs so many at once, in order, and goes on after a failure", async () => {
    const limiter = createLimiter(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => limiter.run(async () => {
      started.push(n);
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
      if (n === 2) throw new Error("two");
    })));
    expect(started).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
  });

  test("who gives up while waiting takes no turn", async () => {
    const limiter = createLimiter(1);
    const gate = Promise.withResolvers<void>();
    const first = limiter.run(() => gate.promise);
    const abort = new AbortController();
    const second = limiter.run(async () => "ran", abort.signal);
    const third = limiter.run(async () => "third");
    abort.abort(new Error("gave up"));
    await expect(second).rejects.toThrow("gave up");
    gate.resolve();
    await first;
    expect(await third).toBe("third");
  });
});

test("a keyed lock holds up only the same key", async () => {
  const lock = createKeyedLock();
  const gate = Promise.withResolvers<void>();
  const held = lock.run("a", () => gate.promise);
  let entered = false;
  const waiting = lock.run("a", async () => { entered = true; });
  expect(await lock.run("b", async () => "b")).toBe("b");
  expect(entered).toBe(false);
  gate.resolve();
  await Promise.all([held, waiting]);
  expect(entered).toBe(true);
});

test("a keyed lock is held until the last who waits is through, also after a failure", async () => {
  const lock = createKeyedLock();
  const gate = Promise.withResolvers<void>();
  const failing = lock.run("a", () => gate.promise);
  const next = lock.run("a", async () => lock.isHeld("a"));
  expect([lock.isHeld("a"), lock.isHeld("b")]).toEqual([true, false]);
  gate.reject(new Error("failed"));
  await expect(failing).rejects.toThrow("failed");
  expect(await next).toBe(true);
  expect(lock.isHeld("a")).toBe(false);
});

test("a pin holds until each who pinned has let go, once", () => {
  const pins = createPins();
  const [first, second] = [pins.pin("a"), pins.pin("a")];
  first();
  first();
  expect(pins.isPinned("a")).toBe(true);
  second();
  expect(pins.isPinned("a")).toBe(false);
});

test("who asks while a flight goes on joins it, and shares its failure; the next one starts anew", async () => {
  const flights = createFlights<number>();
  const gate = Promise.withResolvers<number>();
  let started = 0;
  const start = (): Promise<number> => (started++, gate.promise);
  const [first, second] = [flights.join("a", start), flights.join("a", start)];
  expect([started, await flights.join("b", async () => 2)]).toEqual([1, 2]);
  gate.reject(new Error("failed"));
  await expect(first).rejects.toThrow("failed");
  await expect(second).rejects.toThrow("failed");
  expect(await flights.join("a", async () => 3)).toBe(3);
});
