import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { containerd, dateOf, packAny, type Any } from "@stevedore/api";
import { MediaType, type Descriptor } from "@stevedore/oci";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry, type MadeImage } from "./fake-registry.ts";
import { collect, eventsOf, ingestRefs, pull, startTransferHost, until, type TransferHost } from "./transfer-host.ts";

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
});
// Blobs are shared between namespaces: each test makes its own image, too.
beforeEach(() => {
  namespace = `n${++counter}`;
  registry.fault = undefined;
  registry.requests.length = 0;
});

const bigImage = (tag: string, size = 3_000_000): MadeImage => addImage(registry, { tag, tars: [makeTar({ big: noise(size, tag) })], compression: "none" });
const reference = (tag: string): string => `${registry.host}/team/app:${tag}`;
const fetchOnly = (tag: string, rest = {}): Promise<void> => pull(host, { reference: reference(tag), namespace, unpack: false, ...rest });
const infoOf = async (descriptor: Descriptor) => (await host.content.info({ digest: descriptor.digest }, { namespace })).info!;
const leases = async () => (await host.leases.list({}, { namespace })).leases;
/** Breaks blob transfers off after so many bytes. */
const breakAfter = (layer: Descriptor, bytes: number): void => {
  registry.fault = (_request, response, path) => {
    if (!path.endsWith(layer.digest)) return false;
    response.writeHead(200, { "content-length": layer.size });
    response.write(registry.blobs.get(layer.digest)!.subarray(0, bytes), () => setTimeout(() => response.destroy(), 30));
    return true;
  };
};

describe("fetching", () => {
  test("everything is there, labelled, and nothing is left over", async () => {
    const image = bigImage("plain");
    const messages = host.openStream("progress-plain");
    await fetchOnly("plain", { progressStream: "progress-plain", store: { labels: { a: "b" } } });

    const record = (await host.images.get({ name: reference("plain") }, { namespace })).image!;
    expect(record).toMatchObject({ labels: { a: "b" }, target: { digest: image.manifest.digest, size: image.manifest.size, mediaType: MediaType.ociManifest } });
    const source = { "containerd.io/distribution.source.127.0.0.1": "team/app" };
    expect((await infoOf(image.manifest)).labels).toEqual({
      ...source, "containerd.io/gc.ref.content.config": image.config.digest, "containerd.io/gc.ref.content.l.0": image.layers[0]!.digest,
    });
    expect((await infoOf(image.layers[0]!)).labels).toEqual(source);
    const bytes = createHash("sha256");
    for (const { data } of await collect(host.content.read({ digest: image.layers[0]!.digest }, { namespace }))) bytes.update(data);
    expect(`sha256:${bytes.digest("hex")}`).toBe(image.layers[0]!.digest);
    expect([await ingestRefs(host, namespace), await leases()]).toEqual([[], []]);

    const events = eventsOf(messages).filter((event) => !event.startsWith("downloading"));
    const title = `OCI Registry (${reference("plain")})`;
    expect([...events.slice(0, 3), ...events.slice(-3)]).toEqual([
      `Resolving from ${title}`, `Pulling from ${title}`, `fetching image content ${reference("plain")}`,
      `saved ${reference("plain")}`, `Completed pull from ${title}`, `complete layer-${image.layers[0]!.digest}`,
    ]);
    // What a document names is fetched while the document is being stored.
    const blobs = [`manifest-${image.manifest.digest}`, `config-${image.config.digest}`, `layer-${image.layers[0]!.digest}`];
    const between = events.slice(3, -3);
    for (const state of ["waiting", "complete"]) expect(between.filter((event) => event.startsWith(state))).toEqual(blobs.map((name) => `${state} ${name}`));
    for (const name of blobs) expect(between.filter((event) => event.endsWith(name))).toEqual([`waiting ${name}`, `complete ${name}`]);
  });

  test("again: nothing is fetched, another repository is noted, the image is updated", async () => {
    const image = bigImage("again");
    await fetchOnly("again");
    registry.requests.length = 0;
    const messages = host.openStream("progress-again");
    await pull(host, { reference: `${registry.host}/other/name:again`, namespace, unpack: false, progressStream: "progress-again" });
    await fetchOnly("again", { store: { labels: { second: "1" } } });
    // Under a name that is new, the manifest comes with the answer to what the tag stands for; under a known one HEAD is enough.
    expect(registry.requests).toEqual(["GET /v2/other/name/manifests/again", "HEAD /v2/team/app/manifests/again"]);
    expect((await infoOf(image.layers[0]!)).labels).toMatchObject({ "containerd.io/distribution.source.127.0.0.1": "other/name,team/app" });
    expect((await host.images.get({ name: reference("again") }, { namespace })).image!.labels).toEqual({ second: "1" });
    expect(eventsOf(messages)).toContain(`already exists layer-${image.layers[0]!.digest}`);
  });

  test("of an index: all metadata, but only the platform's layers", async () => {
    const parts = ["amd64", "arm64"].map((architecture) => ({ architecture, made: addImage(registry, { tag: `tmp-${architecture}`, tars: [makeTar({ [architecture]: architecture })], platform: { os: "linux", architecture } }) }));
    const attestation = registry.addJson(MediaType.ociManifest, { schemaVersion: 2, config: parts[0]!.made.config, layers: [] });
    const manifests = [
      ...parts.map(({ architecture, made }) => ({ ...made.manifest, platform: { os: "linux", architecture } })),
      { ...attestation, platform: { os: "unknown", architecture: "unknown" } },
    ];
    registry.tags.set("index", registry.addJson(MediaType.ociIndex, { schemaVersion: 2, manifests }));
    await fetchOnly("index");
    const [amd64, arm64] = parts.map(({ made }) => made);
    expect((await infoOf(amd64!.layers[0]!)).size).toBe(amd64!.layers[0]!.size);
    expect((await infoOf(arm64!.config)).size).toBe(arm64!.config.size);
    await expect(infoOf(arm64!.layers[0]!)).rejects.toMatchObject({ code: 5 });
    const index = (await host.images.get({ name: reference("index") }, { namespace })).image!.target!;
    expect((await host.content.info({ digest: index.digest! }, { namespace })).info!.labels).toMatchObject({
      "containerd.io/gc.ref.content.m.0": amd64!.manifest.digest, "containerd.io/gc.ref.content.m.1": arm64!.manifest.digest, "containerd.io/gc.ref.content.m.2": attestation.digest,
    });
  });

  test("a client's own lease is used and kept", async () => {
    bigImage("leased", 1000);
    await host.leases.create({ id: "mine" }, { namespace });
    await host.transfer.transfer({
      source: packAny("containerd.types.transfer.OCIRegistry", containerd.types.transfer.OCIRegistry, { reference: reference("leased") }),
      destination: packAny("containerd.types.transfer.ImageStore", containerd.types.transfer.ImageStore, { name: "leased" }),
    }, { namespace, lease: "mine" });
    expect((await leases()).map(({ id }) => id)).toEqual(["mine"]);
    const { resources } = await host.leases.listResources({ id: "mine" }, { namespace });
    expect(resources.filter(({ type }) => type === "content")).toHaveLength(3);
  });

  test("two at once do the work once", async () => {
    const image = bigImage("twice", 20_000_000);
    await Promise.all([fetchOnly("twice"), fetchOnly("twice"), pull(host, { reference: reference("twice"), namespace, unpack: false, store: { name: "second" } })]);
    const asked = registry.requests.filter((line) => line.includes(image.layers[0]!.digest));
    expect(asked.length).toBe(new Set(asked).size);
    expect((await host.images.list({}, { namespace })).images).toHaveLength(2);
  });
});

describe("what goes wrong", () => {
  test("a registry that stops in the middle: the next pull goes on from there", async () => {
    const image = bigImage("breaks");
    const [layer] = image.layers as [Descriptor];
    breakAfter(layer, 1_000_000);
    await expect(fetchOnly("breaks")).rejects.toMatchObject({ code: 14, message: expect.stringMatching(new RegExp(`^failed to fetch layer ${layer.digest} from ${registry.host}: blob ${layer.digest}: failed to do request: Get`)) });
    await expect(host.images.get({ name: reference("breaks") }, { namespace })).rejects.toMatchObject({ code: 5 });
    expect([await ingestRefs(host, namespace), await leases()]).toEqual([[`layer-${layer.digest}`], []]);
    // Without a lease, collection spares it for a day.
    const resources = (await collect(host.contentResources.list({ namespace }))).flatMap((batch) => batch.resources);
    expect(dateOf(resources.find(({ kind }) => kind === "ingest")!.expireAt).getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    registry.fault = undefined;
    registry.requests.length = 0;
    await fetchOnly("breaks");
    const asked = registry.requests.filter((line) => line.includes(layer.digest));
    expect(asked).toHaveLength(1);
    expect(Number(/bytes=(\d+)-/.exec(asked[0]!)?.[1])).toBeGreaterThanOrEqual(1_000_000);
    expect((await infoOf(layer)).size).toBe(layer.size);
  });

  test("wrong bytes: refused, forgotten, and a repetition works", async () => {
    const image = bigImage("lies");
    const [layer] = image.layers as [Descriptor];
    registry.fault = (_request, response, path) => {
      if (!path.endsWith(layer.digest)) return false;
      response.writeHead(200).end(noise(layer.size, "other"));
      return true;
    };
    await expect(fetchOnly("lies")).rejects.toMatchObject({ code: 9, message: expect.stringContaining(`expected ${layer.digest}`) });
    expect(await ingestRefs(host, namespace)).toEqual([]);
    registry.fault = undefined;
    await fetchOnly("lies");
    expect((await infoOf(layer)).size).toBe(layer.size);
  });

  test("a wrong size", async () => {
    const image = bigImage("size");
    const manifest = registry.addJson(MediaType.ociManifest, { schemaVersion: 2, config: image.config, layers: [{ ...image.layers[0]!, size: 77 }] });
    registry.tags.set("size", manifest);
    await expect(fetchOnly("size")).rejects.toMatchObject({ code: 9, message: expect.stringContaining("failed size validation") });
  });

  test.each([[401, 16], [403, 7], [404, 5], [429, 8], [500, 14]])("a blob that answers %i is class %i, named", async (status, code) => {
    const image = bigImage(`status${status}`, 1000);
    registry.fault = (_request, response, path) => path.endsWith(image.layers[0]!.digest) && response.writeHead(status, { "retry-after": "0" }).end() !== undefined;
    await expect(fetchOnly(`status${status}`)).rejects.toMatchObject({ code, message: expect.stringContaining(`failed to fetch layer ${image.layers[0]!.digest}`) });
  });

  test("an unknown tag, a missing host, a bad reference", async () => {
    await expect(fetchOnly("unknown")).rejects.toMatchObject({ code: 5, message: `failed to resolve image: ${reference("unknown")}: not found` });
    await expect(pull(host, { reference: "127.0.0.1:1/a:b", namespace })).rejects.toMatchObject({ code: 14, message: expect.stringMatching(/^failed to resolve image: failed to do request: Get ".*": dial tcp 127\.0\.0\.1:1: connect: connection refused$/) });
    await expect(pull(host, { reference: "busybox", namespace })).rejects.toMatchObject({ message: expect.stringContaining("hostname required") });
  });

  test("schema 1 and rubbish manifests", async () => {
    registry.tags.set("old", registry.addJson(MediaType.dockerSchema1Signed, { schemaVersion: 1, fsLayers: [] }));
    await expect(fetchOnly("old")).rejects.toMatchObject({ code: 3, message: expect.stringContaining("schema 1 image manifests are no longer supported") });
    registry.tags.set("rubbish", registry.add(MediaType.ociManifest, Buffer.from("{rubbish")));
    await expect(fetchOnly("rubbish")).rejects.toMatchObject({ code: 3, message: expect.stringContaining("not valid JSON") });
  });

  test("the client gives up: the transfer stops, what came is kept", async () => {
    const image = bigImage("cancel");
    registry.fault = (_request, response, path) => {
      if (!path.endsWith(image.layers[0]!.digest)) return false;
      response.writeHead(200, { "content-length": image.layers[0]!.size }).write(registry.blobs.get(image.layers[0]!.digest)!.subarray(0, 500_000));
      return true;
    };
    const abort = new AbortController();
    const pulling = fetchOnly("cancel", { signal: abort.signal });
    pulling.catch(() => {});
    await until(async () => (await ingestRefs(host, namespace)).includes(`layer-${image.layers[0]!.digest}`));
    abort.abort();
    await expect(pulling).rejects.toBeDefined();
    await until(async () => (await leases()).length === 0);
    expect(await ingestRefs(host, namespace)).toEqual([`layer-${image.layers[0]!.digest}`]);
  });

  test("content dies in the middle: the pull fails, a repetition works", async () => {
    const image = bigImage("dies");
    let respond = (): void => undefined;
    registry.fault = (_request, response, path) => {
      if (!path.endsWith(image.layers[0]!.digest)) return false;
      const bytes = registry.blobs.get(image.layers[0]!.digest)!;
      response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, 1_000_000));
      respond = () => void response.end(bytes.subarray(1_000_000));
      return true;
    };
    const pulling = fetchOnly("dies").then(() => "pulled", (error: { code: number }) => error.code);
    await until(async () => (await ingestRefs(host, namespace)).includes(`layer-${image.layers[0]!.digest}`));
    await host.restartContent();
    respond();
    expect(await pulling).toBe(14);
    registry.fault = undefined;
    await fetchOnly("dies");
    expect((await infoOf(image.layers[0]!)).size).toBe(image.layers[0]!.size);
  });

  test("a full disk: said so, and a repetition with room works", async () => {
    await using small = await startTransferHost({ fakeSnapshots: true, diskSize: "12m" });
    const ballast = join(small.root, "ballast");
    writeFileSync(ballast, noise(9_000_000));
    const image = bigImage("full", 6_000_000);
    const pulling = (): Promise<void> => pull(small, { reference: reference("full"), unpack: false });
    await expect(pulling()).rejects.toMatchObject({ code: 8, message: expect.stringMatching(new RegExp(`^failed to fetch layer ${image.layers[0]!.digest} .*no space left on device`)) });
    expect((await small.images.list({}, { namespace: "default" })).images).toEqual([]);
    rmSync(ballast);
    await pulling();
    expect((await small.content.info({ digest: image.layers[0]!.digest }, { namespace: "default" })).info!.size).toBe(image.layers[0]!.size);
  });

  test("a progress stream that nobody opened", async () => {
    bigImage("nostream");
    await expect(fetchOnly("nostream", { progressStream: "nobody" })).rejects.toMatchObject({ code: 5, message: "stream: not found" });
  });
});

describe("requests", () => {
  test("credentials come over the client's stream, once", async () => {
    const { AuthRequest, AuthResponse, AuthType } = containerd.types.transfer;
    bigImage("secret", 1000);
    registry.fault = (request, response) => {
      if (request.headers.authorization === `Basic ${Buffer.from("u:p").toString("base64")}`) return false;
      response.writeHead(401, { "www-authenticate": 'Basic realm="r"' }).end();
      return true;
    };
    const asked: containerd.types.transfer.AuthRequest[] = [];
    host.openStream("creds", ({ value }: Any) => {
      asked.push(AuthRequest.decode(value));
      return packAny("containerd.types.transfer.AuthResponse", AuthResponse, { authType: AuthType.CREDENTIALS, username: "u", secret: "p" });
    });
    await fetchOnly("secret", { resolver: { authStream: "creds", headers: { "x-a": "b" } } });
    expect(asked.map(({ host: asking, reference: about }) => [asking, about])).toEqual([[registry.host, reference("secret")]]);
  });

  test("tag: a second name for the same target, with its own labels", async () => {
    const image = bigImage("tagged", 1000);
    await fetchOnly("tagged");
    const store = (name: string, labels = {}) => packAny("containerd.types.transfer.ImageStore", containerd.types.transfer.ImageStore, { name, labels });
    await host.transfer.transfer({ source: store(reference("tagged")), destination: store("copy", { x: "y" }) }, { namespace });
    expect((await host.images.get({ name: "copy" }, { namespace })).image).toMatchObject({ labels: { x: "y" }, target: { digest: image.manifest.digest } });
    await expect(host.transfer.transfer({ source: store("nobody"), destination: store("copy") }, { namespace })).rejects.toMatchObject({ code: 5, message: 'image "nobody": not found' });
  });

  test("what there is no operation for", async () => {
    const any = (type: string) => packAny(`containerd.types.transfer.${type}`, containerd.types.transfer.ImageStore, {});
    await expect(host.transfer.transfer({ source: any("OCIRegistry"), destination: any("OCIRegistry") }, { namespace })).rejects.toMatchObject({
      code: 12, message: "method Transfer not implemented for containerd.types.transfer.OCIRegistry to containerd.types.transfer.OCIRegistry",
    });
  });

  test("an image that is to be saved under no name", async () => {
    bigImage("nameless", 1000);
    await expect(fetchOnly("nameless", { store: { name: "" } })).rejects.toMatchObject({ code: 5, message: expect.stringContaining("no image name found") as string });
  });

  test("unpacking that nothing is configured for", async () => {
    bigImage("target", 1000);
    const unpacks = [{ platform: { os: "linux", architecture: "amd64" }, snapshotter: "zfs" }];
    await expect(fetchOnly("target", { store: { unpacks } })).rejects.toMatchObject({ code: 3, message: expect.stringMatching(/^unable to initialize unpacker: no unpack platforms defined \(asked for: linux\/amd64 to zfs; this host unpacks linux\/\w+ to overlayfs/) });
  });
});
