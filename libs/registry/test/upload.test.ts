import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "@stevedore/oci";
import { createRegistryClient, createTransport, loadHosts, type Pusher, type Transport, type UploadedBlob } from "@stevedore/registry";
import { startFaultProxy } from "../../../tests/kit/mod.ts";
import { drain, makeImage, quiet, startFake, startRegistry, tempDir, type FakeServer, type RealRegistry } from "./support.ts";

const image = makeImage(1_000_000);
const { layer, layerBytes } = image;
const temp = tempDir();
let transport: Transport;
let registry: RealRegistry;

beforeAll(async () => {
  transport = createTransport();
  registry = await startRegistry({ dir: temp.path, http: "  relativeurls: true\n" });
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await transport[Symbol.asyncDispose]();
  temp[Symbol.dispose]();
});

function client(host: string, repository: string) {
  return createRegistryClient({ reference: `${host}/${repository}:v1`, hosts: loadHosts({ host }), transport, log: quiet, retry: { attempts: 3, baseDelayMs: 5, maxDelayMs: 50 } });
}

const pusherTo = (host: string, repository: string, chunkBytes?: number): Pusher => client(host, repository).pusher({ tagged: "", ...(chunkBytes === undefined ? {} : { chunkBytes }) });

/** The layer, and which ranges of it were asked for. */
function watched(): UploadedBlob & { asked: string[] } {
  const asked: string[] = [];
  async function* open({ offset, length }: { offset: number; length: number }): AsyncGenerator<Uint8Array> {
    asked.push(`${offset}+${length}`);
    for (let at = offset; at < offset + length; at += 50_000) yield layerBytes.subarray(at, Math.min(at + 50_000, offset + length));
  }
  return { asked, open };
}

describe("docker-registry", () => {
  const pulled = async (repository: string): Promise<string> => digestOf(await drain(client(registry.host, repository).fetcher().open(layer)));

  test("takes a long blob in pieces, a short one at once", async () => {
    await using proxy = await startFaultProxy(registry);
    const blob = watched();
    expect(await pusherTo(proxy.host, "pieces/app", 300_000).pushBlob(layer, blob)).toBe("uploaded");
    expect(blob.asked).toEqual(["0+300000", "300000+300000", "600000+300000", "900000+100000"]);
    expect(proxy.requests.map((line) => line.split(" ")[0])).toEqual(["POST", "PATCH", "PATCH", "PATCH", "PATCH", "PUT"]);
    expect(await pulled("pieces/app")).toBe(layer.digest);
    proxy.requests.length = 0;
    await pusherTo(proxy.host, "whole/app").pushBlob(layer, watched());
    expect(proxy.requests.map((line) => line.split(" ")[0])).toEqual(["POST", "PUT"]);
  });

  test("goes on from its Range after requests that did not reach it", async () => {
    await using proxy = await startFaultProxy(registry);
    const blob = watched();
    const opened = blob.open;
    // The first two pieces pass, the third is refused twice.
    blob.open = (range) => {
      if (range.offset === 600_000 && blob.asked.length === 2) proxy.inject(/^PATCH/, { status: 503 }, 2);
      return opened(range);
    };
    await pusherTo(proxy.host, "resumed/app", 300_000).pushBlob(layer, blob);
    const methods = proxy.requests.map((line) => line.split(" ")[0]);
    expect(methods.filter((method) => method === "POST")).toHaveLength(1);
    expect(methods.filter((method) => method === "GET")).toHaveLength(2);
    expect(blob.asked.filter((range) => range === "0+300000")).toHaveLength(1);
    expect(await pulled("resumed/app")).toBe(layer.digest);
  });

  test("begins anew where it has forgotten the session: a request broke in the middle", async () => {
    await using proxy = await startFaultProxy(registry);
    proxy.inject(/^PATCH/, { breakRequestAfter: 200_000 }, 1);
    await pusherTo(proxy.host, "anew/app", 300_000).pushBlob(layer, watched());
    expect(await pulled("anew/app")).toBe(layer.digest);
    proxy.inject(/^PUT/, { breakRequestAfter: 400_000 }, 1);
    await pusherTo(proxy.host, "anew/whole").pushBlob(layer, watched());
    expect(await pulled("anew/whole")).toBe(layer.digest);
  });

  test("mounts from the second repository asked; the upload that the first question opened is given up", async () => {
    await pusherTo(registry.host, "mount/from").pushBlob(layer, watched());
    await using proxy = await startFaultProxy(registry);
    const blob = watched();
    expect(await pusherTo(proxy.host, "mount/to").pushBlob(layer, { ...blob, mountFrom: ["other/nothing", "mount/from", "mount/nothing"] })).toBe("mounted");
    expect(blob.asked).toEqual([]);
    const asked = proxy.requests.map((line) => `${line.split(" ")[0]} ${/from=([^&]*)/.exec(line)?.[1] ?? ""}`);
    // Repositories with more in common come first.
    expect(asked).toEqual(["POST mount%2Ffrom"]);
    proxy.requests.length = 0;
    expect(await pusherTo(proxy.host, "mount/third").pushBlob(layer, { ...blob, mountFrom: ["mount/nothing", "mount/from"] })).toBe("mounted");
    expect(proxy.requests.map((line) => line.split(" ")[0])).toEqual(["POST", "POST", "DELETE"]);
  });
});

describe("a registry that keeps what it got", () => {
  interface Store { bytes: Buffer; stored?: string }

  /** The distribution spec's uploads in memory; `breaks` are numbers of bytes of a request after which its connection ends. */
  const startKeeping = (options: { breaks?: number[]; minChunk?: number; refusesPatch?: boolean }): Promise<FakeServer & { store: Store }> => {
    const store: Store = { bytes: Buffer.alloc(0) };
    const breaks = [...(options.breaks ?? [])];
    const headers = (): Record<string, string> => ({ location: "/upload/1?state=x", range: `0-${Math.max(0, store.bytes.length - 1)}`, ...(options.minChunk === undefined ? {} : { "oci-chunk-min-length": String(options.minChunk) }) });
    const finish = (url: URL, response: ServerResponse): void => {
      store.stored = `sha256:${createHash("sha256").update(store.bytes).digest("hex")}`;
      response.writeHead(store.stored === url.searchParams.get("digest") ? 201 : 400).end();
    };
    const receive = (request: IncomingMessage, then: () => void): void => {
      const limit = breaks.shift() ?? Number.POSITIVE_INFINITY;
      let got = 0;
      request.on("data", (chunk: Buffer) => {
        const part = chunk.subarray(0, Math.max(0, limit - got));
        got += part.length;
        store.bytes = Buffer.concat([store.bytes, part]);
        if (got >= limit) request.socket.destroy();
      });
      request.on("end", then);
      request.on("error", () => {});
    };
    return startFake((request, response, url) => {
      if (request.method === "HEAD") return void response.writeHead(404).end();
      if (request.method === "POST") {
        store.bytes = Buffer.alloc(0);
        return void response.writeHead(202, headers()).end();
      }
      if (request.method === "GET") return void response.writeHead(204, headers()).end();
      if (request.method === "PUT") return receive(request, () => finish(url, response));
      if (options.refusesPatch === true) return void request.resume().on("end", () => response.writeHead(405).end());
      const start = Number(/^(\d+)-/.exec(request.headers["content-range"] ?? "")?.[1]);
      if (start !== store.bytes.length) return void request.resume().on("end", () => response.writeHead(416).end());
      return receive(request, () => response.writeHead(202, headers()).end());
    }).then((server) => Object.assign(server, { store }));
  };

  test("gets each byte once, however often the connection breaks", async () => {
    await using fake = await startKeeping({ breaks: [123_457, 200_000, 1, 300_000] });
    const blob = watched();
    await pusherTo(fake.host, "team/app").pushBlob(layer, blob);
    expect(fake.store.stored).toBe(layer.digest);
    expect(blob.asked.map((range) => Number(range.split("+")[0]))).toEqual([0, 123_457, 323_457, 323_458, 623_458]);
    expect(fake.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  test("in pieces no smaller than it wants", async () => {
    await using fake = await startKeeping({ minChunk: 400_000 });
    const blob = watched();
    await pusherTo(fake.host, "team/app", 100_000).pushBlob(layer, blob);
    expect(blob.asked).toEqual(["0+400000", "400000+400000", "800000+200000"]);
    expect(fake.store.stored).toBe(layer.digest);
  });

  test("at once, when it takes no pieces", async () => {
    await using fake = await startKeeping({ refusesPatch: true });
    await pusherTo(fake.host, "team/app", 100_000).pushBlob(layer, watched());
    expect(fake.store.stored).toBe(layer.digest);
    expect(fake.requests.map((line) => line.split(" ")[0])).toEqual(["POST", "PATCH", "HEAD", "POST", "PUT"]);
  });

  test("and one that never gets further is given up", async () => {
    await using fake = await startKeeping({ breaks: Array.from({ length: 20 }, () => 0) });
    await expect(pusherTo(fake.host, "team/app").pushBlob(layer, watched())).rejects.toMatchObject({ code: 14, message: expect.stringContaining(`blob ${layer.digest}: `) });
    expect(fake.requests.filter((line) => line.startsWith("P")).length).toBeLessThanOrEqual(5);
  });
});
