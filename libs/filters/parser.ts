import { invalidArgument, messageOf } from "@stevedore/errors";
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
 * @throws InvalidArgument with the position of the mistake, as containerd words it
 */
export function parseFilter(filter: string): Selector[] {
  const scanner = createScanner(filter);
  const fail = (token: Token, reason: string): Error => parseError(filter, token, reason);
  const selectors: Selector[] = [];
  let token = scanner.next();
  while (token.kind !== "eof") {
    const [selector, after] = parseSelector(token, scanner, fail);
    selectors.push(selector);
    if (after.kind === "eof") break;
    if (after.kind !== "separator" || after.text !== ",") throw fail(after, after.problem ?? "expected a separator (`,`), got an unexpected token");
    token = scanner.next();
    if (token.kind === "eof") throw fail(token, "expected field or quoted");
  }
  return selectors;
}

type Fail = (token: Token, reason: string) => Error;

function parseSelector(first: Token, scanner: Scanner, fail: Fail): [Selector, Token] {
  const [path, after] = parsePath(first, scanner, fail);
  if (after.kind !== "operator") return [{ path, operator: "present", value: "" }, after];
  if (after.text !== "==" && after.text !== "!=" && after.text !== "~=") throw fail(after, `unsupported operator ${JSON.stringify(after.text)}`);
  const value = scanner.nextValue(after.text === "~=");
  if (value.kind !== "value" && value.kind !== "quoted") throw fail(value, value.problem ?? "expected value or quoted");
  return [{ path, operator: after.text, value: textOf(value, fail) }, scanner.next()];
}

function parsePath(first: Token, scanner: Scanner, fail: Fail): [string[], Token] {
  const path: string[] = [];
  let token = first;
  for (;;) {
    if (token.kind !== "field" && token.kind !== "quoted") throw fail(token, token.problem ?? "expected field or quoted");
    path.push(textOf(token, fail));
    token = scanner.next();
    if (token.kind !== "separator" || token.text !== ".") return [path, token];
    token = scanner.next();
  }
}

function textOf(token: Token, fail: Fail): string {
  if (token.kind !== "quoted") return token.text;
  try {
    return unquote(token.text);
  } catch (error) {
    throw fail(token, `unquoting failed: ${messageOf(error)}`);
  }
}

function parseError(filter: string, token: Token, reason: string): Error {
  const points = [...filter];
  const part = (from: number, to?: number): string => points.slice(from, to).join("");
  const { position } = token;
  const place = position < points.length ? `[${part(0, position)} >|${part(position, position + 1)}|< ${part(position + 1)}]` : `[${filter}]`;
  return invalidArgument(`filters: parse error: ${place}: ${reason}`);
}
