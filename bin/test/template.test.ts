import { expect, test } from "vitest";
import { expandTemplate } from "../cli/template.ts";

const FUNCTIONS = { id: () => "one", pid: () => "42", annotation: (name: string) => (name === "a b" ? "found" : "") };

// As Go 1.26's text/template answers.
test.each([
  ["plain } text", "plain } text"],
  ["{{id}}-{{ pid }}", "one-42"],
  ['{{annotation "a b"}}', "found"],
  ["{{annotation `a b`}}", "found"],
  ['{{"a b" | annotation}}', "found"],
  ['{{annotation "none"}}', ""],
  ['{{"}}"}}', "}}"],
  ["x {{- id -}} y", "xoney"],
  ["x {{/* nothing }} */}} y", "x  y"],
])("%s becomes %s", (text, expanded) => {
  expect(expandTemplate(text, FUNCTIONS)).toBe(expanded);
});

test.each([
  ["{{id", /unclosed action/],
  ["{{}}", /missing value for command/],
  ["{{nope}}", /function "nope" not defined/],
  ["{{toString}}", /function "toString" not defined/],
  ["{{annotation}}", /wrong number of args for annotation: want 1 got 0/],
  ["{{id `x`}}", /wrong number of args for id: want 0 got 1/],
])("%s is refused", (text, reason) => {
  expect(() => expandTemplate(text, FUNCTIONS)).toThrow(reason);
});
