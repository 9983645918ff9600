import { invalidArgument } from "@stevedore/errors";

const HEX_LENGTHS: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };
const FORMAT = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/** What is wrong with a digest, in go-digest's words; undefined when nothing is. */
function findDigestProblem(digest: string): string | undefined {
  if (!FORMAT.test(digest)) return "invalid checksum digest format";
  const [algorithm = "", hex = ""] = digest.split(":");
  const length = HEX_LENGTHS[algorithm];
  if (length === undefined) return "unsupported digest algorithm";
  if (hex.length !== length) return "invalid checksum digest length";
  return /^[a-f0-9]+$/.test(hex) ? undefined : "invalid checksum digest format";
}

export function isDigest(digest: string): boolean {
  return findDigestProblem(digest) === undefined;
}

/**
 * Checks `alg:hex`. `describe` makes the message from the problem where an API has its own wording.
 * @throws InvalidArgument
 */
export function validateDigest(digest: string, describe?: (problem: string) => string): void {
  const problem = findDigestProblem(digest);
  if (problem !== undefined) throw invalidArgument(describe?.(problem) ?? `${digest}: ${problem}`);
}
