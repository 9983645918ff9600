import type { VersionService } from "@stevedore/api";
import type { Handlers } from "@stevedore/rpc";

/** Answers Version: the version that clients steer by, and our own as the revision. */
export function createVersionHandlers(version: { version: string; revision: string }): Handlers<typeof VersionService> {
  return { version: () => version };
}
