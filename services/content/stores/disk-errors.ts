import { createError, isStevedoreError, messageOf, notFound, resourceExhausted } from "@stevedore/errors";

const FULL_CODES = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL"]);

/** The code (`ENOENT`) of a failed system call. */
export function errnoOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code as string | undefined;
}

export function isMissing(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/**
 * Puts what was being done in front of a disk's failure. A full disk is ResourceExhausted, also where the
 * metadata store met it: as Unavailable, clients would ask again for ever.
 */
export function diskError(what: string, error: unknown): Error {
  const cause = (error as Error | undefined)?.cause;
  if (FULL_CODES.has(String(errnoOf(error))) || FULL_CODES.has(String(errnoOf(cause)))) {
    return resourceExhausted(`${what}: no space left on device`, { hint: "free some, then resume: what was written is kept", cause: error });
  }
  if (isStevedoreError(error)) return error;
  return createError("unknown", `${what}: ${messageOf(error)}`, { cause: error });
}

/** What a commit says whose files have been removed under it. */
export function abortedIngest(ref: string): Error {
  return notFound(`reference ${ref}`, { hint: "the ingest was aborted" });
}
