import type { ErrorClass } from "@stevedore/errors";

const CLASSES: Record<string, ErrorClass> = {
  ENOSPC: "resourceExhausted",
  EDQUOT: "resourceExhausted",
  EMFILE: "resourceExhausted",
  ENFILE: "resourceExhausted",
};

/** The class of what node:fs throws: a full disk is ResourceExhausted, most are Unknown, as in containerd. */
export function classOfSystemError(error: unknown): ErrorClass {
  return CLASSES[(error as NodeJS.ErrnoException | null)?.code ?? ""] ?? "unknown";
}
