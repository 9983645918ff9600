const SIMPLE: Record<string, string> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\" };
const MAX_CODE_POINT = 0x10ffff;

/** Undoes Go's quoting, for any quote mark; escapes have their right form already. @throws Error "quote syntax error" */
export function unquote(quoted: string): string {
  const body = quoted.slice(1, -1);
  const bytes: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    if (body[at] !== "\\") {
      const point = String.fromCodePoint(body.codePointAt(at)!);
      bytes.push(Buffer.from(point));
      at += point.length;
      continue;
    }
    const [value, length] = readEscape(body.slice(at + 1));
    bytes.push(value);
    at += 1 + length;
  }
  return Buffer.concat(bytes).toString();
}

/** The bytes that an escape (without its backslash) stands for, and how many characters it takes. */
function readEscape(rest: string): [Buffer, number] {
  const kind = rest[0] ?? "";
  if (kind in SIMPLE) return [Buffer.from(SIMPLE[kind]!), 1];
  const octal = /^[0-7]{3}/.exec(rest)?.[0];
  if (octal !== undefined) return [Buffer.from([checked(Number.parseInt(octal, 8), 255)]), 3];
  const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  if (hex?.[1] !== undefined) return [Buffer.from([Number.parseInt(hex[1], 16)]), 3];
  const point = hex?.[2] ?? hex?.[3];
  if (point !== undefined) return [Buffer.from(String.fromCodePoint(checked(Number.parseInt(point, 16), MAX_CODE_POINT))), 1 + point.length];
  return [Buffer.from(kind), 1];
}

function checked(value: number, limit: number): number {
  if (value > limit) throw new Error("quote syntax error");
  return value;
}
