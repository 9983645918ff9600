import { errorClassOf, messageOf } from "@stevedore/errors";

/** Codes of the distribution spec (section "Error Codes"). */
type Code = "BLOB_UNKNOWN" | "DENIED" | "DIGEST_INVALID" | "MANIFEST_UNKNOWN" | "NAME_INVALID" | "NAME_UNKNOWN" | "TOOMANYREQUESTS" | "UNAUTHORIZED" | "UNSUPPORTED" | "UNKNOWN";

/** A refusal, as a registry's clients understand it. */
export interface Problem {
  status: number;
  code: Code;
  message: string;
  headers?: Record<string, string>;
}

const MARK = Symbol("registry problem");

/** An error that carries the answer to give. */
export function problem(status: number, code: Code, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), { [MARK]: { status, code, message, headers } satisfies Problem });
}

/** The answer to any error: that of another service becomes one that says whether to try again. */
export function problemOf(error: unknown): Problem {
  const own = (error as { [MARK]?: Problem } | undefined)?.[MARK];
  if (own !== undefined) return own;
  const message = messageOf(error);
  const kind = errorClassOf(error);
  if (kind === "unavailable" || kind === "canceled") return { status: 503, code: "UNKNOWN", message, headers: { "retry-after": "1" } };
  if (kind === "resourceExhausted") return { status: 429, code: "TOOMANYREQUESTS", message };
  return { status: 500, code: "UNKNOWN", message };
}

export function encodeProblem({ code, message }: Problem): string {
  return JSON.stringify({ errors: [{ code, message }] });
}
