import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { assertNothingLeft, blobPath, chainIdOf, estargzImage, eventually, killService, LAZY_FILES, multiPlatformImage, pushLayout, rootOf, startFaultProxy, startHost, startRegistry, STEVEDORE, tempDir, transferPull, treeOf, type Descriptor, type FaultProxy, type Host, type Registry } from "../kit/mod.ts";
import { largestLayer } from "./layouts.ts";
import { withView } from "./snapshot-tools.ts";

// Exit codes also tell of what has nothing to do with lazy layers.
const execute = (file: string, args: string[]): Promise<{ stdout: string }> => promisify(execFile)(file, args).catch((error: { stdout: string }) => error);

interface LazyState {
  keeper: { pid: number; mounted: boolean; serving: boolean };
  arrivals: { digest: string; available: number; error?: string }[];
}

let host: Host;
let registry: Registry;
let proxy: FaultProxy;
let layer: Descriptor;
let layout: string;

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await startFaultProxy(registry);
  // One request at a time, from the first byte on: what arrives can be told from what is read meanwhile, as long as nobody reads the first file.
  host = await startHost({ config: "[stevedore.pull]\nrange_bytes = 0\n" });
  layout = await estargzImage();
  await pushLayout(registry, layout, "lazy");
  layer = await largestLayer(layout);
});

afterEach(() => proxy.clear());

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
});

const image = (name = "lazy"): string => `${proxy.host}/${name}:latest`;
const arriving = (): RegExp => new RegExp(`GET /v2/lazy/blobs/${layer.digest} bytes=0-`);
const pieces = (): RegExp => new RegExp(`GET /v2/lazy/blobs/${layer.digest} bytes=[1-9]`);
const pull = (options: { name?: string; snapshotter?: string } = {}): Promise<unknown> =>
  transferPull(host.address, { reference: image(options.name), namespace: host.namespace, snapshotter: options.snapshotter ?? "lazy" });
const run = (id: string, ...command: string[]): Promise<string> => host.must(["run", "--rm", "--snapshotter", "lazy", image(), `${host.namespace}-${id}`, ...command]);
const exec = (id: string, exec: string, ...command: string[]): Promise<string> => host.must(["tasks", "exec", "--exec-id", exec, `${host.namespace}-${id}`, ...command]);
const blobs = async (): Promise<string[]> => (await host.must(["content", "ls", "-q"])).split("\n").filter(Boolean);
const hasArrived = async (): Promise<boolean> => (await blobs()).includes(layer.digest) && (await host.must(["snapshots", "--snapshotter", "lazy", "usage", await chainIdOf(layout)])).includes(" MiB");
const sumOf = (text: string): string => text.split(" ")[0] ?? "";

/** What the files of the image's noise are, by the layer's own table of contents. */
function sums(): string[] {
  const { entries } = tocOf();
  return Array.from({ length: LAZY_FILES }, (_, i) => entries.find(({ name }) => name === `data/${i}`)?.digest?.slice("sha256:".length) ?? "");
}

function tocOf(): { entries: { name: string; digest?: string }[] } {
  const bytes = readFileSync(blobPath(layout, layer.digest));
  const tocOffset = Number.parseInt(bytes.toString("latin1", bytes.length - 35, bytes.length - 19), 16);
  const tar = gunzipSync(bytes.subarray(tocOffset, bytes.length - 51));
  const json = tar.subarray(512, 512 + Number.parseInt(tar.toString("latin1", 124, 135), 8));
  expect(`sha256:${createHash("sha256").update(json).digest("hex")}`).toBe(layer.annotations?.["containerd.io/snapshot/stargz/toc.digest"]);
  return JSON.parse(json.toString());
}

async function removeAll(): Promise<void> {
  for (const id of (await host.must(["containers", "ls", "-q"])).split("\n").filter(Boolean)) {
    await host.ctr(["tasks", "rm", "-f", id]);
    await host.must(["containers", "rm", id]);
  }
  for (const name of (await host.must(["images", "ls", "-q"])).split("\n").filter(Boolean)) await host.must(["images", "rm", name]);
  await eventually("all is gone", async () => {
    await host.ctr(["leases", "create", "--id", "collect"]);
    await host.must(["leases", "rm", "--sync", "collect"]);
    return (await blobs()).length === 0 && (await host.must(["snapshots", "--snapshotter", "lazy", "ls"])).trim().split("\n").length === 1 && (await host.must(["content", "active"])).trim().split("\n").length === 1;
  }, 60_000);
}

describe("an image of eStargz layers, by the lazy snapshotter", () => {
  test("a container starts before it has arrived, outlives services, and needs no registry when it has", { timeout: 180_000 }, async () => {
    const expected = sums();
    proxy.inject(arriving(), { hang: true });
    await pull();
    expect(await blobs()).not.toContain(layer.digest);
    expect(await host.must(["images", "check"])).toMatch(/incomplete \(\d\/\d\)/);
    expect(sumOf(await run("first", "sha256sum", "/data/3"))).toBe(expected[3]);
    await host.must(["run", "-d", "--snapshotter", "lazy", image(), `${host.namespace}-held`, "sleep", "1000"]);
    expect(sumOf(await exec("held", "a", "sha256sum", "/data/5"))).toBe(expected[5]);

    await killService(host, "snapshots");
    await killService(host, "images");
    expect(sumOf(await exec("held", "b", "sha256sum", "/data/9"))).toBe(expected[9]);
    expect(await blobs()).not.toContain(layer.digest);

    proxy.clear();
    await eventually("the layer has arrived", hasArrived, 60_000);
    proxy.inject(/./, { status: 503 });
    // One that was there before, and one that is started now.
    expect(sumOf(await exec("held", "c", "sha256sum", "/data/0"))).toBe(expected[0]);
    const all = (await run("late", "sh", "-c", "sha256sum /data/*")).trim().split("\n").map(sumOf);
    expect(all.toSorted()).toEqual(expected.toSorted());
    await using temp = await tempDir("view");
    const shown = await withView(host, { snapshotter: "lazy", key: await chainIdOf(layout), target: join(temp.path, "lazy") }, (dir) => treeOf(dir, { ignoreDirectoryTimes: true }));
    proxy.clear();
    await pull({ snapshotter: "overlayfs" });
    expect(shown).toEqual(await withView(host, { snapshotter: "overlayfs", key: await chainIdOf(layout), target: join(temp.path, "whole") }, (dir) => treeOf(dir, { ignoreDirectoryTimes: true })));
    await removeAll();
  });

  test("before it has arrived: the same tree, many at once; wrong bytes are EIO until they are right", { timeout: 180_000 }, async () => {
    proxy.inject(arriving(), { hang: true });
    await pull();
    proxy.inject(pieces(), { flipByteAt: 200_000 });
    const failed = await host.ctr(["run", "--rm", "--snapshotter", "lazy", image(), `${host.namespace}-bad`, "sha256sum", "/data/2"]);
    expect([failed.exitCode !== 0, failed.stdout + failed.stderr]).toEqual([true, expect.stringMatching(/Input\/output error/)]);
    proxy.clear();
    proxy.inject(arriving(), { hang: true });
    const outputs = await Promise.all(["one", "two", "three"].map((id, i) => run(id, "sha256sum", `/data/${i * 4 + 1}`)));
    expect(outputs.map(sumOf)).toEqual([1, 5, 9].map((i) => sums()[i]));
    expect(await blobs()).not.toContain(layer.digest);
  });

  test("status, why and doctor know what is arriving, who shows it, and what keeps it from coming", { timeout: 180_000 }, async () => {
    const stevedore = async (...args: string[]): Promise<string> => (await execute(STEVEDORE, [...args, "--state", host.state])).stdout;
    const lazyState = async (): Promise<LazyState> => (JSON.parse(await stevedore("status", "--json")) as { lazy: LazyState }).lazy;
    proxy.inject(arriving(), { hang: true });
    await pull();
    expect(await run("warm", "sha256sum", "/data/4")).toContain(sums()[4]);
    const { keeper, arrivals } = await lazyState();
    const arrival = arrivals.find(({ digest }) => digest === layer.digest);
    expect(keeper).toMatchObject({ mounted: true, serving: true, failedReads: expect.any(Number) });
    expect(arrival).toMatchObject({ reference: image(), namespace: host.namespace, snapshotter: "lazy", size: layer.size, phase: "fetching" });
    // What was read before its turn counts as there.
    expect(arrival?.available).toBeGreaterThan(1_000_000);
    expect(await stevedore("status")).toContain(`${image()}  ${layer.digest.slice(0, 19)}`);
    expect(await stevedore("why", layer.digest.slice("sha256:".length, 20))).toMatch(new RegExp(`layer ${layer.digest} of ${image()} in namespace ${host.namespace} is arriving`));
    expect(await stevedore("doctor", "--root", host.root)).toMatch(/lazy layers/);

    process.kill(keeper.pid, "SIGKILL");
    await eventually("another keeper", async () => {
      const now = (await lazyState())?.keeper;
      return now !== undefined && now.pid !== undefined && now.pid !== keeper.pid && now.serving;
    }, 60_000);
    expect(await run("anew", "sha256sum", "/data/6")).toContain(sums()[6]);

    proxy.clear();
    proxy.inject(/./, { status: 503 });
    await eventually("it is told why it doesn't come", async () => (await lazyState()).arrivals.some(({ digest, error }) => digest === layer.digest && error !== undefined), 90_000);
    expect(await stevedore("doctor", "--root", host.root)).toMatch(new RegExp(`lazy layers: layer ${layer.digest} of ${image()} does not arrive: .*503`));
    proxy.clear();
    await eventually("the layer has arrived", hasArrived, 90_000);
    expect((await lazyState()).arrivals.map(({ digest }) => digest)).not.toContain(layer.digest);
    await removeAll();
  });

  test.each([["several requests at once", ""], ["one at a time", "[stevedore.pull]\nrange_bytes = 0\n"]])("by %s, each byte is fetched once, whoever asks for it first", { timeout: 180_000 }, async (_, config) => {
    await using other = await startHost({ config });
    await transferPull(other.address, { reference: image(), namespace: other.namespace, snapshotter: "lazy" });
    const out = await other.must(["run", "--rm", "--snapshotter", "lazy", image(), `${other.namespace}-all`, "sh", "-c", "sha256sum /data/*"]);
    expect(out.trim().split("\n").map(sumOf).toSorted()).toEqual(sums().toSorted());
    await eventually("the layer has arrived", async () => (await other.must(["content", "ls", "-q"])).includes(layer.digest), 60_000);
    const ranges = proxy.requests.slice(proxy.requests.findLastIndex((line) => line.includes("/manifests/"))).filter((line) => line.includes(`/blobs/${layer.digest} bytes=`)).map((line) => (line.split("bytes=")[1] ?? "").split("-").map(Number));
    // The end is read for the table of contents as well.
    const fetched = ranges.filter(([from = 0, to = 0]) => to + 1 < layer.size || to - from >= 128 << 10).reduce((sum, [from = 0, to = 0]) => sum + to - from + 1, 0);
    expect(fetched / layer.size).toBeLessThan(1.15);
  });

  test("of a far registry: tables are asked for beside the config, small layers before anybody reads them", { timeout: 120_000 }, async () => {
    const { config, layers } = JSON.parse(readFileSync(blobPath(layout, (await rootOf(layout)).digest), "utf8")) as { config: Descriptor; layers: Descriptor[] };
    const isOfLayer = (line: string): boolean => layers.some(({ digest }) => line.includes(digest));
    proxy.inject(new RegExp(config.digest), { hang: true }, 1);
    const seen = proxy.requests.length;
    const pulling = pull();
    await eventually("tables are asked for", () => proxy.requests.slice(seen).filter(isOfLayer).length === layers.length, 30_000);
    proxy.clear();
    proxy.inject(arriving(), { hang: true });
    await pulling;
    // Nobody has read yet: the small layers come whole nevertheless.
    const [small] = layers.filter(({ size }) => size > 600_000 && size < 2 << 20) as [Descriptor];
    const asked = (): string[] => proxy.requests.slice(seen);
    await eventually("a small layer is asked for from its beginning", () => asked().some((line) => line.includes(`${small.digest} bytes=0-`)), 30_000);
    expect(asked()[0]).toBe("GET /v2/lazy/manifests/latest");
    expect(asked().filter((line) => line.includes("/manifests/"))).toHaveLength(1);
    expect(sumOf(await run("far", "sha256sum", "/bin/busybox"))).toMatch(/^[0-9a-f]{64}$/);
    proxy.clear();
    await removeAll();
  });

  test("removed while it arrives, it stops arriving and leaves nothing", { timeout: 120_000 }, async () => {
    proxy.inject(arriving(), { stallAfter: 100_000 });
    await pull();
    await removeAll();
    const seen = proxy.requests.length;
    proxy.clear();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(proxy.requests.slice(seen)).toEqual([]);
  });

  test.each([
    ["a registry without ranges", "lazy", () => proxy.inject(/\/blobs\//, { ignoreRange: true })],
    ["layers without a table of contents", "plain", async () => void (await pushLayout(registry, await multiPlatformImage(), "plain"))],
  ])("%s: it is pulled whole", { timeout: 120_000 }, async (_, name, prepare) => {
    await prepare();
    await pull({ name });
    expect(await host.must(["images", "check"])).toMatch(/ complete \(/);
    expect(await host.must(["run", "--rm", "--snapshotter", "lazy", image(name), `${host.namespace}-whole`, "cat", "/etc/motd"])).toBe("busybox for tests\n");
    await removeAll();
  });

  test("a stopped host leaves neither mount nor process", { timeout: 120_000 }, async () => {
    proxy.inject(arriving(), { hang: true });
    await pull();
    await host.stop();
    await assertNothingLeft("a stopped host", { directories: [host.root, host.state], namespaces: [] });
    await host.restart();
    expect(sumOf(await run("again", "sha256sum", "/data/1"))).toBe(sums()[1]);
    proxy.clear();
    await eventually("the layer has arrived", hasArrived, 60_000);
    await removeAll();
    expect((await rootOf(layout)).digest).toMatch(/^sha256:/);
  });
});
