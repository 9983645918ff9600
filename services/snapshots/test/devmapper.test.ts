import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isError } from "@stevedore/errors";
import { getXattr, mountAll, setXattr, unmountAll } from "@stevedore/linux";
import { openSqliteStore } from "@stevedore/metadata";
import { dmsetup, makeThinPool, whyNoThinPools, type TestPool } from "@stevedore/tests/kit/thin-pools";
import { describe, expect, test } from "vitest";
import { openThinPool } from "../devmapper/thin-pool.ts";
import { createDevmapperDriver, type DevmapperOptions } from "../drivers/devmapper-driver.ts";
import { createLayeredSnapshotter } from "../layered-snapshotter.ts";
import type { CollectableSnapshotter } from "../snapshotter.ts";
import { createTempMounts } from "../temp-mounts.ts";
import { whyNot } from "./drivers.ts";
import { createTempDir, failure, log, NAMESPACE, withMounted, type TempDir } from "./kit.ts";
import { describeSnapshotter, type Subject } from "./suite.ts";

const MIB = 1 << 20;
const BASE_BYTES = 24 * MIB;
// mkfs.xfs makes none smaller than 300 MB.
const XFS_BYTES = 320 * MIB;
const base = { parent: "", labels: {} };

interface Parts {
  directory: string;
  pool: TestPool;
}

interface Machine extends Parts, Disposable {}

function makeMachine(options: { megabytes?: number; whenFull?: string } = {}): Machine {
  using stack = new DisposableStack();
  const { path: directory } = stack.use(createTempDir());
  const pool = stack.use(makeThinPool(directory, options));
  const owned = stack.move();
  return { directory, pool, [Symbol.dispose]: () => owned.dispose() };
}

function open({ directory, pool }: Parts, options: Partial<DevmapperOptions> = {}): Subject & { snapshotter: CollectableSnapshotter; root: string } {
  const root = path.join(directory, "devmapper");
  const tempMounts = createTempMounts({ log }, { directory: path.join(directory, "tmpmounts") });
  const driver = createDevmapperDriver({ tempMounts }, { root, poolName: pool.name, baseBytes: BASE_BYTES, fsType: "ext4", fsOptions: "", discardBlocks: false, ...options });
  const store = openSqliteStore({ path: path.join(directory, "snapshots.db") });
  const snapshotter = createLayeredSnapshotter({ store, driver, log }, { name: "devmapper", syncRemove: true });
  return {
    root,
    snapshotter,
    async [Symbol.asyncDispose]() {
      await snapshotter.cleanup();
      await store[Symbol.asyncDispose]();
    },
  };
}

test("what it lacks is said with the mend", async () => {
  using directory: TempDir = createTempDir();
  const tempMounts = createTempMounts({ log }, { directory: path.join(directory.path, "tmpmounts") });
  const create = (options: Partial<DevmapperOptions>) => async () => createDevmapperDriver({ tempMounts }, { root: path.join(directory.path, "d"), poolName: "nowhere-pool", baseBytes: MIB, fsType: "ext4", fsOptions: "", discardBlocks: false, ...options });
  expect((await failure(create({ poolName: "" })())).message).toMatch(/^devmapper not configured \(set pool_name .*\): skip plugin$/);
  expect((await failure(create({ fsType: "zfs" })())).message).toMatch(/^unsupported Filesystem Type: "zfs"/);
  expect((await failure(create({ baseBytes: 0 })())).message).toMatch(/^base_image_size is required/);
  expect((await failure(create({})())).message).toMatch(/dmsetup is not installed|failed to query pool "\/dev\/mapper\/nowhere-pool": (there is no such device .*thin pool|this kernel has no device mapper.*modprobe)/);
});

const missing = whyNoThinPools();
describe.skipIf(missing !== undefined)(`on a thin pool${missing === undefined ? "" : `: ${missing}`}`, () => {
  const create = (options: Partial<DevmapperOptions> = {}) => async (): Promise<Subject> => {
    const machine = makeMachine();
    const subject = open(machine, options);
    return {
      snapshotter: subject.snapshotter,
      async [Symbol.asyncDispose]() {
        for (const namespace of subject.snapshotter.namespaces()) {
          for (;;) {
            const keys = (await subject.snapshotter.list(namespace)).map(({ name }) => name);
            if ((await subject.snapshotter.sweep(namespace, keys)).length === 0) break;
          }
        }
        await subject[Symbol.asyncDispose]();
        expect(machine.pool.devices()).toEqual([]);
        machine[Symbol.dispose]();
      },
    };
  };
  // Each layer starts two programs, which takes its time where these tests run.
  describeSnapshotter("devmapper", create(), { rebases: false, usage: "blocks", depth: 10 });

  const noXfs = whyNot("xfs", { package: "xfsprogs" });
  describe.skipIf(noXfs !== undefined)(`file systems of xfs${noXfs === undefined ? "" : `: ${noXfs}`}`, () => {
    describeSnapshotter("devmapper on xfs", create({ fsType: "xfs", baseBytes: XFS_BYTES }), { rebases: false, usage: "blocks", depth: 3 });

    test("mounts say nouuid, since parents, children and siblings are mounted together; what was written to a mounted parent is whole in its child", async () => {
      using machine = makeMachine();
      await using subject = open(machine, { fsType: "xfs", baseBytes: XFS_BYTES });
      const { snapshotter } = subject;
      const mounts = await snapshotter.prepare(NAMESPACE, "a", base);
      expect(mounts).toEqual([{ type: "xfs", source: `/dev/mapper/${machine.pool.name}-snap-1`, options: ["nouuid"] }]);
      await withMounted(mounts, async (parent) => {
        writeFileSync(path.join(parent, "file"), Buffer.alloc(MIB, 7));
        setXattr(path.join(parent, "file"), "user.large", Buffer.alloc(60_000, 1));
        await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
        expect((await snapshotter.stat(NAMESPACE, "one")).labels).toEqual({ "containerd.io/snapshot/devmapper/fstype": "xfs" });
        const view = await snapshotter.view(NAMESPACE, "v", { parent: "one", labels: {} });
        expect(view).toEqual([{ type: "xfs", source: `/dev/mapper/${machine.pool.name}-snap-2`, options: ["nouuid", "ro"] }]);
        const below = { parent: "one", labels: {} };
        await withMounted(await snapshotter.prepare(NAMESPACE, "b", below), async (first) => {
          writeFileSync(path.join(first, "file"), "first's own");
          for (const sibling of [view, await snapshotter.prepare(NAMESPACE, "c", below)]) {
            await withMounted(sibling, (tree) => {
              expect(readFileSync(path.join(tree, "file")).equals(Buffer.alloc(MIB, 7))).toBe(true);
              expect(getXattr(path.join(tree, "file"), "user.large")?.length).toBe(60_000);
            });
          }
        });
      });
      for (const key of ["v", "b", "c", "one"]) await snapshotter.remove(NAMESPACE, key);
      expect(machine.pool.devices()).toEqual([]);
    });
  });

  test("mounts, labels and usage as containerd has them; a removed snapshot's blocks are the pool's again", async () => {
    using machine = makeMachine();
    const { pool } = machine;
    await using subject = open(machine);
    const { snapshotter } = subject;
    const mounts = await snapshotter.prepare(NAMESPACE, "a", base);
    expect(mounts).toEqual([{ type: "ext4", source: `/dev/mapper/${pool.name}-snap-1`, options: [] }]);
    await withMounted(mounts, (tree) => {
      expect(readdirSync(tree)).toEqual([]);
      writeFileSync(path.join(tree, "file"), Buffer.alloc(4 * MIB, 1));
    });
    await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    expect(pool.devices()).toEqual([]);
    expect((await snapshotter.stat(NAMESPACE, "one")).labels).toEqual({ "containerd.io/snapshot/devmapper/fstype": "ext4" });
    expect(await snapshotter.view(NAMESPACE, "v", { parent: "one", labels: {} })).toEqual([{ type: "ext4", source: `/dev/mapper/${pool.name}-snap-2`, options: ["ro"] }]);
    const { size } = await snapshotter.usage(NAMESPACE, "one");
    expect(size).toBeGreaterThanOrEqual(4 * MIB);
    expect(openThinPool(pool.name).usedBlocks() * 64 * 1024).toBe(size);
    for (const key of ["v", "one"]) await snapshotter.remove(NAMESPACE, key);
    expect([pool.devices(), readdirSync(path.join(subject.root, "snapshots")), openThinPool(pool.name).usedBlocks()]).toEqual([[], [], 0]);
  });

  test("killed at any point: what was cut off is made whole or gone; after the machine's start active snapshots are there again", async () => {
    using machine = makeMachine();
    const { pool, directory } = machine;
    {
      await using before = open(machine);
      const { snapshotter, root } = before;
      await withMounted(await snapshotter.prepare(NAMESPACE, "a", base), (tree) => writeFileSync(path.join(tree, "file"), "1"));
      await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
      await withMounted(await snapshotter.prepare(NAMESPACE, "b", { parent: "one", labels: {} }), (tree) => writeFileSync(path.join(tree, "more"), "2"));
      // What has a file and no device yet, what has a device and no record yet, what was about to be written, and what waits for its snapshot.
      writeFileSync(path.join(root, "snapshots/50"), JSON.stringify({ fsType: "ext4", bytes: BASE_BYTES }));
      writeFileSync(path.join(root, "snapshots/51"), JSON.stringify({ fsType: "ext4", bytes: BASE_BYTES }));
      writeFileSync(path.join(root, "snapshots/new-2"), "{");
      dmsetup("message", pool.name, "0", "create_thin 51");
      dmsetup("suspend", `${pool.name}-snap-2`);
    }
    for (const reboot of [false, true]) {
      if (reboot) for (const device of pool.devices()) dmsetup("remove", device);
      await using after = open(machine);
      await after.snapshotter.cleanup();
      expect([pool.devices(), readdirSync(path.join(after.root, "snapshots")).toSorted()]).toEqual([[`${pool.name}-snap-2`], ["1", "2"]]);
      await withMounted(await after.snapshotter.mounts(NAMESPACE, "b"), (tree) => expect(readFileSync(path.join(tree, "file"), "utf8") + readFileSync(path.join(tree, "more"), "utf8")).toBe("12"));
    }
    // The number of the device that was removed is free.
    dmsetup("message", pool.name, "0", "create_thin 51");
    dmsetup("message", pool.name, "0", "delete 51");
    await using last = open(machine);
    for (const key of ["b", "one"]) await last.snapshotter.remove(NAMESPACE, key);
    expect(existsSync(path.join(directory, "devmapper/snapshots/1"))).toBe(false);
  });

  test("an active parent's device is snapshot whole, while it is mounted", async () => {
    using machine = makeMachine();
    await using subject = open(machine, { discardBlocks: true });
    const { snapshotter } = subject;
    const mounts = await snapshotter.prepare(NAMESPACE, "a", base);
    using target = createTempDir();
    mountAll(mounts, target.path);
    writeFileSync(path.join(target.path, "file"), Buffer.alloc(MIB, 7));
    await snapshotter.commit(NAMESPACE, "one", "a", { labels: {} });
    // It goes with its last user.
    expect(machine.pool.devices()).toEqual([`${machine.pool.name}-snap-1`]);
    await withMounted(await snapshotter.prepare(NAMESPACE, "b", { parent: "one", labels: {} }), (tree) => expect(readFileSync(path.join(tree, "file")).equals(Buffer.alloc(MIB, 7))).toBe(true));
    unmountAll(target.path);
    await snapshotter.remove(NAMESPACE, "b");
    expect(machine.pool.devices()).toEqual([]);
    await snapshotter.remove(NAMESPACE, "one");
    expect(openThinPool(machine.pool.name).usedBlocks()).toBe(0);
  });

  test("a pool that is full, another's, or not the one of before is refused by name, and nothing of others is touched", async () => {
    using full = makeMachine({ megabytes: 8, whenFull: "error_if_no_space" });
    await using small = open(full, { fsType: "ext2" });
    const filled = small.snapshotter.prepare(NAMESPACE, "a", base).then((mounts) => withMounted(mounts, (tree) => writeFileSync(path.join(tree, "file"), Buffer.alloc(9 * MIB))));
    await filled.catch(() => undefined);
    const refused = await failure(small.snapshotter.prepare(NAMESPACE, "b", base));
    expect([isError(refused, "resourceExhausted"), refused.message]).toEqual([true, expect.stringMatching(new RegExp(`^thin pool ${full.pool.name} takes no changes: it is "out_of_data_space"`))]);
    for (const { name } of await small.snapshotter.list(NAMESPACE)) await small.snapshotter.remove(NAMESPACE, name);

    using machine = makeMachine();
    await using subject = open(machine);
    dmsetup("message", machine.pool.name, "0", "create_thin 1");
    expect((await failure(subject.snapshotter.prepare(NAMESPACE, "a", base))).message).toMatch(/has a device 1 that is not ours .*belongs to one snapshotter/);
    await subject.snapshotter.cleanup();
    expect(() => dmsetup("message", machine.pool.name, "0", "create_thin 1")).toThrow(/File exists/);
    await subject.snapshotter.prepare(NAMESPACE, "c", base);
    const other = { directory: path.join(machine.directory, "other"), pool: machine.pool };
    expect(() => open(other)).toThrow(/holds \d+ blocks of somebody else/);
    await subject.snapshotter.remove(NAMESPACE, "c");
    rmSync(other.directory, { recursive: true, force: true });
    expect(() => open({ directory: machine.directory, pool: full.pool })).toThrow(new RegExp(`are in the thin pool ${machine.pool.name}, not in ${full.pool.name}`));
  });
});
