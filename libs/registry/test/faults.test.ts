import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "@stevedore/oci";
import { createRegistryClient, createTransport, loadHosts, type CredentialsSource, type RegistryClient, type RegistryHost, type Transport } from "@stevedore/registry";
import { drain, makeImage, messageFrom, quiet, serveImage, startFake } from "./support.ts";

const image = makeImage(2_000_000);
let transport: Transport;
beforeAll(() => { transport = createTransport(); });
afterAll(() => transport[Symbol.asyncDispose]());

function client(host: string, options: { hosts?: RegistryHost[]; credentials?: CredentialsSource; headers?: Record<string, string> } = {}): RegistryClient {
  const { hosts = loadHosts({ host }), ...rest } = options;
  return createRegistryClient({ reference: `${host}/team/app:v1`, hosts, transport, log: quiet, retry: { attempts: 3, baseDelayMs: 5, maxDelayMs: 50 }, ...rest });
}

describe("transfers that break", () => {
  test("are resumed by range where they stopped", async () => {
    let breaks = 0;
    await using fake = await startFake((request, response) => {
      if (!request.url!.includes("/blobs/") || breaks === 3) return serveImage(image, request, response);
      breaks++;
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
      response.writeHead(start > 0 ? 206 : 200, {
        "content-length": image.layer.size - start,
        ...(start > 0 ? { "content-range": `bytes ${start}-${image.layer.size - 1}/${image.layer.size}` } : {}),
      });
      response.write(image.layerBytes.subarray(start, start + 300_000), () => setTimeout(() => response.destroy(), 20));
    });
    expect(digestOf(await drain(client(fake.host).fetcher().open(image.layer)))).toBe(image.layer.digest);
    expect(fake.seen.map(({ headers }) => headers.range)).toEqual([undefined, "bytes=300000-", "bytes=600000-", "bytes=900000-"]);
  });

  test("and the server knows no ranges: what is there already is skipped", async () => {
    let first = true;
    await using fake = await startFake((request, response) => {
      delete request.headers.range;
      if (!first) return serveImage(image, request, response);
      first = false;
      response.writeHead(200, { "content-length": image.layer.size });
      response.write(image.layerBytes.subarray(0, 700_001), () => setTimeout(() => response.destroy(), 20));
    });
    expect(digestOf(await drain(client(fake.host).fetcher().open(image.layer)))).toBe(image.layer.digest);
  });

  test("and never go on: bounded, and the error says where", async () => {
    await using fake = await startFake((_request, response) => {
      response.writeHead(200, { "content-length": image.layer.size });
      response.write("x", () => setTimeout(() => response.destroy(), 5));
    });
    await expect(drain(client(fake.host).fetcher().open(image.layer, { offset: 10 }))).rejects.toMatchObject({
      code: 14, message: expect.stringMatching(new RegExp(`^blob ${image.layer.digest}: failed to do request: Get "http://${fake.host}/v2/team/app/blobs/`)),
    });
    expect(fake.requests).toHaveLength(3);
  });

  test("and another host has the rest", async () => {
    await using bad = await startFake((_request, response) => {
      response.writeHead(200, { "content-length": image.layer.size });
      response.write(image.layerBytes.subarray(0, 1000), () => setTimeout(() => response.socket!.resetAndDestroy(), 20));
    });
    await using good = await startFake((request, response) => serveImage(image, request, response));
    const hosts = [...loadHosts({ host: bad.host }), ...loadHosts({ host: good.host })];
    expect(digestOf(await drain(client(good.host, { hosts }).fetcher().open(image.layer)))).toBe(image.layer.digest);
    expect(good.seen.at(-1)!.headers.range).toBe("bytes=1000-");
  });

  test("by silence: what had come while the reader was busy is handed out all the same", async () => {
    const more = Promise.withResolvers<void>();
    await using fake = await startFake(async (_request, response) => {
      response.writeHead(200, { "content-length": image.layer.size });
      response.write(image.layerBytes.subarray(0, 600_000));
      await more.promise;
      response.write(image.layerBytes.subarray(600_000, 700_000));
    });
    let has = 0;
    // Whoever gives up is handed out everything, too.
    const signal = AbortSignal.timeout(30_000);
    for await (const batch of client(fake.host).fetcher().open(image.layer, { signal })) {
      for (const chunk of batch) has += chunk.length;
      if (has === 700_000) break;
      more.resolve();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect([has, signal.aborted]).toEqual([700_000, false]);
  });

  test("by the reader's signal: at once", async () => {
    await using fake = await startFake((_request, response) => { response.writeHead(200, { "content-length": image.layer.size }).write("x"); });
    const abort = new AbortController();
    const reading = drain(client(fake.host).fetcher().open(image.layer, { signal: abort.signal }));
    while (fake.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // A socket that is reset ends with an error.
    const closed = new Promise((resolve) => fake.seen[0]!.socket.once("close", resolve));
    abort.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await closed;
  });
});

describe("lies", () => {
  test("about the size, announced", async () => {
    await using fake = await startFake((request, response) => serveImage(image, request, response));
    await expect(drain(client(fake.host).fetcher().open({ ...image.layer, size: 5_000 }))).rejects.toMatchObject({ code: 9, message: expect.stringContaining("failed size validation: 2000000 != 5000") });
  });

  test.each([["more", image.layer.size - 1, "more than the 1999999 bytes"], ["fewer", image.layer.size + 1, "failed size validation: 2000000 != 2000001"]])("about the size, unannounced: %s", async (_what, size, reason) => {
    await using fake = await startFake((request, response) => {
      if (request.headers.range !== undefined) return void response.writeHead(416).end();
      response.writeHead(200).end(image.layerBytes);
    });
    await expect(drain(client(fake.host).fetcher().open({ ...image.layer, size }))).rejects.toMatchObject({ code: 9, message: expect.stringContaining(reason) });
  });

  test("about a manifest's digest", async () => {
    const other = Buffer.from(image.manifestBytes.toString().replace("schemaVersion", "schemaversion"));
    await using fake = await startFake((_request, response) => { response.writeHead(200, { "content-type": image.manifest.mediaType }).end(other); });
    await expect(client(fake.host).fetcher().read(image.manifest)).rejects.toMatchObject({ code: 9, message: expect.stringContaining(`expected ${image.manifest.digest}`) });
    const byDigest = createRegistryClient({ reference: `${fake.host}/a@${image.manifest.digest}`, hosts: loadHosts({ host: fake.host }), transport, log: quiet });
    await expect(byDigest.resolve()).rejects.toMatchObject({ code: 9 });
  });

  test("a manifest without end", async () => {
    await using fake = await startFake((_request, response) => {
      response.writeHead(200, { "content-type": image.manifest.mediaType });
      if (_request.method === "HEAD") return void response.end();
      response.end(Buffer.alloc(9 << 20, 32));
    });
    await expect(client(fake.host).resolve()).rejects.toMatchObject({ code: 3, message: expect.stringContaining("longer than") });
  });
});

describe("statuses", () => {
  test.each([[500, 14, "500 Internal Server Error"], [403, 7, "403 Forbidden"], [429, 8, "429 Too Many Requests"], [401, 16, "401 Unauthorized"]])("%i is class %i", async (status, code, text) => {
    await using fake = await startFake((_request, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ errors: [{ code: "DENIED", message: "because" }] }));
    });
    await expect(client(fake.host).resolve()).rejects.toMatchObject({ code, message: `unexpected status from HEAD request to http://${fake.host}/v2/team/app/manifests/v1: ${text}` });
    await expect(drain(client(fake.host).fetcher().open(image.layer))).rejects.toMatchObject({
      code, message: `blob ${image.layer.digest}: unexpected status from GET request to http://${fake.host}/v2/team/app/blobs/${image.layer.digest}: ${text}: denied: because`,
    });
    expect(fake.requests).toHaveLength(status === 500 || status === 429 ? 6 : 2);
  });

  test("429 is waited for as long as it says, then goes on", async () => {
    let refused = 0;
    await using fake = await startFake((request, response) => {
      if (refused++ < 2) return void response.writeHead(429, { "retry-after": "0" }).end();
      serveImage(image, request, response);
    });
    expect((await client(fake.host).resolve()).descriptor).toEqual(image.manifest);
  });

  test("a document that is wanted next comes with the answer, from a host that may be pulled from", async () => {
    await using fake = await startFake((request, response) => serveImage(image, request, response));
    const path = "/v2/team/app/manifests/v1";
    expect(await client(fake.host).resolve({ withDocument: true })).toMatchObject({ descriptor: image.manifest, document: image.manifestBytes });
    expect(fake.requests).toEqual([`GET ${path}`]);
    const hosts = loadHosts({ host: fake.host }).map((host) => ({ ...host, capabilities: new Set(["resolve" as const]) }));
    expect((await client(fake.host, { hosts }).resolve({ withDocument: true })).document).toBeUndefined();
    expect(fake.requests.slice(1)).toEqual([`HEAD ${path}`]);
  });

  test("a document that breaks off says what it is nevertheless; one that is another than was announced is refused", async () => {
    await using breaking = await startFake((request, response) => {
      if (request.method === "HEAD") return serveImage(image, request, response);
      response.writeHead(200, { "content-type": image.manifest.mediaType, "content-length": image.manifest.size });
      response.write("{", () => setTimeout(() => response.destroy(), 5));
    });
    const resolved = await client(breaking.host).resolve({ withDocument: true });
    expect([resolved.descriptor, resolved.document]).toEqual([image.manifest, undefined]);
    await using lying = await startFake((_request, response) => {
      response.writeHead(200, { "content-type": image.manifest.mediaType, "docker-content-digest": image.manifest.digest }).end("{}");
    });
    await expect(client(lying.host).resolve({ withDocument: true })).rejects.toMatchObject({ code: 9, message: expect.stringContaining(`expected ${image.manifest.digest}`) });
  });

  test("a HEAD that is refused or says nothing is asked again as GET", async () => {
    for (const status of [405, 200]) {
      await using fake = await startFake((request, response) => {
        if (request.method === "HEAD") return void response.writeHead(status).end();
        response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(image.manifestBytes);
      });
      expect((await client(fake.host).resolve()).descriptor).toEqual(image.manifest);
    }
  });
});

describe("redirects", () => {
  test("to another host: credentials and own headers stay behind", async () => {
    await using store = await startFake((request, response) => serveImage(image, request, response));
    await using fake = await startFake((request, response, url) => {
      if (request.headers.authorization === undefined) return void response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      response.writeHead(307, { location: `http://${store.host}${url.pathname}?signature=abc` }).end();
    });
    const credentials: CredentialsSource = async () => ({ kind: "password", username: "u", secret: "p" });
    const from = client(fake.host, { credentials, headers: { "X-Secret": "1" } });
    expect(digestOf(await drain(from.fetcher().open(image.layer)))).toBe(image.layer.digest);
    expect(fake.seen.at(-1)!.headers).toMatchObject({ authorization: "Basic dTpw", "x-secret": "1" });
    expect(store.seen[0]!.headers.authorization).toBeUndefined();
    expect(store.seen[0]!.headers["x-secret"]).toBeUndefined();
  });

  test("in circles, and to another protocol", async () => {
    await using circle = await startFake((_request, response, url) => { response.writeHead(302, { location: url.pathname }).end(); });
    expect(await messageFrom(client(circle.host).resolve())).toContain("stopped after 10 redirects");
    await using file = await startFake((_request, response) => { response.writeHead(302, { location: "file:///etc/passwd" }).end(); });
    expect(await messageFrom(client(file.host).resolve())).toContain('unsupported scheme "file:"');
  });

  test("a secret query is not shown in errors", async () => {
    await using store = await startFake((_request, response) => { response.writeHead(403).end(); });
    await using fake = await startFake((_request, response) => { response.writeHead(307, { location: `http://${store.host}/x?X-Amz-Signature=verysecret` }).end(); });
    const message = await messageFrom(client(fake.host).resolve());
    expect(message).toContain(`http://${store.host}/x`);
    expect(message).not.toContain("verysecret");
  });
});

test("mirrors are told which registry is meant", async () => {
  await using mirror = await startFake((request, response) => serveImage(image, request, response));
  const from = client("registry.example", { hosts: loadHosts({ host: mirror.host }) });
  await from.resolve();
  expect(mirror.requests).toEqual(["HEAD /v2/team/app/manifests/v1?ns=registry.example"]);
});
