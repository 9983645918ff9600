import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { findExecutable } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { adoptImplied } from "../erofs/adopt-implied.ts";
import { parseFormat } from "../erofs/image-options.ts";
import { requireFormat } from "../erofs/require-format.ts";
import { whyNot } from "./drivers.ts";
import { failure, withMounted } from "./kit.ts";
import { makeTree } from "./sample-tree.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { listTree, type Listed } from "./tree-listing.ts";
import { createUnpackBox, type UnpackBox } from "./unpack-kit.ts";

const missing = whyNot("erofs", { program: "" });
const formatOf = (mkfsOptions: string[], enableTarIndex = false) => parseFormat({ mkfsOptions, enableTarIndex });
const why = (format: ReturnType<typeof formatOf>): string | undefined => {
  try {
    requireFormat(format);
    return missing;
  } catch (error) {
    return missing ?? (error as Error).message;
  }
};
const shown = (image: string): Promise<Record<string, Listed>> => withMounted([{ type: "erofs", source: image, options: ["ro", "loop"] }], (tree) => listTree(tree));
const imageIn = (box: UnpackBox, name = "layer.erofs"): string => path.join(box.target, name);

function archiveOf(tree: string): Buffer {
  return execFileSync("tar", ["--xattrs", "--xattrs-include=*", "--format=pax", "--sparse", "--numeric-owner", "-C", tree, "-cf", "-", "."], { maxBuffer: 64 << 20 });
}

describe("options of mkfs.erofs", () => {
  test("those that our own writer has, however they are written", () => {
    const { image, program } = formatOf(["-T", "12", "-U0c8f3e2a-1111-4222-8333-444455556666", "-Lname", "--sort=none", "-x-1", "-Enoinline_data,force-inode-extended", "--force-uid=7", "--quiet", "-b", "1024"]);
    expect(program).toBeUndefined();
    expect(image).toEqual({ blockBytes: 1024, uuid: "0c8f3e2a-1111-4222-8333-444455556666", label: "name", seconds: 12, owner: { uid: 7 }, withXattrs: false });
    expect(formatOf(["-T0", "--mkfs-time", "--sort=none"]).image.seconds).toBeUndefined();
    expect(formatOf(["-T0"]).image.seconds).toBe(0);
  });

  test("anything else is for the program; what is wrong is refused by name", () => {
    expect(formatOf(["-T0", "-zlz4hc,12", "-C65536"]).program).toEqual({ option: "-zlz4hc,12", options: ["-T0", "-zlz4hc,12", "-C65536"] });
    for (const option of ["--chunksize=4096", "-Ededupe", "--exclude-regex=x", "-q"]) expect(formatOf([option]).program?.option, option).toBe(option);
    const refused: [string[], boolean, string][] = [
      [["-b100"], false, "-b100 is no block size"], [["-Tnow"], false, '-T takes a number, not "now"'], [["-T"], false, "-T lacks its value"], [["-U12"], false, "-U12 is no UUID"],
      [["-zlz4"], true, "-zlz4 is not for an index of the archive"], [["-b4096"], true, "blocks of 512 bytes, not 4096"], [["-La-very-long-label-it-is"], false, "longer than 16 bytes"],
    ];
    for (const [options, tarIndex, words] of refused) expect(() => formatOf(options, tarIndex), String(options)).toThrow(words);
  });

  test("what the host lacks is said with the mend", () => {
    expect(() => requireFormat(formatOf(["-zlz4"]), { path: "/nowhere" })).toThrow(/-zlz4, which needs mkfs.erofs, and that is not installed/);
    expect(() => requireFormat(formatOf([], true), { kernel: "6.1.0-56-amd64" })).toThrow(/enable_tar_index: Linux 6.1.0-56-amd64 mounts no images with blocks of 512 bytes/);
    expect(() => requireFormat(formatOf(["-b1024"]), { kernel: "5.10.0" })).toThrow("mkfs_options -b1024");
    requireFormat(formatOf([], true), { kernel: "6.12.1" });
  });
});

const smallBlocks = why(formatOf([], true));
describe.skipIf(smallBlocks !== undefined)(`an index of the archive${smallBlocks === undefined ? "" : `: ${smallBlocks}`}`, () => {
  test("shows what the archive unpacks to, holes and all, and has the archive's bytes behind it", async () => {
    using box = createUnpackBox();
    const tree = box.directory("tree");
    makeTree(tree);
    const archive = archiveOf(tree);
    const plain = box.directory("plain");
    const unpacked = await box.unpack(archive, { target: plain });
    expect(await box.unpack(archive, { image: imageIn(box), format: formatOf([], true) })).toEqual(unpacked);
    expect(await shown(imageIn(box))).toEqual(listTree(plain));
    expect(`sha256:${createHash("sha256").update(readFileSync(imageIn(box)).subarray(-archive.length)).digest("hex")}`).toBe(unpacked.digest);
    expect(statSync(imageIn(box)).size - archive.length).toBeLessThan(archive.length / 4);
  });

  test("many small files, whiteouts, hard links, and an archive that ends where it likes", async () => {
    using box = createUnpackBox();
    const entries: BuiltEntry[] = Array.from({ length: 500 }, (_, index) => ({ name: `many/${"n".repeat(index % 60)}${index}`, data: String(index).repeat((index % 700) + 1) }));
    const archive = buildTar([{ name: ".wh.gone" }, { name: "many/", type: "directory" }, { name: "many/.wh..wh..opq" }, ...entries, { name: "second", type: "hardLink", link: "many/0" }, { name: "empty", data: "" }]);
    const plain = box.directory("plain");
    await box.unpack(archive, { target: plain });
    await box.unpack(archive, { image: imageIn(box), format: formatOf([], true) });
    const withoutTimes = (listing: Record<string, Listed>) => Object.fromEntries(Object.entries(listing).map(([name, listed]) => [name, { ...listed, mtime: "" }]));
    expect(withoutTimes(await shown(imageIn(box)))).toEqual(withoutTimes(listTree(plain)));
  });

  test("a broken archive leaves nothing", async () => {
    using box = createUnpackBox();
    const archive = buildTar([{ name: "a", data: "x".repeat(4096) }]).subarray(0, 2048);
    expect((await failure(box.unpack(archive, { image: imageIn(box), format: formatOf([], true) }))).message).toMatch(/unexpected E|cut off/);
    expect(readdirSync(box.target)).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)(`images as options ask for them${missing === undefined ? "" : `: ${missing}`}`, () => {
  const archive = buildTar([{ name: "dir/", type: "directory", uid: 5 }, { name: "dir/file", data: "data", uid: 3, gid: 4 }]);

  test("time, owner, label, UUID and blocks", async () => {
    using box = createUnpackBox();
    const format = formatOf(["-T1000", "--all-root", "-Llabel", "-U0c8f3e2a-1111-4222-8333-444455556666"]);
    await box.unpack(archive, { image: imageIn(box), format });
    await withMounted([{ type: "erofs", source: imageIn(box), options: ["ro", "loop"] }], (tree) => {
      const { uid, gid, mtimeMs } = statSync(path.join(tree, "dir/file"));
      expect([uid, gid, mtimeMs]).toEqual([0, 0, 1_000_000]);
    });
    const superblock = Buffer.alloc(128);
    const fd = openSync(imageIn(box), "r");
    readSync(fd, superblock, 0, 128, 1024);
    closeSync(fd);
    expect([superblock.toString("hex", 48, 64), superblock.toString("latin1", 64, 69)]).toEqual(["0c8f3e2a111142228333444455556666", "label"]);
  });

  test.skipIf(smallBlocks !== undefined)(`smaller blocks${smallBlocks === undefined ? "" : `: ${smallBlocks}`}`, async () => {
    using box = createUnpackBox();
    const tree = box.directory("tree");
    makeTree(tree);
    const plain = box.directory("plain");
    await box.unpack(archiveOf(tree), { target: plain });
    for (const bytes of [512, 2048]) {
      await box.unpack(archiveOf(tree), { image: imageIn(box), format: formatOf([`-b${bytes}`]) });
      expect(await shown(imageIn(box)), String(bytes)).toEqual(listTree(plain));
    }
  });

  const compressed = why(formatOf(["-zlz4hc"]));
  test.skipIf(compressed !== undefined)(`compressed, by mkfs.erofs${compressed === undefined ? "" : `: ${compressed}`}`, async () => {
    using box = createUnpackBox();
    const tree = box.directory("tree");
    makeTree(tree);
    const plain = box.directory("plain");
    const archive = archiveOf(tree);
    const unpacked = await box.unpack(archive, { target: plain });
    expect(await box.unpack(archive, { image: imageIn(box), format: formatOf(["-zlz4hc"]) })).toEqual(unpacked);
    const contents = (listing: Record<string, Listed>) => Object.fromEntries(Object.entries(listing).map(([name, { size, mode, owner, content, xattrs }]) => [name, { size, mode, owner, content, xattrs }]));
    expect(contents(await shown(imageIn(box)))).toEqual(contents(listTree(plain)));
    expect(readdirSync(box.target).filter((name) => name !== "layer.erofs")).toEqual([]);
    const text = buildTar([{ name: "text", data: "all the same ".repeat(100_000) }, { name: "deep/below/file", data: "1" }, { name: ".wh.gone" }]);
    await box.unpack(text, { image: imageIn(box), format: formatOf(["-zlz4hc"]) });
    expect(statSync(imageIn(box)).size).toBeLessThan(100_000);
    expect((await shown(imageIn(box)))["gone"]).toMatchObject({ type: "char" });
  });

  test.skipIf(compressed !== undefined)(`directories that a compressed layer, or one with small blocks, only implies are those below${compressed === undefined ? "" : `: ${compressed}`}`, async () => {
    using box = createUnpackBox();
    const lower = imageIn(box, "lower.erofs");
    await box.unpack(buildTar([{ name: "opt/", type: "directory", mode: 0o750, uid: 70_000, gid: 5 }]), { image: lower });
    for (const options of [["-zlz4"], ["-b2048"]]) {
      const image = path.join(box.directory(options.join("")), "layer.erofs");
      await box.unpack(buildTar([{ name: "opt/file", data: "1" }]), { image, format: formatOf(options), target: path.dirname(image) });
      adoptImplied(image, [lower]);
      if (options[0] === "-b2048" && smallBlocks !== undefined) continue;
      expect((await shown(image))["opt"], String(options)).toMatchObject({ mode: "750", owner: "70000:5" });
    }
  });

  test.skipIf(findExecutable("mkfs.erofs", process.env["PATH"] ?? "") === undefined)("what mkfs.erofs refuses is told in its words (needs mkfs.erofs)", async () => {
    using box = createUnpackBox();
    const refused = await failure(box.unpack(archive, { image: imageIn(box), format: formatOf(["-zno-such-thing"]) }));
    expect(refused.message).toMatch(/erofs apply failed: mkfs.erofs .*-zno-such-thing: .*erofs-utils/s);
    expect(readdirSync(box.target)).toEqual([]);
  });
});
