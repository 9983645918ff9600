import { describe, expect, test } from "vitest";
import { digestOf, formatReference, isLocalhost, parseImageReference, parseReference } from "@stevedore/oci";

const DIGEST = digestOf("x");

describe("references", () => {
  test.each([
    ["docker.io/library/busybox:1.36", { host: "docker.io", repository: "library/busybox", object: "1.36", tag: "1.36", digest: undefined }],
    [`docker.io/library/busybox@${DIGEST}`, { host: "docker.io", repository: "library/busybox", object: `@${DIGEST}`, tag: undefined, digest: DIGEST }],
    [`127.0.0.1:5000/a/b:t@${DIGEST}`, { host: "127.0.0.1:5000", repository: "a/b", object: `t@${DIGEST}`, tag: "t", digest: DIGEST }],
    ["[::1]:5000/x:y", { host: "[::1]:5000", repository: "x", object: "y", tag: "y", digest: undefined }],
    ["ghcr.io/org/x", { host: "ghcr.io", repository: "org/x", object: "", tag: undefined, digest: undefined }],
  ])("%s", (text, parts) => {
    const parsed = parseReference(text);
    expect(parsed).toMatchObject(parts);
    expect(formatReference(parsed)).toBe(text);
  });

  test.each([
    ["https://docker.io/library/x:1", "invalid reference"],
    ["", "invalid reference"],
    ["busybox", "as docker.io/library/busybox:latest)"],
    ["busybox:1.36", "as docker.io/library/busybox:1.36)"],
    ["/busybox:1", "hostname required"],
    ["ho st/x:1", "invalid reference"],
    ["host/../../etc:1", "invalid reference"],
    ["host/x?y=z:1", "invalid reference"],
    ["user@host/x:1", "invalid reference"],
    ["127.0.0.1:99999/x:1", "invalid port 99999"],
    ["host:0/x:1", "invalid port 0"],
    ["host/x@sha256:abc", "invalid checksum digest length"],
  ])("%j is refused: %s", (text, reason) => {
    expect(() => parseReference(text)).toThrow(reason);
  });

  test("an image reference needs an object", () => {
    expect(() => parseImageReference("docker.io/library/busybox")).toThrow("object required");
  });
});

test.each([
  ["localhost", true], ["localhost:5000", true], ["127.0.0.1:80", true], ["127.1.2.3", true], ["[::1]:5000", true], ["::1", true],
  ["localhost.example", false], ["128.0.0.1", false], ["127.0.0.1.example", false], ["docker.io", false],
])("isLocalhost(%s) is %s", (host, expected) => {
  expect(isLocalhost(host)).toBe(expected);
});
