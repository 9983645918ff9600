import { isError } from "@stevedore/errors";
import { expect, test } from "vitest";
import { compileFilters, lookupIn } from "../mod.ts";

const image = { name: "docker.io/library/busybox:1", labels: { "a.b": "c", "x/y": 'say "hi"', empty: "" } };
const lookup = (path: readonly string[]): string | undefined =>
  path[0] === "labels" ? lookupIn(image.labels, path.slice(1)) : path.join(".") === "name" ? image.name : undefined;
const matches = (...filters: string[]): boolean => compileFilters(filters)(lookup);

test.each([
  [[], true],
  [[""], true],
  [["name"], true],
  [["other"], false],
  [["name==docker.io/library/busybox:1"], true],
  [['name=="docker.io/library/busybox:1"'], true],
  [["name!=x"], true],
  [["other!=x"], true],
  [["labels.a.b==c"], true],
  [['labels."a.b"==c'], true],
  [['labels."x/y"'], true],
  [['labels."x/y"~="\\"hi\\""'], true],
  [["labels.empty"], true],
  [["name~=busy"], true],
  [["name~=^busy"], false],
  [["name~=/library\\/busy/"], true],
  [["name~=|^docker.io/|"], true],
  [["name~=("], false],
  [["name~=(?i)BUSY"], true],
  [["name==x", "labels.a.b==c"], true],
  [["name~=busy,labels.a.b==d"], false],
  [["name~=busy, labels.a.b==c"], true],
  [["name == docker.io/library/busybox:1"], true],
] as [string[], boolean][])("%j → %s", (filters, expected) => expect(matches(...filters)).toBe(expected));

test.each(["name=", "name===x", "=x", "name==", "name==x y", "name,", "name==/x/", "name==|x|", '"open', "name..x", "name=='x", "a b"])("%j is refused", (filter) => {
  let error: unknown;
  try {
    compileFilters([filter]);
  } catch (caught) {
    error = caught;
  }
  if (filter === "name=='x") return expect(error).toBeUndefined(); // a value may hold any graphic character
  expect(isError(error, "invalidArgument")).toBe(true);
  expect((error as Error).message).toMatch(/^filters: parse error: \[.*\]: /);
});

test("a mistake is marked where it stands, one character wide; one at the end has no mark", () => {
  const problem = (filter: string): string => {
    try {
      compileFilters([filter]);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(problem("==")).toContain("[ >|=|< =]: ");
  expect(problem("name=")).toContain("[name >|=|< ]: ");
  expect(problem("name==")).toContain("[name==]: ");
});
