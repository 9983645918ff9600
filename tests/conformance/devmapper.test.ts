import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { IntrospectionService, SnapshotsService as Snapshots } from "@stevedore/api";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { makeThinPool, whyNoThinPools, type TestPool } from "../kit/mod.ts";
import { usePeers } from "./peers.ts";
import { createScenario } from "./scenario.ts";
import { snapshotsOf } from "./snapshots-calls.ts";
import { withTree, type MountsReply } from "./snapshots-kit.ts";

const MIB = 1 << 20;
// Starts of programs take their time in a virtual machine, and either side starts several for a snapshot.
const SLOW_MS = 300_000;
const CALL_MS = 60_000;

const missing = whyNoThinPools();
if (missing !== undefined) process.stderr.write(`devmapper beside stock: skipped: ${missing}\n`);

describe.skipIf(missing !== undefined)("devmapper", () => {
  let directory: string;
  let pools: { stock: TestPool; ours: TestPool };
  beforeAll(() => {
    // Else stock's dmsetup waits for ever for udev where none is.
    if (!existsSync("/run/udev/control")) vi.stubEnv("DM_DISABLE_UDEV", "1");
    directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-devmapper-"));
    pools = { stock: makeThinPool(directory), ours: makeThinPool(directory) };
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    pools?.stock[Symbol.dispose]();
    pools?.ours[Symbol.dispose]();
    rmSync(directory, { recursive: true, force: true });
  });
  const configuration = ({ name }: TestPool): string => `[plugins."io.containerd.snapshotter.v1.devmapper"]
  pool_name = "${name}"
  base_image_size = "128MB"
`;
  const scenario = createScenario(usePeers("", "", () => ({ stock: configuration(pools.stock), ours: configuration(pools.ours) })));
  const snapshotter = "devmapper";

  scenario("mounts, labels and usage of every kind of snapshot, with no parent, one, and more; what is refused", async (s) => {
    await s.call(IntrospectionService, "plugins", { filters: ["type==io.containerd.snapshotter.v1,id==devmapper"] }, { view: ({ plugins }) => plugins?.map(({ initErr, exports, capabilities }) => ({ initErr: initErr ?? null, exports, capabilities })) });
    const calls = snapshotsOf(s, snapshotter, { view: viewOf() });
    const slow = { timeoutMs: CALL_MS };
    for (const [index, parent] of ["", "one", "two"].entries()) {
      const name = ["one", "two", "three"][index]!;
      const labels = { "containerd.io/gc.root": "1", mine: name };
      await withTree(await calls.prepare(`making-${name}`, { parent, labels }, slow), (tree) => {
        s.note("what is in it", readdirSync(tree));
        mkdirSync(path.join(tree, "dir"), { recursive: true });
        writeFileSync(path.join(tree, "dir", name), Buffer.alloc(16 * MIB, 1));
      });
      await calls.stat(`making-${name}`);
      await calls.mounts(`making-${name}`);
      await calls.commit(name, `making-${name}`, { labels }, slow);
      await calls.stat(name);
      // Which blocks a file system writes first is its own; a layer's file is most of what it takes.
      await calls.usage(name, { view: ({ size: bytes }: { size?: unknown }) => Math.round(Number(bytes ?? 0) / (8 * MIB)) });
      await calls.view(`view-${name}`, { parent: name }, slow);
      await calls.mounts(`view-${name}`);
      await calls.stat(`view-${name}`);
      // Stock takes what the parent takes from nothing.
      await calls.usage(`view-${name}`, { view: ({ size: bytes }: { size?: unknown }) => Number(bytes ?? 0) <= 0 });
      const active = await calls.prepare(`active-${name}`, { parent: name }, slow);
      await withTree(active, (tree) => writeFileSync(path.join(tree, "own"), Buffer.alloc(8 * MIB, 2)));
      await calls.usage(`active-${name}`, { view: ({ size: bytes }: { size?: unknown }) => Math.round(Number(bytes ?? 0) / (8 * MIB)) });
      await calls.mounts(name, {}, { differs: { stock: "OK", ours: "FAILED_PRECONDITION", why: "stock names a device without a number, which is none" } });
    }
    await calls.prepare("one", { parent: "" }, slow);
    await calls.prepare("of-nothing", { parent: "nowhere" }, slow);
    await calls.prepare("of-active", { parent: "active-one" }, { ...slow, words: "own" });
    await calls.view("of-view", { parent: "view-one" }, { ...slow, words: "own" });
    await calls.commit("two", "active-one", {}, { ...slow, words: "own" });
    await calls.commit("of-a-view", "view-one", {}, { ...slow, words: "own" });
    await calls.mounts("nowhere");
    await calls.usage("nowhere");
    await calls.remove("one");
    for (const key of ["three", "two", "one"]) {
      for (const kind of ["view", "active"]) await s.call(Snapshots, "remove", { snapshotter, key: `${kind}-${key}` }, slow);
      await s.call(Snapshots, "remove", { snapshotter, key }, slow);
    }
    await calls.list();
  }, { timeoutMs: SLOW_MS });
});

/** Mounts with each pool's own name masked, and devices numbered in the order in which they are first seen. */
function viewOf(): (reply: MountsReply) => unknown {
  const seen = new Map<string, number>();
  const numberOf = (device: string): number => seen.get(device) ?? (seen.set(device, seen.size + 1), seen.size);
  return ({ mounts }) => mounts.map(({ type, source, target, options }) => ({ type, source: source?.replace(/\/stevedore-test-\d+-\d+-snap-(\d+)$/, (_, device: string) => `/POOL-snap-#${numberOf(device)}`), target, options: options ?? [] }));
}
