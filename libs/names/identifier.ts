import { invalidArgument, quote } from "@stevedore/errors";

export const MAX_IDENTIFIER_LENGTH = 76;

const PATTERN = /^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$/;

/**
 * Checks an identifier by containerd's rule (pkg/identifiers): namespaces, container, exec and sandbox ids,
 * and each component of an event topic. `context` goes before the message: `namespace validation`.
 * @throws InvalidArgument
 */
export function validateIdentifier(value: string, context?: string): void {
  const problem = findProblem(value);
  if (problem !== undefined) throw invalidArgument(context === undefined ? problem : `${context}: ${problem}`);
}

function findProblem(value: string): string | undefined {
  if (value.length === 0) return "identifier must not be empty";
  if (Buffer.byteLength(value) > MAX_IDENTIFIER_LENGTH) {
    return `identifier ${quote(value)} greater than maximum length (${MAX_IDENTIFIER_LENGTH} characters)`;
  }
  if (!PATTERN.test(value)) return `identifier ${quote(value)} must match ${PATTERN.source}`;
  return undefined;
}
