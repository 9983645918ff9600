import { renameSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createLayout } from "../stores/layout.ts";
import { bytes, COMMIT, createTempDir, ingest, openWrite, randomData, readAll, sha256, STAT, startContent, WRITE } from "./kit.ts";
import { spawnContent } from "./process.ts";

const ns = { namespace: "default" };
const MB = 1 << 20;

describe("kill -9", () => {
  test("during a write: what was acknowledged is there, and the write goes on behind it", { timeout: 60_000 }, async () => {
    using dir = createTempDir();
    const data = randomData(24 * MB);
    let acknowledged = 0;
    {
      await using first = await spawnContent(dir.path);
      const write = openWrite(first.content, ns);
      await write.ask({ action: STAT, ref: "large", total: data.length });
      setTimeout(() => void first.kill(), 5);
      await expect(
        (async () => {
          for (;;) acknowledged = Number((await write.ask({ action: WRITE, offset: acknowledged, data: data.subarray(acknowledged, acknowledged + MB / 4) })).offset);
        })(),
      ).rejects.toMatchObject({ code: 14 });
    }
    await using second = await spawnContent(dir.path);
    await using write = openWrite(second.content, ns);
    const { offset, digest } = await write.ask({ action: STAT, ref: "large", total: data.length });
    expect(Number(offset)).toBeGreaterThanOrEqual(acknowledged);
    expect(digest).toBe(sha256(data.subarray(0, Number(offset))));
    const done = await write.ask({ action: COMMIT, offset, data: data.subarray(Number(offset)), total: data.length, expected: sha256(data) });
    expect(done.digest).toBe(sha256(data));
  });

  test("during commits: every acknowledged blob is whole, every other one can be written again", { timeout: 60_000 }, async () => {
    using dir = createTempDir();
    const blobs = Array.from({ length: 60 }, (_, n) => randomData(1000 * n));
    const acknowledged = new Set<string>();
    for (let round = 0; round < 4; round++) {
      await using service = await spawnContent(dir.path);
      const waiting = blobs.filter((data) => !acknowledged.has(sha256(data)));
      const enough = acknowledged.size + 10;
      // Lanes, so that some are in the middle of it whenever the service dies.
      const lane = async (): Promise<void> => {
        for (let data = waiting.pop(); data !== undefined; data = waiting.pop()) {
          acknowledged.add(await ingest(service.content, data, ns));
          if (acknowledged.size === enough) void service.kill();
        }
      };
      if (round === 0) setTimeout(() => void service.kill(), 10);
      await Promise.allSettled([1, 2, 3, 4, 5, 6].map(lane));
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(30);
    expect(acknowledged.size).toBeLessThan(blobs.length);
    await using service = await spawnContent(dir.path);
    for (const digest of acknowledged) expect(sha256(await readAll(service.content, digest, ns))).toBe(digest);
    for await (const { info } of service.content.list({}, ns)) {
      for (const { digest, size } of info) expect((await readAll(service.content, digest ?? "", ns)).length).toBe(Number(size));
    }
    const rest = blobs.filter((data) => !acknowledged.has(sha256(data)));
    await Promise.all(
      rest.map(async (data) => {
        const digest = await ingest(service.content, data, ns).catch(() => sha256(data));
        expect((await readAll(service.content, digest, ns)).equals(data)).toBe(true);
      }),
    );
  });
});

describe("a crash between the blob's name and its record", () => {
  /** State as such a crash leaves it: the data is named as a blob, the ingest's record is still there. */
  async function crashInCommit(root: string, data: Buffer): Promise<void> {
    await using host = await startContent({ root });
    await using write = openWrite(host.content, ns);
    await write.ask({ action: WRITE, ref: "r", total: data.length, data });
    const layout = createLayout(path.join(root, "content"));
    const blob = layout.blob(sha256(data));
    mkdirSync(path.dirname(blob), { recursive: true });
    renameSync(layout.ingest("default/1/r").data, blob);
    await write.abandon();
  }

  test("the blob is adopted by the next commit", async () => {
    using dir = createTempDir();
    const data = bytes("nearly committed");
    await crashInCommit(dir.path, data);
    await using host = await startContent({ root: dir.path });
    await using write = openWrite(host.content, ns);
    expect(await write.ask({ action: STAT, ref: "r", total: data.length, expected: sha256(data) })).toMatchObject({ offset: data.length });
    await write.ask({ action: COMMIT, offset: data.length });
    expect((await readAll(host.content, sha256(data), ns)).equals(data)).toBe(true);
  });

  test("where blobs are not shared, the bytes are brought again and the blob is adopted", async () => {
    using dir = createTempDir();
    const data = bytes("nearly committed");
    await crashInCommit(dir.path, data);
    await using host = await startContent({ root: dir.path, policy: "isolated" });
    await using write = openWrite(host.content, ns);
    expect(await write.ask({ action: STAT, ref: "r", total: data.length, expected: sha256(data) })).toMatchObject({ offset: 0 });
    expect(await write.ask({ action: COMMIT, data, total: data.length })).toMatchObject({ digest: sha256(data) });
    expect(await host.backend.list()).toHaveLength(1);
  });

  test("a record whose ingest has lost its files starts from nothing; directories without a record go", async () => {
    using dir = createTempDir();
    const layout = createLayout(path.join(dir.path, "content"));
    {
      await using host = await startContent({ root: dir.path });
      await using write = openWrite(host.content, ns);
      await write.ask({ action: WRITE, ref: "r", data: bytes("lost") });
    }
    rmSync(layout.ingest("default/1/r").directory, { recursive: true });
    mkdirSync(layout.ingest("default/9/stale").directory);
    await using host = await startContent({ root: dir.path });
    expect(() => mkdirSync(layout.ingest("default/9/stale").directory)).not.toThrow();
    await using write = openWrite(host.content, ns);
    expect(await write.ask({ action: STAT, ref: "r" })).toMatchObject({ offset: 0 });
  });
});
