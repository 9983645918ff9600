import { describe, expect, test } from "vitest";
import {
  MediaType, addSource, childLabels, childrenOf, compressionOf, digestOf, filterByPlatform, filterForMetadata, ingestRefOf, isLayerType,
  isNonDistributableType, limitManifests, matcherFor, parseImageConfig, parseIndex, parseManifest, sourceLabelKey, type Descriptor,
} from "@stevedore/oci";

const blob = (mediaType: string, extra: Partial<Descriptor> = {}): Descriptor => ({ mediaType, digest: digestOf(mediaType + JSON.stringify(extra)), size: 1, ...extra });
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const amd64 = { os: "linux", architecture: "amd64" };
const arm64 = { os: "linux", architecture: "arm64" };

describe("media types", () => {
  test.each([
    [MediaType.ociLayer, "none"], [MediaType.ociLayerGzip, "gzip"], [MediaType.ociLayerZstd, "zstd"], [MediaType.ociForeignLayerZstd, "zstd"],
    [MediaType.dockerLayer, "none"], [MediaType.dockerLayerGzip, "gzip"], [MediaType.dockerLayerZstd, "zstd"], [MediaType.dockerForeignLayerGzip, "gzip"],
    [MediaType.ociConfig, undefined], ["application/vnd.docker.image.rootfs.diff.tar.xz", undefined],
  ] as const)("%s compresses with %s", (mediaType, compression) => {
    expect(compressionOf(mediaType)).toBe(compression);
    expect(isLayerType(mediaType)).toBe(compression !== undefined);
  });
  test("foreign layers", () => {
    expect([MediaType.dockerForeignLayer, MediaType.ociForeignLayerGzip].every(isNonDistributableType)).toBe(true);
    expect(isNonDistributableType(MediaType.dockerLayerGzip)).toBe(false);
  });
});

describe("documents", () => {
  const config = blob(MediaType.ociConfig);
  const layers = [blob(MediaType.ociLayerGzip), blob(MediaType.dockerLayer)];

  test("a manifest's children are config, then layers", () => {
    const manifest = blob(MediaType.ociManifest);
    expect(childrenOf(manifest, json({ schemaVersion: 2, config, layers }))).toEqual([config, ...layers]);
    expect(childrenOf(config, json({}))).toEqual([]);
  });

  test.each([
    ["{", "not valid JSON"], ["[]", "not a JSON object"],
    [JSON.stringify({ schemaVersion: 1, fsLayers: [] }), "schema 1 image manifests are no longer supported"],
    [JSON.stringify({ config, layers, manifests: [] }), 'unexpected field "manifests"'],
    [JSON.stringify({ mediaType: MediaType.ociIndex, config, layers }), "contradicts the descriptor"],
    [JSON.stringify({ config: { ...config, digest: "x" }, layers }), "config: digest"],
    [JSON.stringify({ config, layers: [{ ...config, size: -1 }] }), "layer 0: size -1"],
    [JSON.stringify({ layers }), "config: descriptor missing"],
  ])("a bad manifest is refused: %s", (text, reason) => {
    expect(() => parseManifest(Buffer.from(text), "manifest m")).toThrow(reason);
  });

  test("an index with layers and a config with bad diff ids are refused", () => {
    expect(() => parseIndex(json({ manifests: [], layers: [] }), "index i")).toThrow('index i: has an unexpected field "layers"');
    expect(() => parseImageConfig(json({ rootfs: { diff_ids: ["sha256:1"] } }), "config c")).toThrow("invalid checksum digest length");
  });
});

describe("children", () => {
  const manifests = [blob(MediaType.ociManifest, { platform: arm64 }), blob(MediaType.ociManifest), blob(MediaType.ociManifest, { platform: amd64 })];
  const matcher = matcherFor(amd64);

  test("GC labels count per kind; config has no number the first time", () => {
    const [a, b, c] = manifests as [Descriptor, Descriptor, Descriptor];
    const config = blob(MediaType.dockerConfig);
    const layer = blob(MediaType.dockerLayerGzip);
    const other = blob("application/x");
    expect(childLabels([config, layer, a, b, other, config, c, layer])).toEqual({
      "containerd.io/gc.ref.content.config": config.digest,
      "containerd.io/gc.ref.content.config1": config.digest,
      "containerd.io/gc.ref.content.l.0": layer.digest,
      "containerd.io/gc.ref.content.l.1": layer.digest,
      "containerd.io/gc.ref.content.m.0": a.digest,
      "containerd.io/gc.ref.content.m.1": b.digest,
      "containerd.io/gc.ref.content.m.2": c.digest,
      "containerd.io/gc.ref.content.0": other.digest,
    });
  });

  test("filtering by platform keeps what names none", () => {
    expect(filterByPlatform(manifests, matcher)).toEqual([manifests[1], manifests[2]]);
  });
  test("all metadata: a foreign manifest keeps only its config", () => {
    const children = [blob(MediaType.ociConfig), blob(MediaType.ociLayer)];
    expect(filterForMetadata(manifests[0]!, children, matcher)).toEqual([children[0]]);
    expect(filterForMetadata(manifests[2]!, children, matcher)).toEqual(children);
  });
  test("a limit takes the best platform", () => {
    expect(limitManifests(blob(MediaType.ociIndex), manifests, { matcher, limit: 1 })).toEqual([manifests[2]]);
  });
  test("ingest refs", () => {
    expect(ingestRefOf({ ...manifests[0]!, annotations: { "org.opencontainers.image.ref.name": "v1" } })).toBe(`manifest-v1@${manifests[0]!.digest}`);
    expect(ingestRefOf(blob("text/plain"))).toMatch(/^unknown-sha256:/);
  });
  test("source labels", () => {
    expect(sourceLabelKey("127.0.0.1:5000")).toBe("containerd.io/distribution.source.127.0.0.1");
    expect(addSource("b,a", "c")).toBe("a,b,c");
    expect(addSource(undefined, "a")).toBe("a");
    expect(addSource("a", "a")).toBe("a");
  });
});
