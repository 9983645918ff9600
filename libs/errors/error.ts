import { ERROR_CLASSES, type ErrorClass } from "./catalogue.ts";

// Registered globally, so that two copies of this lib in one process still recognise each other's errors.
const MARK = Symbol.for("stevedore.error");

export interface ErrorOptions {
  /** What would be right: shown behind the message in parentheses. */
  hint?: string;
  cause?: unknown;
  /** Leave the `: <class text>` suffix off: the message is already complete (a runtime's own words, a decoded status). */
  verbatim?: boolean;
}

/** An error of one of containerd's classes. Recognise it with `isStevedoreError`, never with `instanceof`. */
export interface StevedoreError extends Error {
  readonly [MARK]: true;
  readonly errorClass: ErrorClass;
  /** The gRPC status code of the class. */
  readonly code: number;
}

/**
 * Makes an error of a class. The message gets containerd's suffix (`image "x": not found`), because Go
 * clients strip exactly that; a hint goes before the suffix, where every client shows it.
 */
export function createError(errorClass: ErrorClass, message: string, options: ErrorOptions = {}): StevedoreError {
  const { text, code } = ERROR_CLASSES[errorClass];
  const body = options.hint === undefined ? message : `${message} (${options.hint})`;
  const full = options.verbatim === true || errorClass === "unknown" || body.endsWith(text) ? body : `${body}: ${text}`;
  const error = new Error(full, options.cause === undefined ? undefined : { cause: options.cause });
  error.name = "StevedoreError";
  return Object.assign(error, { [MARK]: true as const, errorClass, code }) as StevedoreError;
}

export function isStevedoreError(value: unknown): value is StevedoreError {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[MARK] === true;
}

/** The class of any thrown value; what is not of the catalogue is `unknown`, an abort is `canceled`. */
export function errorClassOf(value: unknown): ErrorClass {
  if (isStevedoreError(value)) return value.errorClass;
  if (value instanceof Error && value.name === "AbortError") return "canceled";
  if (value instanceof Error && value.name === "TimeoutError") return "deadlineExceeded";
  return "unknown";
}

/** True when a thrown value is of the class: `isError(e, "notFound")`. */
export function isError(value: unknown, errorClass: ErrorClass): boolean {
  return errorClassOf(value) === errorClass;
}

/** Puts context in front of an error's message and keeps its class: `wrapError("resolve x", e)`. */
export function wrapError(context: string, cause: unknown): StevedoreError {
  return createError(errorClassOf(cause), `${context}: ${messageOf(cause)}`, { cause, verbatim: true });
}

export function messageOf(value: unknown): string {
  return value instanceof Error ? value.message : String(value);
}
