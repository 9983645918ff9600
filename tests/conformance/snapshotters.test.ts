import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { DiffService, IntrospectionService, SnapshotsService as Snapshots } from "@stevedore/api";
import { findExecutable, mount, unmountAll } from "@stevedore/linux";
import { afterAll, beforeAll, describe } from "vitest";
import { createTar, isInstalled, MEDIA } from "../kit/mod.ts";
import { putQuietly } from "./content-kit.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { compareMounts, snapshotsOf } from "./snapshots-calls.ts";
import { listBlob, upperOf, withNumbers, withTree, type MountsReply } from "./snapshots-kit.ts";

let directory: string;
const at = (name: string): string => path.join(directory, name);

beforeAll(() => void (directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-snapshotters-"))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function makeImage(type: string, file: string, size: number): void {
  writeFileSync(file, "");
  truncateSync(file, size);
  execFileSync(`mkfs.${type}`, ["-q", file], { stdio: "ignore", env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` } });
}

const isThere = (s: Actor, id: string): Promise<unknown> =>
  s.call(IntrospectionService, "plugins", { filters: [`type==io.containerd.snapshotter.v1,id==${id}`] }, { view: ({ plugins }) => plugins?.map(({ initErr }) => initErr ?? null) });

describe("overlayfs and blockfile", () => {
  const configuration = (): string => `[plugins."io.containerd.snapshotter.v1.overlayfs"]
  upperdir_label = true
  mount_options = ["volatile", "userxattr"]
[plugins."io.containerd.snapshotter.v1.blockfile"]
  scratch_file = "${at("scratch.ext4")}"
  fs_type = "ext4"
  mount_options = ["noatime"]
[plugins."io.containerd.snapshotter.v1.erofs"]
  default_size = "16MiB"
  ovl_mount_options = ["userxattr"]
  dmverity_mode = "off"
`;
  beforeAll(() => makeImage("ext4", at("scratch.ext4"), 8 << 20));
  const scenario = createScenario(usePeers("", "", () => ({ stock: configuration(), ours: configuration() })));
  const ONLY_23 = { since23: "1.6 maps no ids, and takes volatile along where it mounts for itself" };
  const snapshotter = "overlayfs";

  scenario("overlayfs: volatile and other options of the configuration, with no parent, one, and more; the label of the directory", async (s) => {
    const view = withNumbers();
    await compareMounts(s, snapshotter, { view });
    for (const key of ["active-", "active-two", "three"]) {
      await s.call(Snapshots, "stat", { snapshotter, key }, { view: ({ info }) => info?.labels?.["containerd.io/snapshot/overlay.upperdir"]?.replace(/\d+\/fs$/, "N/fs") });
    }
  }, ONLY_23);

  scenario("overlayfs: unpacking onto volatile mounts, and a diff of them, is no use of them: they can be mounted afterwards", async (s) => {
    const blob = gzipSync(createTar([{ name: "file", data: "unpacked" }, { name: "dir/", type: "dir" }, { name: "dir/.wh..wh..opq" }]));
    const diff = { mediaType: `${MEDIA.layer}+gzip`, digest: await putQuietly(s, blob), size: blob.length };
    await snapshotsOf(s, snapshotter).layer("base");
    const { replies } = await s.quiet(Snapshots, "prepare", { snapshotter, key: "active", parent: "base" });
    const [reply] = replies as MountsReply[];
    for (let time = 0; time < 2; time++) await s.call(DiffService, "apply", { diff, mounts: reply!.mounts }, { view: ({ applied }) => applied?.digest });
    // An overlay by itself is written beside its mount; one with something below it is mounted, which could be done once.
    const stacked = [{ type: "bind", source: upperOf(reply), options: ["rbind", "ro"] }, ...reply!.mounts];
    for (let time = 0; time < 2; time++) await s.call(DiffService, "apply", { diff, mounts: stacked }, { view: ({ applied }) => applied?.digest });
    const { replies: views } = await s.quiet(Snapshots, "view", { snapshotter, key: "view", parent: "base" });
    const left = (views[0] as MountsReply).mounts;
    for (let time = 0; time < 2; time++) await s.call(DiffService, "diff", { left, right: reply!.mounts, mediaType: MEDIA.layer }, { view: ({ diff }) => diff?.mediaType });
    const work = path.join(upperOf(reply), "../work/work/incompat");
    s.note("used up", existsSync(work));
    await withTree(reply, (tree) => s.note("the tree", [readFileSync(path.join(tree, "file"), "utf8"), readdirSync(path.join(tree, "dir"))]));
    s.note("used up", readdirSync(work));
  }, ONLY_23);

  // Pairs of labels: of users, of groups.
  const MAPPINGS: [uids: string | undefined, gids: string | undefined][] = [
    ["0:100000:65536", "0:200000:65536"],
    ["1:1:10,0:5000:1", "0:6000:1,1:1:10"],
    ["0:100000:65536", undefined],
    [undefined, "0:200000:65536"],
    ["1:100000:65536", "0:200000:65536"],
    ["0:100000:0", "0:200000:65536"],
    ["nonsense", "0:0:1"],
    ["0:1", "0:0:1"],
    ["", ""],
    ["0:-1:5", "0:0:1"],
    ["0:4294967295:5", "0:0:1"],
    ["0:4294967294:1", "0:0:1,broken"],
  ];

  scenario("overlayfs: mapped ids, with no parent, one, and more: options, and whose the directory is", async (s) => {
    const calls = snapshotsOf(s, snapshotter);
    for (const parent of ["", "one", "two"]) {
      if (parent !== "") await calls.layer(parent, { one: "", two: "one" }[parent]);
      for (const [index, [uids, gids]] of MAPPINGS.entries()) {
        const labels = { ...(uids !== undefined && { "containerd.io/snapshot/uidmapping": uids }), ...(gids !== undefined && { "containerd.io/snapshot/gidmapping": gids }) };
        const asked = { parent, labels };
        // What is wrong with a label, ours says in its own words.
        const prepared = await calls.prepare(`active-${parent}-${index}`, asked, { words: "own" });
        await calls.view(`view-${parent}-${index}`, asked, { words: "own" });
        if (prepared === undefined) continue;
        const { uid, gid, mode } = statSync(upperOf(prepared));
        s.note(`owner ${uids} ${gids}`, { uid, gid, mode: mode & 0o7777 });
      }
    }
    await calls.commit("mapped", "active-one-0");
    // Without labels the parent's owner is the child's.
    const child = await calls.prepare("child", { parent: "mapped" });
    const { uid, gid } = statSync(upperOf(child));
    s.note("the child's owner", { uid, gid });
  }, { ...ONLY_23, events: "none" });

  scenario("overlayfs: what is unpacked onto mapped mounts, and a diff of them: whose files are", async (s) => {
    const calls = snapshotsOf(s, snapshotter);
    const blob = gzipSync(createTar([{ name: "of-root", data: "1" }, { name: "of-another", data: "2", uid: 7, gid: 8 }, { name: "dir/", type: "dir", uid: 7 }]));
    const diff = { mediaType: `${MEDIA.layer}+gzip`, digest: await putQuietly(s, blob), size: blob.length };
    for (const parent of ["", "one", "two"]) {
      if (parent !== "") await calls.layer(parent, { one: "", two: "one" }[parent]);
      const { replies: views } = await s.quiet(Snapshots, "view", { snapshotter, key: `below-${parent}`, parent });
      for (const [index, [uids, gids]] of MAPPINGS.slice(0, 4).entries()) {
        const labels = { ...(uids !== undefined && { "containerd.io/snapshot/uidmapping": uids }), ...(gids !== undefined && { "containerd.io/snapshot/gidmapping": gids }) };
        const mounts = (await calls.prepare(`active-${parent}-${index}`, { parent, labels }))!;
        await s.call(DiffService, "apply", { diff, mounts: mounts.mounts }, { view: ({ applied }) => applied?.digest, words: "own" });
        for (const name of readdirSync(upperOf(mounts)).toSorted()) {
          const { uid, gid } = statSync(path.join(upperOf(mounts), name));
          s.note(`${name} of ${uids} ${gids}`, { uid, gid });
        }
        const reply = await s.call(DiffService, "diff", { left: (views[0] as MountsReply).mounts, right: mounts.mounts, mediaType: MEDIA.layer }, { view: ({ diff: found }) => found?.mediaType, words: "own" });
        if (reply?.diff?.digest) s.note("owners in the diff", (await listBlob(s, reply.diff.digest)).map((line) => [line.split(/\s+/)[1], line.split(/\s+/).at(-1)]));
      }
    }
  }, { ...ONLY_23, events: "none", timeoutMs: 120_000 });

  const noErofs = !/\terofs\n/.test(readFileSync("/proc/filesystems", "utf8")) || findExecutable("mkfs.erofs", process.env["PATH"] ?? "") === undefined;
  if (noErofs) process.stderr.write("erofs beside stock: skipped: the kernel has no erofs, or mkfs.erofs, which stock needs, is not installed (erofs-utils)\n");
  else scenario("erofs: writable layers as images, options of the overlay: mounts of every kind; metadata for dm-verity is not heeded", async (s) => {
    await isThere(s, "erofs");
    const calls = snapshotsOf(s, "erofs", { view: withNumbers() });
    for (const parent of ["", "one", "two", "three"]) {
      if (parent !== "") {
        const made = await calls.prepare(`making-${parent}`, { parent: { one: "", two: "one", three: "two" }[parent] ?? "" });
        await calls.commit(parent, `making-${parent}`);
        const below = made?.mounts.find(({ type }) => type === "erofs")?.source;
        if (below != null) writeFileSync(`${below}.dmverity`, '{"roothash": "00", "hashoffset": 4096}');
      }
      await calls.prepare(`active-${parent}`, { parent });
      await calls.view(`view-${parent}`, { parent });
      await calls.mounts(`active-${parent}`);
      await calls.mounts(`view-${parent}`);
      await calls.usage(`view-${parent}`);
      await calls.stat(parent);
    }
  }, ONLY_23);

  scenario("blockfile: mounts of every kind, and what snapshots take", async (s) => {
    await isThere(s, "blockfile");
    // What a view takes is less than nothing in stock: it takes its parent's file from nothing.
    const viewUsage = { view: ({ size }: { size?: unknown }) => Number(size ?? 0) <= 0 };
    await compareMounts(s, "blockfile", { show: (reply, use) => withTree(reply, use), commits: { words: "own" }, viewUsage });
  }, { ...ONLY_23, timeoutMs: 120_000 });
});

describe("btrfs", async () => {
  const isHere = /\tbtrfs\n/.test(readFileSync("/proc/filesystems", "utf8")) && (await isInstalled("mkfs.btrfs"));
  if (!isHere) process.stderr.write("btrfs beside stock: skipped: the kernel has no btrfs, or mkfs.btrfs is not installed (btrfs-progs)\n");
  describe.skipIf(!isHere)("of a stock containerd", () => {
    const SIDES = ["stock", "ours"];
    beforeAll(() => {
      for (const side of SIDES) {
        makeImage("btrfs", at(`${side}.btrfs`), 256 << 20);
        mkdirSync(at(side));
        mount({ type: "btrfs", source: at(`${side}.btrfs`), options: ["loop"] }, at(side));
      }
    });
    afterAll(() => {
      for (const side of SIDES) unmountAll(at(side));
    });
    const rootAt = (side: string): string => `[plugins."io.containerd.snapshotter.v1.btrfs"]\n  root_path = "${at(side)}"\n`;
    // 2.3.4 has it only where it is built with cgo, which ours isn't: Debian's is.
    const scenario = createScenario(usePeers("", "", () => ({ stock: rootAt("stock"), ours: rootAt("ours"), debian: true })));

    scenario("mounts of every kind, and what snapshots take", async (s) => {
      const seen = new Map<string, number>();
      const number = (id: string): number => seen.get(id) ?? (seen.set(id, seen.size + 1), seen.size);
      const view = ({ mounts }: MountsReply): unknown => mounts.map(({ type, source, target, options }) => ({ type, source: source?.replace(/loop\d+$/, "loop"), target, options: options?.map((option) => option.replace(/(?<=^subvolid=)\d+/, (id) => `#${number(id)}`)) }));
      await isThere(s, "btrfs");
      await compareMounts(s, "btrfs", { view, show: (reply, use) => withTree(reply, use) });
      // 1.6's events do not name the snapshotter.
    }, { events: "none", timeoutMs: 120_000 });
  });
});
