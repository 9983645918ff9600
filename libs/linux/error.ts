import { getSystemErrorMap } from "node:util";
import { createError, type ErrorClass, type StevedoreError } from "@stevedore/errors";
import { errnoName, lastErrno } from "./libc.ts";

const CLASSES: Record<string, ErrorClass> = {
  ENOENT: "notFound",
  EEXIST: "alreadyExists",
  EACCES: "permissionDenied",
  EPERM: "permissionDenied",
  ENOSPC: "resourceExhausted",
  EDQUOT: "resourceExhausted",
  EMFILE: "resourceExhausted",
};

/** A failed system call: `errno` is the name (`ENOENT`), the message says call, operands and reason. */
export interface SystemError extends StevedoreError {
  readonly errno: string;
}

const texts = new Map<string, string>([...getSystemErrorMap().values()].map(([name, text]) => [name, text]));

/** Makes the error of a system call. `what` names call and operands: `mount overlay on /x`. */
export function systemError(what: string, errno: number = lastErrno()): SystemError {
  const name = errnoName(errno);
  const error = createError(CLASSES[name] ?? "unknown", `${what}: ${texts.get(name) ?? name} (${name})`, { verbatim: true });
  return Object.assign(error, { errno: name });
}

/** Passes a result on; -1 becomes the error of the call. */
export function check(result: number, what: () => string): number {
  if (result < 0) throw systemError(what());
  return result;
}

export function isSystemError(value: unknown, errno?: string): value is SystemError {
  const name = (value as { errno?: unknown } | null)?.errno;
  return typeof name === "string" && (errno === undefined || name === errno);
}
