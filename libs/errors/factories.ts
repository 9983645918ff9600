import type { ErrorClass } from "./catalogue.ts";
import { createError, type ErrorOptions, type StevedoreError } from "./error.ts";

type Factory = (message: string, options?: ErrorOptions) => StevedoreError;

function factoryOf(errorClass: ErrorClass): Factory {
  return (message, options) => createError(errorClass, message, options);
}

export const unknownError = factoryOf("unknown");
export const canceled = factoryOf("canceled");
export const invalidArgument = factoryOf("invalidArgument");
export const deadlineExceeded = factoryOf("deadlineExceeded");
export const notFound = factoryOf("notFound");
export const alreadyExists = factoryOf("alreadyExists");
export const permissionDenied = factoryOf("permissionDenied");
export const resourceExhausted = factoryOf("resourceExhausted");
export const failedPrecondition = factoryOf("failedPrecondition");
export const aborted = factoryOf("aborted");
export const outOfRange = factoryOf("outOfRange");
export const unimplemented = factoryOf("unimplemented");
export const internal = factoryOf("internal");
export const unavailable = factoryOf("unavailable");
export const dataLoss = factoryOf("dataLoss");
export const unauthenticated = factoryOf("unauthenticated");

/** A packed message of a type that nobody knows, in the words of containerd, which has no class for it. */
export function unknownTypeUrl(url: string): StevedoreError {
  return unknownError(`type with url ${url}: not found`);
}
