import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blobPath, erofsImage, eventually, goClient, mountsBelow, NEWEST_CTR, prepareHybridCgroups, pushLayout, QUIET_GC, rootOf, sha256, startHost, startRegistry, type Descriptor, type Host, type Manifest, type Registry } from "../kit/mod.ts";

const SLOW_MS = 180_000;
const [client, image] = [await goClient(NEWEST_CTR), await erofsImage()];
const why = /\terofs\n/.test(readFileSync("/proc/filesystems", "utf8")) ? ("skip" in client ? client.skip : "skip" in image ? image.skip : undefined) : "this kernel has no erofs";
const NATIVE = "linux(+erofs)";

describe.skipIf(why !== undefined)(`images whose layers are EROFS images${why === undefined ? "" : `: ${why}`}`, () => {
  const newest = "path" in client ? { binary: client.path } : {};
  let host: Host;
  let registry: Registry;
  let reference: string;
  let layers: Descriptor[];
  let diffIds: string[];
  const root = (): string => join(host.root, "io.containerd.snapshotter.v1.erofs/snapshots");
  const pull = (...flags: string[]) => host.ctr(["images", "pull", "--plain-http", ...flags, reference], { ...newest, timeout: SLOW_MS });
  const run = (id: string, script: string, ...flags: string[]) => host.ctr(["run", "--rm", "--snapshotter", "erofs", ...flags, reference, `${host.namespace}-${id}`, "sh", "-c", script], newest);
  const removeAll = async (): Promise<void> => {
    for (const name of (await host.must(["images", "ls", "-q"])).split("\n").filter(Boolean)) await host.must(["images", "rm", name]);
    await host.must(["leases", "create", "--id", "collect"]);
    await host.must(["leases", "rm", "--sync", "collect"]);
    await eventually("files are gone", () => readdirSync(root()).length === 0, 20_000);
    await eventually("mounts are gone", () => mountsBelow(host.state).length === 0 && mountsBelow(host.root).length === 0, 20_000);
    expect(await host.must(["content", "ls", "-q"])).toBe("");
  };

  beforeAll(async () => {
    if ("skip" in image) return;
    await prepareHybridCgroups();
    registry = await startRegistry();
    host = await startHost({ config: QUIET_GC });
    const read = (digest: string): unknown => JSON.parse(readFileSync(blobPath(image.layout, digest), "utf8"));
    const index = read((await rootOf(image.layout)).digest) as { manifests: Descriptor[] };
    const manifest = read(index.manifests[1]!.digest) as Manifest;
    layers = manifest.layers;
    diffIds = (read(manifest.config.digest) as { rootfs: { diff_ids: string[] } }).rootfs.diff_ids;
    reference = await pushLayout(registry, image.layout, "busybox");
  }, SLOW_MS);
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await registry?.[Symbol.asyncDispose]();
  });

  test("they are pulled, run and removed; who does not ask for them gets the ordinary image of the index", { timeout: SLOW_MS }, async () => {
    expect(await pull("--snapshotter", "erofs", "--platform", NATIVE)).toMatchObject({ exitCode: 0 });
    const content = (await host.must(["content", "ls"])).split("\n");
    for (const [at, { digest }] of layers.entries()) expect(content.find((line) => line.startsWith(digest))).toContain(`containerd.io/uncompressed=${diffIds[at]}`);
    // The layers of either lie there, the native ones as they are.
    const images = readdirSync(root()).map((id) => sha256(readFileSync(join(root(), id, "layer.erofs"))));
    expect([images.length, diffIds.every((digest) => images.includes(digest))]).toEqual([5, true]);
    expect(await run("native", "cat /native /etc/motd; ls -A /home; ls /bin/cat; echo mine > /etc/motd; cat /etc/motd; ls /bin/wget", "--platform", NATIVE)).toMatchObject({
      stdout: "of EROFS images\nbusybox for tests\n/bin/cat\nmine\n",
      stderr: expect.stringContaining("/bin/wget: No such file") as unknown,
    });
    expect(await run("ordinary", "ls -A /home /bin/wget /native")).toMatchObject({ stdout: "/bin/wget\n\n/home:\nalice\n", stderr: expect.stringContaining("/native: No such file") as unknown });
    await host.assertNoContainers();
    // As containerd: what needs erofs is unpacked for no other snapshotter, whoever is asked to.
    expect(await pull("--snapshotter", "overlayfs", "--platform", NATIVE)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("no unpack platforms defined") as unknown });
    await removeAll();
  });
});
