/** JSON with numbers as they were written, which the standard library's types don't know yet. */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
}

const exact = JSON as unknown as ExactJson;

/**
 * Parses a document of a client that goes on to a runtime after a change (`JSON.stringify` writes it again). Numbers that ours can't hold,
 * such as an unlimited rlimit of 2^64 - 1, stay as they were written. @throws SyntaxError
 */
export function parseDocument<T>(text: string): T {
  return exact.parse(text, (_key, value, { source }) => (typeof value === "number" && source !== undefined && String(value) !== source ? exact.rawJSON(source) : value)) as T;
}
