import { setTimeout as sleep } from "node:timers/promises";

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Tries in all; 1 means no repetition. */
  attempts: number;
  /** Before the first repetition, in ms; doubles each time. */
  baseDelayMs: number;
  /** Also the most that a server's Retry-After is honoured with. */
  maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseDelayMs: 250, maxDelayMs: 30_000 };

const RETRIED_STATUS = new Set([408, 429, 500, 502, 503, 504]);

export function isRetriedStatus(status: number): boolean {
  return RETRIED_STATUS.has(status);
}

/** Waits before repetition `attempt` (1, 2, …): what the server asked for, else exponential with jitter. Rejects on abort. */
export async function waitBeforeRetry(policy: RetryPolicy, attempt: number, options: { retryAfter?: string | undefined; signal?: AbortSignal | undefined }): Promise<void> {
  const asked = retryAfterMs(options.retryAfter);
  const backoff = policy.baseDelayMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  await sleep(Math.min(asked ?? backoff, policy.maxDelayMs), undefined, options.signal === undefined ? {} : { signal: options.signal });
}

// Seconds or an HTTP date (RFC 9110, 10.2.3).
function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
