import { unknownError, type StevedoreError } from "@stevedore/errors";

// What clients know a plugin by that this host can do without: `ctr plugins ls` shows it as `skip`, not as `error`.
const SKIP = "skip plugin";

/** Why a plugin is left out on this host, with what would be needed for it. */
export function skipped(why: string, hint: string): StevedoreError {
  return unknownError(`${why} (${hint}): ${SKIP}`, { verbatim: true });
}

export function isSkipped(reason: string): boolean {
  return reason.endsWith(`: ${SKIP}`);
}
