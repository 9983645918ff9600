export type TokenKind = "eof" | "quoted" | "value" | "field" | "separator" | "operator" | "illegal" | "other";

export interface Token {
  kind: TokenKind;
  text: string;
  /** Offset in code points. */
  position: number;
}

const FIELD = /^[A-Za-z0-9_]$/;
const SEPARATOR = /^[,.]$/;
const OPERATOR = /^[=!~]$/;
const QUOTE = /^["/|]$/;
const SPACE = /^\p{White_Space}$/u;
// Go's unicode.IsGraphic without spaces: letters, marks, numbers, punctuation, symbols.
const VALUE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
const ESCAPE = /^(?:[abfnrtv\\]|[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/;

/** Cuts a filter expression into tokens, as containerd's scanner does: what a run of characters is depends on what came before it. */
export interface Scanner {
  /** The next token; blanks before it are skipped. */
  scan(): Token;
  /** The next character, blanks included; empty at the end. */
  peek(): string;
  readonly position: number;
  /** The first thing that was wrong with an illegal token. */
  readonly problem: string;
}

export function createScanner(input: string): Scanner {
  const points = [...input];
  let at = 0;
  let problem = "";
  // After an operator any graphic character makes a value; elsewhere only those of a field are allowed.
  let expectsValue = false;
  const peek = (): string => points[at] ?? "";
  const report = (text: string): void => void (problem ||= text);
  const token = (kind: TokenKind, start: number): Token => ({ kind, text: points.slice(start, at).join(""), position: start });
  const takeWhile = (pattern: RegExp): void => {
    while (at < points.length && pattern.test(peek())) at += 1;
  };
  const takeEscape = (quote: string): boolean => {
    const escape = peek() === quote ? quote : ESCAPE.exec(points.slice(at, at + 9).join(""))?.[0];
    if (escape === undefined) report(/^[0-7xuU]$/.test(peek()) ? "illegal numeric escape sequence" : "illegal escape sequence");
    at += escape?.length ?? 1;
    return escape !== undefined;
  };
  const takeQuoted = (start: number): Token => {
    const quote = peek();
    let isLegal = true;
    for (at += 1; peek() !== quote; ) {
      const fault = faultOf(peek());
      if (fault !== undefined) report(fault);
      if (at >= points.length || peek() === "\n" || fault !== undefined) {
        report("quoted literal not terminated");
        return token("illegal", start);
      }
      if (points[at++] === "\\") isLegal = takeEscape(quote) && isLegal;
    }
    at += 1;
    return token(isLegal ? "quoted" : "illegal", start);
  };
  return {
    peek,
    get position() {
      return at;
    },
    get problem() {
      return problem;
    },
    scan() {
      takeWhile(SPACE);
      const start = at;
      const point = peek();
      if (point === "") return token("eof", start);
      const fault = faultOf(point);
      if (fault !== undefined) report(fault);
      if (fault !== undefined) return (at += 1), token("illegal", start);
      if (QUOTE.test(point)) return takeQuoted(start);
      if (SEPARATOR.test(point)) return (at += 1), (expectsValue = false), token("separator", start);
      if (OPERATOR.test(point)) return takeWhile(OPERATOR), (expectsValue = true), token("operator", start);
      at += 1;
      if (expectsValue) return takeWhile(VALUE_RUN), (expectsValue = false), token("value", start);
      return FIELD.test(point) ? (takeWhile(FIELD), token("field", start)) : token("other", start);
    },
  };
}

const VALUE_RUN = new RegExp(`(?!,)${VALUE.source}`, "u");

/** What makes a character illegal anywhere. */
function faultOf(point: string): string | undefined {
  if (point === "\0") return "unexpected null";
  return point === "\uFFFD" ? "rune error" : undefined;
}
