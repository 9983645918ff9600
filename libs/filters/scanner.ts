export type TokenKind = "eof" | "quoted" | "value" | "field" | "separator" | "operator" | "illegal";

export interface Token {
  kind: TokenKind;
  text: string;
  /** Offset in code points. */
  position: number;
  problem?: string;
}

const FIELD = /^[A-Za-z0-9_]$/;
const SEPARATORS = ",.";
const OPERATORS = "=!~";
// Go's unicode.IsGraphic: letters, marks, numbers, punctuation, symbols and spaces.
const GRAPHIC = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u;

/** Cuts a filter expression into tokens; where a value may begin, the parser says so, as more characters are allowed there. */
export interface Scanner {
  next(): Token;
  /** Takes a value where an operator has just been read. */
  nextValue(regex: boolean): Token;
  readonly position: number;
}

export function createScanner(input: string): Scanner {
  const points = [...input];
  let at = 0;
  const peek = (): string => points[at] ?? "";
  const token = (kind: TokenKind, start: number, problem?: string): Token => {
    const made: Token = { kind, text: points.slice(start, at).join(""), position: start };
    return problem === undefined ? made : { ...made, problem };
  };
  const skipSpace = (): void => {
    while (at < points.length && /\s/.test(peek())) at += 1;
  };
  const takeWhile = (accept: (point: string) => boolean): void => {
    while (at < points.length && accept(peek())) at += 1;
  };
  const takeQuoted = (start: number): Token => {
    const quote = peek();
    at += 1;
    while (at < points.length && peek() !== quote) {
      if (peek() === "\n") return token("illegal", start, "newline in quoted string");
      if (peek() === "\\") at += 1;
      at += 1;
    }
    if (at >= points.length) return token("illegal", start, "quoted literal not terminated");
    at += 1;
    return token("quoted", start);
  };
  return {
    get position() {
      return at;
    },
    next() {
      skipSpace();
      const start = at;
      const point = peek();
      if (at >= points.length) return token("eof", start);
      if (point === '"') return takeQuoted(start);
      if (SEPARATORS.includes(point)) return (at += 1), token("separator", start);
      if (OPERATORS.includes(point)) return takeWhile((p) => OPERATORS.includes(p)), token("operator", start);
      if (FIELD.test(point)) return takeWhile((p) => FIELD.test(p)), token("field", start);
      at += 1;
      return token("illegal", start, point === "/" || point === "|" ? "invalid quote encountered" : `unexpected character ${JSON.stringify(point)}`);
    },
    nextValue(regex) {
      skipSpace();
      const start = at;
      const point = peek();
      if (at >= points.length) return token("eof", start);
      if (point === '"') return takeQuoted(start);
      if (point === "/" || point === "|") {
        if (regex) return takeQuoted(start);
        at += 1;
        return token("illegal", start, "invalid quote encountered");
      }
      if (SEPARATORS.includes(point) || OPERATORS.includes(point)) return (at += 1), token("illegal", start, "expected value or quoted");
      takeWhile((p) => p !== "," && !/\s/.test(p) && GRAPHIC.test(p));
      return at > start ? token("value", start) : ((at += 1), token("illegal", start, "expected value or quoted"));
    },
  };
}
