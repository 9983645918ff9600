import { describe } from "vitest";
import { createBlockfileDriver } from "../drivers/blockfile-driver.ts";
import { createBtrfsDriver } from "../drivers/btrfs-driver.ts";
import { createErofsDriver } from "../drivers/erofs-driver.ts";
import { createClientSnapshotter } from "../proxy/client-snapshotter.ts";
import { EROFS_DEFAULTS, makeImage, mountImage, startDriver, whyNot } from "./drivers.ts";
import { startService, startSnapshotters } from "./kit.ts";
import { describeSnapshotter } from "./suite.ts";

describeSnapshotter("overlayfs", async () => {
  const host = await startSnapshotters();
  return { snapshotter: host.overlayfs, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}, { rebases: true });

describeSnapshotter("native", async () => {
  const host = await startSnapshotters();
  return { snapshotter: host.native, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}, { rebases: false, usage: "copy" });

describeSnapshotter("overlayfs through the API", async () => {
  const host = await startService();
  return { snapshotter: createClientSnapshotter(host.snapshots, "overlayfs"), [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}, { rebases: true });

const noBtrfs = whyNot("btrfs", { package: "btrfs-progs" });
describe.skipIf(noBtrfs !== undefined)(`on a file system of its own${noBtrfs === undefined ? "" : `: ${noBtrfs}`}`, () => {
  describeSnapshotter("btrfs", () => startDriver("btrfs", ({ disk, root }) => createBtrfsDriver({ disk }, { root }), (root) => mountImage("btrfs", root)), { rebases: false });
});

const noExt4 = whyNot("ext4", { package: "e2fsprogs" });
describe.skipIf(noExt4 !== undefined)(`images of ext4${noExt4 === undefined ? "" : `: ${noExt4}`}`, () => {
  const create = () =>
    startDriver("blockfile", ({ disk, root }) => createBlockfileDriver({ disk }, { root, scratchFile: makeImage("ext4", `${root}.img`, { size: 16 << 20 }), fsType: "ext4", mountOptions: ["loop"], recreateScratch: false }));
  describeSnapshotter("blockfile", create, { rebases: false, usage: "length" });
});

const noErofs = whyNot("erofs", { program: "" });
describe.skipIf(noErofs !== undefined)(`images of EROFS${noErofs === undefined ? "" : `: ${noErofs}`}`, () => {
  const create = (writableBytes: number) => () =>
    startDriver("erofs", (parts) => createErofsDriver(parts, { ...EROFS_DEFAULTS, root: parts.root, writableBytes }));
  describeSnapshotter("erofs", create(0), { rebases: true, usage: "image" });
});
