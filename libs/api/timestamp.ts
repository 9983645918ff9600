import type { google } from "./gen/messages.js";

/** A google.protobuf.Timestamp as plain data. */
export interface Timestamp {
  seconds: number;
  nanos: number;
}

/** Go's zero time (year 1): what containerd sends for "not yet". */
export const ZERO_TIME: Timestamp = { seconds: -62_135_596_800, nanos: 0 };

// performance.timeOrigin + performance.now() is the only clock of Node with better than millisecond steps.
export function nowTimestamp(): Timestamp {
  const ms = performance.timeOrigin + performance.now();
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6)) };
}

/** From a Date (milliseconds) or from nanoseconds since 1970. */
export function timestampOf(time: Date | { ns: bigint }): Timestamp {
  const ns = time instanceof Date ? BigInt(time.getTime()) * 1_000_000n : time.ns;
  const rest = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((ns - rest) / 1_000_000_000n), nanos: Number(rest) };
}

/** Milliseconds are all a Date holds; a missing timestamp is 1970. */
export function dateOf(timestamp: google.protobuf.ITimestamp | null | undefined): Date {
  return new Date(Number(timestamp?.seconds ?? 0) * 1000 + Math.floor((timestamp?.nanos ?? 0) / 1e6));
}
