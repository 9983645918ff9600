import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chainIdOf, chainIdsOf, MediaType, type Descriptor } from "@stevedore/oci";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addImage, makeTar, noise, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { ingestRefs, pull, snapshotNames, startTransferHost, type TransferHost } from "./transfer-host.ts";

let host: TransferHost;
let registry: FakeRegistry;
let counter = 0;
let namespace: string;

beforeAll(async () => {
  [host, registry] = await Promise.all([
    startTransferHost({ adjust: ({ plugins: { transfer } }) => { transfer.maxConcurrentUnpacks = 3; } }),
    startFakeRegistry(),
  ]);
});
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  namespace = `s${++counter}`;
  registry.fault = undefined;
  registry.requests.length = 0;
});

const reference = (tag: string): string => `${registry.host}/team/app:${tag}`;
const into = (snapshotter: string) => ({ unpacks: [{ platform: { os: "linux", architecture: "amd64" }, snapshotter }] });
const pullInto = (tag: string, snapshotter: string): Promise<void> => pull(host, { reference: reference(tag), namespace, store: into(snapshotter) });

/** Every file of a snapshot with its mode and bytes, as `tar` reads it through the mounts. */
async function treeOf(snapshotter: string, name: string): Promise<Buffer> {
  const key = `view-${Math.random()}`;
  const { mounts } = await host.snapshots.view({ snapshotter, key, parent: name }, { namespace });
  const dir = mkdtempSync(join(tmpdir(), "stevedore-test-view-"));
  try {
    for (const { type, source, options } of mounts) execFileSync("mount", ["-t", type ?? "", "-o", (options ?? []).join(","), source ?? "", dir]);
    // Without the root itself, whose times layers don't set.
    return execFileSync("tar", ["-C", dir, "--sort=name", "--numeric-owner", "-cf", "-", ...readdirSync(dir).sort()], { maxBuffer: 1 << 30 });
  } finally {
    execFileSync("umount", [dir]);
    rmSync(dir, { recursive: true });
    await host.snapshots.remove({ snapshotter, key }, { namespace });
  }
}

// Upper layers change, add to, hide and replace what lower ones brought.
function makeTricky(tag: string): ReturnType<typeof addImage> {
  return addImage(registry, {
    tag,
    tars: [
      makeTar({ "etc/passwd": "root", "etc/old": "gone later", "usr/share/doc/a": noise(200_000, tag), "opaque/lower": "hidden", "dir/becomes-file/x": "1" }),
      makeTar({ "etc/passwd": "root2", "etc/.wh.old": "", "deep/new/dir/file": tag }),
      makeTar({ "opaque/.wh..wh..opq": "", "opaque/upper": tag, "dir/.wh.becomes-file": "" }),
      makeTar({ "dir/becomes-file": "now a file", "usr/share/doc/b": noise(1_500_000, `${tag}b`) }),
    ],
  });
}

describe("into real snapshots", () => {
  test("overlayfs side by side and native one by one give the same tree", async () => {
    const image = makeTricky("tricky");
    await pullInto("tricky", "overlayfs");
    await pullInto("tricky", "native");
    const chain = chainIdsOf(image.diffIds);
    for (const snapshotter of ["overlayfs", "native"]) {
      expect((await snapshotNames(host, namespace, snapshotter)).sort()).toEqual([...chain].sort());
      for (const [i, key] of chain.entries()) expect((await host.snapshots.stat({ snapshotter, key }, { namespace })).info).toMatchObject({ parent: chain[i - 1] ?? "", kind: 3 });
    }
    const [overlay, native] = [await treeOf("overlayfs", chain.at(-1)!), await treeOf("native", chain.at(-1)!)];
    const listed = (tree: Buffer): string => execFileSync("tar", ["--full-time", "-tvf", "-"], { input: tree }).toString();
    expect(listed(overlay)).toBe(listed(native));
    expect(overlay.equals(native)).toBe(true);
    const names = execFileSync("tar", ["-tf", "-"], { input: overlay }).toString().split("\n");
    expect(names).toEqual(expect.arrayContaining(["opaque/upper", "dir/becomes-file", "deep/new/dir/file"]));
    for (const hidden of ["opaque/lower", "etc/old"]) expect(names).not.toContain(hidden);
    const { labels } = (await host.content.info({ digest: image.config.digest }, { namespace })).info!;
    expect(labels).toMatchObject({ "containerd.io/gc.ref.snapshot.overlayfs": chain.at(-1), "containerd.io/gc.ref.snapshot.native": chain.at(-1) });
  });

  test.each(["gzip", "zstd", "none"] as const)("%s", async (compression) => {
    const image = addImage(registry, { tag: compression, compression, tars: [makeTar({ [compression]: noise(2_000_000, compression) })] });
    await pullInto(compression, "overlayfs");
    expect(await snapshotNames(host, namespace)).toEqual([chainIdOf(image.diffIds)]);
  });

  test("again, and by another name: nothing is fetched or unpacked", async () => {
    const image = makeTricky("again");
    await pullInto("again", "overlayfs");
    const before = registry.requests.length;
    await pullInto("again", "overlayfs");
    expect(registry.requests.slice(before).every((line) => line.startsWith("HEAD"))).toBe(true);
    expect(image.layers.map((layer) => registry.countOf(layer))).toEqual([1, 1, 1, 1]);
  });

  test("two pulls at once, and one in another namespace", async () => {
    const image = makeTricky("at-once");
    const first = namespace;
    await Promise.all([pullInto("at-once", "overlayfs"), pullInto("at-once", "overlayfs"), pull(host, { reference: reference("at-once"), namespace: `${first}-b` })]);
    for (const ns of [first, `${first}-b`]) expect((await snapshotNames(host, ns)).sort()).toEqual([...chainIdsOf(image.diffIds)].sort());
    expect(await ingestRefs(host, first)).toEqual([]);
  });
});

describe("damaged layers leave nothing behind", () => {
  const expectClean = async (): Promise<void> => {
    expect(await snapshotNames(host, namespace)).toEqual([]);
    expect((await host.leases.list({}, { namespace })).leases).toEqual([]);
    expect((await host.images.list({}, { namespace })).images).toEqual([]);
    expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(host.root);
  };
  const layerOf = (tag: string, mediaType: string, bytes: Buffer, tar: Buffer): Descriptor => {
    const image = addImage(registry, { tag, tars: [tar], compression: "none" });
    const layer = registry.add(mediaType, bytes);
    registry.tags.set(tag, registry.addJson(MediaType.ociManifest, { schemaVersion: 2, config: image.config, layers: [layer] }));
    return layer;
  };
  const tar = makeTar({ a: noise(600_000, "damage") });
  const zipped = gzipSync(tar);
  const flipped = Buffer.from(zipped);
  flipped[300_000] = flipped[300_000]! ^ 0x10;

  test.each([
    ["truncated", MediaType.ociLayerGzip, zipped.subarray(0, 200_000)],
    ["bit-flipped", MediaType.ociLayerGzip, flipped],
    ["not compressed at all", MediaType.ociLayerGzip, noise(5_000, "rubbish")],
    ["half a tar", MediaType.ociLayer, tar.subarray(0, 300_100)],
  ])("%s", async (what, mediaType, bytes) => {
    const tag = `bad-${what.replaceAll(" ", "-")}`;
    const layer = layerOf(tag, mediaType, bytes, tar);
    await expect(pullInto(tag, "overlayfs")).rejects.toMatchObject({ message: expect.stringMatching(new RegExp(`^failed to extract layer \\(${mediaType.replaceAll(/[+.]/g, "\\$&")} ${layer.digest}\\) to overlayfs as "extract-`)) });
    await expectClean();
  });

  test("a layer that reaches outside of its root", async () => {
    const dir = mkdtempSync(join(tmpdir(), "stevedore-test-evil-"));
    try {
      mkdirSync(join(dir, "in"));
      writeFileSync(join(dir, "escaped"), "x");
      const evil = execFileSync("tar", ["-C", join(dir, "in"), "-P", "-cf", "-", "../escaped"]);
      layerOf("evil", MediaType.ociLayer, evil, evil);
      const outcome = await pullInto("evil", "overlayfs").then(() => "pulled", (error: Error) => error.message);
      // Refused, or kept inside: both are safe; outside it must not be.
      expect(outcome).toBeTruthy();
      const snapshots = join(host.root, "io.containerd.snapshotter.v1.overlayfs/snapshots");
      for (const id of readdirSync(snapshots)) expect(() => statSync(join(snapshots, id, "escaped"))).toThrow(/ENOENT/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
