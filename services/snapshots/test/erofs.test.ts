import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findExecutable, hasVerity } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { createErofsDriver } from "../drivers/erofs-driver.ts";
import { imageOfTree } from "../erofs/image-of-tree.ts";
import { erofsLayerOf } from "../erofs/layer-of-mounts.ts";
import { EROFS_DEFAULTS, mountImage, startDriver, whyNot } from "./drivers.ts";
import { failure, NAMESPACE, withMounted } from "./kit.ts";
import { makeTree } from "./sample-tree.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { listTree, type Listed } from "./tree-listing.ts";
import { createUnpackBox, type UnpackBox } from "./unpack-kit.ts";

const missing = whyNot("erofs", { program: "" });
const fsck = findExecutable("fsck.erofs", "/usr/bin:/usr/sbin:/usr/local/bin");

const shown = (image: string): Promise<Record<string, Listed>> => withMounted([{ type: "erofs", source: image, options: ["ro", "loop"] }], (tree) => listTree(tree));

async function imageOf(box: UnpackBox, archive: Buffer): Promise<string> {
  const image = path.join(box.target, "layer.erofs");
  await box.unpack(archive, { image });
  if (fsck !== undefined) execFileSync(fsck, [image]);
  return image;
}

const withoutTimes = (listing: Record<string, Listed>) => Object.fromEntries(Object.entries(listing).map(([name, listed]) => [name, { ...listed, mtime: "" }]));

describe.skipIf(missing !== undefined)(`images of layers${missing === undefined ? "" : `: ${missing}`}`, () => {
  test("one of everything: the image shows what the archive unpacks to, and what the tree was", async () => {
    using box = createUnpackBox();
    const tree = box.directory("tree");
    makeTree(tree);
    const archive = execFileSync("tar", ["--xattrs", "--xattrs-include=*", "--format=pax", "--sparse", "--numeric-owner", "-C", tree, "-cf", "-", "."], { maxBuffer: 64 << 20 });
    const plain = box.directory("plain");
    const unpacked = await box.unpack(archive, { target: plain });
    const image = path.join(box.target, "layer.erofs");
    expect(await box.unpack(archive, { image })).toEqual(unpacked);
    expect(await shown(image)).toEqual(listTree(plain));
    const second = path.join(box.target, "second.erofs");
    imageOfTree(tree, second);
    expect(await shown(second)).toEqual(listTree(tree));
    // The holes of a sparse file are holes of the image.
    for (const file of [image, second]) expect(statSync(file).blocks * 512).toBeLessThan(8 << 20);
    if (fsck !== undefined) for (const file of [image, second]) execFileSync(fsck, [file]);
  });

  test("what a layer deletes has overlayfs' marks", async () => {
    using box = createUnpackBox();
    const layer: BuiltEntry[] = [
      { name: "dir/", type: "directory" }, { name: "dir/new", data: "new" }, { name: "dir/.wh..wh..opq" }, { name: "dir/newer", data: "newer" },
      { name: "gone/.wh.file", uid: 3, gid: 4 }, { name: ".wh.absent" }, { name: ".wh.a" }, { name: "a", data: "1" }, { name: "b", data: "2" }, { name: ".wh.b" },
    ];
    const plain = box.directory("plain");
    await box.unpack(buildTar(layer), { target: plain });
    expect(withoutTimes(await shown(await imageOf(box, buildTar(layer))))).toEqual(withoutTimes(listTree(plain)));
  });

  test("a directory that takes the place of a deleted one hides what that had", async () => {
    using box = createUnpackBox();
    const listing = await shown(await imageOf(box, buildTar([{ name: ".wh.said" }, { name: "said/", type: "directory" }, { name: "said/x" }, { name: ".wh.implied" }, { name: "implied/y" }])));
    expect(listing["said"]?.xattrs).toEqual({ "trusted.overlay.opaque": "y" });
    expect(listing["implied"]?.xattrs).toEqual({ "trusted.overlay.opaque": "y" });
  });

  test("links lead to where they do in the layer, and never out of it; a later entry takes the place of an earlier", async () => {
    using box = createUnpackBox();
    const listing = await shown(await imageOf(box, buildTar([
      { name: "usr/lib/", type: "directory" }, { name: "lib", type: "symlink", link: "usr/lib" }, { name: "lib/so", data: "so" },
      { name: "out", type: "symlink", link: "../../../usr" }, { name: "out/in", data: "in" },
      { name: "first", data: "1" }, { name: "second", type: "hardLink", link: "first" }, { name: "twice", data: "old" }, { name: "twice", data: "new!" },
      { name: "was-file", data: "x" }, { name: "was-file/", type: "directory", mode: 0o700 }, { name: "merged/a" }, { name: "merged/", type: "directory", mode: 0o711 },
    ])));
    expect(Object.keys(listing)).toEqual(["first", "lib", "merged", "merged/a", "out", "second", "twice", "usr", "usr/in", "usr/lib", "usr/lib/so", "was-file"]);
    expect([listing["second"]?.sameAs, listing["twice"]?.size, listing["was-file"]?.mode, listing["merged"]?.mode]).toEqual(["first", 4, "700", "711"]);
  });

  test("a directory of many names is found by each, and a deep one is no trouble", async () => {
    using box = createUnpackBox();
    const names = Array.from({ length: 3000 }, (_, index) => `many/${"n".repeat(index % 85)}${index}`);
    const image = await imageOf(box, buildTar([...names.map((name) => ({ name, data: name.slice(0, 9) })), { name: `${"d/".repeat(40)}leaf`, data: "leaf" }]));
    await withMounted([{ type: "erofs", source: image, options: ["ro", "loop"] }], (tree) => {
      expect(readdirSync(path.join(tree, "many"))).toHaveLength(3000);
      for (const name of names) expect(readFileSync(path.join(tree, name), "utf8")).toBe(name.slice(0, 9));
      expect(readFileSync(path.join(tree, "d/".repeat(40), "leaf"), "utf8")).toBe("leaf");
    });
  });

  test("a bad archive leaves no image", async () => {
    using box = createUnpackBox();
    const bad: [BuiltEntry[], string][] = [
      [[{ name: "a", type: "hardLink", link: "absent" }], "the layer has no such file"],
      [[{ name: "file" }, { name: "file/child" }], "is not a directory"],
      [[{ name: ".wh." }], "invalid whiteout name"],
      [[{ name: "a", type: "symlink", link: "b" }, { name: "b", type: "symlink", link: "a" }, { name: "a/c" }], "too many links"],
    ];
    for (const [entries, words] of bad) expect((await failure(imageOf(box, buildTar(entries)))).message).toContain(words);
    expect((await failure(imageOf(box, buildTar([{ name: "a", data: "x".repeat(4096) }]).subarray(0, 2048)))).message).toMatch(/unexpected end|cut off|stops/);
    expect(readdirSync(box.target)).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)(`the erofs snapshotter's own${missing === undefined ? "" : `: ${missing}`}`, () => {
  const start = (options: { setImmutable?: boolean; writableBytes?: number } = {}) =>
    startDriver("erofs", (parts) => createErofsDriver(parts, { ...EROFS_DEFAULTS, root: parts.root, ...options }));

  test("an active snapshot is known for one, by any of its mounts; a committed one keeps no second copy", async () => {
    await using host = await start();
    const { snapshotter, root } = host;
    const first = await snapshotter.prepare(NAMESPACE, "a", { parent: "", labels: {} });
    expect(erofsLayerOf(first)).toBe(path.join(root, "snapshots/1"));
    await host.mounted(first, (tree) => writeFileSync(path.join(tree, "file"), "1"));
    await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    expect(readdirSync(path.join(root, "snapshots/1/fs"))).toEqual([]);
    expect(erofsLayerOf(await snapshotter.prepare(NAMESPACE, "b", { parent: "one", labels: {} }))).toBe(path.join(root, "snapshots/2"));
    expect(erofsLayerOf([{ type: "bind", source: path.join(root, "snapshots"), options: [] }])).toBeUndefined();
  });

  test("a file that a container changed keeps its inode number when that is mounted again: layers' file systems are told apart", async () => {
    await using host = await start();
    const { snapshotter } = host;
    for (const [name, parent] of [["one", ""], ["two", "one"]] as const) {
      await host.mounted(await snapshotter.prepare(NAMESPACE, `${name}-active`, { parent, labels: {} }), (tree) => writeFileSync(path.join(tree, name), name));
      await snapshotter.commit(NAMESPACE, name, `${name}-active`, { labels: {} });
    }
    const mounts = await snapshotter.prepare(NAMESPACE, "container", { parent: "two", labels: {} });
    const number = (tree: string): number => statSync(path.join(tree, "one")).ino;
    const changed = await host.mounted(mounts, (tree) => {
      writeFileSync(path.join(tree, "one"), "changed");
      return number(tree);
    });
    expect(await host.mounted(mounts, number)).toBe(changed);
  });

  test("immutable layers are removed by the snapshotter all the same", async () => {
    await using host = await start({ setImmutable: true });
    const { snapshotter, root } = host;
    const image = path.join(root, "snapshots/1/layer.erofs");
    await host.mounted(await snapshotter.prepare(NAMESPACE, "a", { parent: "", labels: {} }), (tree) => writeFileSync(path.join(tree, "file"), "1"));
    await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    expect(() => writeFileSync(image, "")).toThrow(/EPERM/);
    await snapshotter.remove(NAMESPACE, "one");
    await snapshotter.cleanup();
    expect(existsSync(image)).toBe(false);
  });

  test("writable layers as images of their own", async (context) => {
    const without = whyNot("ext4");
    if (without !== undefined) return context.skip(without);
    await using host = await start({ writableBytes: 16 << 20 });
    const { snapshotter, root } = host;
    await host.mounted(await snapshotter.prepare(NAMESPACE, "a", { parent: "", labels: {} }), (tree) => {
      mkdirSync(path.join(tree, "dir"));
      writeFileSync(path.join(tree, "dir/file"), "1");
    });
    await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    expect(existsSync(path.join(root, "snapshots/1/rwlayer.img"))).toBe(false);
    await host.mounted(await snapshotter.prepare(NAMESPACE, "b", { parent: "one", labels: {} }), (tree) => {
      expect(readFileSync(path.join(tree, "dir/file"), "utf8")).toBe("1");
      writeFileSync(path.join(tree, "dir/file"), "2");
      expect(() => writeFileSync(path.join(tree, "large"), Buffer.alloc(32 << 20))).toThrow(/ENOSPC/);
    });
    await snapshotter.commit(NAMESPACE, "two", "b", { labels: {} });
    await host.mounted(await snapshotter.view(NAMESPACE, "v", { parent: "two", labels: {} }), (tree) => expect(readFileSync(path.join(tree, "dir/file"), "utf8")).toBe("2"));
  });
});

describe.skipIf(missing !== undefined || whyNot("ext4") !== undefined)("fs-verity", () => {
  const startOn = (options: string[]) =>
    startDriver("erofs", (parts) => createErofsDriver(parts, { ...EROFS_DEFAULTS, root: parts.root, enableFsverity: true }), (root) => mountImage("ext4", root, { size: 64 << 20, options }));

  test("a file system without it is refused, with the mend", async () => {
    const refused = await failure(startOn(["-O", "^verity"]));
    expect(refused.message).toMatch(/enable_fsverity: fsverity is not supported on the filesystem of .*tune2fs -O verity/);
  });

  test("layers are protected by it where the kernel has it", async ({ skip }) => {
    const started = await startOn(["-b", "4096", "-O", "verity"]).catch((error: Error) => error);
    if (started instanceof Error) return skip(started.message);
    await using host = started;
    await host.mounted(await host.snapshotter.prepare(NAMESPACE, "a", { parent: "", labels: {} }), (tree) => writeFileSync(path.join(tree, "file"), "1"));
    await host.snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    const image = path.join(host.root, "snapshots/1/layer.erofs");
    expect(hasVerity(image)).toBe(true);
    expect(() => writeFileSync(image, "x", { flag: "r+" })).toThrow(/EPERM/);
    await host.mounted(await host.snapshotter.view(NAMESPACE, "v", { parent: "one", labels: {} }), (tree) => expect(readFileSync(path.join(tree, "file"), "utf8")).toBe("1"));
  });
});
