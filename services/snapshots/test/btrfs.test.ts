import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createSubvolume, snapshotSubvolume } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { createBlockfileDriver } from "../drivers/blockfile-driver.ts";
import { createBtrfsDriver } from "../drivers/btrfs-driver.ts";
import { mountImage, startDriver, whyNot } from "./drivers.ts";
import { failure, NAMESPACE } from "./kit.ts";

const missing = whyNot("btrfs", { package: "btrfs-progs" });

test("what a snapshotter lacks is said with the mend, as a plugin that is skipped", async () => {
  const btrfs = await failure(startDriver("btrfs", ({ disk, root }) => createBtrfsDriver({ disk }, { root })));
  expect(btrfs.message).toMatch(/^path \/\S+ \(\w+\) must be a btrfs filesystem .*set root_path.*: skip plugin$/);
  const blockfile = await failure(startDriver("blockfile", ({ disk, root }) => createBlockfileDriver({ disk }, { root, fsType: "ext4", mountOptions: [], recreateScratch: false })));
  expect(blockfile.message).toMatch(/^no scratch file generator \(set scratch_file .*mkfs\.ext4.*\): skip plugin$/);
});

describe.skipIf(missing !== undefined)(`btrfs${missing === undefined ? "" : `: ${missing}`}`, () => {
  test("subvolumes that were made in a snapshot go with it, read-only ones too; what was committed can't be written", async () => {
    await using host = await startDriver("btrfs", ({ disk, root }) => createBtrfsDriver({ disk }, { root }), (root) => mountImage("btrfs", root));
    const { snapshotter, root } = host;
    await host.mounted(await snapshotter.prepare(NAMESPACE, "a", { parent: "", labels: {} }), (tree) => {
      mkdirSync(path.join(tree, "dir"));
      createSubvolume(path.join(tree, "dir/nested"));
      writeFileSync(path.join(tree, "dir/nested/file"), "1");
      snapshotSubvolume(path.join(tree, "dir/nested"), path.join(tree, "dir/nested/deeper"), { readOnly: true });
    });
    await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    expect(() => writeFileSync(path.join(root, "snapshots/1/dir/new"), "")).toThrow(/EROFS/);
    await snapshotter.remove(NAMESPACE, "one");
    await snapshotter.cleanup();
    expect(existsSync(path.join(root, "snapshots/rm-1"))).toBe(false);
  });
});
