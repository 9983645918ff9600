import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, linkSync, lutimesSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { ContentService, DiffService, SnapshotsService as Snapshots, type containerd } from "@stevedore/api";
import { setXattr } from "@stevedore/linux";
import { createTar, treeOf, type TarEntry } from "../kit/mod.ts";
import { putQuietly, WRITE } from "./content-kit.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor, type CallOptions } from "./scenario.ts";
import { listBlob, setTimes, upperOf, withTree, type MountsReply } from "./snapshots-kit.ts";

const TAR = "application/vnd.oci.image.layer.v1.tar";
const ENCODED = "application/vnd.example.turned";
const PROCESSORS = `
[stream_processors."example.turn"]
  accepts = ["${ENCODED}"]
  returns = "${TAR}+gzip"
  path = "/bin/sh"
  args = ["-c", "if [ \\"$KEY\\" = value ]; then tail -c +4; fi"]
  env = ["KEY=value"]
[stream_processors."example.fails"]
  accepts = ["${ENCODED}+fails"]
  returns = "${TAR}"
  path = "/bin/sh"
  args = ["-c", "echo no key for this >&2; exit 3"]
[stream_processors."example.payload"]
  accepts = ["${ENCODED}+payload"]
  returns = "${TAR}"
  path = "/bin/sh"
  args = ["-c", "cat <&3 >/dev/null; cat"]
`;
const ONLY_23 = { since23: "1.6 writes archives of its own, and knows neither epochs nor processors from a configuration as 2.3 has it" };
const scenario = createScenario(usePeers("", PROCESSORS));
const sn = "overlayfs";
const DAY = 1_600_000_000;

type Descriptor = containerd.types.IDescriptor;

async function mountsOf(s: Actor, method: "prepare" | "view", key: string, parent = "", snapshotter = sn): Promise<MountsReply> {
  const { code, message, replies } = await s.quiet(Snapshots, method, { snapshotter, key, parent });
  if (code !== "OK") throw new Error(`${s.peer.side.name}: ${message}`);
  return replies[0]!;
}

/** A committed snapshot in which everything has one time. */
async function commitTree(s: Actor, name: string, parent: string, change: (tree: string) => void | Promise<void>, seconds = DAY): Promise<void> {
  const prepared = await mountsOf(s, "prepare", `making-${name}`, parent);
  await withTree(prepared, change);
  setTimes(upperOf(prepared), seconds);
  await s.quiet(Snapshots, "commit", { snapshotter: sn, name, key: `making-${name}` });
}

interface Compared {
  mediaType?: string;
  ref?: string;
  labels?: Record<string, string>;
  sourceDateEpoch?: { seconds: number; nanos?: number };
}

/** Asks for a difference. Of a plain archive every byte is compared; other compressors make other bytes. */
async function compare(s: Actor, left: MountsReply, right: MountsReply, more: Compared = {}, options: CallOptions = {}): Promise<Descriptor | undefined> {
  const { mediaType = TAR } = more;
  const seen = mediaType === TAR ? {} : { view: ({ diff }: { diff?: Descriptor | null }) => diff?.mediaType };
  const reply = await s.call(DiffService, "diff", { left: left.mounts, right: right.mounts, mediaType, ...more }, { ...seen, ...options });
  const digest = reply?.diff?.digest;
  if (digest === undefined || digest === null) return undefined;
  await s.call(ContentService, "info", { digest }, mediaType === TAR ? {} : { view: ({ info }) => info?.labels });
  if (mediaType === TAR) s.note("entries", await listBlob(s, digest));
  return reply!.diff!;
}

function makeBase(tree: string): void {
  const at = (name: string): string => path.join(tree, name);
  for (const name of ["same/deep", "gone/deep", "again/deep", "touched", "opaque/in", "becomes-file", "moved"]) mkdirSync(at(name), { recursive: true });
  for (const name of ["same/deep/f", "gone/deep/f", "again/deep/f", "again/kept", "opaque/in/f", "deleted", "content", "mode", "owner", "linked", "time", "becomes-directory", "moved/f", "a", "a.b"]) writeFileSync(at(name), "old");
  linkSync(at("linked"), at("same/linked"));
  linkSync(at("linked"), at("zz-linked"));
  symlinkSync("old", at("link"));
}

function changeTree(tree: string): void {
  const at = (name: string): string => path.join(tree, name);
  for (const name of ["gone", "again", "opaque", "becomes-file", "moved"]) rmSync(at(name), { recursive: true });
  for (const name of ["deleted", "link", "becomes-directory", "a"]) unlinkSync(at(name));
  writeFileSync(at("content"), "new content");
  chmodSync(at("mode"), 0o4755);
  chownSync(at("owner"), 3_000_000, 70_000);
  mkdirSync(at("again"), 0o750);
  writeFileSync(at("again/kept"), "new");
  mkdirSync(at("opaque"));
  writeFileSync(at("becomes-file"), "x");
  mkdirSync(at("becomes-directory"));
  symlinkSync("new", at("link"));
  symlinkSync(`${"deep/".repeat(40)}target`, at("long-link"));
  writeFileSync(at("touched/back"), "");
  unlinkSync(at("touched/back"));
  const deep = `added/${"n".repeat(120)}/${"ü".repeat(60)}`;
  mkdirSync(at(deep), { recursive: true });
  writeFileSync(at(`${deep}/file`), "x".repeat(3000));
  linkSync(at(`${deep}/file`), at("zz-hard"));
  linkSync(at(`${deep}/file`), at("added/hard"));
  writeFileSync(at("capable"), "", { mode: 0o755 });
  setXattr(Buffer.from(at("capable")), "security.capability", Buffer.from("0100000200200000000000000000000000000000", "hex"));
  setXattr(Buffer.from(at("capable")), "user.left", Buffer.from("out"));
  setXattr(Buffer.from(at("again")), "user.left", Buffer.from("out"));
  for (const [name, ...device] of [["char", "c", "1", "3"], ["block", "b", "259", "70000"], ["fifo", "p"]]) execFileSync("mknod", [at(name!), ...device]);
  writeFileSync(at("new\nline\u0001"), "");
  writeFileSync(at("empty"), "");
  writeFileSync(at(".hidden"), "", { mode: 0o000 });
}

scenario("a difference: every kind of change, byte for byte", async (s) => {
  await commitTree(s, "base", "", makeBase);
  const top = await mountsOf(s, "prepare", "top", "base");
  await withTree(top, async (tree) => {
    changeTree(tree);
    await makeSocket(path.join(tree, "socket"));
  });
  setTimes(upperOf(top), DAY + 1000.25);
  const base = await mountsOf(s, "view", "base-view", "base");
  const once = await compare(s, base, top);
  const twice = await compare(s, base, top);
  s.note("the same again", once?.digest === twice?.digest);
  await s.quiet(Snapshots, "commit", { snapshotter: sn, name: "done", key: "top" });
  const done = await mountsOf(s, "view", "done-view", "done");
  s.note("the same when committed", (await compare(s, base, done))?.digest === once?.digest);
  await compare(s, done, base);
  await compare(s, await mountsOf(s, "view", "nothing"), done);
  await compare(s, base, done, { sourceDateEpoch: { seconds: DAY + 10, nanos: 5 } });
  await compare(s, base, done, { sourceDateEpoch: { seconds: 0 } });
}, ONLY_23);

scenario("a difference of what is the same, and of a link that another name has changed", async (s) => {
  await commitTree(s, "base", "", makeBase);
  const base = await mountsOf(s, "view", "base-view", "base");
  await compare(s, base, await mountsOf(s, "prepare", "unchanged", "base"));
  await compare(s, base, base);
  await compare(s, await mountsOf(s, "view", "empty"), await mountsOf(s, "prepare", "empty-too"));
  await commitTree(s, "linked", "base", (tree) => writeFileSync(path.join(tree, "linked"), "changed"), DAY + 5);
  await compare(s, base, await mountsOf(s, "view", "linked-view", "linked"));
  await commitTree(s, "more-links", "base", (tree) => linkSync(path.join(tree, "content"), path.join(tree, "same/content")), DAY + 5);
  await compare(s, base, await mountsOf(s, "view", "more-view", "more-links"));
  await commitTree(s, "dates", "base", (tree) => {
    lutimesSync(path.join(tree, "time"), -1.5, -1.5);
    lutimesSync(path.join(tree, "same"), DAY + 7, DAY + 7);
    renameSync(path.join(tree, "same/deep/f"), path.join(tree, "same/deep/g"));
  }, DAY);
  await compare(s, base, await mountsOf(s, "view", "dates-view", "dates"));
}, ONLY_23);

scenario("a difference: of native snapshots, and through binds", async (s) => {
  const lower = await mountsOf(s, "prepare", "lower", "", "native");
  await withTree(lower, makeBase);
  setTimes(upperOf(lower), DAY);
  await s.quiet(Snapshots, "commit", { snapshotter: "native", name: "base", key: "lower" });
  const top = await mountsOf(s, "prepare", "top", "base", "native");
  await withTree(top, changeTree);
  setTimes(upperOf(top), DAY + 3);
  await compare(s, await mountsOf(s, "view", "base-view", "base", "native"), top);
}, ONLY_23);

scenario("a difference: media types, labels, references", async (s) => {
  await commitTree(s, "base", "", makeBase);
  const none = await mountsOf(s, "view", "none");
  const base = await mountsOf(s, "view", "base-view", "base");
  for (const mediaType of [`${TAR}+gzip`, `${TAR}+zstd`, ""]) await compare(s, none, base, { mediaType, labels: { mine: "1", empty: "" } });
  for (const mediaType of [`${TAR}+gzip`, `${TAR}+zstd`]) {
    const digests = [];
    for (let again = 0; again < 3; again += 1) digests.push((await s.quiet(DiffService, "diff", { left: none.mounts, right: base.mounts, mediaType, sourceDateEpoch: { seconds: DAY } })).replies[0]?.diff?.digest);
    s.note(`the same bytes each time: ${mediaType}`, [typeof digests[0], new Set(digests).size]);
  }
  for (const mediaType of ["application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.docker.image.rootfs.diff.tar", "text/plain", `${TAR}+xz`]) await compare(s, none, base, { mediaType });
  await compare(s, none, base, { ref: "mine", labels: { first: "1" } });
  await compare(s, none, base, { ref: "mine", labels: { second: "2" } });
  await s.quiet(ContentService, "write", { action: WRITE, ref: "begun", data: Buffer.from("rubbish") });
  await compare(s, base, none, { ref: "begun", labels: { k: "x".repeat(4096) } }, { words: "own" });
  await s.call(ContentService, "listStatuses", {}, { view: ({ statuses }) => statuses.map(({ ref }) => ref) });
  await compare(s, base, none, { ref: "begun" });
  await s.call(ContentService, "listStatuses", {}, { view: ({ statuses }) => statuses.map(({ ref }) => ref) });
  await compare(s, none, { mounts: [] }, {}, { words: "own" });
  await compare(s, none, { mounts: [{ type: "bind", source: "/no/such/place", options: ["rbind", "ro"] }] }, {}, { words: "own" });
  await s.call(DiffService, "diff", {}, { namespace: null, words: "own" });
  // The events of other compressors' blobs name other digests.
}, { ...ONLY_23, events: "none" });

const LAYER: TarEntry[] = [
  { name: "dir/", type: "dir", mode: 0o1777, uid: 5, gid: 6 },
  { name: "dir/file", data: "content", mode: 0o4755, uid: 100_000, gid: 7, mtime: "1600000000.123456789", xattrs: { "user.one": "1" } },
  { name: "dir/hard", type: "link", linkname: "dir/file" },
  { name: "link", type: "symlink", linkname: "../../dir/file", uid: 9 },
  { name: "implied/parent/file", data: "x" },
  { name: "null", type: "char", device: [1, 3] },
  { name: "fifo", type: "fifo" },
  { name: "./dotted", data: "" },
  { name: "/absolute", data: "a" },
  { name: "twice", data: "first" },
  { name: "twice", data: "second" },
  { name: `${"long/".repeat(30)}name`, data: "deep" },
];
const layer = createTar(LAYER);
const UPPER: TarEntry[] = [{ name: "dir/.wh.file", uid: 4 }, { name: ".wh.null" }, { name: ".wh.absent" }, { name: "implied/.wh..wh..opq" }, { name: "implied/new", data: "n" }, { name: "link", type: "dir" }, { name: "link/in", data: "i" }];

/** Applies a blob, and notes the tree that came of it: its times only where the layer says them. */
async function apply(s: Actor, blob: Buffer | string, mounts: MountsReply, more: object = {}, options: CallOptions = {}): Promise<void> {
  const digest = typeof blob === "string" ? blob : await putQuietly(s, blob);
  const { mediaType = TAR, ...rest } = more as { mediaType?: string };
  const reply = await s.call(DiffService, "apply", { diff: { mediaType, digest, size: blob.length }, mounts: mounts.mounts, ...rest }, options);
  if (reply !== undefined) s.note("tree", treeOf(upperOf(mounts), { unpackedSince: Date.now() - 60_000 }));
}

scenario("a layer is applied: every kind of entry and of compression", async (s) => {
  for (const [name, mediaType, blob] of [
    ["plain", TAR, layer], ["gzip", `${TAR}+gzip`, gzipSync(layer)], ["zstd", `${TAR}+zstd`, zstdCompressSync(layer)], ["members", `${TAR}+gzip`, Buffer.concat([gzipSync(layer.subarray(0, 1500)), gzipSync(layer.subarray(1500))])],
    ["docker", "application/vnd.docker.image.rootfs.diff.tar.gzip", gzipSync(layer)], ["foreign", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", gzipSync(layer)], ["nondist", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", gzipSync(layer)],
    ["named-plain-is-gzip", `${TAR}+gzip`, layer], ["behind", TAR, Buffer.concat([layer, Buffer.alloc(5000, 7)])], ["empty", TAR, Buffer.alloc(1024)],
  ] as const) await apply(s, blob, await mountsOf(s, "prepare", name), { mediaType });
}, { ...ONLY_23, timeoutMs: 60_000 });

scenario("a layer is applied on others: whiteouts in overlays, binds and native", async (s) => {
  await apply(s, layer, await mountsOf(s, "prepare", "lower"));
  await s.quiet(Snapshots, "commit", { snapshotter: sn, name: "base", key: "lower" });
  await apply(s, createTar(UPPER), await mountsOf(s, "prepare", "overlay", "base"), { syncFs: true });
  const native = await mountsOf(s, "prepare", "native-lower", "", "native");
  await apply(s, layer, native);
  await apply(s, createTar(UPPER), native);
}, ONLY_23);

const BROKEN = { differs: { stock: "UNKNOWN", ours: "DATA_LOSS", why: "what is broken says so" } };
const INVALID = { differs: { stock: "UNKNOWN", ours: "INVALID_ARGUMENT", why: "an archive that is none is the client's mistake" } };

scenario("layers that can't be applied", async (s) => {
  const on = (name: string) => mountsOf(s, "prepare", name);
  for (const mediaType of ["text/plain", `${TAR}+encrypted`, `${TAR}+gzip+encrypted`, "application/vnd.oci.image.config.v1+json"]) await apply(s, layer, await on(mediaType), { mediaType }, { words: "own" });
  await apply(s, `sha256:${"0".repeat(64)}`, await on("missing"));
  for (const digest of ["", "nonsense", "sha256:short", "md5:00"]) await apply(s, digest, await on(`bad-${digest}`), {}, { words: "own" });
  await apply(s, gzipSync(layer).subarray(0, -50), await on("cut"), { mediaType: `${TAR}+gzip` }, BROKEN);
  await apply(s, Buffer.from(gzipSync(layer).map((byte, at) => (at === 60 ? byte ^ 0xff : byte))), await on("flipped"), { mediaType: `${TAR}+gzip` }, BROKEN);
  await apply(s, zstdCompressSync(layer).subarray(0, -20), await on("cut-zstd"), { mediaType: `${TAR}+zstd` }, BROKEN);
  await apply(s, layer.subarray(0, 700), await on("cut-tar"), {}, BROKEN);
  await apply(s, Buffer.alloc(2048, "x"), await on("no-tar"), {}, INVALID);
  await s.call(DiffService, "apply", {}, { stockPanics: "INVALID_ARGUMENT" });
  await s.call(DiffService, "apply", { diff: { mediaType: TAR, digest: await putQuietly(s, layer), size: layer.length }, mounts: [{ type: "bind", source: "/no/such/place", options: ["rbind", "rw"] }] }, { words: "own" });
  await s.call(DiffService, "apply", { diff: { mediaType: TAR, digest: await putQuietly(s, layer), size: layer.length } }, { namespace: null, words: "own" });
}, ONLY_23);

scenario("a layer goes through the configured programs", async (s) => {
  const on = (name: string) => mountsOf(s, "prepare", name);
  await apply(s, Buffer.concat([Buffer.from("abc"), gzipSync(layer)]), await on("turned"), { mediaType: ENCODED });
  const failing = { mediaType: `${ENCODED}+fails`, digest: await putQuietly(s, layer), size: layer.length };
  await s.call(DiffService, "apply", { diff: failing, mounts: (await on("fails")).mounts }, { words: "own", differs: { stock: ["UNKNOWN", "OK"], ours: "UNKNOWN", why: "stock may look for a program's failure before it knows of it" } });
  const payload = { type_url: "example.org/key", value: Buffer.from("secret") };
  await apply(s, layer, await on("payload"), { mediaType: `${ENCODED}+payload`, payloads: { "example.payload": payload, other: payload } });
}, ONLY_23);

function makeSocket(place: string): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    // Closing it would remove its name.
    server.listen(`${place}-listening`, () => {
      renameSync(`${place}-listening`, place);
      server.close(() => resolve());
    });
  });
}
