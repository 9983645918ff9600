import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { multiPlatformImage, pushLayout, startFaultProxy, startHost, startRegistry, transferPull, type FaultProxy, type Host, type Registry } from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";

let host: Host;
let registry: Registry;
let proxy: FaultProxy;
let layer: { digest: string; size: number };

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await startFaultProxy(registry);
  host = await startHost();
  const layout = await multiPlatformImage();
  await pushLayout(registry, layout, "image");
  layer = await largestLayer(layout);
});

// What a failed pull has fetched already would be taken for good by the next one.
afterEach(async () => {
  proxy.clear();
  await host.must(["leases", "create", "--id", "collect"]);
  await host.must(["leases", "rm", "--sync", "collect"]);
  expect(await host.must(["content", "ls", "-q"])).toBe("");
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
});

const BLOB = () => new RegExp(`GET /v2/image/blobs/${layer.digest}`);
const MANIFEST = /\/v2\/image\/manifests\//;

function pullImage(tag = "latest"): Promise<unknown> {
  return transferPull(host.address, { reference: `${proxy.host}/image:${tag}`, namespace: host.namespace });
}

/** The pull fails with an error that names the reason, leaves no image and no lease, and works when the fault is gone. */
async function expectFailure(reason: RegExp): Promise<void> {
  await expect(pullImage()).rejects.toThrow(reason);
  expect(await host.must(["images", "ls", "-q"])).toBe("");
  expect(await host.must(["leases", "ls", "-q"])).toBe("");
}

async function expectSuccess(): Promise<void> {
  await pullImage();
  const output = await host.must(["run", "--rm", `${proxy.host}/image:latest`, `${host.namespace}-works`, "cat", "/etc/motd"]);
  expect(output).toBe("busybox for tests\n");
  await host.must(["images", "rm", "--sync", `${proxy.host}/image:latest`]);
  expect(await host.must(["content", "ls", "-q"])).toBe("");
  expect((await host.must(["snapshots", "ls"])).trim().split("\n").length).toBe(1);
}

describe("a registry that fails for good", () => {
  test("401", async () => {
    proxy.inject(/./, { status: 401 });
    await expectFailure(/401|unauthorized|authorization/i);
  });

  test("403", async () => {
    proxy.inject(MANIFEST, { status: 403 });
    await expectFailure(/403|forbidden/i);
  });

  test("an unknown tag", async () => {
    await expect(pullImage("no-such-tag")).rejects.toThrow(/not found/i);
  });

  test("an unknown repository, and a host that isn't there", async () => {
    await expect(transferPull(host.address, { reference: `${registry.host}/none:1`, namespace: host.namespace })).rejects.toThrow(/not found/i);
    await expect(transferPull(host.address, { reference: "127.0.0.1:1/none:1", namespace: host.namespace })).rejects.toThrow(/connection refused|ECONNREFUSED/);
  });

  test("500 to everything", async () => {
    proxy.inject(MANIFEST, { status: 500 });
    await expectFailure(/500/);
  });

  test("a manifest that isn't one", async () => {
    proxy.inject(/GET \/v2\/image\/manifests/, { status: 200, headers: { "content-type": "application/vnd.oci.image.manifest.v1+json" }, body: "{]" });
    await expectFailure(/./);
  });
});

describe("a registry that lies", () => {
  test("a bit is flipped in a layer", async () => {
    proxy.inject(BLOB(), { flipByteAt: Math.floor(layer.size / 2) });
    await expectFailure(/digest|checksum|unexpected|corrupt|invalid/i);
  });

  test("a layer is truncated, and its length says so", async () => {
    proxy.inject(BLOB(), { truncateTo: Math.floor(layer.size / 2) });
    await expectFailure(/size|digest|unexpected|EOF|short/i);
  });

  test("another manifest than the digest that it announces", async () => {
    proxy.inject(MANIFEST, { headers: { "docker-content-digest": `sha256:${"0".repeat(64)}` } });
    await expectFailure(/digest|not found|unexpected/i);
  });

  test("a manifest with a bit flipped", async () => {
    proxy.inject(/GET \/v2\/image\/manifests/, { flipByteAt: 10 });
    await expectFailure(/./);
  });
});

describe("a registry that fails for a moment", () => {
  test("stops in the middle of a layer: the rest is asked for by range", async () => {
    proxy.inject(BLOB(), { stopAfter: Math.floor(layer.size / 3) }, 1);
    await expectSuccess();
    expect(proxy.requests.some((line) => line.includes(layer.digest) && /bytes=\d+-/.test(line))).toBe(true);
  });

  test("429 once, 500 once, 503 once", async () => {
    proxy.inject(BLOB(), { status: 429, headers: { "retry-after": "0" } }, 1);
    await expectSuccess();
    for (const status of [500, 503]) {
      proxy.inject(BLOB(), { status }, 1);
      // containerd retries some of these and not others: the pull or its repetition works, and nothing is left by a failure.
      await pullImage().catch(() => {});
      await expectSuccess();
    }
  });

  test("a pull that is given up leaves nothing", async () => {
    proxy.inject(BLOB(), { hang: true }, 1);
    const abandoned = pullImage();
    abandoned.catch(() => {});
    for (let i = 0; i < 400 && !proxy.requests.at(-1)?.includes(layer.digest); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    await proxy[Symbol.asyncDispose]();
    await expect(abandoned).rejects.toThrow();
    proxy = await startFaultProxy(registry);
    await expectSuccess();
  });
});
