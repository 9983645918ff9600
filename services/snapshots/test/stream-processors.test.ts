import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { google } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { expect, test } from "vitest";
import { chainProcessors } from "../apply/processor-chain.ts";
import { failure } from "./kit.ts";
import { createUnpackBox } from "./unpack-kit.ts";
import { buildTar } from "./tar-builder.ts";

const TAR = "application/vnd.oci.image.layer.v1.tar";
const script = (text: string) => ({ path: "/bin/sh", args: ["-c", text], env: ["KEY=value"] });

test("the configured programs come before our own, one after the other, until there is a layer", () => {
  const configured = {
    first: { accepts: ["a/1"], returns: "a/2", ...script("1") },
    second: { accepts: ["a/2", "x"], returns: `${TAR}+gzip`, ...script("2") },
    gzip: { accepts: [`${TAR}+gzip`], returns: TAR, ...script("3") },
    circle: { accepts: ["o"], returns: "o", ...script("4") },
  };
  const payload = { type_url: "t", value: Buffer.from("v") };
  expect(chainProcessors("a/1", configured, { second: payload })).toMatchObject([{ mediaType: "a/1" }, { mediaType: "a/2", payload: google.protobuf.Any.encode(payload).finish() }, { mediaType: `${TAR}+gzip`, args: ["-c", "3"] }]);
  expect(chainProcessors(TAR, configured)).toEqual([]);
  expect(chainProcessors(`${TAR}+zstd`, configured)).toEqual([]);
  for (const type of ["text/plain", "o", `${TAR}+encrypted`]) {
    expect(() => chainProcessors(type, configured)).toThrow(`failed to get stream processor for ${type}: no processor for media-type`);
  }
});

test("a layer goes through them with its media type, environment and payload", async () => {
  using box = createUnpackBox();
  const archive = buildTar([{ name: "file", data: "text" }]);
  const turned = Buffer.from(gzipSync(archive).map((byte) => byte ^ 1));
  const seen = path.join(box.directory("seen"), "env");
  const flip = `node -e 'process.stdin.on("data", (b) => process.stdout.write(b.map((x) => x ^ 1)))'`;
  const processors = [
    { mediaType: "a/1", ...script(`echo "$STREAM_PROCESSOR_MEDIATYPE $KEY $(cat <&3)" > ${seen}; exec cat`), payload: Buffer.from("secret") },
    { mediaType: "a/2", ...script(flip) },
  ];
  const result = await box.unpack(turned, { processors });
  expect(readFileSync(path.join(box.target, "file"), "utf8")).toBe("text");
  expect(readFileSync(seen, "utf8")).toBe("a/1 value secret\n");
  expect(result.size).toBe(archive.length);
});

test("a program that fails, is not there, or stops early says so", async () => {
  using box = createUnpackBox();
  const archive = buildTar([{ name: "file", data: "x".repeat(1 << 20) }]);
  const error = (text: string) => failure(box.unpack(archive, { processors: [{ mediaType: "a/1", ...script(text) }] }));
  const failed = await error("echo no key >&2; exit 3");
  expect([isError(failed, "unknown"), failed.message]).toEqual([true, expect.stringContaining("no key")]);
  expect((await error("cat; exit 4")).message).toContain("exit status 4");
  expect(await error("head -c 700000")).toBeInstanceOf(Error);
  const absent = await failure(box.unpack(archive, { processors: [{ mediaType: "a/1", path: "/no/such/program", args: [], env: [] }] }));
  expect([isError(absent, "unknown"), absent.message]).toEqual([true, expect.stringContaining("/no/such/program")]);
});
