import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { isError } from "@stevedore/errors";
import { unmountAll } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { mountImage, whyNot } from "./drivers.ts";
import { failure, isRoot } from "./kit.ts";
import { makeTree } from "./sample-tree.ts";
import { buildTar } from "./tar-builder.ts";
import { listTree } from "./tree-listing.ts";
import { createUnpackBox } from "./unpack-kit.ts";

const sha256 = (data: Buffer): string => `sha256:${createHash("sha256").update(data).digest("hex")}`;
describe.skipIf(!isRoot)("a tree archived by GNU tar comes out as it was (needs root)", () => {
  const formats: [name: string, flags: string[]][] = [
    ["pax", ["--format=pax", "--xattrs", "--xattrs-include=*"]],
    ["pax, sparse 0.0", ["--format=pax", "--sparse", "--sparse-version=0.0", "--xattrs", "--xattrs-include=*"]],
    ["pax, sparse 0.1", ["--format=pax", "--sparse", "--sparse-version=0.1", "--xattrs", "--xattrs-include=*"]],
    ["pax, sparse 1.0", ["--format=pax", "--sparse", "--sparse-version=1.0", "--xattrs", "--xattrs-include=*"]],
    ["GNU", ["--format=gnu"]],
    ["GNU, sparse", ["--format=gnu", "--sparse"]],
  ];
  test.each(formats)("%s", async (name, flags) => {
    using box = createUnpackBox();
    const source = box.directory("source");
    makeTree(source);
    const file = path.join(box.directory("archives"), "layer.tar");
    execFileSync("tar", ["-C", source, ...flags, "-cf", file, "."]);
    const reference = box.directory("reference");
    execFileSync("tar", ["-C", reference, "-xpf", file, "--xattrs", "--xattrs-include=*", "--same-owner", "--numeric-owner"]);

    const { digest, size } = await box.unpackFile(file);
    const archive = readFileSync(file);
    expect([digest, size]).toEqual([sha256(archive), archive.length]);
    const [ours, theirs] = [listTree(box.target), listTree(reference)];
    expect(ours).toEqual(theirs);
    if (!name.includes("sparse")) return;
    expect(statSync(path.join(box.target, "sparse")).blocks * 512).toBeLessThan(1 << 20);
  });

  test("gzip of several members, zstd of several frames, and in small pieces", async () => {
    const archive = buildTar([{ name: "a", data: "1".repeat(700_000) }, { name: "b/", type: "directory", mode: 0o755 }, { name: "b/c", data: "2" }]);
    const [one, two, three] = [archive.subarray(0, 512), archive.subarray(512, 300_000), archive.subarray(300_000)];
    for (const compressed of [
      Buffer.concat([gzipSync(one!), gzipSync(two!), gzipSync(three!)]),
      Buffer.concat([zstdCompressSync(one!), Buffer.from("502a4d18040000000badf00d", "hex"), zstdCompressSync(Buffer.concat([two!, three!]))]),
      archive,
    ]) {
      using box = createUnpackBox();
      const result = await box.unpack(compressed);
      expect(result).toEqual({ digest: sha256(archive), size: archive.length });
      expect(Object.keys(listTree(box.target))).toEqual(["a", "b", "b/c"]);
    }
  });

  test("what stands behind the archive counts for the digest", async () => {
    using box = createUnpackBox();
    const archive = Buffer.concat([buildTar([{ name: "a", data: "1" }]), Buffer.from("trailing rubbish")]);
    expect(await box.unpack(gzipSync(archive))).toEqual({ digest: sha256(archive), size: archive.length });
  });

  test("an empty layer, an archive without its final blocks", async () => {
    using box = createUnpackBox();
    expect((await box.unpack(Buffer.alloc(0))).digest).toBe(sha256(Buffer.alloc(0)));
    await box.unpack(buildTar([{ name: "a" }], { trailer: false }));
    expect(Object.keys(listTree(box.target))).toEqual(["a"]);
  });

  test("headers of all ages: v7, base-256 numbers, global pax headers, times before 1970 and beyond range", async () => {
    using box = createUnpackBox();
    await box.unpack(buildTar([
      { name: "global", type: "paxGlobal", data: "19 path=everywhere\n" },
      { name: "old/", type: "regularOld", mode: 0o755, patch: (block) => block.fill(0, 257, 265) },
      { name: "old/file", type: "regularOld", data: "v7", patch: (block) => block.fill(0, 257, 265) },
      { name: "big-uid", patch: (block) => void (block.fill(0, 108, 116), (block[108] = 0x80), block.writeUInt32BE(3_000_000_000, 112)) },
      { name: "early", pax: { mtime: "-1.5" } },
      { name: "late", pax: { mtime: "99999999999" } },
      { name: "fraction", pax: { mtime: "12.0000000019" } },
      { name: "short", pax: { path: `${"p/".repeat(90)}end`, uid: "70000", size: "3" }, data: "abc", size: 0 },
    ]));
    const listing = listTree(box.target);
    expect(listing["old"]?.type).toBe("directory");
    expect(listing["old/file"]).toMatchObject({ type: "file", size: 2 });
    expect(listing["big-uid"]?.owner).toBe("3000000000:0");
    expect([listing["early"]?.mtime, listing["late"]?.mtime, listing["fraction"]?.mtime]).toEqual(["0", "0", "12000000001"]);
    expect(listing[`${"p/".repeat(90)}end`]).toMatchObject({ owner: "70000:0", size: 3 });
    expect(listing["global"]).toBeUndefined();
  });

  test("later entries replace earlier ones; directories merge", async () => {
    using box = createUnpackBox();
    await box.unpack(buildTar([
      { name: "dir/", type: "directory", mode: 0o700 },
      { name: "dir/kept", data: "kept" },
      { name: "dir/", type: "directory", mode: 0o2755, gid: 7, mtime: 5 },
      { name: "was-file", data: "1" },
      { name: "was-file/", type: "directory", mode: 0o755 },
      { name: "was-file/inside", data: "2" },
      { name: "was-dir/inside", data: "1" },
      { name: "was-dir", data: "now a file" },
      { name: "twice", data: "a longer first version" },
      { name: "twice", data: "second" },
      { name: "link", type: "symlink", link: "twice" },
      { name: "link", type: "symlink", link: "elsewhere" },
    ]));
    const listing = listTree(box.target);
    expect(listing["dir"]).toMatchObject({ mode: "2755", owner: "0:7", mtime: "5000000000" });
    expect(listing["dir/kept"]).toMatchObject({ size: 4, owner: "0:0" });
    expect(listing["was-file/inside"]).toBeDefined();
    expect(listing["was-dir"]).toMatchObject({ type: "file", size: 10 });
    expect(listing["twice"]?.size).toBe(6);
    expect(listing["link"]?.link).toBe("elsewhere");
  });

  test("a file in a setgid directory has the owner and mode of its entry", async () => {
    using box = createUnpackBox();
    await box.unpack(buildTar([{ name: "g/", type: "directory", mode: 0o2777, gid: 50 }, { name: "g/f", mode: 0o666 }, { name: "g/d/", type: "directory", mode: 0o777 }, { name: "g/d/f", mode: 0o4711 }, { name: "g/s", type: "symlink", link: "f" }]));
    const listing = listTree(box.target);
    expect([listing["g"], listing["g/f"], listing["g/d"], listing["g/d/f"]].map((file) => `${file?.mode} ${file?.owner}`)).toEqual(["2777 0:50", "666 0:0", "777 0:0", "4711 0:0"]);
    expect(listing["g/s"]?.owner).toBe("0:0");
  });

  test("attributes of the host are not taken from an archive, nor user ones for what can't have them", async () => {
    using box = createUnpackBox();
    await box.unpack(buildTar([
      { name: "f", pax: { "SCHILY.xattr.trusted.overlay.opaque": "y", "SCHILY.xattr.user.a": "1" } },
      { name: "s", type: "symlink", link: "f", pax: { "SCHILY.xattr.user.a": "1" } },
    ]));
    expect(listTree(box.target)["f"]?.xattrs).toEqual({ "user.a": "1" });
  });

  const noExt4 = whyNot("ext4", { package: "e2fsprogs" });
  test.skipIf(noExt4 !== undefined)(`more attributes than ext4 has room for are refused with the mend${noExt4 === undefined ? "" : `: ${noExt4}`}`, async () => {
    using box = createUnpackBox();
    const layer = buildTar([{ name: "f", pax: { "SCHILY.xattr.user.large": "x".repeat(3000) } }]);
    for (const [options, fits] of [[[], false], [["-O", "ea_inode"], true], [["-b", "4096"], true]] as const) {
      const target = box.directory(`small${options.join("")}`);
      mountImage("ext4", target, { size: 8 << 20, options: [...options] });
      try {
        const unpacked = box.unpack(layer, { target });
        if (fits) await unpacked;
        else {
          const error = await failure(unpacked);
          expect([isError(error, "resourceExhausted"), error.message]).toEqual([true, expect.stringMatching(/set xattr user\.large of .*f: no space left on device .*3010 bytes of extended attributes .*ea_inode; xfs/)]);
        }
      } finally {
        unmountAll(target);
      }
    }
  });
});
