import { createHash, randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, pushLayout, multiPlatformImage, run, sha256, tempDir } from "../kit/mod.ts";
import { maskTimes, same, sameCommand, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

describe("ingest and get", () => {
  test("bytes come back as they went in, and lie on disk under their digest", async () => {
    const data = randomBytes(3_500_000).toString("latin1");
    const digest = sha256(Buffer.from(data, "utf8"));
    await same(pair, async (side) => {
      await side.must(["content", "ingest", "--expected-digest", digest, "some-ref"], { stdin: data });
      const back = await side.must(["content", "get", digest]);
      expect(existsSync(join(side.root, "io.containerd.content.v1.content/blobs/sha256", digest.slice(7)))).toBe(true);
      return createHash("sha256").update(back).digest("hex");
    });
  });

  test("an empty blob, and one that is there already", async () => {
    await same(pair, async (side) => {
      const codes: number[] = [];
      for (const ref of ["empty-1", "empty-2"]) codes.push((await side.ctr(["content", "ingest", ref], { stdin: "" })).exitCode);
      return { codes, back: await side.must(["content", "get", sha256("")]) };
    });
  });

  test("a wrong digest or size is refused and leaves no blob", async () => {
    await same(pair, async (side) => {
      const wrongDigest = await side.ctr(["content", "ingest", "--expected-digest", sha256("other"), "wrong-digest"], { stdin: "this" });
      const wrongSize = await side.ctr(["content", "ingest", "--expected-size", "1000", "wrong-size"], { stdin: "this" });
      const listed = (await side.must(["content", "ls", "-q"])).includes(sha256("this"));
      for (const ref of ["wrong-digest", "wrong-size"]) await side.ctr(["content", "rm", ref]);
      return { codes: [wrongDigest.exitCode, wrongSize.exitCode], listed };
    });
  });

  test("unknown and malformed digests", async () => {
    for (const digest of [sha256("never stored"), "sha256:abc", "nonsense", "md5:d41d8cd98f00b204e9800998ecf8427e"]) await sameError(pair, ["content", "get", digest]);
  });
});

describe("records", () => {
  test("ls, with a filter; label; rm", async () => {
    const digest = sha256("labelled");
    await same(pair, async (side) => {
      await side.must(["content", "ingest", "labelled-ref"], { stdin: "labelled" });
      const labelled = (await side.must(["content", "label", digest, "one=1", "two/with.signs=2"])).trim().split(",").toSorted();
      const one = maskTimes(await side.must(["content", "ls", "labels.one==1"])).includes(digest);
      const two = await side.must(["content", "ls", "-q", 'labels."two/with.signs"==2']);
      await side.must(["content", "label", digest, "one="]);
      const none = await side.must(["content", "ls", "-q", "labels.one==1"]);
      const removed = await side.must(["content", "rm", digest]);
      return { labelled, one, two, none, removed, left: await side.must(["content", "ls", "-q", `digest==${digest}`]) };
    });
    await sameCommand(pair, ["content", "ls", "-q"], (text) => text.split("\n").toSorted().join("\n"));
  });

  test("removing what isn't there", async () => {
    await sameError(pair, ["content", "rm", sha256("never stored")]);
    await sameError(pair, ["content", "label", sha256("never stored"), "a=b"]);
  });

  test("a label that is too long", async () => {
    const digest = sha256("long label");
    await same(pair, (side) => side.must(["content", "ingest", "long-label"], { stdin: "long label" }));
    expect((await sameError(pair, ["content", "label", digest, `key=${"v".repeat(4096)}`])).class).toBe("invalid argument");
  });
});

describe("ingests", () => {
  test("an open one is listed as active, and its ref is locked", async () => {
    await same(pair, async (side) => {
      await using writer = side.start(["content", "ingest", "--expected-size", "1048580", "open-ref"], { stdin: "open" });
      writer.write("x".repeat(1 << 20));
      let active = "";
      for (let i = 0; i < 200 && !active.includes("1.0 MiB") && !active.includes("1.049MB"); i++) active = await side.must(["content", "active"]);
      const line = active.split("\n").find((text) => text.includes("open-ref"))?.trim().split(/\s+/).slice(0, 2);
      writer.write("last");
      writer.endInput();
      return { line, exitCode: (await writer.result()).exitCode, after: (await side.must(["content", "active"])).includes("open-ref") };
    });
  });

  test("one that was broken off is resumed", async () => {
    const data = "y".repeat(2 << 20);
    await using dir = await tempDir("resume");
    const file = join(dir.path, "data");
    writeFileSync(file, data);
    await same(pair, async (side) => {
      {
        await using writer = side.start(["content", "ingest", "--expected-size", String(data.length), "broken-ref"], { stdin: "open" });
        writer.write(data.slice(0, 1 << 20));
        for (let i = 0; i < 200 && !(await side.must(["content", "active"])).includes("broken-ref"); i++);
      }
      // ctr goes on from the server's offset when it can seek in its input. The ref is free when the server notices that its writer is gone.
      const command = `CONTAINERD_ADDRESS=${side.address} CONTAINERD_NAMESPACE=${side.namespace} ctr content ingest --expected-size ${data.length} --expected-digest ${sha256(data)} broken-ref < ${file}`;
      await eventually("the ref is free again", async () => (await run("sh", ["-c", command])).exitCode === 0);
      return (await side.must(["content", "ls", "-q"])).includes(sha256(data));
    });
  });
});

describe("fetch", () => {
  test("brings the content of an image without unpacking it", async () => {
    const reference = await pushLayout(pair.registry, await multiPlatformImage(), "fetched");
    await same(pair, async (side) => {
      await side.must(["content", "fetch", "--plain-http", reference]);
      const listed = await side.must(["images", "ls", "-q"]);
      const checked = await side.must(["images", "check", `name==${reference}`]);
      await side.must(["images", "rm", "--sync", reference]);
      return { listed, checked };
    });
  });
});
