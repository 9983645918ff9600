import { setTimeout as sleep } from "node:timers/promises";
import { containerd } from "@stevedore/api";
import { digestOf, MediaType, type Descriptor } from "@stevedore/oci";
import { describe, expect, test } from "vitest";
import { childFilterOf, namesFor, namesInArchive } from "../transfer/destination.ts";
import { createProgress } from "../transfer/progress.ts";
import type { ClientStream } from "../transfer/streams.ts";

const layer: Descriptor = { mediaType: MediaType.ociLayerGzip, digest: digestOf("layer"), size: 1000 };
const amd64 = { os: "linux", architecture: "amd64" };

describe("names of an image", () => {
  const target = { ...layer, annotations: { "io.containerd.image.name": "docker.io/library/x:1" } };
  const names = (store: containerd.types.transfer.IImageStore): string[] => namesInArchive(store, target).map(({ name }) => name);

  test("the store's own name; labels are its labels", () => {
    expect(namesFor({ name: "a", labels: { k: "v" } }, target)).toEqual([{ name: "a", labels: { k: "v" } }]);
  });
  test("further references live as long as the first name", () => {
    const extra = namesFor({ name: "a", extraReferences: [{ name: "b" }, { name: "c", addDigest: true }, { name: "p", isPrefix: true, addDigest: true }, { name: "q", isPrefix: true }] }, target);
    expect(extra.map(({ name }) => name)).toEqual(["a", "b", `c@${target.digest}`, `p@${target.digest}`]);
    expect(extra[1]!.labels).toMatchObject({ "containerd.io/gc.bref.image": "a", "containerd.io/gc.expire": expect.stringMatching(/T\d\d:\d\d:\d\dZ$/) as string });
  });
  test("an archive's images beside a named index live as long as that", () => {
    const store = { name: "i", labels: { k: "v" }, extraReferences: [{ name: "docker.io/", isPrefix: true }, { name: "plain" }] };
    expect(namesInArchive(store, target)).toEqual([{ name: "docker.io/library/x:1", labels: { k: "v", "containerd.io/gc.bref.image": "i", "containerd.io/gc.expire": expect.any(String) as string } }]);
  });
  test("prefixes take the annotated name", () => {
    expect(names({ extraReferences: [{ name: "", isPrefix: true, allowOverwrite: true }] })).toEqual([]);
    expect(names({ extraReferences: [{ name: "docker.io/", isPrefix: true }] })).toEqual(["docker.io/library/x:1"]);
    expect(names({ extraReferences: [{ name: "other/", isPrefix: true }] })).toEqual([]);
    expect(names({ extraReferences: [{ name: "other/", isPrefix: true, allowOverwrite: true }] })).toEqual(["docker.io/library/x:1"]);
    expect(names({ extraReferences: [{ name: "docker.io/p", isPrefix: true, addDigest: true }] })).toEqual([`docker.io/p@${target.digest}`]);
    expect(names({ extraReferences: [{ name: "docker.io/", isPrefix: true, addDigest: true, skipNamedDigest: true }] })).toEqual(["docker.io/library/x:1"]);
  });
});

describe("which children are fetched", () => {
  const manifest = (platform?: Descriptor["platform"]): Descriptor => ({ mediaType: MediaType.ociManifest, digest: digestOf(JSON.stringify(platform ?? {})), size: 1, ...(platform ? { platform } : {}) });
  const index: Descriptor = { mediaType: MediaType.ociIndex, digest: digestOf("index"), size: 1 };
  const arm = manifest({ os: "linux", architecture: "arm64" });
  const children = [arm, manifest(amd64)];

  test("only the platform's", () => {
    expect(childFilterOf({ platforms: [amd64] })(index, children)).toEqual([children[1]]);
  });
  test("all metadata: every manifest, of foreign ones only the config", () => {
    const filter = childFilterOf({ platforms: [amd64], allMetadata: true });
    const config = { ...layer, mediaType: MediaType.ociConfig };
    expect(filter(index, children)).toEqual(children);
    expect(filter(arm, [config, layer])).toEqual([config]);
    expect(filter(children[1]!, [config, layer])).toEqual([config, layer]);
  });
  test("no platform named: everything", () => {
    expect(childFilterOf({})(index, children)).toEqual(children);
  });
  test("a limit with nothing that fits is NotFound", () => {
    expect(childFilterOf({ platforms: [amd64], allMetadata: true, manifestLimit: 1 })(index, children)).toEqual([children[1]]);
    expect(() => childFilterOf({ platforms: [{ os: "linux", architecture: "s390x" }], manifestLimit: 1 })(index, children)).toThrow(/no match for platform in manifest .*: not found/);
  });
});

test("progress: moving things are told by the tick, others at once and last", async () => {
  const told: containerd.types.transfer.Progress[] = [];
  const stream: ClientStream = {
    send: ({ value }) => void told.push(containerd.types.transfer.Progress.decode(value)),
    next: async () => undefined,
    close: async () => undefined,
    failed: new Promise(() => {}),
  };
  {
    await using progress = createProgress({ stream, root: () => "image:1" });
    progress.status("Resolving");
    const blob = progress.blob(layer, []);
    expect(progress.blob(layer, [])).toBe(blob);
    blob.downloading(1);
    blob.downloading(600);
    await sleep(350);
    blob.downloading(900);
    blob.complete();
    blob.extracting(10);
    blob.extracted();
    progress.blob({ ...layer, digest: digestOf("other") }, [`manifest-${digestOf("m")}`]).exists();
  }
  expect(told.map(({ event, progress }) => `${event} ${progress}`)).toEqual([
    "Resolving 0", "waiting 0", "downloading 600", "complete 1000", "extracted 1000", "waiting 0", "already exists 1000",
  ]);
  expect(told[1]).toMatchObject({ name: `layer-${layer.digest}`, parents: ["image:1"], total: 1000, desc: { digest: layer.digest } });
  expect(told[5]!.parents).toEqual([`manifest-${digestOf("m")}`]);
});
