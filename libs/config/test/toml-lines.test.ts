import { describe, expect, test } from "vitest";
import { joinPath, locateKeys } from "../toml-lines.ts";

function locate(lines: string[]): Record<string, number> {
  return Object.fromEntries([...locateKeys(lines.join("\n"))].map(([key, line]) => [key.replaceAll("\0", "/"), line]));
}

describe("locateKeys", () => {
  test("finds keys of the top level, of tables and of dotted keys", () => {
    expect(locate(["a = 1", "", "[t]  # note", "b = 'x'", "c.d = 2", "[t.u]", "e=3"])).toEqual({ a: 1, t: 3, "t/b": 4, "t/c": 5, "t/c/d": 5, "t/u": 6, "t/u/e": 7 });
  });

  test("finds quoted names, with dots, hashes and escapes in them", () => {
    const lines = locateKeys(['[plugins."io.x.v1"]', "'a#b' = 1", '"q\\"r" = 2'].join("\n"));
    expect(lines.get(joinPath(["plugins", "io.x.v1"]))).toBe(1);
    expect(lines.get(joinPath(["plugins", "io.x.v1", "a#b"]))).toBe(2);
    expect(lines.get(joinPath(["plugins", "io.x.v1", 'q"r']))).toBe(3);
  });

  test("is not misled by values over several lines", () => {
    const lines = locate(["list = [", "  'a', # ]", '  "b = [",', "]", 'long = """', "x = 1", '"quoted" \\"""', '"""', "raw = '''", "y = 2''''", "after = { z = 1, w = ['='] }", "last = 1"]);
    expect(lines).toEqual({ list: 1, long: 5, raw: 9, after: 11, last: 12 });
  });

  test("takes CRLF and a missing last newline", () => {
    expect(locate(["a = 1\r", "[b]\r", "c = 2"])).toEqual({ a: 1, b: 2, "b/c": 3 });
  });
});
