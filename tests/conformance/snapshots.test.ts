import { writeFileSync } from "node:fs";
import path from "node:path";
import { containerd, LeasesService, SnapshotsService as Snapshots } from "@stevedore/api";
import { usePeers } from "./peers.ts";
import { createScenario, type CallOptions } from "./scenario.ts";
import { compareMounts, snapshotsOf } from "./snapshots-calls.ts";
import { upperOf, withNumbers } from "./snapshots-kit.ts";

const scenario = createScenario(usePeers());
const SNAPSHOTTERS = ["overlayfs", "native"];
// Native's errors are introduced with other words than overlayfs', in stock.
const nativeWords = (snapshotter: string): CallOptions => (snapshotter === "native" ? { words: "own" } : {});
const REF = "containerd.io/snapshot.ref";

for (const snapshotter of SNAPSHOTTERS) {
  scenario(`${snapshotter}: mounts of every kind, with no parent, one, and more`, async (s) => {
    await compareMounts(s, snapshotter, { commits: nativeWords(snapshotter) });
  });

  scenario(`${snapshotter}: what Prepare and View refuse`, async (s) => {
    const at = snapshotsOf(s, snapshotter);
    await at.layer("base");
    await at.prepare("active", { parent: "base" });
    await at.view("view", { parent: "base" });
    for (const create of [at.prepare, at.view]) {
      for (const key of ["active", "view", "base"]) await create(key);
      for (const parent of ["absent", "active", "view"]) await create(`new-${parent}`, { parent });
      await create("active", { parent: "absent" });
      await create("", {});
      await create("self", { parent: "self" });
      await create("labels", { labels: { k: "x".repeat(4096) } });
      await create("kept", { labels: { k: "x".repeat(4095) } }, { view: () => undefined });
      await at.remove("kept");
    }
    for (const key of ["with/slash", "with space", "..", "é\n"]) await at.prepare(key);
    await at.list();
  });

  scenario(`${snapshotter}: what Commit and Remove refuse`, async (s) => {
    const at = snapshotsOf(s, snapshotter);
    await at.layer("base");
    await at.layer("other");
    await at.prepare("active", { parent: "base" });
    await at.view("view", { parent: "base" });
    await at.view("rootless");
    await at.commit("base", "active");
    await at.commit("active", "active");
    await at.commit("new", "absent");
    await at.commit("new", "");
    await at.commit("", "active");
    await at.commit("new", "rootless", {}, nativeWords(snapshotter));
    await at.commit("new", "base", {}, nativeWords(snapshotter));
    await at.commit("new", "active", { parent: "other" });
    await at.commit("new", "active", { parent: "absent" });
    await at.commit("new", "active", { labels: { k: "x".repeat(4096) } });
    await at.stat("active");
    await at.commit("child", "active", { parent: "base" });
    await at.prepare("second", { parent: "base" });
    await at.commit("second child", "second", { parent: "base" });
    for (const key of ["base", "absent", "", "child", "second child", "view", "base", "new", "base", "base"]) await at.remove(key);
    await at.stat("child");
    await at.stat("");
    await at.usage("child");
    await at.mounts("child");
    await at.list();
  });

  scenario(`${snapshotter}: a commit gives a parent to what had none`, async (s) => {
    const at = snapshotsOf(s, snapshotter);
    await at.layer("base");
    await at.prepare("active");
    await at.view("view");
    await at.prepare("other");
    for (const parent of ["absent", "other", "view"]) await at.commit("new", "active", { parent }, parent === "absent" ? {} : nativeWords(snapshotter));
    // A copy of the parent is what native begins with: it can't be given one later, and does not say that it could.
    await at.commit("child", "active", { parent: "base" }, snapshotter === "overlayfs" ? {} : { differs: { stock: "OK", ours: "INVALID_ARGUMENT", why: "the files of the parent would be missing" } });
    if (snapshotter === "native") return;
    await at.stat("child");
    await at.stat("active");
    await at.remove("base");
    await at.prepare("above", { parent: "child" });
    await at.list();
  }, { events: snapshotter === "native" ? "none" : "all" });

  scenario(`${snapshotter}: labels, what is inherited, and masks`, async (s) => {
    const at = snapshotsOf(s, snapshotter);
    const labels = { own: "1", empty: "", "containerd.io/snapshot/x": "2", [REF]: "target", "containerd.io/gc.root": "now" };
    await at.prepare("active", { labels });
    await at.stat("active");
    await at.update("active", ["labels.own"], { own: "new", other: "x" });
    await at.update("active", ["labels.containerd.io/snapshot/x"], {});
    await at.update("active", ["labels"], { only: "this", "containerd.io/snapshot/y": "3" });
    await at.update("active", [], { last: "1", empty: "" });
    await at.update("active", ["labels.last"], { last: "" });
    await at.update("active", ["labels.a", "labels.b"], { a: "1", b: "2" });
    for (const wrong of ["kind", "name", "parent", "labelsx", "labels.", "created_at"]) await at.update("active", [wrong], { a: "9" });
    await at.update("active", ["labels.k"], { k: "x".repeat(4096) });
    await at.update("absent", [], {});
    await at.update("", [], {}, { words: "own" });
    await at.stat("active");
    await at.commit("done", "active", { labels: { committed: "1", "containerd.io/snapshot/z": "4" } });
    await at.stat("done");
    await at.update("done", ["labels.containerd.io/snapshot/z"], { "containerd.io/snapshot/z": "5" });
    await at.view("view", { parent: "done", labels: { v: "1" } });
    await at.list();
  });
}

scenario("overlayfs: who finds nothing of a snapshotter", async (s) => {
  // Ours says which there are.
  for (const [snapshotter, words] of [["", {}], ["none", { words: "own" }], ["overlay", { words: "own" }]] as const) {
    for (const method of ["prepare", "view", "mounts", "commit", "remove", "stat", "usage"] as const) await s.call(Snapshots, method, { snapshotter, key: "k" }, words);
    await s.call(Snapshots, "list", { snapshotter }, words);
    await s.call(Snapshots, "update", { snapshotter, info: { name: "k" } }, words);
    await s.call(Snapshots, "cleanup", { snapshotter }, words);
  }
  for (const snapshotter of SNAPSHOTTERS) await s.call(Snapshots, "cleanup", { snapshotter });
  await s.call(Snapshots, "update", { snapshotter: "overlayfs" }, { stockPanics: "INVALID_ARGUMENT" });
});

scenario("overlayfs: namespaces: none, a bad one, and another's", async (s) => {
  const at = snapshotsOf(s, "overlayfs");
  await at.layer("base");
  const request = { snapshotter: "overlayfs", key: "base" };
  for (const namespace of [null, "", "bad/name", s.otherNamespace("other")]) {
    await s.call(Snapshots, "prepare", { ...request, key: "k", parent: "base" }, { namespace });
    await s.call(Snapshots, "view", { ...request, key: "k", parent: "base" }, { namespace });
    await s.call(Snapshots, "mounts", request, { namespace });
    await s.call(Snapshots, "commit", { ...request, name: "n" }, { namespace, words: "own" });
    await s.call(Snapshots, "remove", request, { namespace });
    await s.call(Snapshots, "stat", request, { namespace });
    await s.call(Snapshots, "usage", request, { namespace });
    await s.call(Snapshots, "update", { snapshotter: "overlayfs", info: { name: "base" } }, { namespace });
    await s.call(Snapshots, "list", { snapshotter: "overlayfs" }, { namespace });
  }
  const other = s.otherNamespace("other");
  const view = withNumbers();
  await s.call(Snapshots, "prepare", request, { namespace: other, view });
  await s.call(Snapshots, "list", { snapshotter: "overlayfs" }, { namespace: other });
  await at.list();
});

const FILTERS: string[][] = [
  ["kind==active"], ["kind==view"], ["kind==committed"], ["kind==2"], ["kind!=active"], ["name==base"], ["name~=^a"], ["parent==base"], ["parent"], ["parent=="], ["labels.a==1"], ["labels.a"], ["labels.a!=1"],
  ['labels."containerd.io/snapshot/x"==2'], ["labels.a==1,kind==committed"], ["name==base", "kind==view"], [""], ["nonsense==1"], ["id==base"], ["created==1"], ["name=="], ["name~=("], ["name~=/^b/"],
  ["name="], ["=="], ["name==a,"], ["name == base"], ["name==base,,kind==view"], ['name=="base'], ["name==a b"], ["labels.", "name==base"], ["name==base", "name="],
];

scenario("overlayfs: filters", async (s) => {
  const at = snapshotsOf(s, "overlayfs");
  await at.layer("base", "", { a: "1", "containerd.io/snapshot/x": "2" });
  await at.prepare("active", { parent: "base", labels: { a: "2" } });
  await at.view("view", { parent: "base" });
  for (const filters of FILTERS) {
    s.note("filters", filters);
    await at.list(filters, { view: ({ info }: containerd.services.snapshots.v1.ListSnapshotsResponse) => info.map(({ name }) => name) });
  }
});

scenario("overlayfs: a list comes in blocks of a hundred, in the order of names", async (s) => {
  const at = snapshotsOf(s, "overlayfs");
  await at.layer("base");
  const keys = Array.from({ length: 101 }, (_, index) => `v${(index * 37) % 101}`);
  await Promise.all(keys.map((key) => s.quiet(Snapshots, "view", { snapshotter: "overlayfs", key, parent: "base" })));
  await at.list([], { view: ({ info }: containerd.services.snapshots.v1.ListSnapshotsResponse) => info.map(({ name }) => name) });
  await Promise.all(keys.map((key) => s.quiet(Snapshots, "remove", { snapshotter: "overlayfs", key })));
}, { events: "none" });

scenario("overlayfs: the label that announces under which name will be committed", async (s) => {
  const at = snapshotsOf(s, "overlayfs");
  await at.layer("target");
  await at.prepare("a", { labels: { [REF]: "target" } });
  await at.prepare("a", { labels: { [REF]: "later" } });
  await at.prepare("a", { labels: { [REF]: "later" } });
  await at.prepare("a", { labels: { [REF]: "target" } });
  await at.prepare("b", { parent: "absent", labels: { [REF]: "target" } });
  await at.prepare("c", { parent: "target", labels: { [REF]: "" } });
  await at.view("v", { labels: { [REF]: "target" } });
  await at.commit("later", "a", { labels: { [REF]: "later" } });
  await at.prepare("d", { labels: { [REF]: "later" } });
  await at.list();
});

scenario("overlayfs: what a lease gets, and loses", async (s) => {
  const at = snapshotsOf(s, "overlayfs");
  await s.call(LeasesService, "create", { id: "l" });
  const leased = { metadata: { "containerd-lease": "l" } };
  const held = () => s.call(LeasesService, "listResources", { id: "l" });
  await at.layer("target");
  await at.prepare("a", {}, leased);
  await at.view("v", {}, leased);
  await held();
  await at.prepare("a", { labels: { [REF]: "target" } }, leased);
  await at.prepare("target", {}, leased);
  await at.prepare("none", { parent: "absent" }, leased);
  await held();
  await at.commit("done", "a", {}, leased);
  await held();
  await s.call(Snapshots, "remove", { snapshotter: "overlayfs", key: "v" }, leased);
  await s.call(Snapshots, "remove", { snapshotter: "overlayfs", key: "done" });
  await held();
  await at.prepare("x", {}, { metadata: { "containerd-lease": "absent" } });
  await at.commit("y", "x", {}, { metadata: { "containerd-lease": "absent" }, words: "own" });
  await at.prepare("x");
  await at.commit("target", "x", {}, leased);
  await at.commit("y", "x", {}, { metadata: { "containerd-lease": "absent" } });
  await held();
  await at.list();
});

scenario("overlayfs: usage counts blocks, and what has several names once", async (s) => {
  const at = snapshotsOf(s, "overlayfs");
  const upper = upperOf(await at.prepare("a"));
  const file = path.join(upper, "file");
  writeFileSync(file, "x".repeat(100_000));
  const { linkSync, symlinkSync, truncateSync } = await import("node:fs");
  linkSync(file, path.join(upper, "again"));
  symlinkSync("file", path.join(upper, "symlink"));
  writeFileSync(path.join(upper, "sparse"), "");
  truncateSync(path.join(upper, "sparse"), 1 << 20);
  await at.usage("a");
  await at.commit("b", "a");
  await at.usage("b");
  writeFileSync(file, "changed after the commit ".repeat(10_000));
  await at.usage("b");
});
