/**
 * Turns replies, events and messages into plain data that two daemons can share: what is left out of a message and what
 * has its default is the same on the wire; times, pids and a side's own names are replaced.
 */

/** What of a side's own is replaced in every string, longest first. */
export type Masks = readonly (readonly [text: string, mask: string])[];

const YEAR_ONE = -62_135_596_800;
const PID_FIELDS = new Set(["pid", "shimPid", "taskPid", "pidns"]);

export function maskText(text: string, masks: Masks): string {
  let masked = text;
  for (const [own, mask] of masks) masked = masked.replaceAll(own, mask);
  return masked
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?(Z|[+-]\d\d:?\d\d|UTC))*( m=[+-][\d.]+)?/g, "TIME")
    // A key as a backend of stock has it.
    .replace(/NS\/\d+\//g, "")
    .replace(/locked for [\d.]+(ms|µs|s|m)+/g, "locked for AGE");
}

export function plain(value: unknown, masks: Masks): unknown {
  if (typeof value === "string") return maskText(value, masks);
  if (value instanceof Uint8Array) return maskText(Buffer.from(value).toString("latin1"), masks);
  if (Array.isArray(value)) return value.map((item) => plain(item, masks));
  if (typeof value !== "object" || value === null) return value;
  if (isTimestamp(value)) return describeTime(value);
  const entries = Object.entries(value)
    .filter(([, item]) => !isDefault(item))
    .map(([key, item]) => [maskText(key, masks), PID_FIELDS.has(key) && typeof item === "number" ? key.toUpperCase() : plain(item, masks)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length === 0;
  // An empty map has no prototype of a message; an empty message is there all the same.
  return typeof value === "object" && Object.keys(value).length === 0 && [Object.prototype, null].includes(Object.getPrototypeOf(value) as never);
}

function isTimestamp(value: object): value is { seconds?: number; nanos?: number } {
  return value.constructor?.name === "Timestamp";
}

function describeTime({ seconds = 0, nanos = 0 }: { seconds?: number; nanos?: number }): string {
  if (seconds === YEAR_ONE) return "YEAR ONE";
  if (seconds === 0 && nanos === 0) return "1970";
  const days = Math.abs(Date.now() / 1000 - seconds) / 86_400;
  return days < 1 ? "NOW" : new Date(seconds * 1000 + nanos / 1e6).toISOString();
}
