import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { isError } from "@stevedore/errors";
import { mount } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { failure, isRoot } from "./kit.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { listTree } from "./tree-listing.ts";
import { createUnpackBox } from "./unpack-kit.ts";

describe.skipIf(!isRoot)("layers that mean harm (need root)", () => {
  test("absolute names and .. stay below the root", async () => {
    using box = createUnpackBox();
    await box.unpack(buildTar([{ name: "/absolute", data: "1" }, { name: "../../above", data: "2" }, { name: "a/../../b/./c", data: "3" }, { name: "./", type: "directory", mode: 0o700 }, { name: "..", type: "directory", mode: 0 }]));
    expect(Object.keys(listTree(box.target))).toEqual(["above", "absolute", "b", "b/c"]);
    expect(existsSync(path.join(box.target, "../above"))).toBe(false);
  });

  test("symlinks are followed below the root only, wherever they point", async () => {
    using box = createUnpackBox();
    const outside = box.directory("outside");
    writeFileSync(path.join(outside, "victim"), "untouched");
    await box.unpack(buildTar([
      { name: "absolute", type: "symlink", link: outside },
      { name: "absolute/file", data: "inside" },
      { name: "upward", type: "symlink", link: "../../../../../.." },
      { name: "upward/file", data: "inside" },
      { name: "victim", type: "symlink", link: path.join(outside, "victim") },
      { name: "victim", data: "replaces the link" },
      { name: "chain", type: "symlink", link: "absolute/next" },
      { name: "chain/deep", data: "inside" },
    ]));
    expect(readFileSync(path.join(outside, "victim"), "utf8")).toBe("untouched");
    expect(listTree(outside)).toHaveProperty("victim");
    expect(Object.keys(listTree(outside))).toEqual(["victim"]);
    const listing = listTree(box.target);
    expect(listing[`${outside.slice(1)}/file`]).toMatchObject({ size: 6 });
    expect(listing[`${outside.slice(1)}/next/deep`]).toMatchObject({ size: 6 });
    expect(listing["file"]).toMatchObject({ size: 6 });
    expect(listing["victim"]).toMatchObject({ type: "file" });
  });

  test("a hard link can't reach outside, by name or by link", async () => {
    using box = createUnpackBox();
    const outside = box.directory("outside");
    writeFileSync(path.join(outside, "secret"), "secret");
    for (const entries of [
      [{ name: "stolen", type: "hardLink", link: `../../../../../..${outside}/secret` }],
      [{ name: "way", type: "symlink", link: outside }, { name: "stolen", type: "hardLink", link: "way/secret" }],
    ] satisfies BuiltEntry[][]) {
      const error = await failure(box.unpack(buildTar(entries)));
      expect(isError(error, "invalidArgument")).toBe(true);
      expect(error.message).toContain('hard link "stolen"');
      expect(existsSync(path.join(box.target, "stolen"))).toBe(false);
    }
  });

  test("a directory replaced by a link in the middle is looked at again", async () => {
    using box = createUnpackBox();
    const outside = box.directory("outside");
    await box.unpack(buildTar([{ name: "d/", type: "directory", mode: 0o755 }, { name: "d/one" }, { name: "d", type: "symlink", link: outside }, { name: "d/two" }]));
    expect(Object.keys(listTree(outside))).toEqual([]);
    expect(listTree(box.target)[`${outside.slice(1)}/two`]).toBeDefined();
  });

  test("circles of links end", async () => {
    using box = createUnpackBox();
    symlinkSync("b", path.join(box.target, "a"));
    symlinkSync("a", path.join(box.target, "b"));
    expect((await failure(box.unpack(buildTar([{ name: "a/file" }])))).message).toContain("too many links");
  });

  test("a file where a directory is needed", async () => {
    using box = createUnpackBox();
    expect((await failure(box.unpack(buildTar([{ name: "f", data: "1" }, { name: "f/below" }])))).message).toContain("mkparent f: not a directory");
  });
});

describe("layers that are too much", () => {
  test("more bytes than allowed: nothing is read beyond", async () => {
    using box = createUnpackBox();
    const bomb = gzipSync(buildTar([{ name: "zeros", data: Buffer.alloc(32 << 20) }]));
    const error = await failure(box.unpack(bomb, { maxBytes: 1 << 20 }));
    expect([isError(error, "resourceExhausted"), error.message]).toEqual([true, "the layer is larger than 1048576 bytes (stevedore.limits.max_layer_bytes): resource exhausted"]);
  });

  test("more entries than allowed", async () => {
    using box = createUnpackBox();
    const error = await failure(box.unpack(buildTar(Array.from({ length: 11 }, (_, i) => ({ name: `f${i}` }))), { maxEntries: 10 }));
    expect([isError(error, "resourceExhausted"), error.message]).toEqual([true, "the layer has more than 10 entries (stevedore.limits.max_layer_entries): resource exhausted"]);
  });

  test.skipIf(!isRoot)("a full disk (needs root)", async () => {
    using box = createUnpackBox();
    const small = box.directory("small");
    mount({ type: "tmpfs", source: "tmpfs", options: ["size=1m"] }, small);
    mkdirSync(path.join(small, "fs"));
    const error = await failure(box.unpack(buildTar([{ name: "big", data: Buffer.alloc(4 << 20, 1) }]), { target: path.join(small, "fs") }));
    expect(error.message).toContain("ENOSPC");
  });
});

describe("layers that are broken", () => {
  const archive = buildTar([{ name: "a", data: "x".repeat(2000) }, { name: "b", data: "y".repeat(2000) }]);
  const cases: [what: string, layer: Buffer, errorClass: "dataLoss" | "invalidArgument", text: RegExp][] = [
    ["gzip cut off", gzipSync(archive, { level: 0 }).subarray(0, 3000), "dataLoss", /compressed stream is broken behind \d+ bytes: unexpected end of file/],
    ["zstd cut off", zstdCompressSync(archive).subarray(0, -8), "dataLoss", /compressed stream is broken|cut off/],
    ["gzip with a wrong checksum", flipBit(gzipSync(archive), -6), "dataLoss", /compressed stream is broken behind \d+ bytes: incorrect data check/],
    ["rubbish behind a gzip member", Buffer.concat([gzipSync(archive), Buffer.from("rubbish")]), "dataLoss", /compressed stream is broken behind \d+ bytes: incorrect header check/],
    ["zeros behind a gzip member", Buffer.concat([gzipSync(archive), Buffer.alloc(100)]), "dataLoss", /compressed stream ends after \d+ bytes, and what follows is no compressed data/],
    ["much rubbish behind a zstd frame", Buffer.concat([zstdCompressSync(archive), Buffer.alloc(5 << 20, "rubbish")]), "dataLoss", /compressed stream ends after \d+ bytes, and what follows is no compressed data/],
    ["a zstd frame with a wrong checksum", flipBit(zstdCompressSync(archive, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }), -1), "dataLoss", /compressed stream is broken behind \d+ bytes: .*checksum/],
    ["a tar cut off in a file", archive.subarray(0, 1000), "dataLoss", /the archive is cut off behind "a": unexpected EOF/],
    ["a tar cut off in a header", archive.subarray(0, 3000), "dataLoss", /cut off behind "a"/],
    ["a flipped bit in a header", flipBit(archive, 5), "invalidArgument", /not a tar header \(its checksum is wrong\)/],
    ["no tar at all", Buffer.from("<html>not found</html>".repeat(100)), "invalidArgument", /not a tar header/],
    ["a pax record that lies about its length", buildTar([{ name: "p", type: "pax", data: "99 path=x\n" }, { name: "a" }]), "invalidArgument", /pax record is malformed/],
    ["a pax header without a file", buildTar([{ name: "p", type: "pax", data: "9 path=x\n" }], { trailer: false }), "dataLoss", /unexpected EOF/],
    ["a pax header of gigabytes", buildTar([{ name: "p", type: "pax", size: 2 ** 31 }]), "invalidArgument", /extended header of 2147483648 bytes/],
    ["a sparse map out of order", buildTar([{ name: "s", data: "ab", pax: { "GNU.sparse.map": "5,1,2,1", "GNU.sparse.size": "10" } }]), "invalidArgument", /sparse file "s": its map is not in order/],
    ["a sparse map of other size", buildTar([{ name: "s", data: "ab", pax: { "GNU.sparse.map": "0,9", "GNU.sparse.size": "10" } }]), "invalidArgument", /covers 9 bytes, 2 are stored/],
    ["entries behind the end", Buffer.concat([Buffer.alloc(512), buildTar([{ name: "late" }])]), "invalidArgument", /behind the end/],
    ["an unknown type", buildTar([{ name: "x", type: 0x56 }]), "invalidArgument", /unhandled tar header type 86/],
  ];
  test.each(cases)("%s", async (_, layer, errorClass, text) => {
    using box = createUnpackBox();
    const error = await failure(box.unpack(layer));
    expect(error.message).toMatch(text);
    expect(isError(error, errorClass)).toBe(true);
  });
});

function flipBit(data: Buffer, at: number): Buffer {
  const copy = Buffer.from(data);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = copy[index]! ^ 0x10;
  return copy;
}
