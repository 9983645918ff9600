import type { GcConfig } from "@stevedore/config";
import { messageOf, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { CollectionStats } from "./collector.ts";

const MIN_AVERAGE_MS = 5;
const MAX_PAUSE = 0.5;
const DEFAULT_INTERVAL_MS = 1000;
const RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;

export interface SchedulerDeps {
  collect: () => Promise<CollectionStats>;
  log: Logger;
  /** Called after each collection; no statistics when it failed. */
  onFinished?: (stats: CollectionStats | undefined) => void;
}

/**
 * Decides when garbage is collected, by containerd's thresholds (plugins/gc): after a deletion, or after
 * `mutationThreshold` changes, but so far apart that collecting takes at most `pauseThreshold` of the time; sooner when
 * there were `deletionThreshold` deletions or when somebody waits. One runs at a time. Nothing happens while nothing changes.
 */
export interface Scheduler {
  /** Something was written or deleted, here or in another service. */
  changed(change: { mutations: number; deletions: number }): void;
  /** Resolves after a collection that began after the call; callers share it. @throws Unknown `gc failed` */
  collectNow(): Promise<CollectionStats>;
  /** When the next collection is planned (milliseconds since 1970), and how many changes bring one (0: none do). */
  outlook(): { nextMs: number | undefined; changes: number };
  /** Plans nothing more; resolves when a collection under way has ended. */
  stop(): Promise<void>;
}

interface Waiter {
  resolve(stats: CollectionStats): void;
  reject(error: Error): void;
}

export function createScheduler({ collect, log, onFinished }: SchedulerDeps, config: GcConfig): Scheduler {
  const pauseThreshold = Math.min(Math.max(config.pauseThreshold, 0), MAX_PAUSE);
  const delayMs = Math.max(config.scheduleDelayMs, 0);
  let waiters: Waiter[] = [];
  let mutations = 0;
  let deletions = 0;
  let runs = 0;
  let totalMs = 0;
  let failures = 0;
  // The first comes after the startup delay, unless somebody waits for one.
  let notBefore = performance.now() + Math.max(config.startupDelayMs, 0);
  let timer: { at: number; handle: NodeJS.Timeout } | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  const cancelTimer = (): void => {
    clearTimeout(timer?.handle);
    timer = undefined;
  };
  const runAt = (at: number): void => {
    if (stopped || running !== undefined || (timer !== undefined && timer.at <= at)) return;
    cancelTimer();
    timer = { at, handle: setTimeout(() => void (running = run()), Math.max(0, at - performance.now())) };
  };
  const plan = (): void => {
    const soon = performance.now() + delayMs;
    if (waiters.length > 0 || (config.deletionThreshold > 0 && deletions >= config.deletionThreshold)) runAt(soon);
    else if (deletions > 0 || (config.mutationThreshold > 0 && mutations >= config.mutationThreshold)) runAt(Math.max(soon, notBefore));
  };
  const succeed = (stats: CollectionStats): void => {
    failures = 0;
    runs++;
    totalMs += stats.durationMs;
    notBefore = performance.now() + intervalAfter(totalMs / runs, pauseThreshold);
    const level = Object.keys(stats.removed).length > 0 || stats.freedBytes > 0 ? "info" : "debug";
    log[level]("garbage collected", { ...stats, durationMs: Math.round(stats.durationMs) });
  };
  const fail = (error: unknown): void => {
    const retryMs = Math.min(RETRY_MS * 2 ** failures++, MAX_RETRY_MS);
    notBefore = performance.now() + retryMs;
    log.warn("garbage collection given up", { error: messageOf(error), retryMs });
    runAt(notBefore);
  };
  const run = async (): Promise<void> => {
    cancelTimer();
    const served = waiters;
    waiters = [];
    // Only what happened before the start is covered; later changes count towards the next run.
    const before = { mutations, deletions };
    mutations = deletions = 0;
    try {
      const stats = await collect();
      running = undefined;
      succeed(stats);
      onFinished?.(stats);
      for (const { resolve } of served) resolve(stats);
    } catch (error) {
      running = undefined;
      mutations += before.mutations;
      deletions += before.deletions;
      fail(error);
      onFinished?.(undefined);
      for (const { reject } of served) reject(unknownError("gc failed", { hint: messageOf(error), cause: error }));
    }
    plan();
  };

  if (config.startupDelayMs > 0) runAt(performance.now() + config.startupDelayMs);
  return {
    changed(change) {
      mutations += change.mutations;
      deletions += change.deletions;
      plan();
    },
    collectNow: () =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(unknownError("gc failed", { hint: "the service is stopping" }));
        waiters.push({ resolve, reject });
        plan();
      }),
    outlook() {
      if (running !== undefined) return { nextMs: Date.now(), changes: 0 };
      const changes = config.mutationThreshold > 0 ? Math.max(1, config.mutationThreshold - mutations) : 0;
      return { nextMs: timer === undefined ? undefined : Date.now() + Math.max(0, timer.at - performance.now()), changes };
    },
    async stop() {
      stopped = true;
      cancelTimer();
      await running;
      for (const { reject } of waiters) reject(unknownError("gc failed", { hint: "the service is stopping" }));
    },
  };
}

// With an average run of 10 ms and a threshold of 0.02, runs begin 500 ms apart.
function intervalAfter(averageMs: number, pauseThreshold: number): number {
  if (pauseThreshold === 0) return DEFAULT_INTERVAL_MS;
  const average = Math.max(averageMs, MIN_AVERAGE_MS);
  return average / pauseThreshold - average;
}
