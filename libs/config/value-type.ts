import type { TomlValue } from "smol-toml";
import { parseDuration } from "./duration.ts";

/** What a key takes. */
export interface ValueType {
  /** As an error and the documentation name it: `a duration like "1m30s"`. */
  readonly name: string;
  accepts(value: TomlValue): boolean;
}

function type(name: string, accepts: (value: TomlValue) => boolean): ValueType {
  return { name, accepts };
}

function isString(value: TomlValue): value is string {
  return typeof value === "string";
}

export const TEXT = type("a string", isString);
export const FLAG = type("true or false", (value) => typeof value === "boolean");
export const INTEGER = type("a whole number", (value) => Number.isInteger(value));
export const COUNT = type("a whole number, 0 or more", (value) => Number.isInteger(value) && (value as number) >= 0);
export const POSITIVE = type("a whole number, 1 or more", (value) => Number.isInteger(value) && (value as number) >= 1);
export const NUMBER = type("a number", (value) => typeof value === "number");
export const FRACTION = type("a number from 0 to 1", (value) => typeof value === "number" && value >= 0 && value <= 1);
export const PORT = type("a port from 0 to 65535", (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535);
export const TEXTS = type("a list of strings", (value) => Array.isArray(value) && value.every(isString));
export const PATH = type("an absolute path", (value) => isString(value) && value.startsWith("/"));
export const PATH_OR_NONE = type('an absolute path, or ""', (value) => isString(value) && (value === "" || value.startsWith("/")));
export const HOST_PORT = type('HOST:PORT, or ""', (value) => isString(value) && (value === "" || /^(\[[^\]]+\]|[^:]*):\d{1,5}$/.test(value)));
/** As containerd reads them: a string in Go's notation, or nanoseconds. */
export const DURATION = type('a duration like "1m30s"', (value) => (isString(value) && parseDuration(value) !== undefined && parseDuration(value)! >= 0) || (Number.isInteger(value) && (value as number) >= 0));
export const ENVIRONMENT = type('a list of "NAME=value"', (value) => Array.isArray(value) && value.every((item) => isString(item) && /^[^=]+=/.test(item)));
export const ANYTHING = type("anything", () => true);

export function oneOf(...values: string[]): ValueType {
  const names = values.map((value) => JSON.stringify(value));
  return type(`one of ${names.join(", ")}`, (value) => isString(value) && values.includes(value));
}

/** A value as an error shows it. */
export function describeValue(value: TomlValue): string {
  if (Array.isArray(value)) return `the list ${JSON.stringify(value)}`;
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a table";
  return isString(value) ? `the string ${JSON.stringify(value)}` : String(value);
}
