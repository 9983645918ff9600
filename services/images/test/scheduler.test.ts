import type { GcConfig } from "@stevedore/config";
import { messageOf } from "@stevedore/errors";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CollectionStats } from "../gc/collector.ts";
import { createScheduler } from "../gc/scheduler.ts";
import { quiet } from "./support.ts";

const DEFAULTS: GcConfig = { pauseThreshold: 0.02, deletionThreshold: 0, mutationThreshold: 100, scheduleDelayMs: 0, startupDelayMs: 100 };
const stats = (durationMs = 1): CollectionStats => ({ removed: {}, freedBytes: 0, durationMs });
const deletion = { mutations: 1, deletions: 1 };
const mutation = { mutations: 1, deletions: 0 };

// The schedule is about time only: a clock that the test moves is the one part that is not real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

function start(config: Partial<GcConfig> = {}) {
  const collect = vi.fn(async () => stats());
  return { collect, scheduler: createScheduler({ collect, log: quiet }, { ...DEFAULTS, ...config }) };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("when garbage is collected", () => {
  test("once after the start, and then not while nothing changes", async () => {
    const { collect } = start();
    await pass(99);
    expect(collect).toHaveBeenCalledTimes(0);
    await pass(1);
    expect(collect).toHaveBeenCalledTimes(1);
    await pass(3_600_000);
    expect(collect).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("changes do not bring the first one forward, somebody who waits does", async () => {
    const { collect, scheduler } = start({ startupDelayMs: 3_600_000 });
    for (let i = 0; i < 1000; i++) scheduler.changed(deletion);
    await pass(3_599_999);
    expect(collect).toHaveBeenCalledTimes(0);
    await pass(1);
    expect(collect).toHaveBeenCalledTimes(1);
    const asked = start({ startupDelayMs: 3_600_000 });
    const waiting = asked.scheduler.collectNow();
    await pass(0);
    await waiting;
  });

  test("after a deletion, but no closer to the last than the pause threshold allows", async () => {
    const { collect, scheduler } = start();
    await pass(100);
    scheduler.changed(deletion);
    // An average of at least 5 ms, at 2 %: 245 ms apart.
    await pass(244);
    expect(collect).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(collect).toHaveBeenCalledTimes(2);
    await pass(10_000);
    scheduler.changed(deletion);
    await pass(0);
    expect(collect).toHaveBeenCalledTimes(3);
  });

  test("slow collections are further apart", async () => {
    const { collect, scheduler } = start({ pauseThreshold: 0.5 });
    collect.mockImplementation(async () => stats(2000));
    await pass(100);
    scheduler.changed(deletion);
    await pass(1999);
    expect(collect).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(collect).toHaveBeenCalledTimes(2);
  });

  test("after so many changes; never by changes alone where the threshold is 0", async () => {
    const { collect, scheduler } = start({ startupDelayMs: 0, mutationThreshold: 3 });
    for (let i = 0; i < 2; i++) scheduler.changed(mutation);
    await pass(10_000);
    expect(collect).toHaveBeenCalledTimes(0);
    scheduler.changed(mutation);
    await pass(0);
    expect(collect).toHaveBeenCalledTimes(1);
    const never = start({ startupDelayMs: 0, mutationThreshold: 0 });
    for (let i = 0; i < 1000; i++) never.scheduler.changed(mutation);
    await pass(10_000);
    expect(never.collect).toHaveBeenCalledTimes(0);
  });

  test("a deletion threshold does not wait for the interval", async () => {
    const { collect, scheduler } = start({ deletionThreshold: 2, scheduleDelayMs: 10 });
    await pass(100);
    scheduler.changed(deletion);
    scheduler.changed(deletion);
    await pass(10);
    expect(collect).toHaveBeenCalledTimes(2);
  });

  test("deletions during a collection bring another", async () => {
    const { collect, scheduler } = start();
    collect.mockImplementationOnce(async () => (scheduler.changed(deletion), stats()));
    await pass(100);
    await pass(245);
    expect(collect).toHaveBeenCalledTimes(2);
  });
});

describe("who waits", () => {
  test("gets a collection that began after the call, shared with others that wait", async () => {
    const { collect, scheduler } = start({ startupDelayMs: 0 });
    const gates = [Promise.withResolvers<CollectionStats>(), Promise.withResolvers<CollectionStats>()];
    for (const gate of gates) collect.mockImplementationOnce(() => gate.promise);
    const done: string[] = [];
    void scheduler.collectNow().then(() => done.push("first"));
    await pass(0);
    void scheduler.collectNow().then(() => done.push("second"));
    void scheduler.collectNow().then(() => done.push("third"));
    await pass(1000);
    expect(collect).toHaveBeenCalledTimes(1);
    gates[0]!.resolve(stats());
    await pass(0);
    expect([done, collect.mock.calls.length]).toEqual([["first"], 2]);
    gates[1]!.resolve(stats());
    await pass(0);
    expect(done).toEqual(["first", "second", "third"]);
    await pass(10_000);
    expect(collect).toHaveBeenCalledTimes(2);
  });

  test("is told when it fails; it is tried again, ever more seldom", async () => {
    const { collect, scheduler } = start({ startupDelayMs: 0 });
    collect.mockRejectedValue(new Error("content: gone"));
    const error = scheduler.collectNow().catch((e: unknown) => e);
    await pass(0);
    expect(messageOf(await error)).toBe("gc failed (content: gone)");
    await pass(1000 + 2000);
    expect(collect).toHaveBeenCalledTimes(3);
    await pass(3999);
    expect(collect).toHaveBeenCalledTimes(3);
    collect.mockResolvedValue(stats());
    await pass(1);
    expect(collect).toHaveBeenCalledTimes(4);
    await pass(3_600_000);
    expect(collect).toHaveBeenCalledTimes(4);
  });

  test("is told when the service stops; nothing runs afterwards", async () => {
    const { collect, scheduler } = start({ scheduleDelayMs: 1000 });
    const error = scheduler.collectNow().catch((e: unknown) => e);
    await scheduler.stop();
    expect(messageOf(await error)).toBe("gc failed (the service is stopping)");
    scheduler.changed(deletion);
    await pass(10_000);
    expect(collect).toHaveBeenCalledTimes(0);
  });
});
