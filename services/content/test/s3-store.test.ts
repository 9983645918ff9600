import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isError } from "@stevedore/errors";
import { openBucket, tryBucket, type Bucket } from "@stevedore/s3";
import { eventually, s3Servers, startFaultProxy, whyNoS3, type S3Server } from "@stevedore/tests/kit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ContentStore } from "../stores/content-store.ts";
import { createLayout } from "../stores/layout.ts";
import { bytes, createTempDir, failure, log, randomData, sha256 } from "./kit.ts";
import { BUCKET, openS3Store, startBucket, type OpenS3Store } from "./s3-kit.ts";

const MB = 1 << 20;
const servers = s3Servers();
const skips = await Promise.all(servers.map(whyNoS3));
for (const skip of skips) if (skip !== undefined) process.stderr.write(`the s3 store: skipped: ${skip}\n`);

async function commit(store: ContentStore, data: Uint8Array, ref = sha256(data)): Promise<string> {
  const writer = await store.writer({ ref });
  try {
    if (writer.status.offset === 0) await writer.write(data);
    const { digest } = await writer.seal({});
    await writer.publish();
    return digest;
  } finally {
    await writer.close();
  }
}

async function read(store: ContentStore, digest: string): Promise<Buffer> {
  const reader = await store.reader(digest);
  const buffer = Buffer.alloc(reader.size);
  await reader.read(buffer, 0);
  await reader.close();
  return buffer;
}

const cached = ({ root }: OpenS3Store): string[] => (existsSync(path.join(root, "blobs/sha256")) ? readdirSync(path.join(root, "blobs/sha256")).map((hex) => `sha256:${hex}`) : []);
const forget = ({ root }: OpenS3Store): void => rmSync(path.join(root, "blobs"), { recursive: true });

describe.each(servers.filter((_, at) => skips[at] === undefined))("the s3 store on %s", (name) => {
  let server: S3Server;
  beforeAll(async () => void (server = await startBucket({ server: name })), 120_000);
  afterAll(() => server[Symbol.asyncDispose]());
  // A proxy that leaves the header Host, which is signed, as it is.
  const startProxy = () => startFaultProxy({ host: new URL(server.endpoint).host }, { keepHost: true });

  test("another host with the bucket reads what one has written; an acknowledged blob is an object under its digest", async () => {
    await using first = await openS3Store(server, { prefix: "two-hosts/" });
    const data = randomData(11 * MB);
    const digest = await commit(first.store, data);
    expect(await first.bucket.head(`two-hosts/blobs/sha256/${digest.slice(7)}`)).toMatchObject({ size: data.length });
    await using second = await openS3Store(server, { prefix: "two-hosts/" });
    expect(await second.store.info(digest)).toMatchObject({ size: data.length });
    expect(cached(second)).toEqual([]);
    expect((await read(second.store, digest)).equals(data)).toBe(true);
    expect(cached(second)).toEqual([digest]);
    expect(statSync(createLayout(second.root).blob(digest)).mode & 0o777).toBe(0o444);
  });

  test("many readers of one cold blob fetch it once", async () => {
    await using proxy = await startProxy();
    const through = { ...server, endpoint: `http://${proxy.host}` };
    await using writer = await openS3Store(server, { prefix: "cold/" });
    const data = randomData(12 * MB);
    const digest = await commit(writer.store, data);
    await using reader = await openS3Store(through, { prefix: "cold/" });
    const all = await Promise.all(Array.from({ length: 8 }, () => read(reader.store, digest)));
    for (const found of all) expect(found.equals(data)).toBe(true);
    const ranges = proxy.requests.filter((line) => line.startsWith("GET ") && line.includes(digest.slice(7)));
    expect(ranges.map((line) => line.split(" ").at(-1)).sort()).toEqual(["bytes=0-5242879", `bytes=10485760-${12 * MB - 1}`, "bytes=5242880-10485759"]);
  });

  test("the least recently used copies go when the cache is full, in a later life too; what is read stays", async () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((letter) => Buffer.alloc(MB, letter)) as [Buffer, Buffer, Buffer, Buffer];
    using dir = createTempDir();
    const options = { prefix: "lru/", cacheBytes: 3 * MB, root: path.join(dir.path, "content") };
    {
      await using host = await openS3Store(server, options);
      for (const data of [a, b, c]) await commit(host.store, data);
      expect(cached(host).sort()).toEqual([a, b, c].map(sha256).sort());
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await read(host.store, sha256(a));
      await eventually("the use is on disk", () => statSync(createLayout(host.root).blob(sha256(a))).atimeMs > statSync(createLayout(host.root).blob(sha256(c))).atimeMs);
    }
    await using host = await openS3Store(server, options);
    // b was used longest ago; it is being read, so c goes.
    const reading = await host.store.reader(sha256(b));
    await commit(host.store, d);
    await eventually("one has gone", () => !cached(host).includes(sha256(c)));
    expect(cached(host).sort()).toEqual([a, b, d].map(sha256).sort());
    const buffer = Buffer.alloc(MB);
    await reading.read(buffer, 0);
    expect(buffer.equals(b)).toBe(true);
    await reading.close();
    expect((await read(host.store, sha256(c))).equals(c)).toBe(true);
  });

  test("while all of the cache is in use, reads go past it, and what is wanted as a file lies beside it; afterwards all is as ever", async () => {
    await using writer = await openS3Store(server, { prefix: "full/" });
    const [one, two] = [randomData(MB), randomData(MB)];
    for (const data of [one, two]) await commit(writer.store, data);
    await using host = await openS3Store(server, { prefix: "full/", cacheBytes: 1.5 * MB, lendMs: 1 });
    const reading = await host.store.reader(sha256(one));
    expect((await read(host.store, sha256(two))).equals(two)).toBe(true);
    expect(cached(host)).toEqual([sha256(one)]);
    await host.store.verify(sha256(two));
    expect(cached(host)).toEqual([sha256(one)]);
    const { path: file } = await host.store.locate(sha256(two));
    await eventually("the lent copy is gone", () => !existsSync(file));
    await reading.close();
    expect((await read(host.store, sha256(two))).equals(two)).toBe(true);
    await eventually("one has given way to the other", () => cached(host).join() === sha256(two));
    expect(readdirSync(path.join(host.root, "arriving"))).toEqual([]);
  });

  test("a blob larger than the cache is read from its object, whole or in parts, and displaces nothing", async () => {
    await using proxy = await startProxy();
    await using host = await openS3Store({ ...server, endpoint: `http://${proxy.host}` }, { prefix: "large/", cacheBytes: 2 * MB, lendMs: 1 });
    const [small, large] = [randomData(MB), randomData(12 * MB)];
    for (const data of [small, large]) await commit(host.store, data);
    await eventually("the copy of what was written is gone", () => !existsSync(createLayout(host.root).blob(sha256(large))));
    proxy.requests.splice(0);
    const reader = await host.store.reader(sha256(large));
    const part = Buffer.alloc(1000);
    expect(await reader.read(part, 7 * MB)).toBe(1000);
    expect(part.equals(large.subarray(7 * MB, 7 * MB + 1000))).toBe(true);
    const ranges = (): (string | undefined)[] => proxy.requests.filter((line) => line.startsWith("GET ") && line.includes("bytes=")).map((line) => line.split(" ").at(-1));
    // The part that it is in, which is verified by itself.
    expect(ranges()).toEqual([`bytes=${7 * MB}-${8 * MB - 1}`]);
    // In slices, as clients read, over a connection that breaks.
    proxy.inject(/^GET .*blobs\/sha256/, { stopAfter: 3 * MB }, 1);
    const slices: Buffer[] = [];
    for (let at = 0; at < large.length; ) {
      const slice = Buffer.alloc(MB / 2 + 1);
      const read = await reader.read(slice, at);
      slices.push(slice.subarray(0, read));
      at += read;
    }
    expect(Buffer.concat(slices).equals(large)).toBe(true);
    // Larger requests once it was seen to be read on.
    expect(ranges().length).toBeLessThan(8);
    expect(await reader.read(part, large.length)).toBe(0);
    await reader.close();
    await host.store.verify(sha256(large));
    expect(cached(host)).toEqual([sha256(small)]);
  });

  test("a damaged object larger than the cache: nobody gets its last byte", async () => {
    await using host = await openS3Store(server, { prefix: "large-damaged/", cacheBytes: MB, lendMs: 1 });
    const data = randomData(6 * MB);
    await commit(host.store, data);
    const digest = sha256(data);
    await eventually("the copy of what was written is gone", () => cached(host).length === 0);
    await host.bucket.put(`large-damaged/blobs/sha256/${digest.slice(7)}`, Buffer.concat([bytes("x"), data.subarray(1)]));
    for (const from of [0, 5 * MB]) {
      await using other = await openS3Store(server, { prefix: "large-damaged/", cacheBytes: MB });
      const reader = await other.store.reader(digest);
      const rest = Buffer.alloc(6 * MB - from);
      // It can't be known of the beginning alone; a part by itself waits until all was read.
      if (from === 0) expect(await reader.read(rest.subarray(1), from)).toBe(rest.length - 1);
      const refused = await failure(reader.read(from === 0 ? rest : rest.subarray(1), from));
      await reader.close();
      expect(isError(refused, "dataLoss")).toBe(true);
      expect(refused.message).toContain(`large-damaged/blobs/sha256/${digest.slice(7)} of bucket ${BUCKET}`);
      expect(isError(await failure(other.store.info(digest)), "notFound")).toBe(true);
    }
  });

  test("a part of a blob larger than the cache is verified before anybody gets a byte of it", async () => {
    using dir = createTempDir();
    const options = { prefix: "parts-of-large/", cacheBytes: MB, lendMs: 1, root: path.join(dir.path, "content") };
    const data = randomData(4 * MB + 100);
    const digest = sha256(data);
    const object = `${options.prefix}blobs/sha256/${digest.slice(7)}`;
    const record = path.join(options.root, "parts/sha256", digest.slice(7));
    const part = async (store: ContentStore, offset: number, size: number): Promise<Buffer> => {
      const reader = await store.reader(digest, { offset, size });
      const buffer = Buffer.alloc(size);
      try {
        return buffer.subarray(0, await reader.read(buffer, offset));
      } finally {
        await reader.close();
      }
    };
    const damage = (from: Buffer, at: number): Buffer => Buffer.concat([from.subarray(0, at), Buffer.of(from[at]! ^ 1), from.subarray(at + 1)]);
    {
      await using host = await openS3Store(server, options);
      await commit(host.store, data);
      await eventually("the copy of what was written is gone", () => cached(host).length === 0);
    }
    {
      // What was written here is known part by part, in a later life too: of a damaged one nothing is given, of the others all.
      await using host = await openS3Store(server, options);
      await host.bucket.put(object, damage(data, 2.5 * MB));
      expect((await part(host.store, 2 * MB - 10, 10)).equals(data.subarray(2 * MB - 10, 2 * MB))).toBe(true);
      expect((await part(host.store, 4 * MB, 100)).equals(data.subarray(4 * MB))).toBe(true);
      const reader = await host.store.reader(digest);
      const refused = await failure(part(host.store, 2 * MB, 10));
      expect(isError(refused, "dataLoss")).toBe(true);
      expect(refused.message).toContain(`${object} of bucket ${BUCKET}`);
      expect(refused.message).toContain(`is damaged: its bytes from ${2 * MB} on are not those`);
      expect(isError(await failure(reader.read(Buffer.alloc(data.length), 0)), "dataLoss")).toBe(true);
      await reader.close();
      expect(isError(await failure(host.store.info(digest)), "notFound")).toBe(true);
    }
    for (const lose of [() => rmSync(record), () => writeFileSync(record, damage(readFileSync(record), 70))]) {
      // Of what others wrote, or where the record is lost or damaged, nothing is given before all of it was read.
      lose();
      await using host = await openS3Store(server, options);
      await host.bucket.put(object, damage(data, 2.5 * MB));
      for (const at of [0, MB]) expect(isError(await failure(part(host.store, at, 10)), at === 0 ? "dataLoss" : "notFound")).toBe(true);
      await host.bucket.put(object, data);
      await using other = await openS3Store(server, options);
      expect((await part(other.store, MB, 10)).equals(data.subarray(MB, MB + 10))).toBe(true);
      await eventually("its parts are known now", () => existsSync(record));
    }
    await using host = await openS3Store(server, options);
    await host.store.delete(digest);
    expect(existsSync(record)).toBe(false);
  });

  test("a blob larger than the cache lies beside it for as long as its path is lent, and is away after a restart", async () => {
    using dir = createTempDir();
    const [small, large] = [randomData(MB), randomData(3 * MB)];
    const options = { prefix: "beside/", cacheBytes: 2 * MB, root: path.join(dir.path, "content") };
    {
      await using host = await openS3Store(server, { ...options, lendMs: 1 });
      for (const data of [small, large]) await commit(host.store, data);
      await eventually("the copy of what was written is gone", () => cached(host).length === 1);
      const { path: file, size } = await host.store.locate(sha256(large));
      expect(size).toBe(large.length);
      await eventually("the lent copy is gone", () => !existsSync(file));
    }
    {
      await using host = await openS3Store(server, { ...options, lendMs: 600_000 });
      expect(readFileSync((await host.store.locate(sha256(large))).path).equals(large)).toBe(true);
      expect(cached(host).sort()).toEqual([small, large].map(sha256).sort());
    }
    await using host = await openS3Store(server, options);
    expect(cached(host)).toEqual([sha256(small)]);
  });

  test("a path that was told stays for a while, though the cache is full", async () => {
    await using host = await openS3Store(server, { prefix: "lent/", cacheBytes: 1.5 * MB, lendMs: 60_000 });
    const [one, two] = [randomData(MB), randomData(MB)];
    await commit(host.store, one);
    const { path: file, size } = await host.store.locate(sha256(one));
    expect(size).toBe(MB);
    await commit(host.store, two);
    expect(readFileSync(file).equals(one)).toBe(true);
  });

  test("a damaged object is DataLoss and never served; written again, it is well", async () => {
    await using host = await openS3Store(server, { prefix: "damaged/" });
    const data = randomData(6 * MB);
    const digest = await commit(host.store, data);
    await host.bucket.put(`damaged/blobs/sha256/${digest.slice(7)}`, Buffer.concat([data.subarray(0, 6 * MB - 1), bytes("x")]));
    await using other = await openS3Store(server, { prefix: "damaged/" });
    const refused = await failure(other.store.reader(digest));
    expect(isError(refused, "dataLoss")).toBe(true);
    expect(refused.message).toContain(`damaged/blobs/sha256/${digest.slice(7)} of bucket ${BUCKET}`);
    expect(cached(other)).toEqual([]);
    expect(isError(await failure(other.store.info(digest)), "notFound")).toBe(true);
    await commit(other.store, data);
    forget(other);
    await using third = await openS3Store(server, { prefix: "damaged/" });
    expect((await read(third.store, digest)).equals(data)).toBe(true);
  });

  test("a cached copy that is missing, cut or spoilt is brought again; nobody gets a wrong byte", async () => {
    await using host = await openS3Store(server);
    const data = randomData(MB);
    const digest = await commit(host.store, data);
    const copy = path.join(host.root, "blobs/sha256", digest.slice("sha256:".length));
    const damages = { missing: () => rmSync(copy), cut: () => truncateSync(copy, 100), spoilt: () => writeFileSync(copy, Buffer.concat([bytes("other"), data.subarray(5)]), { mode: 0o644 }) };
    const damage = (how: keyof typeof damages): void => {
      chmodSync(copy, 0o644);
      damages[how]();
    };
    for (const how of ["missing", "cut"] as const) {
      damage(how);
      expect((await read(host.store, digest)).equals(data), how).toBe(true);
    }
    for (const how of ["missing", "cut", "spoilt"] as const) {
      damage(how);
      const { path: lent, size } = await host.store.locate(digest);
      expect([readFileSync(lent).equals(data), size], how).toEqual([true, data.length]);
    }
    damage("spoilt");
    expect(isError(await failure(read(host.store, digest)), "dataLoss")).toBe(true);
    await host.store.verify(digest);
    expect((await read(host.store, digest)).equals(data)).toBe(true);
  });

  test("a connection that breaks in the middle of a range goes on behind what came", async () => {
    await using proxy = await startProxy();
    await using host = await openS3Store(server, { prefix: "broken/" });
    const data = randomData(2 * MB);
    const digest = await commit(host.store, data);
    await using reader = await openS3Store({ ...server, endpoint: `http://${proxy.host}` }, { prefix: "broken/" });
    proxy.inject(/^GET .*blobs\/sha256/, { stopAfter: MB }, 1);
    expect((await read(reader.store, digest)).equals(data)).toBe(true);
  });

  test("an interrupted upload sends only what is missing, in a later life; an aborted one leaves nothing", async () => {
    await using proxy = await startProxy();
    const through = { ...server, endpoint: `http://${proxy.host}` };
    using dir = createTempDir();
    const data = randomData(16 * MB);
    const key = `parts/blobs/sha256/${sha256(data).slice(7)}`;
    const options = { prefix: "parts/", root: path.join(dir.path, "content") };
    const ingest = createLayout(options.root).ingest("r");
    {
      await using host = await openS3Store(through, options);
      proxy.inject(/^PUT .*partNumber=4/, { status: 503 });
      const refused = await failure(commit(host.store, data, "r"));
      expect(isError(refused, "unavailable")).toBe(true);
      expect(refused.message).toContain(`bucket ${BUCKET} at http://${proxy.host}`);
      expect(await host.bucket.head(key)).toBeUndefined();
      expect(await host.store.status("r")).toMatchObject({ offset: data.length });
    }
    proxy.clear();
    await using host = await openS3Store(through, options);
    const { id } = JSON.parse(readFileSync(path.join(ingest.directory, "upload"), "utf8")) as { id: string };
    expect((await host.bucket.parts({ key, id }))?.map(({ part }) => part)).toEqual([1, 2, 3]);
    const before = proxy.requests.length;
    await commit(host.store, data, "r");
    const sent = proxy.requests.slice(before).filter((line) => line.startsWith("PUT ") && line.includes("partNumber"));
    expect(sent.map((line) => /partNumber=(\d+)/.exec(line)?.[1])).toEqual(["4"]);
    forget(host);
    await using other = await openS3Store(server, { prefix: "parts/" });
    expect((await read(other.store, sha256(data))).equals(data)).toBe(true);

    const aborted = randomData(11 * MB);
    proxy.inject(/^PUT .*partNumber=3/, { status: 503 });
    await failure(commit(host.store, aborted, "dropped"));
    const upload = JSON.parse(readFileSync(path.join(createLayout(options.root).ingest("dropped").directory, "upload"), "utf8")) as { id: string };
    await host.store.abort("dropped");
    await eventually("the upload is gone", async () => (await host.bucket.parts({ key: `parts/blobs/sha256/${sha256(aborted).slice(7)}`, id: upload.id })) === undefined);
  });

  test("an upload that the server has forgotten is begun anew", async () => {
    await using host = await openS3Store(server, { prefix: "forgotten/" });
    const data = randomData(6 * MB);
    const writer = await host.store.writer({ ref: "r" });
    await writer.write(data);
    const key = `forgotten/blobs/sha256/${sha256(data).slice(7)}`;
    const id = await host.bucket.begin(key);
    await host.bucket.abort({ key, id });
    writeFileSync(path.join(path.dirname(writer.path), "upload"), JSON.stringify({ key, id, partBytes: 5 * MB }));
    await writer.seal({ expected: sha256(data) });
    await writer.publish();
    await writer.close();
    expect(await host.bucket.head(key)).toMatchObject({ size: data.length });
  });

  test("a server that is away: cached content goes on, the rest is Unavailable and recovers by itself", async () => {
    await using host = await openS3Store(server, { prefix: "away/" });
    const [warm, cold] = [randomData(MB), randomData(MB)];
    for (const data of [warm, cold]) await commit(host.store, data);
    await using other = await openS3Store(server, { prefix: "away/" });
    await read(other.store, sha256(warm));
    await server.kill();
    expect((await read(other.store, sha256(warm))).equals(warm)).toBe(true);
    const refused = await failure(other.store.reader(sha256(cold)));
    expect(isError(refused, "unavailable")).toBe(true);
    expect(refused.message).toMatch(new RegExp(`bucket ${BUCKET} at ${server.endpoint}: .*ECONNREFUSED.*what is cached goes on`));
    const data = bytes("written meanwhile");
    expect(isError(await failure(commit(other.store, data, "meanwhile")), "unavailable")).toBe(true);
    expect(await other.store.status("meanwhile")).toMatchObject({ offset: data.length });
    await server.restart();
    expect((await read(other.store, sha256(cold))).equals(cold)).toBe(true);
    expect(await commit(other.store, data, "meanwhile")).toBe(sha256(data));
  });

  test("wrong keys, no permission, no bucket, a wrong region, a wrong clock: each with its class and its mend", async () => {
    const attempt = async (options: Partial<Parameters<typeof openBucket>[0]>) => attemptWith(await openBucket({ endpoint: server.endpoint, bucket: BUCKET, region: "us-east-1", ...server.keys, ...options }, { log }));
    const attemptWith = async (bucket: Bucket) => {
      await using host = await openS3Store(server, { bucket });
      const { digest } = { digest: sha256("x") };
      return { read: await failure(host.store.reader(digest)), commit: await failure(commit(host.store, bytes("x"))), tried: await failure(tryBucket(bucket, "try/")) };
    };
    const expectAll = (found: Record<string, Error>, errorClass: Parameters<typeof isError>[1], words: RegExp): void => {
      for (const error of Object.values(found)) {
        expect(error.message).toMatch(words);
        expect(isError(error, errorClass), error.message).toBe(true);
      }
    };
    expectAll(await attempt({ secretKey: "wrong" }), "unauthenticated", /SignatureDoesNotMatch.*check access_key and secret_key/);
    expectAll(await attempt({ bucket: "no-such-bucket" }), "failedPrecondition", /bucket no-such-bucket at .*NoSuchBucket.*create the bucket/);
    // The others take any.
    if (name === "swift") expectAll(await attempt({ region: "eu-nowhere-1" }), "failedPrecondition", /AuthorizationHeaderMalformed.*set region to the bucket's/);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    expectAll(await attempt({}).finally(() => vi.useRealTimers()), "failedPrecondition", /RequestTimeTooSkewed.*set this machine's clock/);
    using dir = createTempDir();
    const { accessKey, secretKey, sessionToken = "" } = await server.outsider();
    const credentialsFile = path.join(dir.path, "credentials");
    writeFileSync(credentialsFile, `[default]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n${sessionToken && `aws_session_token = ${sessionToken}\n`}`);
    const { endpoint } = server;
    const outsiders = await openBucket({ endpoint, bucket: BUCKET, region: "us-east-1", credentialsFile }, { log });
    expectAll(await attemptWith(outsiders), "permissionDenied", /AccessDenied.*allow these keys/);
  });

  test("keys come from a credentials file, which is read again, and a private CA is trusted", async () => {
    await using own = await startBucket({ tls: true, server: name });
    using dir = createTempDir();
    const credentialsFile = path.join(dir.path, "credentials");
    const write = (secret: string): void => writeFileSync(credentialsFile, `[other]\naws_access_key_id = x\n[default]\naws_access_key_id = ${own.keys.accessKey}\naws_secret_access_key = ${secret}\n`);
    write("wrong");
    const options = { endpoint: own.endpoint, bucket: BUCKET, region: "us-east-1", credentialsFile };
    const bucket = await openBucket({ ...options, caFile: own.caFile! }, { log });
    expect(isError(await failure(tryBucket(bucket, "")), "unauthenticated")).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    write(own.keys.secretKey);
    await tryBucket(bucket, "");
    for await (const left of bucket.list("")) expect.fail(`${left.key} was left behind`);
    bucket.close();
    const distrusting = await openBucket(options, { log });
    expect((await failure(tryBucket(distrusting, ""))).message).toMatch(/self-signed certificate \(set ca_file to/);
    distrusting.close();
    await expect(openBucket({ ...options, credentialsFile: "/nowhere" }, { log })).rejects.toThrow("credentials_file /nowhere: ENOENT");
  });

  test("a shared bucket loses nothing to one of its hosts", async () => {
    await using host = await openS3Store(server, { prefix: "shared/", shared: true });
    const digest = await commit(host.store, bytes("everybody's"));
    await host.store.delete(digest);
    expect(cached(host)).toEqual([]);
    expect((await read(host.store, digest)).toString()).toBe("everybody's");
  });

  test("an object's name is its digest, whatever the algorithm; other names are not listed", async () => {
    await using host = await openS3Store(server, { prefix: "names/" });
    const writer = await host.store.writer({ ref: "r" });
    await writer.write(bytes("long"));
    const digest = `sha512:${createHash("sha512").update("long").digest("hex")}`;
    await writer.seal({ expected: digest });
    await writer.publish();
    await writer.close();
    await host.bucket.put("names/blobs/sha256/README", bytes("not a blob"));
    await host.bucket.put("names/blobs/other", bytes("not a blob"));
    expect((await host.store.list()).map((blob) => blob.digest)).toEqual([digest]);
  });

  test("what is left of a fetch that was cut off goes at the next start", async () => {
    using dir = createTempDir();
    const options = { prefix: "cut/", root: path.join(dir.path, "content") };
    const file = path.join(options.root, "arriving/rubbish");
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "half");
    await using host = await openS3Store(server, options);
    expect(existsSync(file)).toBe(false);
    expect(await host.store.list()).toEqual([]);
  });
});
