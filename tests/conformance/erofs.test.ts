import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { DiffService, LeasesService, MountsService as Mounts, SnapshotsService as Snapshots, type containerd } from "@stevedore/api";
import { attachLoop, findExecutable, mountAll, unmountAll } from "@stevedore/linux";
import { describe } from "vitest";
import { createTar, dmsetup, eventually, MEDIA, newErofsUtils, newestContainerd, tempDir, treeOf, type TarEntry, type Tree } from "../kit/mod.ts";
import { digestOf, putQuietly } from "./content-kit.ts";
import { usePeers, type PeerOptions } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { snapshotsOf } from "./snapshots-calls.ts";
import { withNumbers, type MountsReply } from "./snapshots-kit.ts";

const snapshotter = "erofs";
const [utils, stock] = [newErofsUtils(), await newestContainerd()];
const why = !/\terofs\n/.test(readFileSync("/proc/filesystems", "utf8")) ? "the kernel has no erofs" : "skip" in stock ? stock.skip : "skip" in utils ? utils.skip : undefined;
if (why !== undefined) process.stderr.write(`erofs layers beside stock: skipped: ${why}\n`);
const SLOW_MS = 120_000;

const LAYERS: TarEntry[][] = [
  [
    { name: "dir/", type: "dir", mode: 0o751, uid: 3, gid: 70_000 }, { name: "dir/text", data: "all the same ".repeat(9000), mtime: 1_600_000_000 }, { name: "dir/gone", data: "gone" },
    { name: "dir/link", type: "symlink", linkname: "text", mode: 0o777 }, { name: "dir/same", type: "link", linkname: "dir/text", mtime: 1_600_000_000 }, { name: "set", data: "id", mode: 0o4755 }, { name: "empty" },
    { name: "null", type: "char", mode: 0o666, device: [1, 3] }, { name: "pipe", type: "fifo" }, { name: "marked", data: "m", xattrs: { "user.of": "value" } },
    { name: "hidden/", type: "dir" }, { name: "hidden/below", data: "below" },
  ],
  [
    { name: "dir/", type: "dir", mode: 0o700 }, { name: "dir/.wh.gone" }, { name: "dir/text", data: "changed" }, { name: "hidden/", type: "dir" }, { name: "hidden/.wh..wh..opq" },
    { name: "hidden/above", data: "above" }, { name: "new/", type: "dir" }, { name: "new/file", data: "x".repeat(4096) },
  ],
];

type Applied = Partial<{ mediaType: string; digest: string; size: number; words: "own" }>;

function play(s: Actor) {
  const calls = snapshotsOf(s, snapshotter, { view: withNumbers() });
  const directoryOf = ({ mounts }: MountsReply): string => {
    const last = mounts.at(-1)!;
    return path.dirname(last.options?.find((option) => option.startsWith("upperdir="))?.slice(9) ?? last.source!);
  };
  return {
    calls,
    /** Has a blob applied to a new snapshot, and commits that; notes what is there then. */
    async layer(name: string, blob: Buffer, { mediaType = `${MEDIA.layer}+gzip`, parent = "", ...options }: { parent?: string } & Applied = {}): Promise<string | undefined> {
      const diff = { mediaType, digest: await putQuietly(s, blob), size: blob.length };
      const made = (await calls.prepare(`making-${name}`, { parent }))!;
      const applied = await s.call(DiffService, "apply", { diff, mounts: made.mounts }, options);
      if (applied === undefined) return undefined;
      await calls.commit(name, `making-${name}`, { labels: { "containerd.io/snapshot.ref": name } });
      await calls.stat(name);
      const directory = directoryOf(made);
      const image = path.join(directory, "layer.erofs");
      s.note(`files of ${name}`, readdirSync(directory).toSorted());
      s.note(`UUID of ${name}`, readFileSync(image).toString("hex", 1024 + 48, 1024 + 64));
      return image;
    },
    /** What mounts show, made as clients do. */
    async tree(label: string, reply: MountsReply | undefined): Promise<void> {
      s.note(label, await shown(reply!));
    },
  };
}

// As the mount manager makes them; stock's ends with its daemon when it is asked for what nobody leases.
async function shown({ mounts }: MountsReply): Promise<Tree> {
  await using directory = await tempDir("tree");
  const at = (index: number): string => path.join(directory.path, String(index));
  const filled = (text: string): string =>
    text.replace(/\{\{ mount (\d+) \}\}/, (_, index) => at(Number(index))).replace(/\{\{ overlay (\d+) (\d+) \}\}/, (_, from, to) => Array.from({ length: to - from + 1 }, (__, index) => at(Number(from) + index)).join(":"));
  using devices = new DisposableStack();
  const attach = (option: string): string => {
    if (!option.startsWith("device=")) return option;
    const device = attachLoop(option.slice("device=".length), { readOnly: true, autoclear: true });
    devices.defer(() => closeSync(device.descriptor));
    return `device=${device.path}`;
  };
  try {
    for (const [index, { type, source, options }] of mounts.entries()) {
      mkdirSync(at(index));
      mountAll([{ type: type!.split("/").at(-1)!, source: filled(source!), options: options!.map((option) => attach(filled(option))) }], at(index));
    }
    // What a layer doesn't say of its root, mkfs.erofs makes up.
    const { ".": _root, ...tree } = treeOf(at(mounts.length - 1), { ignoreDirectoryTimes: true });
    return tree;
  } finally {
    for (const index of mounts.keys().toArray().toReversed()) if (existsSync(at(index))) unmountAll(at(index));
  }
}

const layersOf = async (s: Actor) => {
  const at = play(s);
  const [lower, upper] = LAYERS.map((entries) => gzipSync(createTar(entries)));
  const images = [await at.layer("one", lower!), await at.layer("two", upper!, { parent: "one" })] as string[];
  return { ...at, images };
};

const KINDS: Record<string, string> = {
  "as they are by default": "",
  "an index of the archive": "enable_tar_index = true",
  "compressed": 'mkfs_options = ["-zlz4hc", "-C16384", "-T1500000000", "--all-root"]',
};

const peerOptions = (): PeerOptions => ({
  stock: `[plugins."io.containerd.service.v1.diff-service"]\n  default = ["erofs", "walking"]\n`,
  ...("path" in utils && { stockPath: utils.path }),
});

describe.skipIf(why !== undefined)("layers that the erofs differ makes images of", () => {
  describe.each(Object.entries(KINDS))("%s", (name, config) => {
    const scenario = createScenario(usePeers(name.startsWith("as") ? `[plugins."io.containerd.snapshotter.v1.erofs"]\n  max_unmerged_layers = 2\n` : "", `[plugins."io.containerd.differ.v1.erofs"]\n  ${config}\n`, peerOptions));

    scenario("replies, mounts, labels, files and what they show", async (s) => {
      const { calls, tree } = await layersOf(s);
      await tree("the lower one", await calls.view("view-one", { parent: "one" }));
      await tree("both", await calls.view("view-two", { parent: "two" }));
      await calls.prepare("active", { parent: "two" });
    }, { timeoutMs: SLOW_MS });

    if (config !== "") return;

    scenario("layers that are images already", async (s) => {
      const { images: [image], layer, calls, tree } = await layersOf(s);
      // The same bytes for either.
      const blob = nativeImage ??= readFileSync(image!);
      const plain = await layer("plain", blob, { mediaType: MEDIA.erofs });
      s.note("it is as it was", readFileSync(plain!).equals(blob));
      await tree("plain", await calls.view("view-plain", { parent: "plain" }));
      const packed = await layer("packed", zstdCompressSync(blob), { mediaType: `${MEDIA.erofs}+zstd`, parent: "plain" });
      s.note("it is as it was before it was compressed", readFileSync(packed!).equals(blob));
      await layer("next version", blob, { mediaType: "application/vnd.erofs.layer.v2" });
      await layer("gzip", gzipSync(blob), { mediaType: `${MEDIA.erofs}+gzip`, words: "own" });
      await layer("nothing", gzipSync(blob), { mediaType: `${MEDIA.erofs}+`, words: "own" });
      await layer("unknown", blob, { mediaType: "application/vnd.other.layer.v1", words: "own" });
      const { replies } = await s.quiet(Snapshots, "prepare", { snapshotter: "overlayfs", key: "other", parent: "" });
      await s.call(DiffService, "apply", { diff: { mediaType: MEDIA.erofs, digest: digestOf(blob), size: blob.length }, mounts: (replies[0] as MountsReply).mounts }, { words: "own" });
    }, { timeoutMs: SLOW_MS });

    scenario("layers in one mount: stock's own, made as containerd 2.2 did", async (s) => {
      const { calls, layer, tree, images } = await layersOf(s);
      images.push((await layer("three", gzipSync(createTar([{ name: "three", data: "3" }])), { parent: "two" }))!);
      const merged = path.join(path.dirname(images.at(-1)!), "fsmeta.erofs");
      // Ours is made by the first that wants it.
      await s.quiet(Snapshots, "view", { snapshotter, key: "first", parent: "three" });
      if (!existsSync(merged)) execFileSync(path.join("path" in utils ? utils.path : "", "mkfs.erofs"), ["--quiet", "--aufs", "--ovlfs-strip=1", merged, ...images], { stdio: "ignore" });
      await tree("view", await calls.view("view", { parent: "three" }));
      await tree("active", await calls.prepare("active", { parent: "three" }));
      await layer("four", gzipSync(createTar([{ name: "four", data: "4" }])), { parent: "three" });
    }, { timeoutMs: SLOW_MS });
  });
});

let nativeImage: Buffer | undefined;

const veritysetup = findExecutable("veritysetup", `${process.env["PATH"]}:/usr/sbin:/sbin`);
const whyNoVerity = why ?? (existsSync("/sys/module/dm_verity") ? undefined : "the kernel has no dm-verity (tests/vm has one)") ?? (veritysetup === undefined ? "veritysetup is not installed (cryptsetup-bin)" : undefined);
if (why === undefined && whyNoVerity !== undefined) process.stderr.write(`erofs layers through dm-verity beside stock: skipped: ${whyNoVerity}\n`);

const VERITY = `[plugins."io.containerd.snapshotter.v1.erofs"]
  dmverity_mode = "on"
[plugins."io.containerd.differ.v1.erofs"]
  enable_dmverity = true
`;

describe.skipIf(whyNoVerity !== undefined)("layers through dm-verity", () => {
  const scenario = createScenario(usePeers("", VERITY, peerOptions));

  scenario("mounts, labels, files, trees and devices", async (s) => {
    await using _nodes = deviceNodes();
    const { calls, images } = await layersOf(s);
    for (const image of images) noteTree(s, image);
    const view = (await calls.view("view", { parent: "two" }))!;
    await calls.prepare("active", { parent: "two" });
    await s.quiet(LeasesService, "create", { id: "keeps" });
    const activate = (name: string) => s.call(Mounts, "activate", { name, mounts: view.mounts }, { metadata: { "containerd-lease": "keeps" }, view: kindsOf });
    const { info } = (await activate("one"))!;
    s.note("what they show", await shown({ mounts: info!.system! }));
    s.note("devices", devicesOf(s).map((device) => parametersOf(device)));
    // A second container of the same image.
    await activate("two");
    s.note("devices", devicesOf(s).length);
    for (const name of ["one", "two"]) await s.call(Mounts, "deactivate", { name });
    await eventually("the devices are gone", () => devicesOf(s).length === 0);
    await calls.commit("three", "active");
    await calls.view("view-three", { parent: "three" }, { differs: { stock: "UNKNOWN", ours: "OK", why: "what a container wrote has a tree too" } });
  }, { timeoutMs: SLOW_MS });
});

/** `veritysetup` agrees with the tree; its parameters, and what the file beside the image says. */
function noteTree(s: Actor, image: string): void {
  const metadata = JSON.parse(readFileSync(`${image}.dmverity`, "utf8")) as { roothash: string; hashoffset: number };
  s.note("beside the image", Object.keys(metadata));
  const setup = (...args: string[]): string => execFileSync(veritysetup!, [...args, `--hash-offset=${metadata.hashoffset}`], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  setup("verify", image, image, metadata.roothash);
  // Its number of blocks is that of the image, which either side's own program has made.
  s.note("tree", setup("dump", image).split("\n").filter((line) => /type|block size|algorithm|Salt/.test(line)));
}

const kindsOf = ({ info }: containerd.services.mounts.v1.IActivateResponse): unknown =>
  [info?.active?.map(({ mount }) => [mount?.type, mount?.options]), info?.system?.map(({ type, options }) => [type, options?.map((option) => option.split("=")[0])])];

/** A side's devices: stock's have the number of their snapshot, ours are named after image and content. */
function devicesOf({ peer }: Actor): string[] {
  const prefix = peer.side.name === "stock" ? "containerd-erofs-" : "stevedore-erofs-";
  return dmsetup("ls").split("\n").map((line) => line.split("\t")[0]!).filter((device) => device.startsWith(prefix));
}

/** Of `0 SECTORS verity VERSION DATA HASH DATA-BLOCK HASH-BLOCK BLOCKS START ALGORITHM ROOT SALT …` what is not the image's own. */
function parametersOf(device: string): string[] {
  const [, , type, version, , , dataBlock, hashBlock, , , algorithm, , salt, ...more] = dmsetup("table", device).trim().split(" ");
  return [type, version, dataBlock, hashBlock, algorithm, salt, ...more].map(String);
}

/** Stock waits for udev to make a device's node; where none runs, somebody else has to. */
function deviceNodes(): AsyncDisposable {
  if (existsSync("/run/udev/control")) return new AsyncDisposableStack();
  const child = spawn("sh", ["-c", "while :; do dmsetup mknodes; sleep 0.05; done"], { stdio: "ignore", env: { ...process.env, DM_DISABLE_UDEV: "1" } });
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await eventually("it has ended", () => child.exitCode !== null || child.signalCode !== null);
    },
  };
}
