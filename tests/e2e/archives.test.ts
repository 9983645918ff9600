import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, createTar, eventually, goClient, hostArchitecture, multiPlatformImage, must, newestContainerd, NEWEST_CTR, pushLayout, run, startDockerd, startPair, tempDir, type Pair, type Side, type TempDir } from "../kit/mod.ts";
import { pull, same } from "./pair.ts";

let pair: Pair;
let dir: TempDir;
/** `ctr` 1.6, which reads and writes archives by itself, and 2.3.4, which has the daemon do it. */
let clients: { name: string; binary: string }[] = [];
let images: { busybox: string; multi: string };
let counter = 0;

beforeAll(async () => {
  const [stock, newest] = [await newestContainerd(), await goClient(NEWEST_CTR)];
  [pair, dir] = await Promise.all([startPair("path" in stock ? { stockBinary: stock.path } : {}), tempDir("archives")]);
  clients = [{ name: "1.6", binary: "ctr" }, ...("path" in newest && "path" in stock ? [{ name: "2.3.4", binary: newest.path }] : [])];
  const [busybox, multi] = await Promise.all([busyboxImage().then((layout) => pushLayout(pair.registry, layout, "busybox")), multiPlatformImage().then((layout) => pushLayout(pair.registry, layout, "multi"))]);
  images = { busybox, multi };
  await pair.both(async (side) => {
    await pull(side, busybox);
    await pull(side, multi, "--all-platforms");
  });
});
afterAll(async () => {
  await pair?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const sha256 = async (file: string): Promise<string> => createHash("sha256").update(await readFile(file)).digest("hex");
const file = (side: Side, name: string): string => join(dir.path, `${side.name}-${name}`);

/** Whether an archive ends as one does: with two empty blocks. */
const isWhole = async (archive: string): Promise<boolean> => (await readFile(archive)).subarray(-1024).every((byte) => byte === 0);

describe("ctr images export", () => {
  test.each([
    ["one image", [], ["busybox"]],
    // With a manifest.json, of which the order is chance in stock.
    ["two, of which one has several platforms", ["--skip-manifest-json"], ["busybox", "multi"]],
    ["all platforms", ["--all-platforms"], ["multi"]],
    ["a platform", ["--platform", `linux/${hostArchitecture() === "amd64" ? "arm64" : "amd64"}`], ["multi"]],
    ["no manifest.json", ["--skip-manifest-json"], ["busybox"]],
  ] as const)("%s: the same bytes as from stock", async (_what, flags, names) => {
    for (const { name, binary } of clients) {
      const archives = await pair.both(async (side) => {
        const target = file(side, "export.tar");
        const once = () => side.must(["images", "export", ...flags, target, ...names.map((one) => images[one])], { binary });
        // `ctr` 2.3.4 ends as soon as the daemon has answered. Ours does that when the client has taken the last byte, stock before: then the file lacks its end now and then.
        await (side.name === "stock" ? eventually("stock's archive is whole", async () => (await once(), isWhole(target))) : once());
        // The list says where they differ, when they do.
        const { exitCode, stdout } = await run("tar", ["-tvf", target]);
        return { sha256: await sha256(target), list: { exitCode, stdout } };
      });
      expect(archives.ours, name).toEqual(archives.stock);
    }
  });

  test("a platform that the image has not, and an image that is not there, fail as with stock", async () => {
    for (const { binary } of clients) {
      for (const args of [["--platform", "linux/s390x", images.multi], ["nobody:1"]]) {
        await same(pair, async (side) => (await side.ctr(["images", "export", ...args.slice(0, -1), file(side, "none.tar"), args.at(-1)!], { binary })).exitCode);
      }
    }
  });
});

/** What `docker save` wrote before it wrote OCI layouts too: a directory for each layer, a link for one that occurs twice. */
function oldDockerArchive(): Buffer {
  const [one, two] = [createTar([{ name: "one", data: "1".repeat(5000) }]), createTar([{ name: "two", data: "2" }])];
  const digest = (tar: Buffer): string => `sha256:${createHash("sha256").update(tar).digest("hex")}`;
  const config = JSON.stringify({ architecture: hostArchitecture(), os: "linux", config: { Cmd: ["/one"] }, rootfs: { type: "layers", diff_ids: [one, two, one].map(digest) } });
  const name = `${createHash("sha256").update(config).digest("hex")}.json`;
  const [a, b, c] = ["a", "b", "c"].map((letter) => letter.repeat(64)) as [string, string, string];
  return createTar([
    { name: `${a}/`, type: "dir" }, { name: `${a}/VERSION`, data: "1.0" }, { name: `${a}/json`, data: "{}" }, { name: `${a}/layer.tar`, data: one },
    { name: `${b}/`, type: "dir" }, { name: `${b}/layer.tar`, data: two },
    { name: `${c}/`, type: "dir" }, { name: `${c}/layer.tar`, type: "symlink", linkname: `../${a}/layer.tar` },
    { name, data: config },
    { name: "manifest.json", data: JSON.stringify([{ Config: name, RepoTags: ["old/image:1", "other:2"], Layers: [a, b, c].map((id) => `${id}/layer.tar`) }]) },
    { name: "repositories", data: "{}" },
  ]);
}

/** What an import leaves, in a namespace of its own. */
async function importInto(side: Side, { binary, args }: { binary: string; args: string[] }): Promise<unknown> {
  const options = { binary, namespace: `${side.namespace}-${counter}` };
  const { exitCode } = await side.ctr(["images", "import", ...args], options);
  const lines = async (...command: string[]): Promise<string[]> => (await side.must(command, { namespace: options.namespace })).split("\n").filter((line) => line !== "");
  const list = (await lines("images", "ls")).slice(1).map((line) => line.split(/\s+/)).map(([name, type, digest, size, unit, platforms, labels]) => ({ name, type, digest, size, unit, platforms, labels: labels?.replace(/gc\.expire=[^,]*/, "gc.expire=TIME") }));
  return { exitCode, images: list, content: (await lines("content", "ls", "-q")).toSorted(), snapshots: (await lines("snapshots", "ls")).slice(1).map((line) => line.split(/\s+/)[0]).toSorted() };
}

describe("ctr images import", () => {
  const archives: Record<string, string> = {};

  beforeAll(async () => {
    const put = async (name: string, bytes: Uint8Array): Promise<void> => {
      archives[name] = join(dir.path, `${name}.tar`);
      await writeFile(archives[name], bytes);
    };
    const exported = join(dir.path, "oci.tar");
    await pair.ours.must(["images", "export", "--all-platforms", exported, images.multi, images.busybox]);
    archives["oci"] = exported;
    const plain = await readFile(exported);
    await Promise.all([put("gzip", gzipSync(plain, { level: 1 })), put("zstd", zstdCompressSync(plain)), put("old-docker", oldDockerArchive()), put("text", Buffer.from("no archive ".repeat(200)))]);
    archives["skopeo"] = join(dir.path, "skopeo.tar");
    await must("skopeo", ["copy", "-q", `oci:${await busyboxImage()}`, `docker-archive:${archives["skopeo"]}:skopeo/busybox:1`]);
    // The same without names but a tag, as umoci and buildah make layouts.
    archives["tagged"] = join(dir.path, "tagged.tar");
    await must("skopeo", ["copy", "-q", `oci:${await busyboxImage()}`, `oci-archive:${archives["tagged"]}:only-a-tag`]);
  });

  test.each([
    ["oci", []],
    ["oci", ["--all-platforms", "--index-name", "index.test/whole:1"]],
    ["oci", ["--platform", "linux/arm64", "--no-unpack"]],
    ["gzip", []],
    ["zstd", ["--no-unpack"]],
    ["old-docker", []],
    ["old-docker", ["--base-name", "docker.io/old/image"]],
    ["skopeo", ["--digests"]],
    ["tagged", ["--base-name", "base.test/named"]],
    ["tagged", ["--base-name", "base.test/named", "--digests", "--skip-digest-for-named"]],
    ["text", []],
  ] as [archive: string, flags: string[]][])("%s with %j leaves what it leaves with stock", async (archive, flags) => {
    for (const { name, binary } of clients) {
      counter++;
      // 1.6 does not know every flag: then both refuse it.
      const { stock, ours } = await pair.both((side) => importInto(side, { binary, args: [...flags, archives[archive]!] }));
      expect(ours, name).toEqual(stock);
    }
  });

  test("2.3.4: --compress-blobs gzips the layers of an old archive, and an image whose layers are there already uses those", async ({ skip }) => {
    const newest = clients.find(({ name }) => name === "2.3.4");
    if (newest === undefined) return skip("ctr and containerd 2.3.4 are not built");
    counter++;
    const seen = await pair.both(async (side) => {
      const options = { binary: newest.binary, namespace: `${side.namespace}-${counter}` };
      const layers = async (): Promise<{ mediaType: string; digest: string }[]> => {
        const [, , digest = ""] = (await side.must(["images", "ls", "name==docker.io/old/image:1"], { namespace: options.namespace })).split("\n")[1]!.split(/\s+/);
        return (JSON.parse(await side.must(["content", "get", digest], { namespace: options.namespace })) as { layers: { mediaType: string; digest: string }[] }).layers;
      };
      await side.must(["images", "import", "--compress-blobs", archives["old-docker"]!], options);
      const compressed = await layers();
      await side.must(["images", "import", archives["old-docker"]!], options);
      // Of a layer that occurs twice, stock takes the compressed one in the last place alone.
      const again = await layers();
      return { types: compressed.map(({ mediaType }) => mediaType), repeated: compressed[0]?.digest === compressed[2]?.digest, reused: again.slice(1).every(({ digest }, i) => digest === compressed[i + 1]?.digest) };
    });
    expect(seen.ours).toEqual(seen.stock);
    expect(seen.ours).toEqual({ types: Array.from({ length: 3 }, () => "application/vnd.docker.image.rootfs.diff.tar.gzip"), repeated: true, reused: true });
  });

  test("--discard-unpacked-layers: layers go, what was unpacked stays", async ({ skip }) => {
    const newest = clients.find(({ name }) => name === "2.3.4");
    if (newest === undefined) return skip("ctr and containerd 2.3.4 are not built");
    counter++;
    const { stock, ours } = await pair.both(async (side) => {
      await importInto(side, { binary: newest.binary, args: ["--local", "--discard-unpacked-layers", archives["skopeo"]!] });
      const namespace = `${side.namespace}-${counter}`;
      // A collection that somebody waits for, of nothing.
      await side.must(["images", "tag", "docker.io/skopeo/busybox:1", "gone:1"], { namespace });
      await side.must(["images", "rm", "--sync", "gone:1"], { namespace });
      return { content: (await side.must(["content", "ls", "-q"], { namespace })).split("\n").toSorted(), snapshots: (await side.must(["snapshots", "ls"], { namespace })).split("\n").length };
    });
    expect(ours).toEqual(stock);
  });
});

test("dockerd loads what is exported, and what it saves is imported", async () => {
  await using docker = await startDockerd(pair.ours);
  const exported = file(pair.ours, "for-docker.tar");
  await pair.ours.must(["images", "export", exported, images.busybox]);
  expect(await docker.must(["load", "-i", exported])).toContain(images.busybox);
  const saved = join(dir.path, "saved.tar");
  await docker.must(["save", "-o", saved, images.busybox]);
  expect((await stat(saved)).size).toBeGreaterThan(1_000_000);
  const namespace = `${pair.namespace}-saved`;
  await pair.ours.must(["images", "import", saved], { namespace });
  expect(await pair.ours.must(["images", "ls", "-q"], { namespace })).toBe(`${images.busybox}\n`);
  expect(await pair.ours.must(["run", "--rm", images.busybox, `${namespace}-c`, "cat", "/etc/motd"], { namespace })).toBe("busybox for tests\n");
});
