import { timingSafeEqual, createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { failedPrecondition, invalidArgument, isStevedoreError, messageOf } from "@stevedore/errors";

/** Who may read: checks an Authorization header. */
export type Gatekeeper = (authorization: string | undefined) => boolean;

/**
 * Reads a file of `user:password` lines; empty lines and those that begin with `#` don't count.
 * @throws FailedPrecondition when it can't be read or others may read it, InvalidArgument naming a wrong line
 */
export function createGatekeeper(file: string): Gatekeeper {
  const known = readPairs(file).map((pair) => hash(pair));
  return (authorization) => {
    const [, encoded = ""] = /^Basic\s+(\S+)$/i.exec(authorization ?? "") ?? [];
    const given = hash(Buffer.from(encoded, "base64").toString());
    // Each is compared, in a time that tells nothing.
    return known.filter((pair) => timingSafeEqual(pair, given)).length > 0;
  };
}

function readPairs(file: string): string[] {
  const pairs = readPrivate(file).split("\n").map((line) => line.trimEnd());
  return pairs.flatMap((line, i) => {
    if (line.trim() === "" || line.startsWith("#")) return [];
    if (!/^[^:]+:.+$/.test(line)) throw invalidArgument(`${file}:${i + 1}: expected user:password`);
    return [line];
  });
}

function readPrivate(file: string): string {
  try {
    const { mode } = statSync(file);
    if ((mode & 0o077) !== 0) throw failedPrecondition(`${file} has passwords, and others than its owner may open it`, { hint: `chmod 600 ${file}` });
    return readFileSync(file, "utf8");
  } catch (error) {
    throw isStevedoreError(error) ? error : failedPrecondition(`[stevedore.registry] credentials: ${messageOf(error)}`, { cause: error });
  }
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
