/** Prints why a test is skipped, once; returns whether it is. For `test.skipIf(skipBecause(reason))`. */
export function skipBecause(reason: string | undefined): boolean {
  if (reason !== undefined && !printed.has(reason)) {
    printed.add(reason);
    process.stderr.write(`skipped: ${reason}\n`);
  }
  return reason !== undefined;
}

const printed = new Set<string>();
