import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { unavailable } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { createTempDir, isRoot } from "./kit.ts";
import { createLazyBox, estargzOf, renamedIn } from "./lazy-kit.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { listTree, type Listed } from "./tree-listing.ts";
import { createUnpackBox } from "./unpack-kit.ts";

const NONE: readonly number[] = [];
const text = (length: number, seed: number): Buffer => {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * seed) ^ (i >> 7);
  return bytes;
};

const EVERYTHING: BuiltEntry[] = [
  { name: "./", type: "directory", mode: 0o755 },
  { name: "etc/", type: "directory", mode: 0o2775, uid: 7, gid: 8, pax: { "SCHILY.xattr.user.directory": "yes" } },
  { name: "etc/plain", data: "plain\n", mode: 0o640, uid: 1000, gid: 1001, pax: { "SCHILY.xattr.user.note": "of a file" } },
  { name: "etc/set", data: "#!", mode: 0o4755 },
  { name: "empty", data: "" },
  { name: "big", data: text(2_500_001, 31), mtime: 1_234_567_890 },
  { name: "hard link", type: "hardLink", link: "etc/plain" },
  { name: "symlink", type: "symlink", link: "etc/plain", mode: 0o777 },
  { name: "dangling", type: "symlink", link: `/${"x".repeat(90)}`, mode: 0o777 },
  { name: "fifo", type: "fifo", mode: 0o600 },
  { name: "null", type: "char", mode: 0o666, device: [1, 3] },
  { name: "disk", type: "block", mode: 0o660, device: [259, 65_537] },
  { name: "hidden/", type: "directory", mode: 0o700 },
  { name: "hidden/.wh..wh..opq", data: "" },
  { name: "hidden/shown", data: "of this layer" },
  { name: "hidden/.wh.gone", data: "" },
  { name: "implied/by/this", data: "file" },
  ...Array.from({ length: 500 }, (_, i) => ({ name: `many/${String(i).padStart(5, "0")}-${"n".repeat(i % 60)}`, data: `${i}` })),
];

describe.skipIf(!isRoot)("a lazy layer over FUSE (needs root)", () => {
  test("shows what unpacking makes of it", async () => {
    await using box = await createLazyBox();
    using unpacked = createUnpackBox();
    const layer = await estargzOf(buildTar(EVERYTHING));
    box.content.blobs.set(layer.digest, layer.bytes);
    box.own(1);
    await box.layers.attach(1, { ...layer, parents: NONE });
    expect((await unpacked.unpack(layer.bytes)).digest).toBe(layer.diffId);
    const withoutTimes = (name: string): boolean => name === "many" || name.startsWith("implied") || name === "hidden/gone";
    const shown = await listCopy(path.join(box.shown, "1"), withoutTimes);
    expect(shown).toEqual(listTree(unpacked.target, { withoutTimes }));
    expect(Object.keys(shown).length).toBeGreaterThan(515);
    expect(box.content.reads.length).toBeLessThan(12);
  });

  test("is a lower layer of an overlay: whiteouts and opaque directories count, files are copied up", async () => {
    await using box = await createLazyBox();
    const below = await estargzOf(buildTar([{ name: "a/", type: "directory", mode: 0o750, uid: 5 }, { name: "a/gone", data: "1" }, { name: "a/kept", data: "2" }, { name: "b/hidden", data: "3" }]));
    const above = { ...(await estargzOf(buildTar([{ name: "a/.wh.gone", data: "" }, { name: "b/", type: "directory", mode: 0o755 }, { name: "b/.wh..wh..opq", data: "" }, { name: "b/new", data: "4" }]))), digest: `sha256:${"f".repeat(64)}` };
    for (const layer of [below, above]) box.content.blobs.set(layer.digest, layer.bytes);
    for (const id of [1, 2, 3]) box.own(id);
    await box.layers.attach(1, { ...below, parents: NONE });
    await box.layers.attach(2, { ...above, parents: [1] });
    const [upper, work, merged] = ["upper", "work", "merged"].map((name) => path.join(box.shown, "..", name)) as [string, string, string];
    for (const directory of [upper, work, merged]) mkdirSync(directory);
    execFileSync("mount", ["-t", "overlay", "overlay", "-o", `lowerdir=${box.shown}/2:${box.shown}/1,upperdir=${upper},workdir=${work},index=off`, merged]);
    try {
      const tree = await listCopy(merged);
      expect(Object.keys(tree).filter((name) => !name.startsWith(".no") && name !== "stargz.index.json")).toEqual(["a", "a/kept", "b", "b/new"]);
      // The layer above only implies the directory: it is as the one below has it.
      expect(tree["a"]).toMatchObject({ mode: "750", owner: "5:0" });
      await appendFile(path.join(merged, "a/kept"), "changed");
      expect(await readFile(path.join(merged, "a/kept"), "utf8")).toBe("2changed");
    } finally {
      execFileSync("umount", [merged]);
    }
  });

  test("what the source can't give is EIO, and is there when it can again; wrong bytes never are", async () => {
    await using box = await createLazyBox();
    const data = text(3_000_000, 77);
    const layer = await estargzOf(buildTar([{ name: "file", data }, { name: "between", data: text(6_000_000, 3) }, { name: "other", data: text(3_000_000, 41) }]));
    box.content.blobs.set(layer.digest, layer.bytes);
    box.content.reach = 0;
    box.own(1);
    await box.layers.attach(1, { ...layer, parents: NONE });
    box.content.failure = unavailable("the registry is away");
    const [file, other] = ["file", "other"].map((name) => path.join(box.shown, "1", name)) as [string, string];
    await expect(readFile(file)).rejects.toThrow("EIO");
    box.content.failure = undefined;
    expect(data.equals(await readFile(file))).toBe(true);

    const broken = Buffer.from(layer.bytes);
    for (let at = Math.floor(broken.length * 0.6); at < broken.length * 0.9; at += 1000) broken[at] = (broken[at] as number) ^ 0x10;
    box.content.blobs.set(layer.digest, broken);
    await expect(readFile(other)).rejects.toThrow("EIO");
    box.content.blobs.set(layer.digest, layer.bytes);
    expect(text(3_000_000, 41).equals(await readFile(other))).toBe(true);
  });

  test("who waits for a file gets it from the next process when the first one died", async () => {
    await using box = await createLazyBox();
    const data = text(400_000, 13);
    const layer = await estargzOf(buildTar([{ name: "dir/file", data }]));
    box.content.blobs.set(layer.digest, layer.bytes);
    box.own(1);
    await box.layers.attach(1, { ...layer, parents: NONE });
    const gate = Promise.withResolvers<void>();
    const seen = box.content.reads.length;
    box.content.gate = gate.promise;
    const reading = promisify(execFile)("cat", [path.join(box.shown, "1", "dir/file")], { encoding: "buffer", maxBuffer: 1 << 26 });
    while (box.content.reads.length === seen) await new Promise((resolve) => setTimeout(resolve, 10));
    await box.restart();
    gate.resolve();
    expect((await reading).stdout.equals(data)).toBe(true);
    expect(readdirSync(path.join(box.shown, "1", "dir"))).toEqual(["file"]);
  });

  test("a landmark says how much of it is for a start", async () => {
    await using box = await createLazyBox();
    const plain = await estargzOf(buildTar([{ name: "first", data: randomBytes(100_000) }, { name: "mark", data: "\u000f" }, { name: "second", data: randomBytes(200_000) }]));
    const marked = { ...renamedIn(plain, "mark", ".prefetch.landmark"), digest: `sha256:${"f".repeat(64)}` };
    for (const [id, layer] of [plain, marked].entries()) {
      box.content.blobs.set(layer.digest, layer.bytes);
      box.own(id + 1);
    }
    expect((await box.layers.attach(1, { ...plain, parents: NONE })).prefetch).toBe(0);
    const { prefetch } = await box.layers.attach(2, { ...marked, parents: NONE });
    expect(prefetch).toBeGreaterThan(100_000);
    expect(prefetch).toBeLessThan(plain.bytes.length - 200_000);
  });

  test.each<[string, BuiltEntry[]]>([
    ["a link to what another layer has", [{ name: "a", type: "hardLink", link: "elsewhere" }]],
    ["files below a symlink", [{ name: "a", type: "symlink", link: "b", mode: 0o777 }, { name: "a/b", data: "1" }]],
  ])("%s has to be unpacked", async (_, entries) => {
    await using box = await createLazyBox();
    const layer = await estargzOf(buildTar(entries));
    box.content.blobs.set(layer.digest, layer.bytes);
    box.own(1);
    await expect(box.layers.attach(1, { ...layer, parents: NONE })).rejects.toThrow(/is no/);
    await expect(box.layers.attach(1, { ...layer, tocDigest: `sha256:${"0".repeat(64)}`, parents: NONE })).rejects.toThrow(/expected sha256:0000/);
  });
});

// This thread serves what is read, and so must not wait for it.
async function listCopy(directory: string, withoutTimes?: (name: string) => boolean): Promise<Record<string, Listed>> {
  using temp = createTempDir();
  await promisify(execFile)("cp", ["-a", directory, path.join(temp.path, "copy")]);
  return listTree(path.join(temp.path, "copy"), withoutTimes === undefined ? {} : { withoutTimes });
}
