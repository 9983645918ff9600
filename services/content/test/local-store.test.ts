import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseRfc3339 } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import type { ContentStore } from "../stores/content-store.ts";
import { createHashPool } from "../hashing/hash-pool.ts";
import { createLayout } from "../stores/layout.ts";
import { createLocalStore } from "../stores/local-store.ts";
import { bytes, createTempDir, failure, sha256 } from "./kit.ts";

async function openStore() {
  await using stack = new AsyncDisposableStack();
  const root = path.join(stack.use(createTempDir()).path, "content");
  const hashes = stack.use(createHashPool({ threads: 1 }));
  const store = await createLocalStore({ hashes }, { root });
  const owned = stack.move();
  return { root, store, layout: createLayout(root), [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function commit(store: ContentStore, text: string, ref = "r"): Promise<string> {
  const writer = await store.writer({ ref });
  await writer.write(bytes(text));
  const { digest } = await writer.seal({});
  await writer.publish();
  await writer.close();
  return digest;
}

describe("layout on disk", () => {
  test("an open ingest has containerd's files", async () => {
    await using opened = await openStore();
    const { store, layout } = opened;
    const writer = await store.writer({ ref: "default/1/some ref", total: 9 });
    await writer.write(bytes("data"));
    const { directory } = layout.ingest("default/1/some ref");
    expect(path.basename(directory)).toBe(sha256("default/1/some ref").slice("sha256:".length));
    expect(readdirSync(directory).sort()).toEqual(["data", "ref", "startedat", "total", "updatedat"]);
    expect(readFileSync(path.join(directory, "ref"), "utf8")).toBe("default/1/some ref");
    expect(readFileSync(path.join(directory, "total"), "utf8")).toBe("9");
    expect(readFileSync(path.join(directory, "data"), "utf8")).toBe("data");
    expect(parseRfc3339(readFileSync(path.join(directory, "startedat"), "utf8"))).toBeDefined();
    await writer.close();
  });

  test("a blob is read-only under blobs/<algorithm>/<hex>, and its ingest is gone", async () => {
    await using opened = await openStore();
    const { store, layout, root } = opened;
    const digest = await commit(store, "content");
    expect(layout.blob(digest)).toBe(path.join(root, "blobs", "sha256", digest.slice(7)));
    expect(statSync(layout.blob(digest)).mode & 0o777).toBe(0o444);
    expect(readdirSync(layout.ingests)).toEqual([]);
  });

  test("files that are no blobs are not listed", async () => {
    await using opened = await openStore();
    const { store, layout } = opened;
    const digest = await commit(store, "content");
    mkdirSync(path.join(layout.blobs, "md5"));
    writeFileSync(path.join(layout.blobs, "md5", "abc"), "x");
    writeFileSync(path.join(layout.blobs, "sha256", "lost+found"), "x");
    expect((await store.list()).map((blob) => blob.digest)).toEqual([digest]);
  });
});

describe("ingests", () => {
  test("one that a crash left half made is made again", async () => {
    await using opened = await openStore();
    const { store, layout } = opened;
    const { directory, data } = layout.ingest("half");
    mkdirSync(directory);
    writeFileSync(data, "rubbish");
    expect(isError(await failure(store.status("half")), "notFound")).toBe(true);
    const writer = await store.writer({ ref: "half" });
    expect(writer.status.offset).toBe(0);
    await writer.close();
  });

  test("prune removes what is neither live nor being written", async () => {
    await using opened = await openStore();
    const { store, layout } = opened;
    for (const ref of ["live", "stale"]) await (await store.writer({ ref })).close();
    mkdirSync(path.join(layout.ingests, "half-made"));
    const writing = await store.writer({ ref: "writing" });
    await store.prune(() => ["live"]);
    await expect(store.status("live")).resolves.toBeDefined();
    await expect(store.status("writing")).resolves.toBeDefined();
    expect(readdirSync(layout.ingests)).toHaveLength(2);
    await writing.close();
  });

  test("bytes that others append are taken in up to where they say", async () => {
    await using opened = await openStore();
    const writer = await opened.store.writer({ ref: "appended", hashing: "worker" });
    writeFileSync(writer.path, "0123456789");
    await writer.advance(4);
    expect(writer.digest).toBe(sha256("0123"));
    expect((await failure(writer.seal({}))).message).toContain("unexpected commit size 10, expected 4");
    expect(isError(await failure(writer.advance(11)), "outOfRange")).toBe(true);
    await writer.advance(10);
    expect((await writer.seal({ expected: sha256("0123456789") })).size).toBe(10);
    await writer.publish();
    await writer.close();
  });

  test("threads that hash end when they are idle, and start again", async () => {
    await using opened = await openStore();
    await using hashes = createHashPool({ threads: 1, idleMs: 1 });
    const file = path.join(opened.root, "file");
    writeFileSync(file, "abc");
    for (let round = 0; round < 3; round++) {
      const digester = await hashes.open(file, "sha256");
      await digester.advance(3);
      expect(digester.digest).toBe(sha256("abc"));
      digester.close();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await expect(hashes.open(path.join(opened.root, "missing"), "sha256")).rejects.toMatchObject({ code: "ENOENT" });
  });
});
