import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chainIdOf, debianImage, featuresImage, pushLayout, startPair, tempDir, treeOf, type Pair, type Side, type Tree } from "../kit/mod.ts";
import { pull } from "./pair.ts";
import { withView } from "./snapshot-tools.ts";

let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

test("every tar feature unpacks as with stock containerd", async () => {
  const layout = await featuresImage();
  const reference = await pushLayout(pair.registry, layout, "features");
  const overlayfs = await unpackOnBoth(layout, reference, "overlayfs");
  expect(Object.keys(overlayfs.stock).length).toBeGreaterThan(380);
  expect(overlayfs.ours).toEqual(overlayfs.stock);
  // Stock's native snapshotter loses times of directories and hard links of symlinks when it copies a layer; ours does not.
  const native = await unpackOnBoth(layout, reference, "native", true);
  expect(native.ours).toEqual((await unpackOnBoth(layout, reference, "overlayfs", true)).stock);
});

// The root file system may have to be fetched first.
test("a Debian root file system unpacks as with stock containerd, and runs", { timeout: 420_000 }, async ({ skip }) => {
  const debian = await debianImage();
  if ("skip" in debian) return skip(debian.skip);
  const { layout } = debian;
  const reference = await pushLayout(pair.registry, layout, "debian");
  const { stock, ours } = await unpackOnBoth(layout, reference, "overlayfs");
  expect(Object.keys(stock).length).toBeGreaterThan(5000);
  expect(ours).toEqual(stock);
  const output = await pair.both((side) => side.must(["run", "--rm", reference, pair.id("debian"), "sh", "-c", "cat /etc/debian_version; id games; perl -e 'print 6*7, qq(\\n)'; dpkg -l | wc -l"]));
  expect(output.ours).toEqual(output.stock);
});

test("the layers' sizes on disk do not grow by their holes", async () => {
  await using dir = await tempDir("holes");
  const sizes = await pair.both(async (side) => {
    const usage = await side.must(["snapshots", "usage", "-b"]);
    return { dir: dir.path, total: usage.split("\n").slice(1).reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[1] ?? 0), 0) };
  });
  expect(sizes.ours.total).toBeLessThanOrEqual(sizes.stock.total);
});

async function unpackOnBoth(layout: string, reference: string, snapshotter: string, ignoreDirectoryTimes = false): Promise<{ stock: Tree; ours: Tree }> {
  await using dir = await tempDir("unpacked");
  const key = await chainIdOf(layout);
  return await pair.both(async (side: Side) => {
    const unpackedSince = Date.now() - 20;
    await pull(side, reference, "--snapshotter", snapshotter);
    const target = join(dir.path, side.label);
    return await withView(side, { snapshotter, key, target }, (view) => treeOf(view, { unpackedSince, ignoreDirectoryTimes }));
  });
}
