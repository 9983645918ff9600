import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { copyTree } from "../disk/copy-tree.ts";
import { measureTree } from "../disk/measure-tree.ts";
import { createLayeredSnapshotter } from "../layered-snapshotter.ts";
import { createNativeDriver } from "../drivers/native-driver.ts";
import { isRoot, log, startSnapshotters } from "./kit.ts";
import { makeTree } from "./sample-tree.ts";
import { listTree } from "./tree-listing.ts";
import { createUnpackBox } from "./unpack-kit.ts";

test.skipIf(!isRoot)("a copy has everything that the tree has (needs root)", () => {
  using box = createUnpackBox();
  const source = box.directory("source");
  makeTree(source);
  copyTree(source, box.target);
  expect(listTree(box.target)).toEqual(listTree(source));
  expect(measureTree(box.target).inodes).toBe(measureTree(source).inodes);
});

test.skipIf(!isRoot)("a removed snapshot leaves nothing on disk, whatever its files are called (needs root)", async () => {
  await using host = await startSnapshotters();
  const root = path.join(host.root, "other");
  const snapshotter = createLayeredSnapshotter({ driver: createNativeDriver({ disk: host.disk }, { root }), store: host.store, log }, { name: "other" });
  const [{ source } = { source: "" }] = await snapshotter.prepare("default", "a", { parent: "", labels: {} });
  makeTree(source);
  await snapshotter.commit("default", "c", "a", { labels: {} });
  const { size } = await snapshotter.usage("default", "c");
  await snapshotter.remove("default", "c");
  expect(await snapshotter.cleanup()).toBe(size);
  expect(readdirSync(path.join(root, "snapshots"))).toEqual([]);
});
