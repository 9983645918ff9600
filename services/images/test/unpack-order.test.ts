import { setTimeout as sleep } from "node:timers/promises";
import { alreadyExists, invalidArgument } from "@stevedore/errors";
import { chainIdsOf, digestOf, type Descriptor } from "@stevedore/oci";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry, type MadeImage } from "./fake-registry.ts";
import { ingestRefs, pull, startTransferHost, until, type TransferHost } from "./transfer-host.ts";

let parallel: TransferHost;
let serial: TransferHost;
let registry: FakeRegistry;
let counter = 0;
let namespace: string;

beforeAll(async () => {
  [parallel, serial, registry] = await Promise.all([
    startTransferHost({ fakeSnapshots: true, adjust: ({ plugins: { transfer } }) => { transfer.maxConcurrentUnpacks = 3; } }),
    startTransferHost({ fakeSnapshots: true, adjust: ({ plugins: { transfer } }) => { transfer.maxConcurrentUnpacks = 1; } }),
    startFakeRegistry(),
  ]);
});
afterAll(async () => {
  for (const part of [registry, parallel, serial]) await part?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  namespace = `u${++counter}`;
  registry.fault = undefined;
  registry.requests.length = 0;
  for (const { fake } of [parallel, serial]) Object.assign(fake, { beforeEnd: async () => undefined, onCommit: () => false, mostAtOnce: 0 });
  for (const { fake } of [parallel, serial]) for (const part of [fake.committed, fake.active]) part.clear();
  for (const { fake } of [parallel, serial]) fake.log.length = 0;
});

const makeLayers = (tag: string, count = 4, size = 400_000): MadeImage =>
  addImage(registry, { tag, tars: Array.from({ length: count }, (_, i) => makeTar({ [`file${i}`]: noise(size, `${tag}${i}`) })) });
const pullOn = (host: TransferHost, tag: string, rest = {}): Promise<void> => pull(host, { reference: `${registry.host}/team/app:${tag}`, namespace, ...rest });
const labelsOf = async (host: TransferHost, { digest }: Descriptor) => (await host.content.info({ digest }, { namespace })).info!.labels!;
const leasesOf = async (host: TransferHost) => (await host.leases.list({}, { namespace })).leases;

async function expectUnpacked(host: TransferHost, image: MadeImage): Promise<void> {
  const chain = chainIdsOf(image.diffIds);
  expect([...host.fake.committed.keys()].sort()).toEqual([...new Set(chain)].sort());
  for (const [i, id] of chain.entries()) expect(host.fake.committed.get(id)!.parent).toBe(chain[i - 1] ?? "");
  expect([...host.fake.active.keys()]).toEqual([]);
  expect((await labelsOf(host, image.config))["containerd.io/gc.ref.snapshot.overlayfs"]).toBe(chain.at(-1));
  for (const [i, layer] of image.layers.entries()) expect((await labelsOf(host, layer))["containerd.io/uncompressed"]).toBe(image.diffIds[i]);
}

describe("with rebase", () => {
  test("layers are applied side by side and committed in order", async () => {
    const image = makeLayers("side");
    // The lowest layer is held until the next is applied: that must not wait for it, only its commit must.
    parallel.fake.beforeEnd = async (diffId) => {
      if (diffId === image.diffIds[0]) await until(() => parallel.fake.log.includes(`applied ${image.diffIds[1]}`));
    };
    await pullOn(parallel, "side");
    await expectUnpacked(parallel, image);
    expect(parallel.fake.mostAtOnce).toBeGreaterThan(1);
    expect(parallel.fake.log.filter((line) => line.startsWith("commit"))).toEqual(chainIdsOf(image.diffIds).map((id) => `commit ${id}`));
    expect(parallel.fake.committed.get(chainIdsOf(image.diffIds)[1]!)!.labels).toEqual({
      "containerd.io/snapshot.ref": chainIdsOf(image.diffIds)[1], "containerd.io/snapshot/diff-id": image.diffIds[1], "containerd.io/snapshot/parent-chain-id": image.diffIds[0],
    });
  });

  test("unpacking begins before the download ends", async () => {
    const image = makeLayers("growing", 1, 3_000_000);
    const [layer] = image.layers as [Descriptor];
    registry.fault = (_request, response, path) => {
      if (!path.endsWith(layer.digest)) return false;
      const bytes = registry.blobs.get(layer.digest)!;
      response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, 1_500_000));
      const timer = setInterval(() => {
        if (!parallel.fake.log.includes(`apply ${image.diffIds[0]}`)) return;
        clearInterval(timer);
        response.end(bytes.subarray(1_500_000));
      }, 10);
      return true;
    };
    await pullOn(parallel, "growing");
    await expectUnpacked(parallel, image);
  });

  test("a chain that is there is neither fetched nor unpacked; the one above it is", async () => {
    const base = makeLayers("base", 2);
    await pullOn(parallel, "base");
    const tars = [makeTar({ file0: noise(400_000, "base0") }), makeTar({ file1: noise(400_000, "base1") }), makeTar({ more: "x" })];
    const image = addImage(registry, { tag: "above", tars });
    expect(image.layers.slice(0, 2)).toEqual(base.layers);
    parallel.fake.log.length = 0;
    registry.requests.length = 0;
    namespace = `${namespace}-b`;
    await pullOn(parallel, "above");
    expect(image.layers.map((layer) => registry.countOf(layer))).toEqual([0, 0, 1]);
    expect(parallel.fake.log.filter((line) => line.startsWith("apply"))).toEqual([`apply ${image.diffIds[2]}`]);
  });

  test("two pulls at once unpack once", async () => {
    const image = makeLayers("both");
    await Promise.all([pullOn(parallel, "both"), pullOn(parallel, "both", { store: { name: "other" } })]);
    await expectUnpacked(parallel, image);
    expect(parallel.fake.log.filter((line) => line.startsWith("apply "))).toHaveLength(4);
    expect(image.layers.map((layer) => registry.countOf(layer))).toEqual([1, 1, 1, 1]);
  });

  test("the same layer twice in one image", async () => {
    const tar = makeTar({ same: noise(100_000, "same") });
    const image = addImage(registry, { tag: "doubled", tars: [tar, tar, makeTar({ top: "x" })] });
    await pullOn(parallel, "doubled");
    await expectUnpacked(parallel, image);
    expect(registry.countOf(image.layers[0]!)).toBe(1);
  });

  test("somebody else commits the same chain first", async () => {
    const image = makeLayers("race", 2);
    parallel.fake.onCommit = (name) => {
      if (name !== chainIdsOf(image.diffIds)[1] || parallel.fake.committed.has(name)) return false;
      parallel.fake.committed.set(name, { parent: image.diffIds[0]!, labels: {} });
      throw alreadyExists(`snapshot ${name}`);
    };
    await pullOn(parallel, "race");
    await expectUnpacked(parallel, image);
  });
});

describe("without", () => {
  test("each layer is prepared on its committed parent", async () => {
    const image = makeLayers("serial");
    await pullOn(serial, "serial");
    await expectUnpacked(serial, image);
    expect(serial.fake.mostAtOnce).toBe(1);
    const chain = chainIdsOf(image.diffIds);
    expect(serial.fake.log).toEqual(image.diffIds.flatMap((diffId, i) => [`prepare ${diffId}`, `apply ${diffId}`, `applied ${diffId}`, `commit ${chain[i]}`]));
  });
});

describe("failures leave nothing behind", () => {
  const expectClean = async (host: TransferHost): Promise<void> => {
    expect([...host.fake.active.keys()]).toEqual([]);
    expect(await leasesOf(host)).toEqual([]);
    expect((await host.images.list({}, { namespace })).images).toEqual([]);
  };

  test.each(["parallel", "serial"])("an apply that fails in the middle, %s; a repetition works", async (which) => {
    const host = which === "parallel" ? parallel : serial;
    const image = makeLayers(`fails-${which}`);
    host.fake.beforeEnd = async (diffId) => { if (diffId === image.diffIds[2]) throw invalidArgument("tar: corrupt"); };
    await expect(pullOn(host, `fails-${which}`)).rejects.toMatchObject({
      code: 3, message: expect.stringMatching(new RegExp(`^failed to extract layer \\(.*tar\\+gzip ${image.layers[2]!.digest}\\) to overlayfs as "extract-\\d+-\\S{4} ${chainIdsOf(image.diffIds)[2]}": tar: corrupt: invalid argument$`)),
    });
    await expectClean(host);
    host.fake.beforeEnd = async () => undefined;
    await pullOn(host, `fails-${which}`);
    await expectUnpacked(host, image);
  });

  test("a diff id that is not the layer's", async () => {
    const image = addImage(registry, { tag: "wrong-id", tars: [makeTar({ a: "wrong-id" })], diffIds: [digestOf("something else")] });
    await expect(pullOn(parallel, "wrong-id")).rejects.toMatchObject({ code: 9, message: expect.stringContaining("wrong diff id") });
    await expectClean(parallel);
    expect(parallel.fake.committed.size).toBe(0);
    // The blob may be stored by then or not; as unpacked it must not count.
    const labels = await labelsOf(parallel, image.layers[0]!).catch(() => ({}));
    expect(labels).not.toHaveProperty(["containerd.io/uncompressed"]);
  });

  test("more diff ids than layers", async () => {
    addImage(registry, { tag: "counts", tars: [makeTar({ a: "counts" })], diffIds: [digestOf("1"), digestOf("2")] });
    await expect(pullOn(parallel, "counts")).rejects.toMatchObject({ code: 9, message: expect.stringContaining("number of layers and diffIDs don't match: 1 != 2") });
    await expectClean(parallel);
  });

  test("bytes whose digest is wrong are never committed as a snapshot, though they unpack", async () => {
    const image = makeLayers("swapped", 1);
    const other = makeLayers("swapped-other", 1);
    registry.fault = (_request, response, path) => {
      if (!path.endsWith(image.layers[0]!.digest)) return false;
      const bytes = registry.blobs.get(other.layers[0]!.digest)!;
      response.writeHead(200).end(Buffer.concat([bytes, Buffer.alloc(4096)]).subarray(0, image.layers[0]!.size));
      return true;
    };
    await expect(pullOn(parallel, "swapped")).rejects.toMatchObject({ message: expect.stringMatching(/failed to fetch layer|failed to extract layer/) });
    await expectClean(parallel);
    expect(parallel.fake.committed.size).toBe(0);
    expect(await ingestRefs(parallel, namespace)).toEqual([]);
  });

  test("a download that breaks while it is unpacked", async () => {
    const image = makeLayers("torn", 3, 1_500_000);
    registry.fault = (_request, response, path) => {
      if (!path.endsWith(image.layers[1]!.digest)) return false;
      response.writeHead(200, { "content-length": image.layers[1]!.size });
      response.write(registry.blobs.get(image.layers[1]!.digest)!.subarray(0, 700_000), () => setTimeout(() => response.destroy(), 20));
      return true;
    };
    await expect(pullOn(parallel, "torn")).rejects.toMatchObject({ code: 14, message: expect.stringContaining(`failed to fetch layer ${image.layers[1]!.digest}`) });
    await expectClean(parallel);
    registry.fault = undefined;
    await pullOn(parallel, "torn");
    await expectUnpacked(parallel, image);
  });

  test("the client gives up while layers are unpacked", async () => {
    const image = makeLayers("given-up");
    const abort = new AbortController();
    parallel.fake.beforeEnd = async (diffId) => {
      if (diffId !== image.diffIds[0]) return;
      abort.abort();
      await sleep(50);
    };
    await expect(pullOn(parallel, "given-up", { signal: abort.signal })).rejects.toBeDefined();
    // The client's call has ended; the server cleans up behind it.
    await until(async () => parallel.fake.active.size === 0 && (await leasesOf(parallel))?.length === 0);
    await expectClean(parallel);
  });
});
