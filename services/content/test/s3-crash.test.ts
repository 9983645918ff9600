import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { eventually, startFaultProxy, whyNoS3, type FaultProxy, type S3Server } from "@stevedore/tests/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMIT, createTempDir, failure, openWrite, randomData, readAll, sha256, STAT, WRITE } from "./kit.ts";
import { spawnContent } from "./process.ts";
import { BUCKET, bucketOf, startBucket } from "./s3-kit.ts";

const ns = { namespace: "default" };
const MB = 1 << 20;
const skip = await whyNoS3();
if (skip !== undefined) process.stderr.write(`kill -9 during an upload: skipped: ${skip}\n`);

describe.skipIf(skip !== undefined)("kill -9 during an upload", () => {
  let server: S3Server;
  let proxy: FaultProxy;
  beforeAll(async () => {
    server = await startBucket();
    proxy = await startFaultProxy({ host: new URL(server.endpoint).host }, { keepHost: true });
  }, 120_000);
  afterAll(async () => {
    await proxy?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  // Each request at which an upload can stand still when its process dies: the proxy never answers it.
  test.each([
    ["the beginning", /^POST .*\?uploads/],
    ["the last part", /^PUT .*partNumber=3/],
    ["the completion", /^POST .*uploadId=/],
  ])("at %s: nothing is visible, and the commit is repeated with what is there", async (at, pattern) => {
    using dir = createTempDir();
    const prefix = `${at.replaceAll(" ", "-")}/`;
    const s3 = { endpoint: `http://${proxy.host}`, bucket: BUCKET, prefix, ...server.keys, partBytes: 5 * MB };
    const data = randomData(12 * MB);
    const digest = sha256(data);
    const key = `${prefix}blobs/sha256/${digest.slice(7)}`;
    const bucket = await bucketOf(server);
    {
      await using service = await spawnContent(dir.path, s3);
      proxy.requests.splice(0);
      proxy.clear();
      proxy.inject(pattern, { hang: true });
      const write = openWrite(service.content, ns);
      await write.ask({ action: STAT, ref: "r", total: data.length });
      for (let offset = 0; offset < data.length; offset += MB) await write.ask({ action: WRITE, offset, data: data.subarray(offset, offset + MB) });
      const lost = failure(write.ask({ action: COMMIT, offset: data.length, total: data.length, expected: digest }));
      await eventually("the upload stands still", () => proxy.requests.some((line) => pattern.test(line)), 60_000);
      await service.kill();
      // Unavailable, or Cancelled when our own end of the connection is closed first.
      expect([1, 14]).toContain(((await lost) as { code?: number }).code);
      expect(await bucket.head(key)).toBeUndefined();
    }
    proxy.clear();
    await using service = await spawnContent(dir.path, s3);
    await using write = openWrite(service.content, ns);
    expect(await write.ask({ action: STAT, ref: "r", total: data.length })).toMatchObject({ offset: data.length });
    await write.ask({ action: COMMIT, offset: data.length, total: data.length, expected: digest });
    expect(await bucket.head(key)).toMatchObject({ size: data.length });
    expect((await readAll(service.content, digest, ns)).equals(data)).toBe(true);
    expect(readdirSync(path.join(dir.path, "root/io.stevedore.content.s3/ingest"))).toEqual([]);
    expect(readFileSync(path.join(dir.path, "root/io.stevedore.content.s3/blobs/sha256", digest.slice(7))).equals(data)).toBe(true);
    bucket.close();
  });

  test("a root whose records are of another backend is refused", async () => {
    using dir = createTempDir();
    const s3 = { endpoint: server.endpoint, bucket: BUCKET, prefix: "switched/", ...server.keys };
    {
      await using service = await spawnContent(dir.path, s3);
      await using write = openWrite(service.content, ns);
      await write.ask({ action: COMMIT, ref: "r", data: Buffer.from("x") });
    }
    await expect(spawnContent(dir.path)).rejects.toThrow(`the records of this root are of blobs in \\"s3 ${BUCKET}/switched/\\", and the configuration says \\"local\\"`);
    await using service = await spawnContent(dir.path, s3);
    expect((await readAll(service.content, sha256("x"), ns)).toString()).toBe("x");
  });
});
