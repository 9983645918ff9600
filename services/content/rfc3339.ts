import { dateOf, type Timestamp } from "@stevedore/api";

const PATTERN = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Go's RFC3339Nano in UTC: as many digits behind the second as are needed. */
export function formatRfc3339(timestamp: Timestamp): string {
  const seconds = dateOf({ seconds: timestamp.seconds, nanos: 0 }).toISOString().slice(0, 19);
  const fraction = String(timestamp.nanos).padStart(9, "0").replace(/0+$/, "");
  return fraction === "" ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

/** Undefined for what is no such time. */
export function parseRfc3339(text: string): Timestamp | undefined {
  const [, seconds, fraction = "", zone] = PATTERN.exec(text.trim()) ?? [];
  if (seconds === undefined) return undefined;
  const ms = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(ms) ? undefined : { seconds: ms / 1000, nanos: Number(fraction.padEnd(9, "0")) };
}
