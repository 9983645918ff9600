const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** Milliseconds of a duration in Go's notation (`1m30s`, `250ms`, `0`), or undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, sign = "", body = ""] = /^([+-]?)(.*)$/s.exec(text)!;
  if (body === "0") return 0;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length || body === "") {
    const match = PART.exec(body);
    if (match === null) return undefined;
    total += Number(match[1]) * UNIT_MS[match[2]!]!;
  }
  return sign === "-" ? -total : total;
}

/** A duration in Go's notation: `90000` is `1m30s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0s";
  if (Math.abs(ms) < 1000) return `${ms}ms`;
  const hours = Math.trunc(ms / 3_600_000);
  const minutes = Math.trunc((ms % 3_600_000) / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return `${hours === 0 ? "" : `${hours}h`}${hours === 0 && minutes === 0 ? "" : `${minutes}m`}${seconds}s`;
}
