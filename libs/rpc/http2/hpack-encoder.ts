import { STATIC_TABLE } from "./static-table.ts";

const WHOLE = new Map(STATIC_TABLE.map(([name, value], i) => [`${name}\0${value}`, i + 1]));
const NAMES = new Map(STATIC_TABLE.map(([name], i) => [name, i + 1] as const).toReversed());

/** Encodes a header list without touching the dynamic table: a block is then good for every connection, and may be made once. */
export function encodeHeaders(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of fields) {
    const whole = WHOLE.get(`${name}\0${value}`);
    if (whole !== undefined) {
      parts.push(encodeInteger(whole, 7, 0x80));
      continue;
    }
    const index = NAMES.get(name);
    parts.push(encodeInteger(index ?? 0, 4, 0));
    if (index === undefined) parts.push(...encodeString(name));
    parts.push(...encodeString(value));
  }
  return Buffer.concat(parts);
}

function encodeString(text: string): Buffer[] {
  const bytes = Buffer.from(text, "latin1");
  return [encodeInteger(bytes.length, 7, 0), bytes];
}

function encodeInteger(value: number, prefixBits: number, flags: number): Buffer {
  const most = (1 << prefixBits) - 1;
  if (value < most) return Buffer.of(flags | value);
  const bytes = [flags | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 | (rest % 128));
  bytes.push(rest);
  return Buffer.from(bytes);
}
