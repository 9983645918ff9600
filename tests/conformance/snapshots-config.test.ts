import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { IntrospectionService, LeasesService, SnapshotsService as Snapshots } from "@stevedore/api";
import { expect } from "vitest";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";
import { upperOf, withNumbers, withTree, type MountsReply } from "./snapshots-kit.ts";

const CONFIG = `[plugins."io.containerd.snapshotter.v1.overlayfs"]
  sync_remove = true
  slow_chown = true
`;
const ONLY_23 = { since23: "1.6 has no slow_chown, and other capabilities" };
const LAYERS = 128;
const scenario = createScenario(usePeers("", CONFIG));
const snapshotter = "overlayfs";

async function must(s: Actor, method: "prepare" | "commit", request: object): Promise<MountsReply> {
  const { code, message, replies } = await s.quiet(Snapshots, method, { snapshotter, ...request });
  if (code !== "OK") throw new Error(`${s.peer.side.name}: ${message}`);
  return replies[0] as MountsReply;
}

async function layer(s: Actor, name: string, parent: string): Promise<string> {
  const upper = upperOf(await must(s, "prepare", { key: `making-${name}`, parent }));
  writeFileSync(path.join(upper, name), name);
  await must(s, "commit", { name, key: `making-${name}` });
  return upper;
}

scenario("sync_remove: the files are off the disk when a removal answers; in stock, when a collection does", async (s) => {
  const base = await layer(s, "base", "");
  const active = upperOf(await must(s, "prepare", { key: "active", parent: "base" }));
  // So many that they would be seen while they go.
  for (let index = 0; index < 3000 && s.peer.side.name !== "stock"; index += 1) writeFileSync(path.join(active, String(index)), "");
  for (const [key, upper] of [["active", active], ["base", base]] as const) {
    await s.call(Snapshots, "remove", { snapshotter, key });
    if (s.peer.side.name !== "stock") expect(readdirSync(path.join(upper, "../..")).filter((name) => name.startsWith("rm-") || name === path.basename(path.dirname(upper))), key).toEqual([]);
  }
  await s.quiet(LeasesService, "create", { id: "collect" });
  await s.quiet(LeasesService, "delete", { id: "collect", sync: true });
  s.note("on disk", [active, base].map((upper) => existsSync(path.dirname(upper))));
}, { ...ONLY_23, timeoutMs: 120_000 });

scenario("slow_chown: clients are not told that ids can only be mapped; where the kernel maps, they are mapped", async (s) => {
  await s.call(IntrospectionService, "plugins", { filters: ["type==io.containerd.snapshotter.v1,id==overlayfs"] }, { view: ({ plugins }) => plugins?.map(({ capabilities }) => capabilities?.toSorted()) });
  const labels = { "containerd.io/snapshot/uidmapping": "0:100000:65536", "containerd.io/snapshot/gidmapping": "0:200000:65536" };
  await layer(s, "base", "");
  const view = withNumbers();
  await s.call(Snapshots, "prepare", { snapshotter, key: "mapped", parent: "base", labels }, { view });
  await s.call(Snapshots, "view", { snapshotter, key: "seen", parent: "base", labels }, { view });
}, ONLY_23);

scenario(`${LAYERS} layers on one another can be mounted, and all are seen`, async (s) => {
  const names = Array.from({ length: LAYERS }, (_, index) => `layer-${String(index).padStart(3, "0")}`);
  for (const [index, name] of names.entries()) await layer(s, name, names[index - 1] ?? "");
  const mounts = await s.call(Snapshots, "prepare", { snapshotter, key: "top", parent: names.at(-1)! }, { view: withNumbers() });
  await withTree(mounts, (tree) => {
    s.note("files", readdirSync(tree).toSorted());
    s.note("the lowest", readFileSync(path.join(tree, names[0]!), "utf8"));
    writeFileSync(path.join(tree, "new"), "");
  });
  s.note("written to the top", readdirSync(upperOf(mounts)));
}, { ...ONLY_23, events: "none", timeoutMs: 180_000 });
