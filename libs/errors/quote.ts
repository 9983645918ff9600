const SHORT: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\x07": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v" };
// What Go calls printable: graphic characters, of the blanks only the space.
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Quotes a text in a message as Go's `%q` does, which is how containerd shows names. */
export function quote(text: string): string {
  let quoted = "";
  for (const point of text) quoted += SHORT[point] ?? (PRINTABLE.test(point) ? point : escapeOf(point.codePointAt(0)!));
  return `"${quoted}"`;
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
