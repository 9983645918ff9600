import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { must } from "../process.ts";
import { tempDir } from "../temp.ts";
import { cached } from "./cache.ts";
import { createLayout, type Compression } from "./layout.ts";
import { createTar, type TarEntry } from "./tar.ts";

/** Version of the recipe below: raise it when a layer changes. */
const RECIPE = 5;

/** Ten layers that exercise what a layer's tar can hold, in all three compressions. Returns its OCI layout. */
export async function featuresImage(): Promise<string> {
  return await cached("features", RECIPE, async (dir) => {
    const layout = await createLayout(dir);
    const layers: [Compression, TarEntry[]][] = [
      ["gzip", namesAndModes()],
      ["zstd", links()],
      ["none", attributes()],
      ["gzip", nodes()],
    ];
    const sparse = await sparseArchives();
    const later: [Compression, TarEntry[]][] = [
      ["zstd", whiteouts()],
      ["gzip", opaqueDirectories()],
      ["none", replacements()],
      ["gzip", replacementsUndone()],
    ];
    const sources = [
      ...layers.map(([compression, entries]) => ({ tar: createTar(entries), compression })),
      ...sparse.map((tar) => ({ tar, compression: "gzip" as const })),
      ...later.map(([compression, entries]) => ({ tar: createTar(entries), compression })),
    ];
    await layout.finish(await layout.addImage({ layers: sources, config: { Cmd: ["/none"] } }));
  });
}

const LONG_PART = "long-name-of-a-directory-that-is-repeated-until-the-path-is-long-enough";

function namesAndModes(): TarEntry[] {
  const deep = Array.from({ length: 5 }, (_, depth) => Array.from({ length: depth + 1 }, () => LONG_PART).join("/"));
  return [
    { name: "./", type: "dir", mode: 0o755 },
    ...["names", "modes", "links", "links/a", "links/b", "attributes", "nodes", "sparse", "gone", "gone/deep", "gone/deep/er", "opaque", "opaque/inner", "replaced"].map(
      (name): TarEntry => ({ name: `${name}/`, type: "dir" }),
    ),
    ...deep.map((name): TarEntry => ({ name: `names/${name}/`, type: "dir" })),
    { name: `names/${deep[1]}/over-100`, data: "a path of more than 100 bytes\n" },
    { name: `names/${deep[4]}/over-255-${"x".repeat(200)}`, data: "a path of more than 255 bytes\n" },
    { name: "names/åäö-日本語-🐙", data: "unicode\n" },
    { name: "names/with space and\ttab", data: "blanks\n" },
    { name: "names/with\nnewline", data: "newline\n" },
    { name: "names/-dash", data: "" },
    { name: "names/back\\slash \"quotes\" 'q' $x %d", data: "signs\n" },
    { name: "./names/dot-slash", data: "relative\n" },
    { name: "/names/absolute", data: "an absolute path stays below the root\n" },
    { name: "names//double///slash", data: "double\n" },
    { name: "names/not-there/yet/file", data: "its directories have no entries\n", mtime: 1_600_000_000 },
    { name: "modes/setuid", mode: 0o4755, data: "s\n" },
    { name: "modes/setgid", mode: 0o2755, data: "s\n" },
    { name: "modes/sticky/", type: "dir", mode: 0o1777 },
    { name: "modes/setgid-dir/", type: "dir", mode: 0o2775, gid: 50 },
    { name: "modes/none", mode: 0, data: "unreadable\n" },
    { name: "modes/all", mode: 0o7777, data: "all\n" },
    { name: "modes/owned", uid: 1000, gid: 50, mode: 0o4750, data: "setuid survives chown\n" },
    { name: "modes/large-ids", uid: 4_000_000, gid: 2_100_000_000, data: "ids beyond octal digits\n" },
    { name: "modes/nanoseconds", mtime: "1234567890.123456789", data: "ns\n" },
    { name: "modes/before-epoch", mtime: "-86400.5", data: "1969\n" },
    { name: "modes/far-future", mtime: "5000000000", data: "2128\n" },
    { name: "modes/epoch", mtime: 0, data: "1970\n" },
    { name: "modes/dated-dir/", type: "dir", mtime: "1111111111.25" },
    { name: "modes/dated-dir/file", mtime: "1111111112.75", data: "a child must not touch its directory's time\n" },
    { name: "modes/twice", data: "first\n", mode: 0o600 },
    { name: "modes/twice", data: "second\n", mode: 0o644 },
    { name: "gone/file", data: "x" },
    { name: "gone/deep/er/file", data: "x" },
    { name: "gone/link", type: "symlink", linkname: "file" },
    { name: "gone/kept", data: "kept\n" },
    { name: "opaque/old", data: "old\n" },
    { name: "opaque/inner/old", data: "old\n" },
    { name: "replaced/dir/", type: "dir" },
    { name: "replaced/dir/file", data: "below a directory\n" },
    { name: "replaced/file", data: "a file\n" },
    { name: "replaced/link-to-dir", type: "symlink", linkname: "dir" },
    { name: "replaced/link-to-file", type: "symlink", linkname: "file" },
    { name: "replaced/mode", mode: 0o644, data: "mode changes\n" },
    { name: "replaced/dir-mode/", type: "dir", mode: 0o755 },
    { name: "replaced/dir-mode/child", data: "stays\n" },
    { name: "replaced/fifo", type: "fifo" },
    ...Array.from({ length: 300 }, (_, i): TarEntry => ({ name: `names/many-${i}`, data: `${i}\n`, mtime: 1_500_000_000 + i })),
  ];
}

function links(): TarEntry[] {
  return [
    { name: "links/a/one", data: "one file, four names\n", mode: 0o640, uid: 1000, gid: 50 },
    { name: "links/a/two", type: "link", linkname: "links/a/one" },
    { name: "links/b/three", type: "link", linkname: "./links/a/two" },
    { name: "links/four", type: "link", linkname: "/links/b/three" },
    { name: "links/a/symlink", type: "symlink", linkname: "one", mode: 0o777, uid: 1000, gid: 1000, mtime: "1222222222.5" },
    { name: "links/b/link-to-symlink", type: "link", linkname: "links/a/symlink" },
    { name: "links/absolute", type: "symlink", linkname: "/links/a/one" },
    { name: "links/dangling", type: "symlink", linkname: "../no/such/file" },
    { name: "links/outside", type: "symlink", linkname: "../../../../../../etc/hostname" },
    { name: "links/long", type: "symlink", linkname: `${LONG_PART}/${LONG_PART}/${LONG_PART}` },
    { name: "links/unicode", type: "symlink", linkname: "ziel-ä" },
    { name: "links/dir-link", type: "symlink", linkname: "a" },
    { name: "links/dir-link/through", data: "written through a symlink of the same layer\n" },
    { name: "links/self", type: "symlink", linkname: "self" },
  ];
}

// struct vfs_ns_cap_data of revision 2: cap_net_raw=ep.
const CAP_NET_RAW = Buffer.from("0100000200200000000000000000000000000000", "hex");

function attributes(): TarEntry[] {
  return [
    { name: "attributes/user", data: "user\n", xattrs: { "user.text": "value", "user.empty": "", "user.binary": Buffer.from([0, 1, 10, 61, 255]) } },
    { name: "attributes/capability", mode: 0o755, data: "ping\n", xattrs: { "security.capability": CAP_NET_RAW } },
    { name: "attributes/capability-owned", mode: 0o755, uid: 1000, gid: 1000, data: "ping\n", xattrs: { "security.capability": CAP_NET_RAW } },
    { name: "attributes/trusted", data: "t\n", xattrs: { "trusted.test": "secret" } },
    { name: "attributes/dir/", type: "dir", xattrs: { "user.dir": "yes" } },
    { name: "attributes/dir/child", data: "c\n" },
    { name: "attributes/large", data: "l\n", xattrs: { "user.large": Buffer.alloc(2000, 120) } },
  ];
}

function nodes(): TarEntry[] {
  return [
    { name: "nodes/null", type: "char", device: [1, 3], mode: 0o666 },
    { name: "nodes/zero", type: "char", device: [1, 5], mode: 0o600, uid: 1000, gid: 50 },
    { name: "nodes/loop", type: "block", device: [7, 0], mode: 0o660 },
    { name: "nodes/large-minor", type: "char", device: [240, 70_000], mode: 0o600 },
    { name: "nodes/fifo", type: "fifo", mode: 0o622, mtime: "1333333333.125" },
    { name: "nodes/two-names", type: "link", linkname: "nodes/fifo" },
  ];
}

// GNU tar writes sparse files in two of the ways that pax knows. (Stock containerd refuses the third, GNU's own type S.)
async function sparseArchives(): Promise<Buffer[]> {
  await using work = await tempDir("sparse");
  await must("mkdir", ["-p", join(work.path, "sparse")]);
  writeSparse(join(work.path, "sparse/holes"), 8 << 20, [[0, "start"], [3 << 20, "middle"], [(8 << 20) - 3, "end"]]);
  writeSparse(join(work.path, "sparse/only-hole"), 1 << 20, []);
  writeSparse(join(work.path, "sparse/many"), 4 << 20, Array.from({ length: 40 }, (_, i): [number, string] => [i * 65_536 + 4096, `part ${i}`]));
  await must("touch", ["-d", "@1444444444", ...["holes", "only-hole", "many", ""].map((name) => join(work.path, "sparse", name))]);
  const archives: Buffer[] = [];
  for (const version of ["1.0", "0.1"]) {
    const file = join(work.path, `${version}.tar`);
    await must("tar", ["--sparse", "--format=pax", `--sparse-version=${version}`, "--owner=0", "--group=0", "--transform", `s,^sparse/,sparse/${version}-,`, "-cf", file, "-C", work.path, "sparse/holes", "sparse/only-hole", "sparse/many"]);
    archives.push(readFileSync(file));
  }
  return archives;
}

function writeSparse(path: string, size: number, parts: [offset: number, text: string][]): void {
  const fd = openSync(path, "w");
  ftruncateSync(fd, size);
  for (const [offset, text] of parts) writeSync(fd, text, offset);
  closeSync(fd);
}

function whiteouts(): TarEntry[] {
  return [
    { name: "gone/.wh.file", data: "" },
    { name: "gone/.wh.link", data: "" },
    { name: "gone/deep/.wh.er", data: "" },
    { name: ".wh.not-there", data: "" },
    { name: "names/.wh.many-7", data: "" },
    { name: "nodes/.wh.zero", data: "" },
    { name: "links/b/.wh.three", data: "" },
    { name: "gone/again/", type: "dir" },
    { name: "gone/again/new", data: "new\n" },
  ];
}

function opaqueDirectories(): TarEntry[] {
  return [
    { name: "opaque/", type: "dir", mode: 0o750 },
    { name: "opaque/.wh..wh..opq", data: "" },
    { name: "opaque/new", data: "new\n" },
    { name: "opaque/inner/", type: "dir" },
    { name: "opaque/inner/new", data: "new\n" },
    { name: "gone/file", data: "back again\n" },
  ];
}

function replacements(): TarEntry[] {
  return [
    { name: "replaced/.wh.dir", data: "" },
    { name: "replaced/file/", type: "dir" },
    { name: "replaced/file/inside", data: "a file became a directory\n" },
    { name: "replaced/link-to-dir/", type: "dir" },
    { name: "replaced/link-to-dir/inside", data: "a symlink became a directory\n" },
    { name: "replaced/link-to-file", data: "a symlink became a file\n" },
    { name: "replaced/mode", mode: 0o600, uid: 1000, data: "mode changed\n" },
    { name: "replaced/dir-mode/", type: "dir", mode: 0o700, uid: 1000, gid: 50, mtime: 1_555_555_555 },
    { name: "replaced/fifo", data: "a fifo became a file\n" },
    { name: "modes/setuid", mode: 0o755, data: "no longer\n" },
  ];
}

function replacementsUndone(): TarEntry[] {
  return [
    { name: "replaced/dir", type: "symlink", linkname: "dir-mode" },
    { name: "replaced/.wh.file", data: "" },
    { name: "replaced/link-to-dir", type: "symlink", linkname: "/replaced/dir-mode" },
    { name: "replaced/link-to-file", type: "symlink", linkname: "mode" },
    { name: "links/a/one", data: "one of four names is another file now\n" },
    { name: "opaque/inner/.wh.new", data: "" },
    { name: "names/not-there/yet/more/file", data: "more\n", mtime: 1_600_000_001 },
  ];
}
