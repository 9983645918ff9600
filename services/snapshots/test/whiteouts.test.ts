import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimes, setXattr } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { adoptParents } from "../disk/adopt-parents.ts";
import { failure, isRoot } from "./kit.ts";
import { buildTar } from "./tar-builder.ts";
import { listTree } from "./tree-listing.ts";
import { createUnpackBox } from "./unpack-kit.ts";

const layer = buildTar([
  { name: "dir/", type: "directory", mode: 0o755 },
  { name: "dir/new", data: "new" },
  { name: "dir/.wh..wh..opq" },
  { name: "dir/newer", data: "newer" },
  { name: "gone/.wh.file", uid: 3, gid: 4 },
  { name: ".wh.absent" },
]);

describe.skipIf(!isRoot)("what a layer deletes (needs root)", () => {
  test("an overlay's directory gets the kernel's own marks", async () => {
    using box = createUnpackBox();
    await box.unpack(layer);
    const listing = listTree(box.target);
    expect(listing["dir"]?.xattrs).toEqual({ "trusted.overlay.opaque": "y" });
    expect(listing["gone/file"]).toMatchObject({ type: "char", device: 0n, owner: "3:4" });
    expect(listing["absent"]).toMatchObject({ type: "char", device: 0n });
    expect(Object.keys(listing)).toEqual(["absent", "dir", "dir/new", "dir/newer", "gone", "gone/file"]);
  });

  test("elsewhere files are deleted; what the layer itself has brought stays", async () => {
    using box = createUnpackBox();
    for (const name of ["dir/old", "dir/sub/old", "gone/file", "gone/kept", "kept"]) {
      mkdirSync(path.dirname(path.join(box.target, name)), { recursive: true });
      writeFileSync(path.join(box.target, name), "old");
    }
    await box.unpack(layer, { whiteouts: "delete" });
    expect(Object.keys(listTree(box.target))).toEqual(["dir", "dir/new", "dir/newer", "gone", "gone/kept", "kept"]);
  });

  test("a whiteout and a file of one name: the file wins, in either order", async () => {
    using box = createUnpackBox();
    await box.unpack(buildTar([{ name: ".wh.a" }, { name: "a", data: "1" }, { name: "b", data: "2" }, { name: ".wh.b" }]));
    expect(Object.values(listTree(box.target)).map(({ type }) => type)).toEqual(["file", "file"]);
  });

  test.each([".wh.", ".wh..", ".wh..."])("%j names nothing", async (name) => {
    using box = createUnpackBox();
    expect((await failure(box.unpack(buildTar([{ name: `dir/${name}` }])))).message).toContain(`invalid whiteout name: ${name}`);
  });

  test("directories that a layer only implies are made like those below, also when that is known only later", async () => {
    using box = createUnpackBox();
    const [near, far] = [box.directory("near"), box.directory("far")];
    for (const root of [near, far]) mkdirSync(path.join(root, "a/b"), { recursive: true, mode: root === near ? 0o711 : 0o777 });
    mkdirSync(path.join(far, "only-far"), { mode: 0o1750 });
    setXattr(path.join(near, "a"), "user.colour", Buffer.from("blue"));
    setXattr(path.join(near, "a"), "trusted.mine", Buffer.from("no"));
    setTimes(path.join(near, "a/b"), { seconds: 1, nanoseconds: 2 }, { seconds: 3, nanoseconds: 4 });
    const archive = buildTar([{ name: "a/b/c" }, { name: "only-far/x" }, { name: "nowhere/y" }, { name: "said/z" }, { name: "said/", type: "directory", mode: 0o700 }]);
    const expected = { a: "711", "a/b": "711", "only-far": "1750", nowhere: "755", said: "700" };
    const modes = (): Record<string, string> => Object.fromEntries(Object.entries(listTree(box.target)).filter(([, { type }]) => type === "directory").map(([name, { mode }]) => [name, mode]));

    await box.unpack(archive, { listImplied: true });
    expect(modes()).toEqual({ a: "755", "a/b": "755", "only-far": "755", nowhere: "755", said: "700" });
    adoptParents(box.target, [near, far]);
    expect(modes()).toEqual(expected);
    expect(listTree(box.target)["a"]?.xattrs).toEqual({ "user.colour": "blue" });
    adoptParents(box.target, [far]);
    expect(modes()).toEqual(expected);

    using other = createUnpackBox();
    await other.unpack(archive, { lowers: [near, far] });
    expect(listTree(other.target)["a/b"]?.mode).toBe("711");
    expect(listTree(other.target)["only-far"]?.mode).toBe("1750");
  });
});
