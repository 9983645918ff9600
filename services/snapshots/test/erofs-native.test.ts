import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zstdCompressSync } from "node:zlib";
import { errorClassOf } from "@stevedore/errors";
import { afterAll, describe, expect, test } from "vitest";
import { createLayers } from "../apply/layers.ts";
import { createDiskPool } from "../disk/pool.ts";
import { openImage } from "../erofs/image-reader.ts";
import { mergeImages } from "../erofs/merge-images.ts";
import { failure } from "./kit.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { createUnpackBox, type UnpackBox } from "./unpack-kit.ts";

// One for all: a thread takes a while to start.
const disk = createDiskPool();
afterAll(() => disk[Symbol.asyncDispose]());

const EROFS = "application/vnd.erofs.layer.v1";
const TREE: BuiltEntry[] = [{ name: "a/", type: "directory" }, { name: "a/b/", type: "directory" }, { name: "a/b/file", data: "contents" }];

async function madeImage(box: UnpackBox, name = "made"): Promise<string> {
  const image = path.join(box.directory(name), "layer.erofs");
  await box.unpack(buildTar(TREE), { image });
  return image;
}

/** Applies a blob to an active snapshot of the erofs snapshotter, or to another directory. */
async function apply(box: UnpackBox, blob: Buffer, { mediaType = EROFS, mark = true, name = "active", digest }: { mediaType?: string; mark?: boolean; name?: string; digest?: string } = {}) {
  const directory = box.directory(name);
  mkdirSync(path.join(directory, "fs"), { recursive: true });
  if (mark) writeFileSync(path.join(directory, ".erofslayer"), "");
  const file = path.join(box.directory("blobs"), "blob");
  writeFileSync(file, blob);
  const layers = createLayers({ disk, tempMounts: undefined as never, limits: { maxLayerBytes: 1 << 20, maxLayerEntries: 10 }, layersDirectories: [] });
  const mounts = [{ type: "bind", source: path.join(directory, "fs"), options: ["rw", "rbind"] }];
  const applied = await layers.apply({ path: file, mediaType, ...(digest !== undefined && { digest }), mounts, available: blob.length, end: true, sync: false }, { signal: new AbortController().signal });
  return { applied, image: path.join(directory, "layer.erofs") };
}

describe("layers that are EROFS images", () => {
  test("become a snapshot's image as they are, and when they come compressed", async () => {
    using box = createUnpackBox();
    const image = readFileSync(await madeImage(box));
    const digest = `sha256:${createHash("sha256").update(image).digest("hex")}`;
    const plain = await apply(box, image);
    expect(plain.applied).toEqual({ mediaType: EROFS, digest, size: image.length });
    expect(readFileSync(plain.image).equals(image)).toBe(true);
    expect(statSync(plain.image).mode & 0o777).toBe(0o644);
    const packed = await apply(box, zstdCompressSync(image), { mediaType: `${EROFS}+zstd`, name: "packed" });
    expect(packed.applied).toEqual({ mediaType: EROFS, digest, size: image.length });
    expect(readFileSync(packed.image).equals(image)).toBe(true);
    // What stands before the superblock is the image's own, whatever it looks like.
    const odd = Buffer.from(image);
    odd.set([0x1f, 0x8b, 8]);
    expect(readFileSync((await apply(box, odd, { name: "odd" })).image).equals(odd)).toBe(true);
  });

  test.for([
    ["what is no image", Buffer.alloc(8192, "text"), EROFS, "invalidArgument", "the layer is no EROFS image, as its media type says: its 8192 bytes"],
    ["nothing", Buffer.alloc(0), EROFS, "invalidArgument", "its 0 bytes have no superblock"],
    ["another compression", Buffer.alloc(0), `${EROFS}+gzip`, "unknown", "unsupported erofs layer suffix: gzip"],
    ["broken compression", Buffer.concat([zstdCompressSync(Buffer.alloc(1 << 16, "text")), Buffer.from("behind it")]), `${EROFS}+zstd`, "dataLoss", "the layer's compressed stream"],
    ["more than a layer may have", Buffer.alloc(2 << 20), EROFS, "resourceExhausted", "the layer is larger than 1048576 bytes"],
  ] as const)("%s is refused and leaves nothing", async ([, blob, mediaType, errorClass, words]) => {
    using box = createUnpackBox();
    const refused = await failure(apply(box, blob, { mediaType }));
    expect([errorClassOf(refused), refused.message]).toEqual([errorClass, expect.stringContaining(words)]);
    expect(readdirSync(path.join(box.directory("active"))).toSorted()).toEqual([".erofslayer", "fs"]);
  });

  test("are for snapshots of erofs alone", async () => {
    using box = createUnpackBox();
    const image = readFileSync(await madeImage(box));
    const refused = await failure(apply(box, image, { mark: false }));
    expect(refused.message).toContain(`failed to get stream processor for ${EROFS}: no processor for media-type`);
    expect(existsSync(path.join(box.directory("active"), "layer.erofs"))).toBe(false);
  });

  test("an image that is made of an archive has the UUID that containerd gives it, by the blob's digest", async () => {
    using box = createUnpackBox();
    const { image } = await apply(box, buildTar(TREE), { mediaType: "application/vnd.oci.image.layer.v1.tar", digest: "sha256:abc" });
    // uuid.NewSHA1(uuid.NameSpaceURL, "erofs:blobs/sha256:abc")
    expect(readFileSync(image).toString("hex", 1024 + 48, 1024 + 64)).toBe("85e718ef380a569e869f1e4fa72e8846");
  });

  test("that are hostile have no one mount made of them, and that takes no time", async () => {
    using box = createUnpackBox();
    const made = await madeImage(box);
    const [a, b] = openImage(made).lookUp("a/b");
    const nidOf = ({ at }: { at: number }): Buffer => {
      const nid = Buffer.alloc(8);
      nid.writeBigUInt64LE(BigInt((at - readFileSync(made).readUInt32LE(1024 + 40) * 4096) / 32));
      return nid;
    };
    const changed = (change: (image: Buffer) => unknown): Buffer => {
      const image = readFileSync(made);
      change(image);
      return image;
    };
    const hostile = {
      loop: changed((image) => image.set(nidOf(a!), image.indexOf(nidOf(b!), a!.at + 64))),
      "endless directory": changed((image) => image.writeBigUInt64LE(1n << 50n, b!.at + 8)),
      blocks: changed((image) => image.writeUInt8(60, 1024 + 12)),
    };
    for (const [name, bytes] of Object.entries(hostile)) {
      const image = path.join(box.directory(name), "layer.erofs");
      writeFileSync(image, bytes);
      const output = path.join(box.directory(name), "fsmeta.erofs");
      mergeImages([made, image], output);
      expect([name, statSync(output).size]).toEqual([name, 0]);
    }
  });
});
