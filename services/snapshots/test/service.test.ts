import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { fromApiMounts } from "../api-mount.ts";
import { failure, isRoot, startService, startSnapshotters, withMounted, type ServiceHost } from "./kit.ts";

const NS = { namespace: "default" };
const overlayfs = "overlayfs";

async function commitLayer({ snapshots }: ServiceHost, name: string, parent = "", labels: Record<string, string> = {}): Promise<void> {
  await snapshots.prepare({ snapshotter: overlayfs, key: `making ${name}`, parent }, NS);
  await snapshots.commit({ snapshotter: overlayfs, name, key: `making ${name}`, labels }, NS);
}

const names = async ({ snapshots }: ServiceHost, filters: string[] = []): Promise<string[]> =>
  (await Array.fromAsync(snapshots.list({ snapshotter: overlayfs, filters }, NS))).flatMap(({ info }) => info.map(({ name }) => name ?? ""));

describe("the API of snapshots", () => {
  test("namespace and snapshotter have to be named, and known", async () => {
    await using host = await startService();
    const { snapshots } = host;
    expect((await failure(snapshots.stat({ snapshotter: overlayfs, key: "a" }))).message).toBe("namespace is required: failed precondition");
    const missing = await failure(snapshots.stat({ key: "a" }, NS));
    expect([isError(missing, "invalidArgument"), missing.message]).toEqual([true, "snapshotter argument missing: invalid argument"]);
    const unknown = await failure(snapshots.prepare({ snapshotter: "zfs", key: "a" }, NS));
    expect([isError(unknown, "invalidArgument"), unknown.message]).toEqual([true, "snapshotter not loaded: zfs (this node has native, overlayfs): invalid argument"]);
    // List answers these without a class.
    const list = await failure(Array.fromAsync(snapshots.list({ snapshotter: overlayfs })));
    expect([isError(list, "unknown"), list.message]).toEqual([true, "namespace is required: failed precondition"]);
    expect(isError(await failure(names(host, ["kind~=("]).then(() => names(host, ["=="]))), "unknown")).toBe(true);
  });

  test("mounts of overlayfs: types, sources, and the order of options", async () => {
    await using host = await startService();
    const { snapshots } = host;
    const layer = (id: number): string => path.join(host.root, "overlayfs/snapshots", String(id), "fs");
    const plain = (mounts: containerd.types.IMount[]) => mounts.map(({ type, source, options, target }) => ({ type, source, options, target }));
    const prepare = async (key: string, parent = "") => plain((await snapshots.prepare({ snapshotter: overlayfs, key, parent }, NS)).mounts);
    const view = async (key: string, parent = "") => plain((await snapshots.view({ snapshotter: overlayfs, key, parent }, NS)).mounts);
    expect(await prepare("making one")).toEqual([{ type: "bind", source: layer(1), target: "", options: ["rw", "rbind"] }]);
    await snapshots.commit({ snapshotter: overlayfs, name: "one", key: "making one" }, NS);
    const index = existsSync("/sys/module/overlay/parameters/index") ? ["index=off"] : [];
    const two = [`workdir=${layer(2).replace(/fs$/, "work")}`, `upperdir=${layer(2)}`, `lowerdir=${layer(1)}`, ...index];
    expect(await prepare("making two", "one")).toEqual([{ type: "overlay", source: "overlay", target: "", options: two }]);
    await snapshots.commit({ snapshotter: overlayfs, name: "two", key: "making two" }, NS);
    expect(await view("of nothing")).toEqual([{ type: "bind", source: layer(3), target: "", options: ["ro", "rbind"] }]);
    expect(await view("of one", "one")).toEqual([{ type: "bind", source: layer(1), target: "", options: ["ro", "rbind"] }]);
    expect(await view("of two", "two")).toEqual([{ type: "overlay", source: "overlay", target: "", options: [`lowerdir=${layer(2)}:${layer(1)}`, ...index] }]);
  });

  test("configured mount options come behind the directories; an index that is asked for is not switched off", async () => {
    await using host = await startSnapshotters({ mountOptions: ["volatile", "index=on"] });
    await host.overlayfs.prepare("n", "making", { parent: "", labels: {} });
    await host.overlayfs.commit("n", "one", "making", { labels: {} });
    const [mount] = await host.overlayfs.prepare("n", "active", { parent: "one", labels: {} });
    expect(mount?.options?.slice(3)).toEqual(["volatile", "index=on"]);
  });

  test.skipIf(!isRoot)("the root of a mapped user namespace owns its layer (needs root)", async () => {
    await using host = await startService();
    const labels = { "containerd.io/snapshot/uidmapping": "5:9:1,0:1000:65536", "containerd.io/snapshot/gidmapping": "0:2000:65536" };
    const { mounts } = await host.snapshots.prepare({ snapshotter: overlayfs, key: "a", labels }, NS);
    const { uid, gid } = statSync(mounts[0]!.source!);
    expect([uid, gid]).toEqual([1000, 2000]);
    const options = ["uidmap=5:9:1,0:1000:65536", "gidmap=0:2000:65536"];
    expect(mounts[0]!.options).toEqual([...options, "rw", "rbind"]);
    // A layer of nobody's mapping, seen with one.
    await host.snapshots.prepare({ snapshotter: overlayfs, key: "making" }, NS);
    const { mounts: plain } = await host.snapshots.mounts({ snapshotter: overlayfs, key: "making" }, NS);
    writeFileSync(path.join(plain[0]!.source!, "file"), "");
    chownSync(path.join(plain[0]!.source!, "file"), 7, 8);
    await host.snapshots.commit({ snapshotter: overlayfs, name: "base", key: "making" }, NS);
    const { mounts: mapped } = await host.snapshots.prepare({ snapshotter: overlayfs, key: "mapped", parent: "base", labels: { ...labels, "containerd.io/snapshot/uidmapping": "0:1000:65536" } }, NS);
    expect(mapped[0]!.options!.slice(0, 2)).toEqual(["uidmap=0:1000:65536", "gidmap=0:2000:65536"]);
    await withMounted(fromApiMounts(mapped), (root) => {
      expect(statSync(path.join(root, "file"))).toMatchObject({ uid: 1007, gid: 2008 });
      expect(statSync(root)).toMatchObject({ uid: 1000, gid: 2000 });
    });
    const { mounts: half } = await host.snapshots.prepare({ snapshotter: overlayfs, key: "half", labels: { "containerd.io/snapshot/gidmapping": "0:1:1" } }, NS);
    expect(half[0]!.options).toEqual(["gidmap=0:1:1", "rw", "rbind"]);
    expect(statSync(half[0]!.source!)).toMatchObject({ uid: 0, gid: 1 });
    const bad = await failure(host.snapshots.prepare({ snapshotter: overlayfs, key: "b", labels: { ...labels, "containerd.io/snapshot/gidmapping": "1:2:3" } }, NS));
    expect(isError(bad, "unknown")).toBe(true);
  });

  test("filters, batches of a hundred, kinds", async () => {
    await using host = await startService();
    await commitLayer(host, "base", "", { "a/b": "1" });
    await Promise.all(Array.from({ length: 120 }, (_, i) => host.snapshots.view({ snapshotter: overlayfs, key: `view-${i}`, parent: "base" }, NS)));
    expect(await names(host)).toHaveLength(121);
    const batches = (await Array.fromAsync(host.snapshots.list({ snapshotter: overlayfs }, NS))).map(({ info }) => info.length);
    expect(batches).toEqual([100, 21]);
    expect(await names(host, ["kind==committed"])).toEqual(["base"]);
    expect(await names(host, ['labels."a/b"==1'])).toEqual(["base"]);
    expect(await names(host, ["name==view-7,parent==base", "name==base"])).toEqual(["base", "view-7"]);
    const { info } = await host.snapshots.stat({ snapshotter: overlayfs, key: "view-7" }, NS);
    expect(info?.kind).toBe(containerd.services.snapshots.v1.Kind.VIEW);
  });

  test("leases hold what is made, and what was there already", async () => {
    await using host = await startService();
    const { snapshots, leases } = host;
    leases.set("l", new Set());
    const leased = { ...NS, lease: "l" };
    await snapshots.prepare({ snapshotter: overlayfs, key: "a" }, leased);
    expect([...leases.get("l")!]).toEqual(["snapshots/overlayfs/a"]);
    await snapshots.commit({ snapshotter: overlayfs, name: "c", key: "a" }, leased);
    expect([...leases.get("l")!]).toEqual(["snapshots/overlayfs/c"]);
    leases.set("l", new Set());
    expect(isError(await failure(snapshots.view({ snapshotter: overlayfs, key: "c", parent: "" }, leased)), "alreadyExists")).toBe(true);
    expect([...leases.get("l")!]).toEqual(["snapshots/overlayfs/c"]);
    await snapshots.remove({ snapshotter: overlayfs, key: "c" }, leased);
    expect([...leases.get("l")!]).toEqual([]);

    const gone = { ...NS, lease: "gone" };
    const refused = await failure(snapshots.prepare({ snapshotter: overlayfs, key: "b" }, gone));
    expect([isError(refused, "notFound"), refused.message]).toEqual([true, "lease does not exist: not found"]);
    expect(await names(host)).toEqual([]);
    await host.overlayfs.cleanup();
    expect(readdirSync(path.join(host.root, "overlayfs/snapshots"))).toEqual([]);
  });

  test("a target that is there already is said so, and leased", async () => {
    await using host = await startService();
    await commitLayer(host, "sha256:target");
    host.leases.set("l", new Set());
    const labels = { "containerd.io/snapshot.ref": "sha256:target" };
    const there = await failure(host.snapshots.prepare({ snapshotter: overlayfs, key: "extract", labels }, { ...NS, lease: "l" }));
    expect([isError(there, "alreadyExists"), there.message]).toEqual([true, 'target snapshot "sha256:target": already exists']);
    expect([...host.leases.get("l")!]).toEqual(["snapshots/overlayfs/sha256:target"]);
    await host.snapshots.prepare({ snapshotter: overlayfs, key: "extract", labels: { "containerd.io/snapshot.ref": "sha256:other" } }, NS);
  });

  test("cleanup by request is not implemented, as in containerd", async () => {
    await using host = await startService();
    const error = await failure(host.snapshots.cleanup({ snapshotter: overlayfs }, NS));
    expect([isError(error, "unimplemented"), error.message]).toEqual([true, "snapshotter does not implement Cleanup method: not implemented"]);
  });

  test("events are recorded with the change: none of a view, none of what failed", async () => {
    await using host = await startService();
    await commitLayer(host, "c");
    await host.snapshots.view({ snapshotter: overlayfs, key: "v", parent: "c" }, NS);
    await failure(host.snapshots.remove({ snapshotter: overlayfs, key: "c" }, NS));
    await host.snapshots.remove({ snapshotter: overlayfs, key: "v" }, NS);
    const { SnapshotCommit, SnapshotPrepare, SnapshotRemove } = containerd.events;
    const decoders = { "/snapshot/prepare": SnapshotPrepare, "/snapshot/commit": SnapshotCommit, "/snapshot/remove": SnapshotRemove };
    const events = host.store.outbox.pending(10).map(({ namespace, topic, event }) => {
      const decoded = decoders[topic as keyof typeof decoders].decode(event.value);
      return { namespace, topic, type: event.type_url, ...JSON.parse(JSON.stringify(decoded)) as object };
    });
    expect(events).toEqual([
      { namespace: "default", topic: "/snapshot/prepare", type: "containerd.events.SnapshotPrepare", key: "making c", snapshotter: overlayfs },
      { namespace: "default", topic: "/snapshot/commit", type: "containerd.events.SnapshotCommit", key: "making c", name: "c", snapshotter: overlayfs },
      { namespace: "default", topic: "/snapshot/remove", type: "containerd.events.SnapshotRemove", key: "v", snapshotter: overlayfs },
    ]);
  });
});

describe("resources for garbage collection", () => {
  test("lists with parents, sweeps children first, spares what was written since", async () => {
    await using host = await startService();
    const { resources } = host;
    await commitLayer(host, "one", "", { "containerd.io/gc.root": "1" });
    await commitLayer(host, "two", "one");
    await commitLayer(host, "three", "two");
    await commitLayer(host, "other");
    expect(await resources.namespaces({})).toEqual({ names: ["default"] });
    const all = (await Array.fromAsync(resources.list({}))).flatMap((batch) => batch.resources);
    expect(all.map(({ key, refs }) => [key, refs?.map((ref) => `${ref.kind} ${ref.key}`)])).toEqual([
      ["one", []], ["other", []], ["three", ["snapshot/overlayfs two"]], ["two", ["snapshot/overlayfs one"]],
    ]);
    expect(all[0]).toMatchObject({ namespace: "default", kind: "snapshot/overlayfs", labels: { "containerd.io/gc.root": "1" } });
    expect(await resources.checkEmpty({ namespace: "default" })).toMatchObject({ kinds: ['snapshots on "overlayfs" snapshotter'] });

    const { epoch } = await resources.begin({});
    await host.snapshots.view({ snapshotter: overlayfs, key: "new", parent: "one" }, NS);
    await host.snapshots.update({ snapshotter: overlayfs, info: { name: "other", labels: { a: "b" } } }, NS);
    const keys = ["one", "two", "three", "other", "new", "nowhere"];
    const target = { namespace: "default", kind: "snapshot/overlayfs", keys };
    expect((await resources.condemn({ epoch, ...target })).refused.toSorted()).toEqual(["new", "other"]);
    const changed = (await Array.fromAsync(resources.list({ epoch }))).flatMap((batch) => batch.resources);
    expect(changed.map(({ key, labels }) => [key, labels])).toEqual([["new", {}], ["other", { a: "b" }]]);
    const { removed } = await resources.sweep({ epoch, ...target });
    await resources.end({ epoch });
    expect(removed.toSorted()).toEqual(["three", "two"]);
    expect(await names(host)).toEqual(["new", "one", "other"]);
    expect(isError(await failure(resources.sweep({ epoch: epoch - 1, namespace: "default", kind: "snapshot/overlayfs", keys })), "failedPrecondition")).toBe(true);
    const topics = host.store.outbox.pending(100).map(({ topic }) => topic);
    expect(topics.filter((topic) => topic === "/snapshot/remove")).toHaveLength(2);
    expect((await resources.cleanup({})).freedBytes).toBeGreaterThan(0);
    expect(readdirSync(path.join(host.root, "overlayfs/snapshots"))).toHaveLength(3);
  });
});

describe("what a crash leaves", () => {
  test("directories without a record go at the next start, those with one stay; numbers are not given twice", async () => {
    await using first = await startSnapshotters();
    const directory = path.join(first.root, "overlayfs/snapshots");
    await first.overlayfs.prepare("default", "kept", { parent: "", labels: {} });
    await first.overlayfs.prepare("default", "removed", { parent: "", labels: {} });
    await first.overlayfs.remove("default", "removed");
    await first.overlayfs.cleanup();
    for (const leftover of ["new-7", "rm-5", "99"]) mkdirSync(path.join(directory, leftover, "fs"), { recursive: true });

    await using second = await startSnapshotters({ root: first.root });
    await second.overlayfs.cleanup();
    expect(readdirSync(directory)).toEqual(["1"]);
    await second.overlayfs.prepare("default", "fresh", { parent: "", labels: {} });
    const [one, two] = readdirSync(directory).map(Number).toSorted((a, b) => a - b);
    expect(one).toBe(1);
    expect(two).toBeGreaterThan(2);
    expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(first.root);
  });
});
