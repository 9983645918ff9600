import { statfsSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createOverlayDriver } from "../drivers/overlay-driver.ts";
import { mountImage, startDriver, whyNot } from "./drivers.ts";
import { NAMESPACE } from "./kit.ts";

const SIZE = 64 << 20;
// With 1 KiB blocks, what one block's bits can name.
const GROUP_BYTES = 8192 * 1024;

const missing = whyNot("ext4", { package: "e2fsprogs" });
describe.skipIf(missing !== undefined)(`on ext4${missing === undefined ? "" : `: ${missing}`}`, () => {
  test("each layer gets inodes of another group than the layers beside it", async () => {
    const create = ({ disk, root }: Parameters<Parameters<typeof startDriver>[1]>[0]) => createOverlayDriver({ disk }, { root, mountOptions: [] });
    await using host = await startDriver("overlayfs", create, (root) => mountImage("ext4", root, { size: SIZE, options: ["-b", "1024", "-O", "^flex_bg"] }));
    for (const name of ["a", "b", "c", "d"]) await host.snapshotter.prepare(NAMESPACE, name, { parent: "", labels: {} });
    const perGroup = statfsSync(host.root).files / (SIZE / GROUP_BYTES);
    const groups = [1, 2, 3, 4].map((id) => Math.floor((statSync(path.join(host.root, `snapshots/${id}/fs`)).ino - 1) / perGroup));
    expect(new Set(groups).size).toBe(4);
  });
});
