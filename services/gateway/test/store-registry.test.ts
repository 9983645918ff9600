import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createGatekeeper } from "../store-registry/credentials.ts";
import { parseRange } from "../store-registry/range.ts";
import { findRepositories, groupByRepository } from "../store-registry/repositories.ts";

const target = (hex: string) => ({ mediaType: "application/vnd.oci.image.manifest.v1+json", digest: `sha256:${hex.repeat(64)}`, size: 1 });
const image = (name: string, hex = "a") => ({ name, target: target(hex) });
const namesOf = (names: string[]) => groupByRepository(names.map((name) => image(name))).map(({ path, tags }) => `${path} ${[...tags.keys()].join(",")}`);

describe("image records as repositories", () => {
  test("host, path and tag; a port's colon is an underscore", () => {
    expect(namesOf(["docker.io/library/busybox:1", "docker.io/library/busybox:2", "127.0.0.1:5000/app:v1", "localhost/a/b:x"])).toEqual([
      "127.0.0.1_5000/app v1",
      "docker.io/library/busybox 1,2",
      "localhost/a/b x",
    ]);
  });

  test("without a tag it is latest, unless that is there; with a digest it has none", () => {
    const [app] = groupByRepository([image("docker.io/app", "a"), image("docker.io/app:latest", "b"), image(`docker.io/app@sha256:${"c".repeat(64)}`, "c")]);
    expect([...app!.tags].map(([tag, { digest }]) => [tag, digest[7]])).toEqual([["latest", "b"]]);
    expect(app!.targets.map(({ digest }) => digest[7])).toEqual(["a", "b", "c"]);
    expect(namesOf(["docker.io/app", "busybox", `sha256:${"d".repeat(64)}`, ""])).toEqual(["busybox latest", "docker.io/app latest"]);
    expect(namesOf([`docker.io/app:v1@sha256:${"c".repeat(64)}`])).toEqual(["docker.io/app v1"]);
  });

  test("a name finds itself, then the same behind a host: docker.io's first; with a host only that one", () => {
    const all = groupByRepository(["docker.io/library/app:1", "a.example/library/app:1", "library/app:1", "docker.io/other/library/app:1"].map((name) => image(name)));
    const find = (name: string, host?: string) => findRepositories(all, { name, host }).map(({ path }) => path);
    expect(find("library/app")).toEqual(["library/app", "docker.io/library/app", "a.example/library/app"]);
    expect(find("library/app", "a.example")).toEqual(["a.example/library/app"]);
    expect(find("docker.io/library/app")).toEqual(["docker.io/library/app"]);
    expect(find("app")).toEqual([]);
    expect(find("library/app", "b.example")).toEqual([]);
  });

  test("a mirror's host may have a port", () => {
    const all = groupByRepository([image("127.0.0.1:5000/app:v1")]);
    expect(findRepositories(all, { name: "app", host: "127.0.0.1:5000" })).toHaveLength(1);
    expect(findRepositories(all, { name: "app", host: undefined })).toHaveLength(1);
  });
});

test.each<[string | undefined, ReturnType<typeof parseRange>]>([
  [undefined, undefined],
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=3-", { start: 3, end: 9 }],
  ["bytes=3-99", { start: 3, end: 9 }],
  ["bytes=-4", { start: 6, end: 9 }],
  ["bytes=-99", { start: 0, end: 9 }],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=5-3", undefined],
  ["bytes=0-1,3-4", undefined],
  ["lines=1-2", undefined],
])("the range %s of ten bytes", (header, range) => expect(parseRange(header, 10)).toEqual(range));

describe("the file of credentials", () => {
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;

  test("lets in who is in it, whatever is in a password", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "stevedore-credentials-"));
    const file = path.join(directory, "passwords");
    try {
      writeFileSync(file, "# comment\n\nalice:se:cret \nbob:x\n", { mode: 0o600 });
      const isAllowed = createGatekeeper(file);
      expect(["alice:se:cret", "bob:x", "alice:x", "", "# comment", "bob"].map((pair) => isAllowed(basic(pair)))).toEqual([true, true, false, false, false, false]);
      expect([undefined, "", "Bearer x", "Basic", "Basic ***"].map((header) => isAllowed(header))).toEqual([false, false, false, false, false]);
      writeFileSync(file, "alice:x\nbob\n");
      expect(() => createGatekeeper(file)).toThrow(/passwords:2: expected user:password/);
      chmodSync(file, 0o644);
      expect(() => createGatekeeper(file)).toThrow(/others than its owner may open it.*chmod 600/);
      expect(() => createGatekeeper(`${file}-none`)).toThrow(/\[stevedore.registry\] credentials.*ENOENT/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
