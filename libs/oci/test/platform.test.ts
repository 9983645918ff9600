import { describe, expect, test } from "vitest";
import { formatPlatform, formatWholePlatform, hostPlatform, matcherFor, normalisePlatform, orderedMatcher, parsePlatform } from "@stevedore/oci";

describe("parse and format", () => {
  test.each([
    ["linux/amd64", "linux/amd64"],
    ["linux/x86_64", "linux/amd64"],
    ["Linux/AMD64/v1", "linux/amd64"],
    ["linux/amd64/v3", "linux/amd64/v3"],
    ["linux/aarch64", "linux/arm64"],
    ["linux/arm64/8", "linux/arm64/v8"],
    ["linux/arm64/v9.0", "linux/arm64/v9"],
    ["linux/arm", "linux/arm"],
    ["linux/arm/7", "linux/arm/v7"],
    ["linux/armel", "linux/arm/v6"],
    ["linux/i386", "linux/386"],
    ["macos/arm64", "darwin/arm64"],
    ["windows(10.0.17763)/amd64", "windows/amd64"],
  ])("%s is %s", (text, canonical) => {
    expect(formatPlatform(parsePlatform(text))).toBe(canonical);
  });

  test("a single part takes the other one from this host", () => {
    expect(parsePlatform("linux").architecture).toBe(hostPlatform().architecture);
    expect(parsePlatform("s390x")).toEqual({ os: hostPlatform().os, architecture: "s390x" });
  });

  test("version and features of the os", () => {
    expect(parsePlatform("linux(+erofs)/amd64")).toEqual({ os: "linux", architecture: "amd64", "os.features": ["erofs"] });
    expect(parsePlatform("windows(10.0.1)/amd64")["os.version"]).toBe("10.0.1");
    for (const text of ["linux(+erofs)/amd64", "windows(10.0.1+a+b)/amd64", "linux/arm/v7"]) expect(formatWholePlatform(parsePlatform(text))).toBe(text);
  });

  test.each([
    ["linux/*", "wildcards not yet supported"],
    ["nonsense", "unknown operating system or architecture"],
    ["linux/amd64/v1/x", "cannot parse platform specifier"],
    ["linux/am d", "is an invalid component of"],
    ["", "is an invalid OS component of"],
  ])("%j is refused: %s", (text, reason) => {
    expect(() => parsePlatform(text)).toThrow(reason);
  });

  test("normalising is idempotent", () => {
    const once = normalisePlatform({ os: "LINUX", architecture: "ARMHF" });
    expect(once).toEqual({ os: "linux", architecture: "arm", variant: "v7" });
    expect(normalisePlatform(once)).toEqual(once);
  });
});

describe("matching", () => {
  const order = (host: string, offers: string[]): string[] => {
    const matcher = matcherFor(parsePlatform(host));
    return offers.map(parsePlatform).filter(matcher.match).sort(matcher.compare).map(formatPlatform);
  };

  test("arm runs lower variants, the nearest first", () => {
    expect(order("linux/arm/v7", ["linux/arm/v5", "linux/arm/v8", "linux/arm/v7", "linux/arm/v6", "linux/arm64"])).toEqual(["linux/arm/v7", "linux/arm/v6", "linux/arm/v5"]);
  });
  test("an image that needs a feature of the os is for who has it, and better for that one", () => {
    expect(order("linux/amd64", ["linux(+erofs)/amd64", "linux/amd64"])).toEqual(["linux/amd64"]);
    const matcher = matcherFor(parsePlatform("linux(+erofs)/amd64"));
    const offers = ["linux/386", "linux/amd64", "linux(+erofs)/386", "linux(+erofs)/amd64", "linux(+erofs+other)/amd64"].map(parsePlatform);
    expect(offers.toSorted(matcher.compare).map(formatWholePlatform)).toEqual(["linux(+erofs)/amd64", "linux/amd64", "linux(+erofs)/386", "linux/386", "linux(+erofs+other)/amd64"]);
  });
  test("amd64 v3 runs v2, v1 and 386", () => {
    expect(order("linux/amd64/v3", ["linux/386", "linux/amd64", "linux/amd64/v2", "linux/amd64/v4"])).toEqual(["linux/amd64/v2", "linux/amd64", "linux/386"]);
  });
  test("amd64 without a variant does not run v2", () => {
    expect(order("linux/amd64", ["linux/amd64/v2", "linux/386", "linux/amd64"])).toEqual(["linux/amd64", "linux/386"]);
  });
  test("arm64 runs 32-bit arm; v9 runs v8", () => {
    expect(order("linux/arm64", ["linux/arm/v7", "linux/arm64/v8", "linux/arm64/v9"])).toEqual(["linux/arm64/v8", "linux/arm/v7"]);
    expect(order("linux/arm64/v9", ["linux/arm64", "linux/arm64/v9", "linux/arm64/v8.5", "linux/arm64/v8.6"])).toEqual(["linux/arm64/v9", "linux/arm64/v8.5", "linux/arm64"]);
  });
  test("another os never fits, a needed os feature only when asked for", () => {
    expect(order("linux/amd64", ["windows/amd64", "linux(+erofs)/amd64"])).toEqual([]);
    expect(order("linux(+erofs)/amd64", ["linux/amd64", "linux(+erofs)/amd64"])).toEqual(["linux/amd64", "linux/amd64"]);
  });
  test("ordered takes exactly what it names", () => {
    const matcher = orderedMatcher([parsePlatform("linux/arm64"), parsePlatform("linux/amd64")]);
    expect(matcher.match(parsePlatform("linux/386"))).toBe(false);
    expect(matcher.compare(parsePlatform("linux/arm64/v8"), parsePlatform("linux/amd64"))).toBeLessThan(0);
  });
});
