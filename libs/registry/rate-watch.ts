import { unavailable } from "@stevedore/errors";
import type { Body } from "./body.ts";

/** When a transfer counts as stalled: fewer bytes than this, on average, over a whole window of waiting. */
export interface StallLimits {
  minBytesPerSecond: number;
  windowMs: number;
}

/** A transfer that was too slow, and where it goes on. */
export interface Stall {
  digest: string;
  host: string;
  /** Bytes a second. */
  rate: number;
  /** How far it has got. */
  offset: number;
  /** The host that is asked next; the same where there is no other. */
  next: string;
}

const STALL = Symbol("stall");

/** Whether an error says that a transfer stalled; `rateOfStall` says how fast it was. */
export function rateOfStall(error: unknown): number | undefined {
  return typeof error === "object" && error !== null ? (error as Record<symbol, number | undefined>)[STALL] : undefined;
}

export function stallError(limits: StallLimits, bytes: number, waitedMs: number): Error {
  const rate = Math.round((bytes * 1000) / Math.max(1, waitedMs));
  const error = unavailable(`the transfer stalled: ${rate} bytes a second for ${(waitedMs / 1000).toFixed(1)} s`, { hint: `at least ${limits.minBytesPerSecond} are wanted (stevedore.pull.min_rate)` });
  return Object.assign(error, { [STALL]: rate });
}

/**
 * A body's batches, as long as they come fast enough. Only waiting counts: a reader that is slow itself makes no stall.
 * @throws Unavailable, of which `rateOfStall` knows the rate
 */
export async function* watchRate(body: Body, limits: StallLimits): AsyncGenerator<Buffer[]> {
  const batches = body[Symbol.asyncIterator]();
  let waitedMs = 0;
  let bytes = 0;
  let pending = batches.next();
  try {
    for (;;) {
      const since = performance.now();
      const result = await orTimeout(pending, limits.windowMs - waitedMs);
      waitedMs += performance.now() - since;
      if (result !== undefined && result.done === true) return;
      for (const chunk of result?.value ?? []) bytes += chunk.length;
      if (waitedMs >= limits.windowMs) {
        if (bytes < (limits.minBytesPerSecond * waitedMs) / 1000) throw stallError(limits, bytes, waitedMs);
        waitedMs = 0;
        bytes = 0;
      }
      if (result === undefined) continue;
      yield result.value;
      pending = batches.next();
    }
  } finally {
    // First this: an iterator that waits for bytes would not hear `return` before there are some.
    body.cancel();
    pending.catch(() => undefined);
  }
}

async function orTimeout<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([promise, new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), Math.max(0, ms)); })]);
  } finally {
    clearTimeout(timer);
  }
}
