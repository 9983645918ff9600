import { getSystemErrorMap } from "node:util";
import { createError, type ErrorClass, type StevedoreError } from "@stevedore/errors";
import koffi from "koffi";

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

const names = new Map<number, string>(Object.entries(koffi.os.errno).map(([name, value]) => [value as number, name]));
const texts = new Map<string, string>([...getSystemErrorMap().values()].map(([name, text]) => [name, text]));

/** Makes the error of a system call. `what` names call and operands: `mount overlay on /x`. */
export function systemError(what: string, errno: number): SystemError {
  const name = names.get(errno) ?? `errno ${errno}`;
  const error = createError(CLASSES[name] ?? "unknown", `${what}: ${texts.get(name) ?? name} (${name})`, { verbatim: true });
  return Object.assign(error, { errno: name });
}

/** Passes a result on; -errno becomes the error of the call. */
export function check(result: number, what: () => string): number {
  if (result < 0) throw systemError(what(), -result);
  return result;
}

export function isSystemError(value: unknown, errno?: string): value is SystemError {
  const name = (value as { errno?: unknown } | null)?.errno;
  return typeof name === "string" && (errno === undefined || name === errno);
}
