import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  BUSYBOX_CONFIG, busyboxImage, blobPath, createLayout, createTar, eventually, goClient, killService, mountsBelow, NEWEST_CTR, prepareHybridCgroups, pushLayout, QUIET_GC, rootOf, startHost, startRegistry,
  tempDir, transferPull, type LayerSource, type Manifest, type Registry,
} from "../kit/mod.ts";

const SLOW_MS = 300_000;
const LAYERS = 12;

/** busybox below layers that each change a file, add one, and delete that of the layer before; `top` makes images of which only the last differs. */
async function pushImage(registry: Registry, top: string): Promise<string> {
  const base = await busyboxImage();
  const read = (digest: string): Buffer => readFileSync(blobPath(base, digest));
  const { layers: below } = JSON.parse(read((await rootOf(base)).digest).toString()) as Manifest;
  const above = Array.from({ length: LAYERS }, (_, index): LayerSource => ({
    tar: createTar([{ name: "n/", type: "dir" }, { name: `n/${index}`, data: `${index}` }, { name: "etc/motd", data: `layer ${index}` }, ...(index > 0 ? [{ name: `n/.wh.${index - 1}` }] : [])]),
  }));
  await using dir = await tempDir("many-layers");
  const layout = await createLayout(dir.path);
  const layers = [...below.map(({ digest }) => ({ tar: gunzipSync(read(digest)) })), ...above, { tar: createTar([{ name: "top", data: top }]) }];
  await layout.finish(await layout.addImage({ layers, config: BUSYBOX_CONFIG }));
  return await pushLayout(registry, dir.path, top);
}

const noErofs = !/\terofs\n/.test(readFileSync("/proc/filesystems", "utf8"));

test.skipIf(noErofs)(`a container on many layers has one mount of them; killed in between, that is made again, and goes with the image${noErofs ? ": this kernel has no erofs" : ""}`, { timeout: SLOW_MS }, async ({ skip }) => {
  const client = await goClient(NEWEST_CTR);
  if ("skip" in client) return skip(client.skip);
  await prepareHybridCgroups();
  await using registry = await startRegistry();
  await using host = await startHost({ config: `${QUIET_GC}[plugins."io.containerd.snapshotter.v1.erofs"]\nmax_unmerged_layers = 4\n` });
  const root = join(host.root, "io.containerd.snapshotter.v1.erofs/snapshots");
  // Layers alone: what containers had is being removed meanwhile.
  const layers = (): string[] => readdirSync(root).map((id) => join(root, id)).filter((layer) => existsSync(join(layer, "layer.erofs")));
  const mergedLayers = (): string[] => layers().filter((layer) => existsSync(join(layer, "fsmeta.erofs")));
  const merged = (): number => mergedLayers().length;
  const run = (id: string, reference: string, ...flags: string[]) =>
    host.ctr(["run", ...flags, "--snapshotter", "erofs", reference, `${host.namespace}-${id}`, "sh", "-c", `cat /etc/motd /top; ls /n; echo own > /etc/motd; ${flags.includes("-d") ? "sleep 1000" : "cat /etc/motd"}`], { binary: client.path, timeout: SLOW_MS });
  const shown = (top: string): string => `layer ${LAYERS - 1}${top}${LAYERS - 1}\nown\n`;

  const references: string[] = [];
  for (const top of ["first", "second", "third"]) {
    const reference = await pushImage(registry, top);
    references.push(reference);
    await transferPull(host.address, { reference, namespace: host.namespace, snapshotter: "erofs" });
  }
  // Unpacking merges nothing, and what images have in common is there once.
  expect([layers().length, merged()]).toEqual([2 + LAYERS + 3, 0]);

  const [first, ...others] = references as [string, string, string];
  expect(await run("first", first, "--rm")).toMatchObject({ exitCode: 0, stdout: shown("first") });
  expect(await run("again", first, "-d", "--null-io")).toMatchObject({ exitCode: 0 });
  const ofLayers = mountsBelow(join(host.state, "io.containerd.mount-manager.v1.bolt"));
  expect([merged(), ofLayers.length]).toEqual([1, 1]);
  await host.must(["tasks", "kill", "-s", "SIGKILL", `${host.namespace}-again`]);
  await eventually("it has ended", async () => (await host.ctr(["containers", "rm", `${host.namespace}-again`])).exitCode === 0 || ((await host.ctr(["tasks", "rm", `${host.namespace}-again`])), false), 60_000);

  const [topOfFirst] = mergedLayers();
  // What a kill leaves of one that is being written.
  for (const layer of layers()) writeFileSync(join(layer, "fsmeta.erofs.new"), "cut off");
  for (const [index, reference] of others.entries()) {
    const killed = run(`killed-${index}`, reference, "--rm");
    await eventually("it has begun", () => readdirSync(root).length > 2 + LAYERS + 3 || merged() > 1 + index, 60_000).catch(() => undefined);
    await killService(host, "snapshots");
    await killed;
    expect(await run(`after-${index}`, reference, "--rm")).toMatchObject({ exitCode: 0, stdout: shown(["second", "third"][index]!) });
    await host.ctr(["containers", "rm", `${host.namespace}-killed-${index}`]);
  }
  expect(merged()).toBe(3);
  for (const layer of mergedLayers()) expect(existsSync(join(layer, "fsmeta.erofs.new"))).toBe(layer === topOfFirst);

  for (const reference of references) await host.must(["images", "rm", reference]);
  await host.must(["leases", "create", "--id", "collect"]);
  await host.must(["leases", "rm", "--sync", "collect"]);
  for (const id of await snapshotsOf(host)) await host.must(["snapshots", "--snapshotter", "erofs", "rm", id]);
  await eventually("files are gone", () => readdirSync(root).length === 0, 60_000);
  await eventually("mounts are gone", () => mountsBelow(host.state).length === 0 && mountsBelow(host.root).length === 0, 60_000);
  await host.assertNoContainers();
});

/** What a client that was cut off has left for itself. */
async function snapshotsOf(host: { must(args: readonly string[]): Promise<string> }): Promise<string[]> {
  return (await host.must(["snapshots", "--snapshotter", "erofs", "ls"])).split("\n").slice(1).flatMap((line) => line.split(/\s+/)[0] || []);
}
