import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { containerd, packAny, typeNameOf, type Any } from "@stevedore/api";
import { digestOf, MediaType, type Descriptor } from "@stevedore/oci";
import { readTar } from "@stevedore/tar";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { familiarName, hasPrefix, normaliseName, tagOf } from "../transfer/archive/names.ts";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { collect, eventsOf, pull, startTransferHost, type TransferHost } from "./transfer-host.ts";

const { Data, ImageExportStream, ImageImportStream, ImageStore, WindowUpdate } = containerd.types.transfer;
const dir = mkdtempSync(join(tmpdir(), "stevedore-test-archive-"));
let host: TransferHost;
let registry: FakeRegistry;
let counter = 0;
let namespace: string;

beforeAll(async () => {
  [host, registry] = await Promise.all([startTransferHost({ fakeSnapshots: true }), startFakeRegistry()]);
});
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => { namespace = `a${++counter}`; });

type StoreMessage = containerd.types.transfer.IImageStore;

interface Receiver {
  /** Bytes that it grants first, and how many it has left when it grants as many again. */
  window?: number;
  low?: number;
  /** Runs before each answer. */
  take?(sent: number): Promise<void>;
}

async function exportArchive(names: string[], message: containerd.types.transfer.IImageExportStream = {}, { window = 65_536, low = 65_536, take = async () => {} }: Receiver = {}): Promise<Buffer> {
  const id = `export-${Math.random()}`;
  let granted = 0;
  let sent = 0;
  const chunks: Buffer[] = [];
  const grant = (): Any => {
    granted += window;
    return packAny("containerd.types.transfer.WindowUpdate", WindowUpdate, { update: window });
  };
  host.openStream(id, async ({ value }) => {
    const { data } = Data.decode(value);
    chunks.push(Buffer.from(data));
    sent += data.length;
    expect(data.length).toBeLessThanOrEqual(65_536);
    expect(sent).toBeLessThanOrEqual(granted);
    await take(sent);
    return granted - sent < low ? grant() : undefined;
  }, grant());
  await host.transfer.transfer({
    source: packAny("containerd.types.transfer.ImageStore", ImageStore, { extraReferences: names.map((name) => ({ name })) }),
    destination: packAny("containerd.types.transfer.ImageExportStream", ImageExportStream, { stream: id, ...message }),
  }, { namespace });
  return Buffer.concat(chunks);
}

async function importArchive(archive: Buffer, store: StoreMessage, progressStream = ""): Promise<string[]> {
  const id = `import-${Math.random()}`;
  let offset = 0;
  let window = 0;
  host.openStream(id, (message) => {
    if (typeNameOf(message) !== "containerd.types.transfer.WindowUpdate") return undefined;
    window += WindowUpdate.decode(message.value).update;
    const messages: Any[] = [];
    while (window > 0 && offset < archive.length) {
      const data = archive.subarray(offset, offset + Math.min(32_768, window));
      offset += data.length;
      window -= data.length;
      messages.push(packAny("containerd.types.transfer.Data", Data, { data }));
    }
    return offset === archive.length ? [...messages, "end"] : messages;
  });
  await host.transfer.transfer({
    source: packAny("containerd.types.transfer.ImageImportStream", ImageImportStream, { stream: id }),
    destination: packAny("containerd.types.transfer.ImageStore", ImageStore, store),
    options: { progressStream },
  }, { namespace });
  return (await host.images.list({}, { namespace })).images.map(({ name }) => name ?? "");
}

async function entriesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  async function* source(): AsyncGenerator<Buffer> { yield archive; }
  for await (const { name, body } of readTar(source())) entries.set(name, Buffer.concat(await collect(body)));
  return entries;
}

const parse = (bytes: Buffer | undefined): never => JSON.parse((bytes ?? Buffer.from("null")).toString()) as never;

describe("export", () => {
  test("an OCI layout and docker archive in one, sorted, equal each time, readable by skopeo", async () => {
    const image = addImage(registry, { tag: "out", tars: [makeTar({ a: "1" }), makeTar({ b: noise(700_000) })] });
    const name = `${registry.host}/team/app:out`;
    await pull(host, { reference: name, namespace, unpack: false });
    const archive = await exportArchive([name]);
    expect(await exportArchive([name])).toEqual(archive);
    const entries = await entriesOf(archive);
    expect([...entries.keys()]).toEqual([...entries.keys()].sort());
    expect(parse(entries.get("index.json"))).toMatchObject({
      manifests: [{ digest: image.manifest.digest, annotations: { "io.containerd.image.name": name, "org.opencontainers.image.ref.name": "out" } }],
    });
    expect(parse(entries.get("manifest.json"))).toEqual([{
      Config: `blobs/sha256/${image.config.digest.slice(7)}`, RepoTags: [name], Layers: image.layers.map(({ digest }) => `blobs/sha256/${digest.slice(7)}`),
    }]);
    for (const [path, bytes] of entries) if (/^blobs\/sha256\/./.test(path)) expect(digestOf(bytes)).toBe(`sha256:${path.slice(13)}`);
    const file = join(dir, "export.tar");
    writeFileSync(file, archive);
    for (const transport of ["oci-archive", "docker-archive"]) {
      const inspected = JSON.parse(execFileSync("skopeo", ["inspect", "--config", `${transport}:${file}`]).toString()) as { rootfs: { diff_ids: string[] } };
      expect(inspected.rootfs.diff_ids).toEqual(image.diffIds);
    }
  });

  test("is over when the client has taken the last byte, and not before; others, who grant as they like, get it all too", async () => {
    addImage(registry, { tag: "taken", tars: [makeTar({ a: noise(150_000) })] });
    const name = `${registry.host}/team/app:taken`;
    await pull(host, { reference: name, namespace, unpack: false });
    const archive = await exportArchive([name]);
    let isTaken = false;
    await exportArchive([name], {}, { take: async (sent) => {
      if (sent < archive.length) return;
      await new Promise((resolve) => setTimeout(resolve, 300));
      isTaken = true;
    } });
    expect(isTaken).toBe(true);
    for (const receiver of [{ window: 1 << 20 }, { window: 100_000, low: 1 }]) expect(await exportArchive([name], {}, receiver)).toEqual(archive);
  });

  test("of an index: this platform's, all, or an error", async () => {
    const made = ["amd64", "s390x"].map((architecture) => addImage(registry, { tag: `out-${architecture}`, tars: [makeTar({ [architecture]: "x" })], platform: { os: "linux", architecture } }));
    const manifests = made.map(({ manifest }, i) => ({ ...manifest, platform: { os: "linux", architecture: ["amd64", "s390x"][i]! } }));
    registry.tags.set("multi", registry.addJson(MediaType.ociIndex, { schemaVersion: 2, manifests }));
    const name = `${registry.host}/team/app:multi`;
    await pull(host, { reference: name, namespace, unpack: false, store: { platforms: [] } });
    const has = async (message: containerd.types.transfer.IImageExportStream, descriptor: Descriptor): Promise<boolean> =>
      (await entriesOf(await exportArchive([name], message))).has(`blobs/sha256/${descriptor.digest.slice(7)}`);
    const [amd64, s390x] = made.map(({ layers }) => layers[0]!) as [Descriptor, Descriptor];
    const platforms = (architecture: string) => ({ platforms: [{ os: "linux", architecture }] });
    expect([await has(platforms("amd64"), amd64), await has(platforms("amd64"), s390x), await has({ allPlatforms: true }, s390x)]).toEqual([true, false, true]);
    expect((await entriesOf(await exportArchive([name], { ...platforms("amd64"), skipCompatibilityManifest: true }))).has("manifest.json")).toBe(false);
    await expect(exportArchive([name], platforms("mips"))).rejects.toMatchObject({ code: 5, message: expect.stringContaining("platform") });
    await expect(exportArchive(["nobody"])).rejects.toMatchObject({ code: 5 });
  });
});

describe("import", () => {
  const overwrite = { extraReferences: [{ name: "import-x", isPrefix: true, allowOverwrite: true }] };

  test.each([["as it is", (archive: Buffer) => archive], ["gzip", (archive: Buffer) => gzipSync(archive)], ["zstd", (archive: Buffer) => zstdCompressSync(archive)]])("what was exported, %s", async (label, pack) => {
    const image = addImage(registry, { tag: `back-${label.length}`, tars: [makeTar({ f: noise(300_000, label) })] });
    const name = `${registry.host}/team/app:back-${label.length}`;
    await pull(host, { reference: name, namespace, unpack: false });
    const archive = pack(await exportArchive([name]));
    namespace = `${namespace}-in`;
    const messages = host.openStream(`progress-${label}`);
    expect(await importArchive(archive, { ...overwrite, name: "whole-index" }, `progress-${label}`)).toEqual([name, "whole-index"]);
    expect((await host.images.get({ name }, { namespace })).image!.target!.digest).toBe(image.manifest.digest);
    expect((await host.content.info({ digest: image.manifest.digest }, { namespace })).info!.labels).toEqual({
      "containerd.io/gc.ref.content.config": image.config.digest, "containerd.io/gc.ref.content.l.0": image.layers[0]!.digest,
    });
    const events = eventsOf(messages);
    expect([events[0], ...events.slice(-3)]).toEqual(["Importing", expect.stringMatching("^saved "), "Completed import", expect.stringMatching("^already exists ")]);
    expect(events.filter((event) => event === `saved ${name}`)).toHaveLength(1);
    expect(events).toContain(`saved ${name}`);
  });

  test("what skopeo writes for docker: names are made full, layers keep their bytes", async () => {
    const layout = join(dir, "layout");
    const tar = makeTar({ hello: "world" });
    mkdirSync(join(layout, "blobs/sha256"), { recursive: true });
    const put = (bytes: Buffer): { digest: string; size: number } => {
      writeFileSync(join(layout, "blobs/sha256", digestOf(bytes).slice(7)), bytes);
      return { digest: digestOf(bytes), size: bytes.length };
    };
    const config = { mediaType: MediaType.ociConfig, ...put(Buffer.from(JSON.stringify({ os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [digestOf(tar)] } }))) };
    const manifest = { mediaType: MediaType.ociManifest, ...put(Buffer.from(JSON.stringify({ schemaVersion: 2, config, layers: [{ mediaType: MediaType.ociLayer, ...put(tar) }] }))) };
    writeFileSync(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
    const file = join(dir, "docker.tar");
    execFileSync("skopeo", ["copy", "-q", `oci:${layout}`, `docker-archive:${file}:hello:1`]);
    expect(await importArchive(readFileSync(file), overwrite)).toEqual(["docker.io/library/hello:1"]);
    const { digest } = (await host.images.get({ name: "docker.io/library/hello:1" }, { namespace })).image!.target!;
    const read = Buffer.concat((await collect(host.content.read({ digest: digest! }, { namespace }))).map(({ data }) => data));
    expect(parse(read)).toMatchObject({ mediaType: MediaType.dockerManifest, layers: [{ mediaType: MediaType.dockerLayer, digest: digestOf(tar) }] });
    expect(await importArchive(readFileSync(file), { extraReferences: [{ name: "quay.io/", isPrefix: true }] })).toEqual(["docker.io/library/hello:1"]);
  });

  test.each([
    ["not an archive", noise(2048), "image archive: neither tar nor tar in gzip or zstd: tar: invalid"],
    ["a line of text", Buffer.from("hello\n"), "image archive: neither tar nor tar in gzip or zstd: tar: unexpected EOF"],
    ["xz", Buffer.concat([Buffer.from("fd377a585a000004", "hex"), noise(900)]), "it is compressed by xz, which is not read here: `xz -dc FILE | ctr images import -`"],
    ["bzip2", Buffer.concat([Buffer.from("BZh91AY&SY"), noise(900)]), "it is compressed by bzip2"],
    ["half of one", makeTar({ "some/file": "x".repeat(1000) }).subarray(0, 1700), /image archive: failed to ingest "\.\/some\/file": short read: expected 1000 bytes but got \d+: tar: unexpected EOF \(it is cut off or damaged\)/],
    ["half of one in gzip", gzipSync(makeTar({ "some/file": noise(200_000) })).subarray(0, 90_000), /image archive: failed to ingest "\.\/some\/file": short read: expected 200000 bytes but got \d+: unexpected end of file/],
    ["cut off behind a file", makeTar({ a: "x", b: "y" }).subarray(0, 1700), 'image archive: behind "./a": tar: unexpected EOF in header'],
    ["no image", makeTar({ "some/file": "x" }), "unrecognized image format"],
    ["a newer layout", makeTar({ "oci-layout": '{"imageLayoutVersion":"2.0.0"}', "index.json": '{"manifests":[]}' }), "unsupported version 2.0.0"],
    ["a blob that is not what its name says", makeTar({ [`blobs/sha256/${digestOf("a").slice(7)}`]: "b" }), "unexpected commit digest"],
    ["a manifest.json that names what is missing", makeTar({ "manifest.json": '[{"Config":"nope.json","Layers":[]}]' }), 'file "nope.json"'],
    ["broken gzip", Buffer.concat([gzipSync(makeTar({ a: noise(90_000) })).subarray(0, 20_000), Buffer.alloc(99)]), "image archive: "],
  ])("refused: %s", async (_what, archive, reason) => {
    await expect(importArchive(archive, overwrite)).rejects.toThrow(reason);
    expect((await host.images.list({}, { namespace })).images).toEqual([]);
    expect((await host.leases.list({}, { namespace })).leases).toEqual([]);
  });
});

test("names in archives", () => {
  expect(["busybox", "busybox:1", "a/b", "localhost/x", "ghcr.io/a/b@sha256:1"].map(normaliseName)).toEqual([
    "docker.io/library/busybox:latest", "docker.io/library/busybox:1", "docker.io/a/b:latest", "localhost/x:latest", "ghcr.io/a/b@sha256:1",
  ]);
  expect(["docker.io/library/busybox:1", "docker.io/a/b:2", "ghcr.io/a:1"].map(familiarName)).toEqual(["busybox:1", "a/b:2", "ghcr.io/a:1"]);
  expect(["h:5000/a:1", "h/a@sha256:2", "h/a"].map(tagOf)).toEqual(["1", "sha256:2", "h/a"]);
  expect([hasPrefix("a/b:1", "a/b"), hasPrefix("a/bc:1", "a/b"), hasPrefix("a/b/c", "a/")]).toEqual([true, false, true]);
});
