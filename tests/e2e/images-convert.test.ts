import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLayout, createTar, estargzVerifier, goClient, hostArchitecture, multiPlatformImage, must, NEWEST_CTR, pushLayout, run, startPair, STEVEDORE, tempDir, treeOf, type Descriptor, type Pair, type Side, type TempDir, type TarEntry, type Tree } from "../kit/mod.ts";
import { pull, sameCommand } from "./pair.ts";

interface Manifest {
  mediaType: string;
  config: Descriptor;
  layers: Descriptor[];
}

let pair: Pair;
let host: Side;
let dir: TempDir;
let multi: string;
let trees: string;

beforeAll(async () => {
  [pair, dir] = await Promise.all([startPair(), tempDir("convert")]);
  host = pair.ours;
  const layout = await createLayout(join(dir.path, "trees"));
  await layout.finish(await layout.addImage({
    layers: [
      { tar: createTar(firstLayer()), compression: "gzip" },
      { tar: createTar([{ name: "dir/.wh.gone" , data: "" }, { name: "opaque/.wh..wh..opq", data: "" }, { name: "opaque/new", data: "new" }]), compression: "none" },
      { tar: createTar([{ name: "dir/changed", data: "second" }]), compression: "zstd" },
    ],
    config: { Cmd: ["/none"] },
  }));
  [multi, trees] = await Promise.all([pushLayout(pair.registry, await multiPlatformImage(), "multi"), pushLayout(pair.registry, join(dir.path, "trees"), "trees")]);
  await pair.both((side) => pull(side, multi, "--all-platforms"));
  await pull(host, trees);
});
afterAll(async () => {
  await pair?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

function firstLayer(): TarEntry[] {
  return [
    ...["dir", "opaque"].map((name): TarEntry => ({ name: `${name}/`, type: "dir", mode: 0o750 })),
    { name: "dir/gone", data: "x" },
    { name: "dir/changed", data: "first" },
    { name: "opaque/old", data: "x" },
    { name: "large", data: Buffer.concat([Buffer.from("begin"), Buffer.alloc(9 << 20, "abcdefg"), Buffer.from("end")]), uid: 7, gid: 8 },
    { name: "dir/hard", type: "link", linkname: "large" },
    { name: "symbolic", type: "symlink", linkname: "dir/changed" },
    { name: "null", type: "char", device: [1, 3] },
    { name: "xattr", data: "y", mode: 0o4711, xattrs: { "user.one": "1", "security.capability": Buffer.from("0100000200200000000000000000000000000000", "hex") } },
    { name: `${"n".repeat(90)}/${"m".repeat(90)}/file`, data: "long" },
  ];
}

const stevedore = (...args: string[]): Promise<string> => must(STEVEDORE, [...args, "--address", host.address, "--namespace", host.namespace], { timeout: 60_000 });
const read = async <T>(digest: string): Promise<T> => JSON.parse(await host.must(["content", "get", digest])) as T;

/** The manifest for this machine behind an image. */
async function manifestOf(name: string): Promise<Manifest> {
  const target = (await host.must(["images", "ls", `name==${name}`])).split("\n")[1]?.split(/\s+/)[2] ?? "";
  const document = await read<Manifest & { manifests?: Descriptor[] }>(target);
  const manifest = document.manifests?.find(({ platform }) => platform?.architecture === hostArchitecture());
  return manifest === undefined ? document : read<Manifest>(manifest.digest);
}

async function treeOfImage(name: string): Promise<Tree> {
  const target = join(dir.path, "view");
  await mkdir(target, { recursive: true });
  await host.must(["images", "mount", name, target]);
  try {
    const tree = treeOf(target, { ignoreDirectoryTimes: true });
    return Object.fromEntries(Object.entries(tree).filter(([path]) => !["stargz.index.json", ".no.prefetch.landmark"].includes(path)));
  } finally {
    await host.must(["images", "unmount", "--rm", target]);
  }
}

describe("stevedore images convert", () => {
  test.each([
    ["--estargz", /\.tar\+gzip$/],
    ["--zstd", /\.tar\+zstd$/],
    ["--uncompress", /\.tar$/],
  ])("%s: the same files, in layers of that kind", async (flag, mediaType) => {
    const name = `${trees}${flag}`;
    const out = await stevedore("images", "convert", flag, trees, name);
    expect(out).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    const before = await manifestOf(trees);
    const after = await manifestOf(name);
    expect(after.layers).toHaveLength(before.layers.length);
    for (const layer of after.layers) {
      expect(layer.mediaType).toMatch(mediaType);
      expect(await host.must(["content", "ls"])).toContain(layer.digest);
    }
    expect(await treeOfImage(name)).toEqual(await treeOfImage(trees));
    // Nothing but the image keeps it: no lease, and the blobs go with the image.
    expect(await host.must(["leases", "ls", "-q"])).toBe("");
    expect(await host.must(["images", "check", `name==${name}`])).toMatch(/complete \(\d+\/\d+\)/);
    await host.must(["images", "rm", "--sync", name]);
    const kept = before.layers.map(({ digest }) => digest);
    const left = await host.must(["content", "ls", "-q"]);
    for (const { digest } of after.layers) expect(left.includes(digest)).toBe(kept.includes(digest));
  });

  test("to eStargz: stargz-snapshotter's own library finds every chunk as its digest says", async ({ skip }) => {
    const verifier = await estargzVerifier();
    if ("skip" in verifier) return skip(verifier.skip);
    const name = `${trees}-verified`;
    await stevedore("images", "convert", "--estargz", "--chunk-size", "1000000", trees, name);
    const { layers } = await manifestOf(name);
    for (const [i, { digest, annotations = {} }] of layers.entries()) {
      const blob = join(host.root, "io.containerd.content.v1.content/blobs/sha256", digest.slice(7));
      const { stderr, stdout, exitCode } = await run(verifier.path, [blob, annotations["containerd.io/snapshot/stargz/toc.digest"] ?? ""]);
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
      if (i === 0) expect(stdout).toContain('"name":"large"');
      const inflated = await must("sh", ["-c", `gunzip -c < ${blob} | wc -c`]);
      expect(Number(inflated)).toBe(Number(annotations["io.containers.estargz.uncompressed-size"]));
    }
    await host.must(["images", "rm", "--sync", name]);
  });

  test("an index: this machine's platform, those named, or all; what comes out runs, and goes to a registry", async () => {
    const name = (suffix: string): string => `${pair.registry.host}/converted:${suffix}`;
    await stevedore("images", "convert", "--zstd", multi, name("one"));
    await stevedore("images", "convert", "--zstd", "--all-platforms", multi, name("all"));
    const platforms = async (image: string): Promise<number> => (await read<{ manifests: unknown[] }>((await host.must(["images", "ls", `name==${image}`])).split("\n")[1]?.split(/\s+/)[2] ?? "")).manifests.length;
    expect(await platforms(name("one"))).toBe(1);
    expect(await platforms(name("all"))).toBe(await platforms(multi));
    expect(await host.must(["run", "--rm", name("one"), pair.id("converted"), "cat", "/etc/motd"])).toBe("busybox for tests\n");
    await host.must(["images", "push", "--plain-http", name("all")]);
    const raw = JSON.parse(await must("skopeo", ["inspect", "--tls-verify=false", `docker://${name("all")}`])) as { Layers: string[] };
    expect(raw.Layers).toHaveLength((await manifestOf(multi)).layers.length);
    for (const image of ["one", "all"]) await host.must(["images", "rm", "--sync", name(image)]);
  });

  test.each([
    [["nobody", "x"], /image "nobody": not found/],
    [["--estargz", "--zstd", "a", "b"], /exclude each other/],
    [["only-one"], /takes the name of an image and a name for the new one/],
    [["--level", "none", "a", "b"], /--level: expected a number above 0, found "none"/],
  ])("%j is refused", async (args, words) => {
    const { stderr, exitCode } = await run(STEVEDORE, ["images", "convert", ...args, "--address", host.address]);
    expect(stderr).toMatch(words);
    expect(exitCode).toBe(1);
  });

  test("a layer that is broken on the way is found out, and leaves nothing", async () => {
    const layout = await createLayout(join(dir.path, "lies"));
    await layout.finish(await layout.addImage({ layers: [{ tar: createTar([{ name: "a", data: "a" }]) }], config: {} }));
    const reference = await pushLayout(pair.registry, join(dir.path, "lies"), "lies");
    await host.must(["content", "fetch", "--plain-http", reference]);
    const { layers: [layer] } = await manifestOf(reference);
    const blob = join(host.root, "io.containerd.content.v1.content/blobs/sha256", layer!.digest.slice(7));
    await must("sh", ["-c", `printf '' | gzip > ${blob}; chmod u+w ${blob}`]);
    const { stderr, exitCode } = await run(STEVEDORE, ["images", "convert", "--zstd", reference, `${reference}-x`, "--address", host.address, "--namespace", host.namespace]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(layer!.digest) });
    expect(await host.must(["leases", "ls", "-q"])).toBe("");
    expect(await host.must(["content", "active"])).not.toContain("stevedore-convert");
    await host.must(["images", "rm", "--sync", reference]);
  });
});

describe("ctr images convert", () => {
  test.each([[["--uncompress", "--oci"]], [["--uncompress", "--all-platforms"]]])("%j gives the same as with stock", async (flags) => {
    await sameCommand(pair, ["images", "convert", ...flags, multi, "converted:by-ctr"]);
    await pair.both((side) => side.must(["images", "rm", "--sync", "converted:by-ctr"]));
  });

  test("of 2.3.4 too", async ({ skip }) => {
    const client = await goClient(NEWEST_CTR);
    if ("skip" in client) return skip(client.skip);
    const { stock, ours } = await pair.both((side) => side.must(["images", "convert", "--uncompress", "--oci", multi, "converted:by-newest"], { binary: client.path }));
    expect(ours).toBe(stock);
    expect(await readFile(join(host.root, "io.containerd.content.v1.content/blobs/sha256", ours.trim().slice(7)), "utf8")).toContain("vnd.oci.image.index");
    await pair.both((side) => side.must(["images", "rm", "--sync", "converted:by-newest"]));
  });
});
