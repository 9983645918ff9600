import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MediaType, type Descriptor } from "@stevedore/oci";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry, type MadeImage } from "./fake-registry.ts";
import { eventsOf, ingestRefs, pull, startTransferHost, until, type PullOptions, type TransferHost } from "./transfer-host.ts";

const RANGE = 1_000_000;
let host: TransferHost;
let registry: FakeRegistry;
let hostsDir: string;
let counter = 0;
let first: string;
let second: string;

beforeAll(async () => {
  hostsDir = mkdtempSync(join(tmpdir(), "stevedore-test-hosts-"));
  const adjust: Parameters<typeof startTransferHost>[0] = { adjust: ({ stevedore }) => { stevedore.pull = { rangeBytes: RANGE, minRate: 10_000, stallMs: 1000 }; } };
  [host, registry] = await Promise.all([startTransferHost(adjust), startFakeRegistry()]);
});
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
  rmSync(hostsDir, { recursive: true, force: true });
});
beforeEach(() => {
  [first, second] = [`a${++counter}`, `b${counter}`];
  registry.fault = undefined;
  registry.requests.length = 0;
});

const made = (tag: string, size = 600_000): MadeImage => addImage(registry, { tag, tars: [makeTar({ big: noise(size, tag) })], compression: "none" });
const pullAs = (namespace: string, tag: string, rest: Partial<PullOptions> = {}): Promise<void> => pull(host, { reference: `${registry.host}/team/app:${tag}`, namespace, ...rest });
const requestsFor = ({ digest }: Descriptor): string[] => registry.requests.filter((line) => line.startsWith("GET") && line.includes(digest)).map((line) => line.split(" ")[2] ?? "all");
const hasImage = async (namespace: string, image: MadeImage): Promise<void> => {
  for (const { digest } of [image.manifest, image.config, ...image.layers]) expect((await host.content.info({ digest }, { namespace })).info!.digest).toBe(digest);
  expect((await host.snapshots.stat({ snapshotter: "overlayfs", key: image.diffIds[0]! }, { namespace })).info!.kind).toBe(3);
};

/** Bytes of the layer that the first namespace's ingest has. */
async function hasArrived({ digest }: Descriptor): Promise<number> {
  const { statuses } = await host.content.listStatuses({}, { namespace: first });
  return Number(statuses.find(({ ref }) => ref === `layer-${digest}`)?.offset ?? 0);
}

/** Answers requests for the layer with so many of its bytes, and holds the rest back until told. */
function holdBack(layer: Descriptor, bytes: number): { responses: ServerResponse[]; goOn(): void } {
  const bytesOf = registry.blobs.get(layer.digest)!;
  const responses: ServerResponse[] = [];
  registry.fault = (request, response, path) => {
    if (!path.endsWith(layer.digest) || responses.length > 0) return false;
    expect(request.headers.range).toBeUndefined();
    response.writeHead(200, { "content-length": bytesOf.length }).write(bytesOf.subarray(0, bytes));
    responses.push(response);
    return true;
  };
  return { responses, goOn: () => void responses[0]!.end(bytesOf.subarray(bytes)) };
}

describe("two pulls of one layer at the same time", () => {
  test.each([["in one namespace", false], ["in two namespaces", true]])("%s: it is fetched once", async (_where, differ) => {
    const tag = `once${differ}`;
    const image = made(tag);
    const held = holdBack(image.layers[0]!, 300_000);
    const namespaces = [first, differ ? second : first] as const;
    const seen = host.openStream(`second-${tag}`);
    const pulls = [pullAs(namespaces[0], tag)];
    await until(async () => held.responses.length === 1);
    pulls.push(pullAs(namespaces[1], tag, { progressStream: `second-${tag}` }));
    // Who waits is told how far it is.
    await until(async () => eventsOf(seen).includes(`downloading layer-${image.layers[0]!.digest}`));
    held.goOn();
    await Promise.all(pulls);
    // What the tag stands for is asked by each; config and layer are fetched by one of them.
    expect(registry.requests.filter((line) => line.includes(tag))).toHaveLength(2);
    expect(registry.requests.filter((line) => !line.includes(tag))).toHaveLength(2);
    for (const namespace of namespaces) await hasImage(namespace, image);
  });

  test.each([["in one namespace: from where it was", false], ["in two namespaces", true]])("one is given up, the other goes on, %s", async (_where, differ) => {
    const tag = `takes-over${differ}`;
    const image = made(tag);
    const [layer] = image.layers as [Descriptor];
    const held = holdBack(layer, 300_000);
    const abort = new AbortController();
    const given = pullAs(first, tag, { signal: abort.signal });
    given.catch(() => undefined);
    await until(async () => held.responses.length === 1 && (await hasArrived(layer)) > 0);
    const other = pullAs(differ ? second : first, tag);
    await until(async () => registry.requests.filter((line) => line.endsWith(`/manifests/${tag}`)).length === 2);
    abort.abort();
    await expect(given).rejects.toBeDefined();
    await other;
    await hasImage(differ ? second : first, image);
    expect(requestsFor(layer)).toEqual(["all", differ ? "all" : expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  });

  test("one fails, the other goes on", async () => {
    const tag = "fails";
    const image = made(tag);
    const [layer] = image.layers as [Descriptor];
    const held = holdBack(layer, 1000);
    const failing = pullAs(first, tag);
    failing.catch(() => undefined);
    await until(async () => held.responses.length === 1);
    const other = pullAs(second, tag);
    await until(async () => registry.requests.filter((line) => line.endsWith(`/manifests/${tag}`)).length === 2);
    // Wrong bytes: they make no archive, and at their end another digest.
    held.responses[0]!.end(noise(layer.size - 1000, "wrong"));
    await expect(failing).rejects.toMatchObject({ code: expect.toSatisfy((code: number) => code === 3 || code === 9) });
    await other;
    await hasImage(second, image);
    expect([await ingestRefs(host, first), await ingestRefs(host, second)]).toEqual([[], []]);
  });

  test("in namespaces that share nothing: each fetches its own", async () => {
    await using isolated = await startTransferHost({ fakeSnapshots: true, adjust: ({ plugins }) => { plugins.contentSharingPolicy = "isolated"; } });
    const image = made("isolated");
    const reference = `${registry.host}/team/app:isolated`;
    await Promise.all([first, second, first].map((namespace) => pull(isolated, { reference, namespace, unpack: false })));
    expect(requestsFor(image.layers[0]!)).toEqual(["all", "all"]);
  });
});

describe("a large layer", () => {
  test("is fetched in ranges at once, unpacked and whole", async () => {
    const image = made("ranges", 5_500_000);
    let open = 0;
    let most = 0;
    registry.fault = (request, response, path) => {
      if (!path.endsWith(image.layers[0]!.digest)) return false;
      most = Math.max(most, ++open);
      response.on("close", () => open--);
      const { digest, size } = image.layers[0]!;
      const [start, end] = (/(\d+)-(\d*)$/.exec(request.headers.range!)!.slice(1)).map((text) => (text === "" ? size : Number(text))) as [number, number];
      const bytes = registry.blobs.get(digest)!.subarray(start, Math.min(end + 1, size));
      response.writeHead(206, { "content-length": bytes.length, "content-range": `bytes ${start}-${start + bytes.length - 1}/${size}` }).flushHeaders();
      // The first may be asked for alone; of the others one is held until a second has come.
      if (start !== RANGE) response.end(bytes);
      else void until(() => most > 1).finally(() => response.end(bytes));
      return true;
    };
    await pullAs(first, "ranges");
    await hasImage(first, image);
    const { size } = image.layers[0]!;
    const expected = Array.from({ length: Math.ceil(size / RANGE) }, (_, i) => `bytes=${i * RANGE}-${(i + 1) * RANGE < size ? (i + 1) * RANGE - 1 : ""}`);
    expect(requestsFor(image.layers[0]!).toSorted()).toEqual(expected.toSorted());
    expect(most).toBeGreaterThan(1);
  });

  test("what a cancelled pull had of it, in order, is not fetched again", async () => {
    const image = made("resumed", 5_500_000);
    const [layer] = image.layers as [Descriptor];
    registry.fault = (request, response, path) => {
      if (!path.endsWith(layer.digest) || request.headers.range?.startsWith("bytes=2000000-") !== true) return false;
      response.writeHead(206, { "content-length": RANGE, "content-range": `bytes 2000000-2999999/${layer.size}` }).write(registry.blobs.get(layer.digest)!.subarray(2_000_000, 2_400_000));
      return true;
    };
    const abort = new AbortController();
    const given = pullAs(first, "resumed", { signal: abort.signal });
    given.catch(() => undefined);
    await until(async () => Number((await host.content.listStatuses({}, { namespace: first })).statuses.find(({ ref }) => ref === `layer-${layer.digest}`)?.offset ?? 0) === 2_400_000);
    abort.abort();
    await expect(given).rejects.toBeDefined();
    registry.fault = undefined;
    registry.requests.length = 0;
    await pullAs(first, "resumed");
    await hasImage(first, image);
    expect(requestsFor(layer).toSorted()[0]).toMatch(/^bytes=2400000-/);
  });
});

test("a layer that comes too slowly is fetched from the next mirror, and the client is told", async () => {
  await using mirror = await startFakeRegistry();
  for (const of of [registry, mirror]) addImage(of, { tag: "slow", tars: [makeTar({ big: noise(600_000, "slow") })], compression: "none" });
  const image = made("slow");
  const [layer] = image.layers as [Descriptor];
  // Mirrors come first, in order: this one sends a little and falls silent.
  mirror.fault = (_request, response, path) => {
    if (!path.endsWith(layer.digest)) return false;
    response.writeHead(200, { "content-length": layer.size }).write(mirror.blobs.get(layer.digest)!.subarray(0, 1000));
    return true;
  };
  const directory = join(hostsDir, registry.host);
  mkdirSync(directory);
  writeFileSync(join(directory, "hosts.toml"), `server = "http://${registry.host}"\n[host."http://${mirror.host}"]\ncapabilities = ["pull", "resolve"]\n`);
  const seen = host.openStream("slow");
  await pullAs(first, "slow", { progressStream: "slow", resolver: { hostDir: hostsDir, defaultScheme: "http" } });
  await hasImage(first, image);
  // All, where the machine is so busy that even the headers were late.
  expect(requestsFor(layer)).toEqual([expect.stringMatching(/^(bytes=1000-|all)$/)]);
  expect(eventsOf(seen)).toContainEqual(expect.stringMatching(new RegExp(`^layer-${layer.digest} is too slow at ${mirror.host} \\(\\d+ B/s\\), going on at ${registry.host}$`)));
});

test("a layer that occurs twice is fetched once, and unpacked in both places", async () => {
  const tar = makeTar({ a: "x" });
  const twice = addImage(registry, { tag: "twice", tars: [tar, makeTar({ b: "y" }), tar] });
  await pullAs(first, "twice");
  expect(requestsFor(twice.layers[0]!)).toEqual(["all"]);
  expect(twice.layers[0]!.mediaType).toBe(MediaType.ociLayerGzip);
  const found: string[] = [];
  for await (const { info } of host.snapshots.list({ snapshotter: "overlayfs" }, { namespace: first })) found.push(...info.map(({ name }) => name ?? ""));
  expect(found).toHaveLength(3);
});
