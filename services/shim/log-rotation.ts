import { invalidArgument } from "@stevedore/errors";
import type { MonitorFields } from "./spawner.ts";

// The kubelet's default, and that of Docker's `local` driver.
const DEFAULT_FILES = 5;
const MAX_FILES = 1000;
const UNITS: Record<string, number> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/**
 * The rotation that a `file://` URI asks for: `max-size` (bytes, or with k, m or g, powers of 1024) and `max-file` (files kept,
 * with the one that is written to). Without `max-size` there is none; other parameters are ignored, as containerd ignores all.
 * @throws InvalidArgument naming the parameter
 */
export function rotationFields(query: URLSearchParams): MonitorFields {
  const [size, files] = [query.get("max-size"), query.get("max-file")];
  if (size === null && files === null) return [];
  if (size === null) throw invalidArgument("log URI: max-file says how many files to keep, but no max-size when to begin a new one: add max-size, as in max-size=10m");
  return [["rotate-size", String(parseSize(size))], ["rotate-files", String(parseFiles(files ?? String(DEFAULT_FILES)))]];
}

function parseSize(text: string): number {
  const [, digits, unit] = /^(\d{1,15})([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const bytes = Number(digits) * (UNITS[unit?.toLowerCase() ?? ""] ?? 0);
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw invalidArgument(`log URI: max-size ${JSON.stringify(text)} is no size: it must be a number of bytes above 0, or one with k, m or g, as in max-size=10m`);
}

function parseFiles(text: string): number {
  const files = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (files >= 1 && files <= MAX_FILES) return files;
  throw invalidArgument(`log URI: max-file ${JSON.stringify(text)} is no number of files: it must be from 1 to ${MAX_FILES}`);
}
