import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "@stevedore/oci";
import { createRegistryClient, createTransport, loadHosts, type Fetcher, type OpenOptions, type RangeOptions, type RegistryHost, type Stall, type Transport } from "@stevedore/registry";
import { drain, makeImage, quiet, serveImage, startFake, type FakeServer } from "./support.ts";

const BYTES = 300_000;
const image = makeImage(2_000_000);
let transport: Transport;
beforeAll(() => { transport = createTransport(); });
afterAll(() => transport[Symbol.asyncDispose]());

function fetcher(host: string, hosts: RegistryHost[] = loadHosts({ host })): Fetcher {
  return createRegistryClient({ reference: `${host}/team/app:v1`, hosts, transport, log: quiet, retry: { attempts: 3, baseDelayMs: 5, maxDelayMs: 50 } }).fetcher();
}

/** Leave for so many requests beside the first, and how many there were at once. */
function turns(count: number): RangeOptions & { taken: number; most: number } {
  const options = {
    bytes: BYTES, taken: 0, most: 0,
    turn() {
      if (options.taken === count) return undefined;
      options.most = Math.max(options.most, ++options.taken);
      return () => void options.taken--;
    },
  };
  return options;
}

const rangesOf = ({ seen }: FakeServer): (string | undefined)[] => seen.map(({ headers }) => headers.range);
const startOf = ({ headers }: IncomingMessage): number => Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
const digestFrom = async (from: Fetcher, options: OpenOptions): Promise<string> => digestOf(await drain(from.open(image.layer, options)));
const EXPECTED = Array.from({ length: 7 }, (_, i) => `bytes=${i * BYTES}-${i < 6 ? (i + 1) * BYTES - 1 : ""}`);

describe("a large blob", () => {
  test("is fetched by several requests at once, and comes in order", async () => {
    const behind = Promise.withResolvers<void>();
    await using fake = await startFake((request, response) => {
      // What is behind the second arrives before it.
      if (startOf(request) === BYTES) return void behind.promise.then(() => serveImage(image, request, response));
      if (startOf(request) === 2 * BYTES) response.on("finish", behind.resolve);
      serveImage(image, request, response);
    });
    const ranges = turns(2);
    expect(await digestFrom(fetcher(fake.host), { ranges })).toBe(image.layer.digest);
    expect(rangesOf(fake).toSorted()).toEqual(EXPECTED.toSorted());
    expect(ranges).toMatchObject({ taken: 0, most: 2 });
  });

  test("from an offset on", async () => {
    await using fake = await startFake((request, response) => serveImage(image, request, response));
    const bytes = await drain(fetcher(fake.host).open(image.layer, { offset: 123_456, ranges: turns(3) }));
    expect(bytes.equals(image.layerBytes.subarray(123_456))).toBe(true);
  });

  test("without leave for a second request, or no larger than a range, by one at a time", async () => {
    await using fake = await startFake((request, response) => serveImage(image, request, response));
    expect(await digestFrom(fetcher(fake.host), { ranges: turns(0) })).toBe(image.layer.digest);
    expect(rangesOf(fake)).toEqual(EXPECTED);
    fake.seen.length = 0;
    expect(await digestFrom(fetcher(fake.host), { ranges: { ...turns(2), bytes: image.layer.size } })).toBe(image.layer.digest);
    expect(rangesOf(fake)).toEqual([undefined]);
  });

  test("of a registry that knows no ranges: by one request", async () => {
    await using fake = await startFake((request, response) => {
      delete request.headers.range;
      serveImage(image, request, response);
    });
    expect(await digestFrom(fetcher(fake.host), { ranges: turns(2) })).toBe(image.layer.digest);
    expect(fake.requests).toHaveLength(1);
  });

  test.each([400, 416, 501])("of a registry that answers %i to a range: whole", async (status) => {
    await using fake = await startFake((request, response) => {
      if (request.headers.range !== undefined) return void response.writeHead(status).end();
      serveImage(image, request, response);
    });
    expect(await digestFrom(fetcher(fake.host), { ranges: turns(2) })).toBe(image.layer.digest);
    expect(rangesOf(fake)).toEqual([EXPECTED[0], undefined]);
  });

  test("of a registry that refuses a second request at once: one after the other", async () => {
    let isBusy = false;
    const refused = Promise.withResolvers<void>();
    await using fake = await startFake(async (request, response) => {
      if (isBusy) return void response.writeHead(403).end(refused.resolve);
      isBusy = true;
      // The first is asked for alone; the second is held until another has been refused.
      if (startOf(request) === BYTES) await refused.promise;
      // Before its end: the client may be back before the server hears that it has all.
      isBusy = false;
      serveImage(image, request, response);
    });
    const ranges = turns(2);
    expect(await digestFrom(fetcher(fake.host), { ranges })).toBe(image.layer.digest);
    expect(ranges.taken).toBe(0);
  });

  test("whose ranges break is resumed in each", async () => {
    const broken = new Set<number>();
    await using fake = await startFake((request, response) => {
      const start = startOf(request);
      if (broken.has(start) || start % BYTES !== 0) return serveImage(image, request, response);
      broken.add(start);
      const end = Math.min(start + BYTES, image.layer.size);
      response.writeHead(206, { "content-length": end - start, "content-range": `bytes ${start}-${end - 1}/${image.layer.size}` });
      response.write(image.layerBytes.subarray(start, start + 100_000), () => setTimeout(() => response.destroy(), 10));
    });
    expect(await digestFrom(fetcher(fake.host), { ranges: turns(2) })).toBe(image.layer.digest);
    expect(broken.size).toBe(7);
  });

  test("that ends: the error is told, every connection is let go, every turn given back", async () => {
    await using fake = await startFake((request, response) => {
      if (startOf(request) === 0) return serveImage(image, request, response);
      response.writeHead(404).end();
    });
    const ranges = turns(2);
    await expect(digestFrom(fetcher(fake.host), { ranges })).rejects.toMatchObject({ code: 5, message: expect.stringContaining(`${image.layer.digest} not found`) });
    expect(ranges.taken).toBe(0);
  });

  test("given up by its reader: at once, everywhere", async () => {
    const hangs = (start: number): boolean => start > 0;
    await using fake = await startFake((request, response) => {
      if (!hangs(startOf(request))) return serveImage(image, request, response);
      response.writeHead(206, { "content-length": BYTES, "content-range": `bytes ${startOf(request)}-${startOf(request) + BYTES - 1}/${image.layer.size}` }).flushHeaders();
    });
    const ranges = turns(2);
    const abort = new AbortController();
    const reading = digestFrom(fetcher(fake.host), { ranges, signal: abort.signal });
    while (fake.seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = fake.seen.slice(1).map(({ socket }) => new Promise((resolve) => socket.on("error", () => undefined).once("close", resolve)));
    abort.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await Promise.all(closed);
    expect(ranges.taken).toBe(0);
  });
});

describe("a transfer that stalls", () => {
  const stall = { minBytesPerSecond: 100_000, windowMs: 600 };
  const slowly = (request: IncomingMessage, response: Parameters<typeof serveImage>[2], pieces: number): void => {
    const start = startOf(request);
    response.writeHead(start > 0 ? 206 : 200, start > 0 ? { "content-range": `bytes ${start}-${image.layer.size - 1}/${image.layer.size}` } : {});
    let sent = start;
    const timer = setInterval(() => {
      response.write(image.layerBytes.subarray(sent, sent + 1000));
      sent += 1000;
      if (--pieces === 0) clearInterval(timer);
    }, 20);
    response.on("close", () => clearInterval(timer));
  };

  test("goes on at another host, from where it was, and says so", async () => {
    await using slow = await startFake((request, response) => slowly(request, response, Number.POSITIVE_INFINITY));
    await using good = await startFake((request, response) => serveImage(image, request, response));
    const told: Stall[] = [];
    const from = fetcher(good.host, [...loadHosts({ host: slow.host }), ...loadHosts({ host: good.host })]);
    expect(await digestFrom(from, { stall, onStall: (info) => told.push(info) })).toBe(image.layer.digest);
    expect(told).toEqual([{ digest: image.layer.digest, host: slow.host, rate: expect.any(Number), offset: expect.any(Number), next: good.host }]);
    expect(told[0]!.rate).toBeLessThan(stall.minBytesPerSecond);
    expect(told[0]!.offset).toBeGreaterThan(0);
    expect(rangesOf(good)).toEqual([`bytes=${told[0]!.offset}-`]);
  });

  test("before it has begun: as well", async () => {
    await using silent = await startFake(() => undefined);
    await using good = await startFake((request, response) => serveImage(image, request, response));
    const told: Stall[] = [];
    const from = fetcher(good.host, [...loadHosts({ host: silent.host }), ...loadHosts({ host: good.host })]);
    expect(await digestFrom(from, { stall, onStall: (info) => told.push(info) })).toBe(image.layer.digest);
    expect(told).toMatchObject([{ host: silent.host, rate: 0, offset: 0, next: good.host }]);
  });

  test("where there is no other host: slowness is borne, silence is not", async () => {
    let asked = 0;
    await using fake = await startFake((request, response) => {
      if (++asked > 1) return serveImage(image, request, response);
      slowly(request, response, 20);
    });
    const told: Stall[] = [];
    expect(await digestFrom(fetcher(fake.host), { stall, onStall: (info) => told.push(info) })).toBe(image.layer.digest);
    expect(told).toMatchObject([{ host: fake.host, rate: 0, offset: 20_000, next: fake.host }]);
  });

  test("everywhere: it ends, and says how slow it was", async () => {
    await using fake = await startFake((_request, response) => { response.writeHead(200).flushHeaders(); });
    await expect(digestFrom(fetcher(fake.host), { stall })).rejects.toMatchObject({ code: 14, message: expect.stringMatching(/^blob sha256:.*: the transfer stalled: 0 bytes a second/) });
    expect(fake.requests).toHaveLength(3);
  });

  test("because its reader is slow: that is no stall", async () => {
    await using fake = await startFake((request, response) => serveImage(image, request, response));
    // Where there is no other host, no slowness would be told of.
    await using other = await startFake((request, response) => serveImage(image, request, response));
    const from = fetcher(other.host, [...loadHosts({ host: fake.host }), ...loadHosts({ host: other.host })]);
    const told: Stall[] = [];
    let bytes = 0;
    for await (const batch of from.open(image.layer, { stall: { minBytesPerSecond: 10_000_000, windowMs: 1000 }, onStall: (info) => told.push(info) })) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 1100));
      for (const { length } of batch) bytes += length;
    }
    expect([bytes, told]).toEqual([image.layer.size, []]);
  });
});
