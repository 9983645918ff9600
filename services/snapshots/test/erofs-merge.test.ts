import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeDevice, mknod, S_IFCHR, setXattr } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { createErofsDriver, type ErofsOptions } from "../drivers/erofs-driver.ts";
import { parseFormat } from "../erofs/image-options.ts";
import { mergeImages } from "../erofs/merge-images.ts";
import { requireFormat } from "../erofs/require-format.ts";
import { EROFS_DEFAULTS, startDriver, whyNot } from "./drivers.ts";
import { NAMESPACE } from "./kit.ts";
import { makeTree } from "./sample-tree.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { listTree } from "./tree-listing.ts";
import { createUnpackBox } from "./unpack-kit.ts";

const missing = whyNot("erofs", { program: "" });
const start = (options: Partial<ErofsOptions>) => startDriver("erofs", (parts) => createErofsDriver(parts, { ...EROFS_DEFAULTS, root: parts.root, ...options }));
type Host = Awaited<ReturnType<typeof start>>;

async function commit(host: Host, name: string, parent: string, change: (tree: string) => void): Promise<string> {
  await host.mounted(await host.snapshotter.prepare(NAMESPACE, `${name}-active`, { parent, labels: { "containerd.io/snapshot.ref": name } }), change);
  await host.snapshotter.commit(NAMESPACE, name, `${name}-active`, { labels: {} });
  return name;
}

const LAYERS: ((tree: string) => void)[] = [
  (tree) => makeTree(tree),
  (tree) => {
    for (const name of ["gone", "kept", "whole"]) mkdirSync(path.join(tree, name));
    for (const name of ["gone/a", "kept/a", "kept/b", "whole/a"]) writeFileSync(path.join(tree, name), name);
    linkSync(path.join(tree, "kept/a"), path.join(tree, "kept/linked"));
    setXattr(path.join(tree, "kept"), "user.of", Buffer.from("layer two"));
  },
  (tree) => {
    rmSync(path.join(tree, "gone"), { recursive: true });
    rmSync(path.join(tree, "kept/b"));
    rmSync(path.join(tree, "whole"), { recursive: true });
    mkdirSync(path.join(tree, "whole"));
    writeFileSync(path.join(tree, "whole/new"), "new");
    chmodSync(path.join(tree, "kept"), 0o711);
    chownSync(path.join(tree, "kept"), 70_000, 5);
    symlinkSync("../kept", path.join(tree, "whole/link"));
    mknod(Buffer.from(path.join(tree, "device")), 0o600 | S_IFCHR, makeDevice(1, 3));
  },
  (tree) => {
    writeFileSync(path.join(tree, "kept/a"), "changed");
    mkdirSync(path.join(tree, "gone"));
    writeFileSync(path.join(tree, "gone/again"), "again");
    utimesSync(path.join(tree, "gone"), 5, 5);
  },
];

async function commitAll(host: Host): Promise<string> {
  let top = "";
  for (const [index, change] of LAYERS.entries()) top = await commit(host, `layer-${index}`, top, change);
  return top;
}

describe.skipIf(missing !== undefined)(`layers in one mount${missing === undefined ? "" : `: ${missing}`}`, () => {
  test("show what an overlay of them does; a container on them is one mount and an overlay, and what it changes is a layer", async () => {
    await using apart = await start({});
    await using merged = await start({ maxUnmergedLayers: 3 });
    const listings = await Promise.all([apart, merged].map(async (host) => {
      const view = await host.snapshotter.view(NAMESPACE, "view", { parent: await commitAll(host), labels: {} });
      return { types: view.map(({ type }) => type), listing: await host.mounted(view, (tree) => withoutNow(listTree(tree))) };
    }));
    expect(listings.map(({ types }) => types)).toEqual([["erofs", "erofs", "erofs", "erofs", "format/mkdir/overlay"], ["erofs", "format/bind"]]);
    expect(listings[1]!.listing).toEqual(listings[0]!.listing);
    const container = await merged.snapshotter.prepare(NAMESPACE, "container", { parent: "layer-3", labels: {} });
    const images = [1, 2, 3, 4].map((id) => path.join(merged.root, "snapshots", String(id), "layer.erofs"));
    expect(container[0]).toEqual({ type: "erofs", source: path.join(merged.root, "snapshots/4/fsmeta.erofs"), options: ["ro", "loop", ...images.map((image) => `device=${image}`)] });
    expect(container[1]?.options.at(-1)).toBe("lowerdir={{ mount 0 }}");
    await merged.mounted(container, (tree) => {
      expect(readFileSync(path.join(tree, "kept/a"), "utf8")).toBe("changed");
      rmSync(path.join(tree, "kept/linked"));
      writeFileSync(path.join(tree, "kept/own"), "own");
    });
    await merged.snapshotter.commit(NAMESPACE, "own", "container", { labels: {} });
    // Above a merged one each layer is mounted by itself, until somebody merges these as well.
    const unpacking = await merged.snapshotter.prepare(NAMESPACE, "more", { parent: "own", labels: { "containerd.io/snapshot.ref": "more" } });
    expect(unpacking.map(({ type }) => type)).toEqual(["erofs", "erofs", "format/mkdir/overlay"]);
    await merged.mounted(unpacking, (tree) => expect(readdirSync(path.join(tree, "kept")).toSorted()).toEqual(["a", "own"]));
    await merged.mounted(await merged.snapshotter.view(NAMESPACE, "last", { parent: "own", labels: {} }), (tree) => expect(readdirSync(path.join(tree, "kept")).toSorted()).toEqual(["a", "own"]));
    expect(existsSync(path.join(merged.root, "snapshots/6/fsmeta.erofs"))).toBe(true);
  });

  test("at or below the limit, while an image is unpacked, and of layers for dm-verity nothing is merged", async () => {
    await using host = await start({ maxUnmergedLayers: 4 });
    const top = await commitAll(host);
    const types = async (key: string) => (await host.snapshotter.prepare(NAMESPACE, key, { parent: top, labels: {} })).map(({ type }) => type);
    expect(await types("at-the-limit")).toHaveLength(5);
    const driver = createErofsDriver({ disk: { mergeImages: (images: readonly string[], output: string) => Promise.resolve(mergeImages(images, output)) } as never, tempMounts: undefined as never }, { ...EROFS_DEFAULTS, root: host.root, maxUnmergedLayers: 2 });
    writeFileSync(path.join(host.root, "snapshots/2/layer.erofs.dmverity"), "{}");
    await driver.create({ id: 90, kind: "active", parents: [4, 3, 2, 1], labels: {} });
    expect(readdirSync(host.root + "/snapshots/4")).not.toContain("fsmeta.erofs");
    rmSync(path.join(host.root, "snapshots/2/layer.erofs.dmverity"));
    await Promise.all([91, 92].map((id) => driver.create({ id, kind: "active", parents: [4, 3, 2, 1], labels: {} })));
    expect(driver.mounts({ id: 91, kind: "active", parents: [4, 3, 2, 1], labels: {} })).toHaveLength(2);
    // Metadata that comes to be there later is heeded.
    writeFileSync(path.join(host.root, "snapshots/2/layer.erofs.dmverity"), "{}");
    expect(driver.mounts({ id: 91, kind: "active", parents: [4, 3, 2, 1], labels: {} })).toHaveLength(5);
  });

  const layers: BuiltEntry[][] = [
    [{ name: "dir/", type: "directory" }, { name: "dir/text", data: "all the same ".repeat(20_000) }, { name: "dir/other", data: "other" }],
    [{ name: "dir/.wh.other" }, { name: "dir/more", data: "more".repeat(5000) }],
  ];
  const hash = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

  test.for(["4096", "index", "mkfs.erofs", "mixed", "compressed"])("of images that are: %s", async (kind, { skip }) => {
    using box = createUnpackBox();
    const formatOf = (index: number) => parseFormat({ mkfsOptions: kind === "compressed" ? ["-zlz4"] : kind === "mkfs.erofs" ? ["-Eforce-inode-compact,legacy-compress"] : [], enableTarIndex: kind === "index" || (kind === "mixed" && index === 1) });
    const images: string[] = [];
    for (const [index, entries] of layers.entries()) {
      try {
        requireFormat(formatOf(index));
      } catch (error) {
        return skip((error as Error).message);
      }
      const image = path.join(box.directory(String(index)), "layer.erofs");
      await box.unpack(buildTar(entries), { image, target: path.dirname(image), format: formatOf(index) });
      images.push(image);
    }
    const output = path.join(box.target, "fsmeta.erofs");
    mergeImages(images, output);
    const isMerged = kind !== "mixed" && kind !== "compressed";
    expect(statSync(output).size > 0).toBe(isMerged);
    if (!isMerged) return;
    await using host = await start({});
    await host.mounted([{ type: "erofs", source: output, options: ["ro", "loop", ...images.map((image) => `device=${image}`)] }], (place) => {
      expect(readdirSync(path.join(place, "dir"))).toEqual(["more", "text"]);
      expect(hash(readFileSync(path.join(place, "dir/text")))).toBe(hash("all the same ".repeat(20_000)));
      expect(hash(readFileSync(path.join(place, "dir/more")))).toBe(hash("more".repeat(5000)));
    });
  });

  test("sparse files of an archive keep their holes", async ({ skip }) => {
    try {
      requireFormat(parseFormat({ mkfsOptions: [], enableTarIndex: true }));
    } catch (error) {
      return skip((error as Error).message);
    }
    using box = createUnpackBox();
    const tree = box.directory("tree");
    execFileSync("truncate", ["-s", "8M", path.join(tree, "sparse")]);
    execFileSync("dd", ["if=/dev/urandom", `of=${path.join(tree, "sparse")}`, "bs=4096", "count=3", "seek=700", "conv=notrunc"], { stdio: "ignore" });
    const archive = execFileSync("tar", ["--sparse", "-C", tree, "-cf", "-", "."]);
    const images = [archive, buildTar([{ name: "above", data: "1" }])].map((_, index) => path.join(box.directory(`l${index}`), "layer.erofs"));
    for (const [index, bytes] of [archive, buildTar([{ name: "above", data: "1" }])].entries()) await box.unpack(bytes, { image: images[index]!, target: path.dirname(images[index]!), format: parseFormat({ mkfsOptions: [], enableTarIndex: true }) });
    const output = path.join(box.target, "fsmeta.erofs");
    mergeImages(images, output);
    await using host = await start({});
    await host.mounted([{ type: "erofs", source: output, options: ["ro", "loop", ...images.map((image) => `device=${image}`)] }], (place) => {
      expect(hash(readFileSync(path.join(place, "sparse")))).toBe(hash(readFileSync(path.join(tree, "sparse"))));
      expect(readFileSync(path.join(place, "above"), "utf8")).toBe("1");
    });
  });
});

// The directories that tests make through mounts have the time of now.
function withoutNow(listing: ReturnType<typeof listTree>): unknown {
  return Object.fromEntries(Object.entries(listing).map(([name, { mtime: _mtime, ...listed }]) => [name, listed]));
}
