import { invalidArgument, messageOf, quote } from "@stevedore/errors";
import { createScanner, type Scanner, type Token } from "./scanner.ts";
import { unquote } from "./unquote.ts";

export type Operator = "present" | "==" | "!=" | "~=";

export interface Selector {
  path: string[];
  operator: Operator;
  value: string;
}

/**
 * Parses one filter: selectors joined by commas, all of which must hold.
 * @throws InvalidArgument with the position of the mistake, in containerd's words
 */
export function parseFilter(filter: string): Selector[] {
  if (filter === "") return [];
  const scanner = createScanner(filter);
  const fail: Fail = (position, reason) => parseError(filter, position, reason);
  const selectors = [parseSelector(scanner, fail)];
  // No blanks may stand here: only between the parts of a selector.
  while (scanner.peek() === ",") {
    scanner.scan();
    selectors.push(parseSelector(scanner, fail));
  }
  if (scanner.peek() !== "") throw fail(scanner.position, `unexpected input: ${scanner.peek()}`);
  return selectors;
}

type Fail = (position: number, reason: string) => Error;

function parseSelector(scanner: Scanner, fail: Fail): Selector {
  const path = [parseField(scanner, fail)];
  while (scanner.peek() === ".") {
    scanner.scan();
    path.push(parseField(scanner, fail));
  }
  if (scanner.peek() === "," || scanner.peek() === "") return { path, operator: "present", value: "" };
  const operator = parseOperator(scanner, fail);
  return { path, operator, value: parseValue(scanner, operator === "~=", fail) };
}

function parseField(scanner: Scanner, fail: Fail): string {
  const token = scanner.scan();
  if (token.kind === "field") return token.text;
  if (token.kind === "quoted") return textOf(token, false, fail);
  throw fail(token.position, token.kind === "illegal" ? scanner.problem : "expected field or quoted");
}

function parseOperator(scanner: Scanner, fail: Fail): "==" | "!=" | "~=" {
  const { kind, text, position } = scanner.scan();
  if (kind !== "operator") throw fail(position, kind === "illegal" ? scanner.problem : 'expected an operator ("=="|"!="|"~=")');
  if (text !== "==" && text !== "!=" && text !== "~=") throw fail(position, `unsupported operator ${quote(text)}`);
  return text;
}

function parseValue(scanner: Scanner, isRegex: boolean, fail: Fail): string {
  const token = scanner.scan();
  if (token.kind === "value") return token.text;
  if (token.kind === "quoted") return textOf(token, isRegex, fail);
  throw fail(token.position, token.kind === "illegal" ? scanner.problem : "expected value or quoted");
}

function textOf({ text, position }: Token, allowsAnyQuote: boolean, fail: Fail): string {
  if (!allowsAnyQuote && !text.startsWith('"')) throw fail(position, "invalid quote encountered");
  try {
    return unquote(text);
  } catch (error) {
    throw fail(position, `unquoting failed: ${messageOf(error)}`);
  }
}

function parseError(filter: string, position: number, reason: string): Error {
  const points = [...filter];
  const part = (from: number, to?: number): string => points.slice(from, to).join("");
  const place = position < points.length ? `[${part(0, position)} >|${part(position, position + 1)}|< ${part(position + 1)}]` : `[${filter}]`;
  return invalidArgument(`filters: parse error: ${place}: ${reason}`);
}
