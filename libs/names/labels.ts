import { invalidArgument, quote, unknownError } from "@stevedore/errors";

export const MAX_LABEL_BYTES = 4096;

const SHOWN_KEY_BYTES = 64;

/**
 * Checks labels by containerd's rule: key and value together at most 4,096 bytes. `context` names the record
 * as containerd does: `containers.Labels`, `image.Labels`, `info.Labels`, `namespace.Labels`.
 * @throws InvalidArgument
 */
export function validateLabels(labels: Readonly<Record<string, string>> | null | undefined, context: string): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const bytes = Buffer.byteLength(key) + Buffer.byteLength(value);
    if (bytes <= MAX_LABEL_BYTES) continue;
    const shown = Buffer.from(key).subarray(0, SHOWN_KEY_BYTES).toString();
    const size = `(${bytes} bytes) greater than maximum size (${MAX_LABEL_BYTES} bytes)`;
    throw invalidArgument(`${context}: label key and value length ${size}, key: ${shown}`);
  }
}

/** Labels as they are stored: an empty value deletes its key. */
export function compactLabels(labels: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([, value]) => value !== ""));
}

/**
 * Refuses a key that containerd's database can't store. `context` says what was being written: `failed to write container "x"`.
 * @throws Unknown, as containerd
 */
export function requireLabelKeys(labels: Readonly<Record<string, string>> | null | undefined, context: string): void {
  const value = labels?.[""];
  if (value) throw unknownError(`${context}: failed to set label ""=${quote(value)}: key required`);
}
