import { describe, expect, test } from "vitest";
import { chainIdOf, chainIdsOf, createDigester, digestOf, digestProblem, parseDigest } from "@stevedore/oci";

const EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

describe("digests", () => {
  test("streaming and whole agree", () => {
    const digester = createDigester();
    digester.update(Buffer.from("a"));
    digester.update(Buffer.from("b"));
    expect(digester.digest()).toBe(digestOf("ab"));
    expect(digestOf("")).toBe(EMPTY);
    expect(digestOf("", "sha512")).toHaveLength(7 + 128);
  });

  test.each([
    ["", "invalid checksum digest format"],
    ["sha256", "invalid checksum digest format"],
    ["sha256:", "invalid checksum digest format"],
    [":abc", "invalid checksum digest format"],
    ["sha256:abc", "invalid checksum digest length"],
    [`sha256:${"A".repeat(64)}`, "invalid checksum digest format"],
    ["md5:d41d8cd98f00b204e9800998ecf8427e", "unsupported digest algorithm"],
    ["toString:abc", "invalid checksum digest format"],
    ["MD5:???", "invalid checksum digest format"],
  ])("%j: %s", (value, problem) => {
    expect(digestProblem(value)).toBe(problem);
    expect(() => parseDigest(value)).toThrow(`"${value}": ${problem}: invalid argument`);
  });

  test("a valid one splits", () => {
    expect(parseDigest(EMPTY)).toEqual({ algorithm: "sha256", hex: EMPTY.slice(7) });
  });
});

// The example of the image spec: ChainID(L0|L1) is the digest of both ids with a space between.
test("chain ids", () => {
  const ids = ["a", "b", "c"].map((text) => digestOf(text));
  const second = digestOf(`${ids[0]} ${ids[1]}`);
  expect(chainIdsOf(ids)).toEqual([ids[0], second, digestOf(`${second} ${ids[2]}`)]);
  expect(chainIdOf(ids)).toBe(chainIdsOf(ids)[2]);
  expect(chainIdOf([])).toBe("");
});
