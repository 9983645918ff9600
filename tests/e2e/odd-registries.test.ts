import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually, MEDIA, newestContainerd, startPair, transferPull, type Pair } from "../kit/mod.ts";
import { startOddRegistry, type OddRegistry } from "./odd-registry.ts";
import { expectNothing, expectPulled, outcomeOf, removeImages, samePull, type Outcome, type PullOf } from "./pulls.ts";

const [UNKNOWN, INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, DATA_LOSS, UNAUTHENTICATED] = [2, 3, 5, 9, 15, 16];

let stack: AsyncDisposableStack;
let pair: Pair;
let isNewest: boolean;
let registry: OddRegistry;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const newest = await newestContainerd();
  isNewest = !("skip" in newest);
  pair = stack.use(await startPair("skip" in newest ? {} : { stockBinary: newest.path }));
}, 120_000);

beforeEach(async () => { registry = await startOddRegistry(); });
afterEach(async () => {
  await registry[Symbol.asyncDispose]();
  await removeImages(pair);
  await expectNothing(pair.ours);
});
afterAll(() => stack?.disposeAsync());

const reference = (tag: string): string => `${registry.host}/odd/app:${tag}`;
// Transfer is what is compared; Debian's containerd has none.
const pull = (code: number, tag: string, options?: Partial<PullOf>): Promise<Outcome> => {
  const asked = { reference: reference(tag), ...options };
  return isNewest ? samePull(pair, asked, code) : outcomeOf(pair.ours, asked);
};

async function expectRefusal(code: number, tag: string, words: RegExp): Promise<void> {
  expect(await pull(code, tag)).toMatchObject({ code, message: expect.stringMatching(words) });
}

async function expectWorks(tag: string): Promise<void> {
  expect(await pull(0, tag)).toMatchObject({ code: 0 });
  await expectPulled(pair.ours, reference(tag));
}

describe("what a tag stands for", () => {
  test("schema 1, by its media type and in disguise", async () => {
    const old = { schemaVersion: 1, name: "odd/app", tag: "v1", fsLayers: [], history: [], signatures: [] };
    registry.tag("signed", registry.add("application/vnd.docker.distribution.manifest.v1+prettyjws", old));
    await expectRefusal(INVALID_ARGUMENT, "signed", /schema 1 image manifests are no longer supported/);
    registry.tag("disguised", registry.add(MEDIA.manifest, old));
    expect(await outcomeOf(pair.ours, { reference: reference("disguised") })).toMatchObject({ code: INVALID_ARGUMENT, message: expect.stringMatching(/schema 1 .*push the image again/) });
    registry.addImage("signed");
    await expectWorks("signed");
  });

  test("an index that claims four gigabytes, and one that names a manifest of four", async () => {
    const { manifest } = registry.addImage("v1");
    registry.answer = ({ method }, response, path) => {
      if (!path.endsWith("/manifests/huge")) return false;
      response.writeHead(200, { "content-type": MEDIA.index, "content-length": 4 * 2 ** 30, "docker-content-digest": manifest.digest });
      if (method === "HEAD") response.end();
      else response.flushHeaders();
      return true;
    };
    expect(await outcomeOf(pair.ours, { reference: reference("huge") })).toMatchObject({ code: INVALID_ARGUMENT, message: expect.stringContaining("4294967296 bytes is too long for a document") });
    registry.tag("names", registry.add(MEDIA.index, { schemaVersion: 2, manifests: [{ ...manifest, size: 4 * 2 ** 30 }] }));
    expect(await outcomeOf(pair.ours, { reference: reference("names") })).toMatchObject({ code: INVALID_ARGUMENT, message: expect.stringContaining(`${manifest.digest}: 4294967296 bytes`) });
    await expectWorks("v1");
  });

  test("an index that says that it is in itself", async () => {
    const { manifest } = registry.addImage("v1");
    // Nothing has its own digest in it: it takes a registry that lies about one of the two.
    const inner = { schemaVersion: 2, mediaType: MEDIA.index, manifests: [{ ...manifest, mediaType: MEDIA.index }] };
    const index = registry.add(MEDIA.index, inner);
    registry.blobs.set(manifest.digest, { mediaType: MEDIA.index, bytes: registry.blobs.get(index.digest)!.bytes.subarray(0, manifest.size) });
    registry.tag("cycle", index);
    const { code } = await outcomeOf(pair.ours, { reference: reference("cycle") });
    expect([INVALID_ARGUMENT, FAILED_PRECONDITION]).toContain(code);
    let nested = registry.add(MEDIA.index, { schemaVersion: 2, manifests: [] });
    for (let depth = 0; depth < 20; depth++) nested = registry.add(MEDIA.index, { schemaVersion: 2, manifests: [nested] });
    registry.tag("deep", nested);
    expect(await outcomeOf(pair.ours, { reference: reference("deep") })).toMatchObject({ code: INVALID_ARGUMENT, message: expect.stringContaining("nested more than 8 deep") });
    registry.addImage("cycle");
    await expectWorks("cycle");
  });

  test("a tag that moves in the middle: what was resolved is pulled, or it is said to be gone", async () => {
    registry.addImage("v1");
    // Of a name that is here only the digest is asked at first.
    await outcomeOf(pair.ours, { reference: reference("v1") });
    const { manifest } = registry.addImage("v2");
    let moves = 0;
    registry.answer = ({ method }, response, path) => {
      // Resolved, and already somebody has pushed another and removed this one.
      if (method !== "HEAD" || !path.endsWith("/manifests/v1") || moves++ > 0) return false;
      response.writeHead(200, { "content-type": manifest.mediaType, "content-length": manifest.size, "docker-content-digest": manifest.digest }).end();
      registry.addImage("v1-new");
      registry.blobs.delete(manifest.digest);
      return true;
    };
    const again = transferPull(pair.ours.address, { reference: reference("v1"), namespace: pair.ours.namespace });
    await expect(again).rejects.toMatchObject({ code: NOT_FOUND, details: expect.stringContaining(manifest.digest) });
    await removeImages(pair);
    registry.addImage("v1");
    await expectWorks("v1");
  });

  test("a tag that moves in the middle, to another image: what was resolved is what is pulled", async () => {
    const { manifest } = registry.addImage("v1");
    for (const side of isNewest ? [pair.stock, pair.ours] : [pair.ours]) {
      registry.tag("moving", manifest);
      registry.answer = ({ method }, _response, path) => {
        // Somebody pushes while the manifest is fetched.
        if (method === "GET" && path.endsWith(manifest.digest)) registry.addImage("moving");
        return false;
      };
      expect(await outcomeOf(side, { reference: reference("moving") })).toMatchObject({ code: 0 });
      expect((await side.must(["images", "ls"])).split("\n")[1]).toContain(manifest.digest);
      await side.must(["images", "rm", "--sync", reference("moving")]);
    }
  });
});

describe("layers that are damaged, though their digests are right", () => {
  const GZIP = `${MEDIA.layer}+gzip`;
  const ZSTD = `${MEDIA.layer}+zstd`;
  const checked = (tar: Buffer): Buffer => zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const flip = (bytes: Buffer, at: number): Buffer => {
    const flipped = Buffer.from(bytes);
    flipped[at] = flipped[at]! ^ 0xff;
    return flipped;
  };
  const RUBBISH = Buffer.alloc(3000, "rubbish");
  const BROKEN = /failed to extract layer .*sha256:.* compressed stream (is broken behind|ends after) \d+ bytes/;

  test("gzip: cut, changed, with something behind it, and none", async () => {
    const whole = (tar: Buffer) => gzipSync(tar);
    const damages: ((tar: Buffer) => Buffer)[] = [
      (tar) => whole(tar).subarray(0, -20),
      (tar) => flip(whole(tar), 30),
      (tar) => flip(whole(tar), whole(tar).length - 8),
      (tar) => Buffer.concat([whole(tar), RUBBISH]),
    ];
    for (const pack of damages) {
      registry.addImage("v1", { layerType: GZIP, pack });
      await expectRefusal(DATA_LOSS, "v1", BROKEN);
    }
    registry.addImage("v1", { layerType: GZIP, pack: () => RUBBISH });
    await expectRefusal(INVALID_ARGUMENT, "v1", /failed to extract layer .* not a tar header/);
    registry.addImage("v1");
    await expectWorks("v1");
  });

  test("zstd: cut, changed, without its checksum, with something behind it, and none", async () => {
    const damages: ((tar: Buffer) => Buffer)[] = [
      (tar) => checked(tar).subarray(0, -20),
      (tar) => flip(checked(tar), 40),
      (tar) => flip(checked(tar), checked(tar).length - 1),
      (tar) => checked(tar).subarray(0, -4),
      (tar) => Buffer.concat([checked(tar), RUBBISH]),
    ];
    for (const pack of damages) {
      registry.addImage("v1", { layerType: ZSTD, pack });
      await expectRefusal(DATA_LOSS, "v1", BROKEN);
    }
    registry.addImage("v1", { layerType: ZSTD, pack: () => RUBBISH });
    await expectRefusal(INVALID_ARGUMENT, "v1", /failed to extract layer .* not a tar header/);
    // Two frames are no damage.
    registry.addImage("v1", { layerType: ZSTD, pack: (tar) => Buffer.concat([checked(tar.subarray(0, 1000)), checked(tar.subarray(1000))]) });
    await expectWorks("v1");
  });

  test("another diff ID than the config's", async () => {
    for (const options of [{}, { layerType: ZSTD, pack: checked }]) {
      registry.addImage("v1", { ...options, diffId: `sha256:${"0".repeat(64)}` });
      await expectRefusal(FAILED_PRECONDITION, "v1", /wrong diff id "sha256:\w+" calculated on extraction/);
      registry.addImage("v1", options);
      await expectWorks("v1");
    }
  });
});

test("a client that writes the same layer at the same time: the pull waits for it, and goes on behind its bytes", async () => {
  const { layer } = registry.addImage("v1");
  const { bytes } = registry.blobs.get(layer.digest)!;
  for (const side of isNewest ? [pair.stock, pair.ours] : [pair.ours]) {
    registry.requests.splice(0);
    await using writer = side.start(["content", "ingest", "--expected-size", String(layer.size), `layer-${layer.digest}`], { stdin: "open" });
    writer.write(bytes.subarray(0, 20));
    await eventually("the layer's ingest is another's", async () => (await side.must(["content", "active"])).includes(layer.digest));
    const pulling = outcomeOf(side, { reference: reference("v1") });
    await eventually("the pull is under way", () => registry.requests.some(({ line }) => line.startsWith("GET ") && line.includes("/blobs/")));
    writer.endInput();
    expect((await writer.result()).exitCode).toBe(1);
    expect(await pulling).toMatchObject({ code: 0 });
    if (side === pair.ours) await expectPulled(side, reference("v1"));
    else await side.must(["images", "rm", "--sync", reference("v1")]);
  }
});

describe("what a manifest names", () => {
  test("a layer twice: unpacked in both places", async () => {
    registry.addImage("twice", { twice: true });
    expect(await pull(0, "twice")).toMatchObject({ code: 0 });
    expect((await pair.ours.must(["snapshots", "ls"])).trim().split("\n")).toHaveLength(1 + 3);
    await expectPulled(pair.ours, reference("twice"));
  });

  test("a layer that isn't there: named, and fetched when it is", async () => {
    const { layer } = registry.addImage("v1");
    const kept = registry.blobs.get(layer.digest)!;
    registry.blobs.delete(layer.digest);
    await expectRefusal(NOT_FOUND, "v1", new RegExp(`${layer.digest}.*not found`));
    registry.blobs.set(layer.digest, kept);
    await expectWorks("v1");
  });

  test("a layer that is somewhere else (urls): fetched from there, with no word of who asks", async () => {
    await using elsewhere = await startOddRegistry();
    registry.answer = requirePassword;
    const { layer } = registry.addImage("foreign", { layerType: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip" });
    elsewhere.blobs.set("layer.tgz", registry.blobs.get(layer.digest)!);
    const urls = [`http://${elsewhere.host}/files/layer.tgz?part=1`];
    registry.addImage("foreign", { layerType: layer.mediaType, urls });
    registry.blobs.delete(layer.digest);
    expect(await pull(0, "foreign", { credentials: alice })).toMatchObject({ code: 0 });
    await expectPulled(pair.ours, reference("foreign"));
    expect(elsewhere.requests.map(({ line }) => line)).toContain("GET /files/layer.tgz?part=1");
    expect(elsewhere.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test("media types that nobody knows: kept as they are", async () => {
    const odd = registry.add("application/vnd.example.odd", Buffer.from("odd"));
    registry.tag("odd", registry.add(MEDIA.manifest, { schemaVersion: 2, mediaType: MEDIA.manifest, config: odd, layers: [registry.add("application/vnd.example.part", Buffer.from("part"))] }));
    await expectWorks("odd");
    // Not a manifest at all.
    registry.tag("thing", registry.add("application/vnd.example.thing+json", { any: "thing" }));
    expect(await pull(0, "thing")).toMatchObject({ code: 0 });
    expect(await pair.ours.must(["images", "ls"])).toMatch(/:thing\s+application\/vnd\.example\.thing\+json/);
  });
});

describe("redirects", () => {
  test("to another host: without credentials, and it works; a host that wants some gets none", async () => {
    await using elsewhere = await startOddRegistry();
    const { layer } = registry.addImage("v1");
    elsewhere.blobs.set(layer.digest, registry.blobs.get(layer.digest)!);
    registry.answer = (request, response, path) => {
      if (requirePassword(request, response)) return true;
      if (!path.endsWith(layer.digest)) return false;
      response.writeHead(307, { location: `http://${elsewhere.host}/bucket/${layer.digest}?signature=topsecret` }).end();
      return true;
    };
    elsewhere.answer = (_request, response) => {
      response.writeHead(401, { "www-authenticate": 'Basic realm="elsewhere"' }).end();
      return true;
    };
    const refused = await pull(UNAUTHENTICATED, "v1", { credentials: alice });
    expect(refused).toMatchObject({ code: UNAUTHENTICATED, message: expect.stringContaining(elsewhere.host) });
    expect(refused.message).not.toContain("topsecret");
    elsewhere.answer = undefined;
    expect(await pull(0, "v1", { credentials: alice })).toMatchObject({ code: 0 });
    await expectPulled(pair.ours, reference("v1"));
    expect(elsewhere.requests.length).toBeGreaterThan(0);
    const ours = elsewhere.requests.filter(({ headers }) => headers["user-agent"]?.startsWith("stevedore"));
    expect(ours.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test("in a circle, and to nowhere", async () => {
    registry.addImage("v1");
    registry.answer = (_request, response, path) => {
      if (!path.includes("/blobs/")) return false;
      response.writeHead(302, { location: path }).end();
      return true;
    };
    expect(await pull(UNKNOWN, "v1")).toMatchObject({ code: UNKNOWN, message: expect.stringContaining("stopped after 10 redirects") });
    registry.answer = (_request, response, path) => {
      if (!path.includes("/blobs/")) return false;
      response.writeHead(302, { location: "ftp://elsewhere.invalid/x" }).end();
      return true;
    };
    expect((await pull(UNKNOWN, "v1")).message).toContain('unsupported');
    registry.answer = undefined;
    await expectWorks("v1");
  });
});

const alice = { username: "alice", secret: "secret" };

function requirePassword(request: Parameters<NonNullable<OddRegistry["answer"]>>[0], response: Parameters<NonNullable<OddRegistry["answer"]>>[1]): boolean {
  if (request.headers.authorization === `Basic ${Buffer.from("alice:secret").toString("base64")}`) return false;
  response.writeHead(401, { "www-authenticate": 'Basic realm="odd"' }).end();
  return true;
}
