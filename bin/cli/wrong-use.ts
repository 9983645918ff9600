import { findNearest } from "@stevedore/config";

/** What to say of arguments that parseArgs refused, with the flag that was probably meant; undefined for other errors. */
export function explainWrongUse(error: unknown, flags: readonly string[]): string | undefined {
  if (!(error instanceof Error) || !String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS")) return undefined;
  // The rest of the message explains how to pass such a word as an argument: not what was meant here.
  const [summary = ""] = error.message.split(". ");
  const unknown = /^Unknown option '(-[^']*)'/.exec(summary)?.[1];
  if (unknown === undefined) return summary;
  const near = findNearest(unknown, flags);
  return `unknown flag ${JSON.stringify(unknown)} (${near === undefined ? `there are ${flags.join(", ")}` : `did you mean ${near}?`})`;
}

/** The flags that a usage text names. */
export function listFlags(usage: string): string[] {
  return [...usage.matchAll(/(?<![\w-])--?[a-z][a-z-]*/g)].map(([flag]) => flag);
}
