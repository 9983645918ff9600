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

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * A time as Go's `time.Parse(time.RFC3339, text)` reads it; undefined for what that refuses. Date.parse takes the 30th of February and
 * the hour 24, and not an hour of one digit.
 */
export function parseRfc3339(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const [fraction = "", sign, offsetHours = "0", offsetMinutes = "0"] = match.slice(7);
  if (hour > 23 || minute > 59 || second > 59 || Number(offsetHours) > 24 || Number(offsetMinutes) > 60) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === "-" ? -60 : 60);
  return { seconds: midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset, nanos: Number(fraction.slice(0, 9).padEnd(9, "0")) };
}

/** Go's RFC3339Nano in UTC: as many digits behind the second as are needed. */
export function formatRfc3339(timestamp: Timestamp): string {
  const seconds = dateOf({ seconds: timestamp.seconds, nanos: 0 }).toISOString().slice(0, 19);
  const fraction = String(timestamp.nanos).padStart(9, "0").replace(/0+$/, "");
  return fraction === "" ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
