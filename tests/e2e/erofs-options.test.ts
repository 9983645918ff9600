import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, eventually, goClient, mountsBelow, NEWEST_CTR, prepareHybridCgroups, pushLayout, QUIET_GC, startHost, startRegistry, transferPull, type Registry } from "../kit/mod.ts";

const SLOW_MS = process.env["STEVEDORE_VM"] === "1" ? 400_000 : 120_000;
const noErofs = !/\terofs\n/.test(readFileSync("/proc/filesystems", "utf8"));
const hasDmVerity = existsSync("/sys/module/dm_verity");
const differ = (lines: string): string => `[plugins."io.containerd.differ.v1.erofs"]\n${lines}\n`;

/** What each asks for, what it leaves beside the layer's image, and why it can't be tried. */
const KINDS: Record<string, { config: string; files: string[]; skip: string | undefined }> = {
  "an index of the archive": {
    config: differ("enable_tar_index = true"),
    files: ["layer.erofs"],
    skip: /^([0-5]|6\.[0-3])\./.test(readFileSync("/proc/sys/kernel/osrelease", "utf8")) ? "Linux before 6.4 mounts no images with blocks of 512 bytes" : undefined,
  },
  "dm-verity": {
    config: `${differ("enable_dmverity = true")}[plugins."io.containerd.snapshotter.v1.erofs"]\ndmverity_mode = "on"`,
    files: ["layer.erofs", "layer.erofs.dmverity"],
    skip: hasDmVerity ? undefined : "this kernel has no dm-verity",
  },
};

describe.skipIf(noErofs)(`erofs by its options${noErofs ? ": this kernel has no erofs" : ""}`, () => {
  let registry: Registry;
  let busybox: string;
  beforeAll(async () => {
    await prepareHybridCgroups();
    registry = await startRegistry();
    busybox = await pushLayout(registry, await busyboxImage(), "busybox");
  }, SLOW_MS);
  afterAll(() => registry?.[Symbol.asyncDispose]());

  test.for(Object.entries(KINDS))("%s: a container runs, and nothing is left", { timeout: SLOW_MS }, async ([name, { config, files, skip: why }], { skip }) => {
    const client = await goClient(NEWEST_CTR);
    if ("skip" in client) return skip(client.skip);
    if (why !== undefined) return skip(why);
    await using host = await startHost({ config: QUIET_GC + config });
    const root = join(host.root, "io.containerd.snapshotter.v1.erofs/snapshots");
    const run = (id: string, parent: string[], script: string) => host.must(["run", "--rm", "--snapshotter", "erofs", ...parent, id, "sh", "-c", script], { binary: client.path });
    await transferPull(host.address, { reference: busybox, namespace: host.namespace, snapshotter: "erofs" });
    for (const layer of readdirSync(root)) expect(readdirSync(join(root, layer)).filter((file) => /^(?:layer|fsmeta)/.test(file)), name).toEqual(files);
    expect(await run(`${host.namespace}-one`, [busybox], "echo hello; sha256sum /bin/busybox | wc -c")).toBe("hello\n79\n");
    await host.must(["images", "rm", busybox]);
    await host.must(["leases", "create", "--id", "collect"]);
    await host.must(["leases", "rm", "--sync", "collect"]);
    await eventually("files are gone", () => readdirSync(root).length === 0, 20_000);
    await eventually("mounts and devices are gone", () => mountsBelow(host.state).length === 0 && !readdirSync("/sys/class/block").some((device) => device.startsWith("dm-") && readFileSync(`/sys/class/block/${device}/dm/name`, "utf8").startsWith("stevedore-")), 20_000);
    await host.assertNoContainers();
  });
});
