import { readdirSync } from "node:fs";
import path from "node:path";
import { ContentService } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { connectGrpc, createClient } from "@stevedore/rpc";
import { startStock, uniqueNamespace, type Side } from "@stevedore/tests/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ContentStore } from "../stores/content-store.ts";
import { createHashPool } from "../hashing/hash-pool.ts";
import { createProxyBucket } from "../stores/proxy-bucket.ts";
import { createS3Store } from "../stores/s3-store.ts";
import { bytes, createTempDir, failure, log, randomData, sha256, startContent } from "./kit.ts";
import { adaptStore } from "./suite-subjects.ts";
import { describeContentStore, type SuiteStore } from "./suite.ts";

const PART_BYTES = 1 << 20;
const CACHE_BYTES = 32 << 20;

interface OpenProxyStore extends AsyncDisposable {
  store: ContentStore;
  root: string;
}

/** A store whose blobs are with the content service on a socket, in a namespace of its own. */
async function openProxyStore(address: string, namespace = uniqueNamespace()): Promise<OpenProxyStore> {
  await using stack = new AsyncDisposableStack();
  const { path: root } = stack.use(createTempDir());
  const hashes = stack.use(createHashPool({ threads: 1 }));
  const channel = stack.use(connectGrpc({ target: { path: address } }));
  const bucket = createProxyBucket(createClient(ContentService, channel), { address, namespace });
  stack.defer(() => bucket.close());
  const store = await createS3Store({ hashes, bucket, log }, { root, prefix: "", shared: false, cacheBytes: CACHE_BYTES, partBytes: PART_BYTES, lendMs: 0 });
  const owned = stack.move();
  return { store, root, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function openBeforeOurs(): Promise<SuiteStore> {
  await using stack = new AsyncDisposableStack();
  const host = stack.use(await startContent({ grpc: true }));
  const opened = stack.use(await openProxyStore(path.join(host.root, "content.grpc")));
  return adaptStore(opened.store, "worker", stack.move());
}

describeContentStore("a proxy of our content service", openBeforeOurs);

describe("a proxy of a stock containerd", () => {
  let stock: Side;
  beforeAll(async () => void (stock = await startStock()));
  afterAll(() => stock?.[Symbol.asyncDispose]());

  describeContentStore("its content service", async () => {
    const opened = await openProxyStore(stock.address);
    return adaptStore(opened.store, "worker", opened);
    // 1.6 knows blobs by their sha256 alone.
  }, { algorithms: [] });

  const commit = async (store: ContentStore, data: Buffer, ref = "new"): Promise<string> => {
    const writer = await store.writer({ ref, total: data.length });
    await writer.write(data);
    await writer.seal({ expected: sha256(data) });
    await writer.publish();
    await writer.close();
    return sha256(data);
  };

  test("its collection leaves what is here; a deletion here frees it there", async () => {
    const namespace = uniqueNamespace();
    await using opened = await openProxyStore(stock.address, namespace);
    const digest = await commit(opened.store, randomData(5 << 20));
    // Asks for a collection, and waits for it.
    const collect = async () => {
      await stock.must(["leases", "create", "--id", "l"], { namespace });
      await stock.must(["leases", "rm", "--sync", "l"], { namespace });
    };
    await collect();
    expect((await opened.store.info(digest)).size).toBe(5 << 20);
    await opened.store.delete(digest);
    await collect();
    expect(await stock.must(["content", "ls", "-q"], { namespace })).toBe("");
    expect(isError(await failure(opened.store.reader(digest)), "notFound")).toBe(true);
  });

  test("a blob that somebody put there is read, verified, and kept here within bounds", async () => {
    const namespace = uniqueNamespace();
    await using opened = await openProxyStore(stock.address, namespace);
    const blobs = [1, 2, 3].map(() => randomData(14 << 20));
    for (const [i, data] of blobs.entries()) await stock.must(["content", "ingest", "--expected-digest", sha256(data), `blob-${i}`], { namespace, stdin: data });
    for (const data of blobs) {
      const reader = await opened.store.reader(sha256(data));
      const buffer = Buffer.alloc(reader.size);
      await reader.read(buffer, 0);
      await reader.close();
      expect(buffer.equals(data)).toBe(true);
    }
    expect(readdirSync(path.join(opened.root, "blobs/sha256")).length).toBeLessThan(3);
  });
});

test("a service that is away: Unavailable, the ingest stays, and its commit works when it is back", async () => {
  using directory = createTempDir();
  const address = path.join(directory.path, "content.grpc");
  await using opened = await openProxyStore(address);
  const writer = await opened.store.writer({ ref: "early" });
  await writer.write(bytes("early bird"));
  await writer.seal({});
  for (const refused of [await failure(writer.publish()), await failure(opened.store.info(sha256("x")))]) {
    expect(isError(refused, "unavailable")).toBe(true);
    expect(refused.message).toMatch(new RegExp(`namespace \\S+ of the content service at ${address}: .*what is cached goes on`));
  }
  await writer.close();
  await using _host = await startContent({ root: directory.path, grpc: true });
  const again = await opened.store.writer({ ref: "early" });
  expect(again.status.offset).toBe(10);
  await again.seal({ expected: sha256("early bird") });
  for (;;) {
    // It is looked for again once a second.
    const error = await again.publish().then(() => undefined, (thrown: unknown) => thrown);
    if (error === undefined) break;
    expect(isError(error, "unavailable")).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await again.close();
  expect((await opened.store.info(sha256("early bird"))).size).toBe(10);
});
