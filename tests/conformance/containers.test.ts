import { ContainersService as Containers, NamespacesService, containerd, packAny } from "@stevedore/api";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";

const scenario = createScenario(usePeers());

const spec = { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Spec", value: Buffer.from('{"ociVersion": "1.0.2", "x": 1e3}') };
const runtime = { name: "io.containerd.runc.v2" };
const base = { runtime, spec };
const any = (text: string) => ({ type_url: "example.org/thing", value: Buffer.from(text) });

async function create(s: Actor, id: string, more: object = {}): Promise<void> {
  await s.call(Containers, "create", { container: { id, ...base, ...more } });
}

scenario("a container's record through its life", async (s) => {
  await create(s, "one", { image: "img", labels: { a: "1", "b.c/d-e": "2", empty: "" }, snapshotter: "overlayfs", snapshotKey: "key", extensions: { ext: any("1") } });
  await s.call(Containers, "get", { id: "one" });
  await s.call(Containers, "list", {});
  await s.call(Containers, "listStream", {});
  await s.call(Containers, "update", { container: { id: "one", labels: { z: "9" }, ...base, image: "new", snapshotter: "overlayfs", snapshotKey: "other" } });
  await s.call(Containers, "get", { id: "one" });
  await s.call(Containers, "delete", { id: "one" });
  await s.call(Containers, "get", { id: "one" });
  await s.call(Containers, "delete", { id: "one" });
  await s.call(Containers, "update", { container: { id: "one", ...base } });
  await s.call(Containers, "list", {});
});

scenario("a sandbox id, with 2.x", async (s) => {
  await create(s, "one", { sandbox: "sb" });
  await s.call(Containers, "get", { id: "one" });
  await s.call(Containers, "update", { container: { id: "one", sandbox: "other", ...base } });
}, { since23: "1.6 has no sandbox ids" });

scenario("times of the client are not taken", async (s) => {
  await create(s, "one", { createdAt: { seconds: 5, nanos: 6 }, updatedAt: { seconds: 7, nanos: 8 } });
  await s.call(Containers, "update", { container: { id: "one", createdAt: { seconds: 1, nanos: 2 }, ...base }, updateMask: { paths: ["image"] } });
});

scenario("what a create refuses", async (s) => {
  await s.call(Containers, "create", {}, { stockPanics: "INVALID_ARGUMENT" });
  await s.call(Containers, "create", { container: {} });
  await s.call(Containers, "create", { container: { id: "one" } });
  await s.call(Containers, "create", { container: { id: "one", spec } });
  await s.call(Containers, "create", { container: { id: "one", runtime } });
  await s.call(Containers, "create", { container: { id: "one", runtime: { name: "" }, spec } });
  await s.call(Containers, "create", { container: { id: "one", runtime: {}, spec: {} } });
  await create(s, "one", { snapshotKey: "key" });
  await create(s, "one", { extensions: { "": any("x") } });
  await create(s, "one", { labels: { [`k${"a".repeat(100)}`]: "v".repeat(4096) } });
  await create(s, "one", { labels: { k: "v".repeat(4096) } });
  await s.call(Containers, "list", {});
}, { since23: "1.6 wants a spec in every record" });

scenario("what a create takes", async (s) => {
  await create(s, "limit", { labels: { k: "v".repeat(4095) } });
  await create(s, "bytes", { labels: { k: "é".repeat(2047) } });
  await create(s, "over", { labels: { k: "é".repeat(2048) } });
  await create(s, "empty-any", { spec: {} });
  await create(s, "snapshotter-alone", { snapshotter: "nothing" });
  await create(s, "runtime-unknown", { runtime: { name: "no such runtime" } });
  await create(s, "options", { runtime: { name: "io.containerd.runc.v2", options: packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, { binaryName: "x" }) } });
  await create(s, "options-empty", { runtime: { name: "r", options: {} } });
  await create(s, "odd-labels", { labels: { "": "no key", "with space": "x", "__proto__x": "y", constructor: "z", "a\nb": "c" } });
  await create(s, "bytes-exact", { spec: { type_url: "what/ever", value: Buffer.from([0, 255, 1, 254]) }, extensions: { "a.b/c": any("\u0000\n"), "": any("") } });
  await create(s, "extensions", { extensions: { "a.b/c": { type_url: "t", value: Buffer.from([0, 255]) }, empty: {} } });
  await s.call(Containers, "list", {});
});

const IDS = ["a", "A9", "a-b", "a_b", "a.b", "a..b", "a--b", "-a", "a-", ".", "..", "a/b", "a b", "é", "a\nb", "\u0001", "a\u007fb", "a\"b", "a\\b", "日本", "x".repeat(76), "x".repeat(77), "é".repeat(39), "<&>"];

scenario("the rules of ids", async (s) => {
  for (const id of IDS) await create(s, id);
  await s.call(Containers, "list", {}, { view: ({ containers }) => containers.map(({ id }) => id) });
});

scenario("ids that nothing has", async (s) => {
  await create(s, "there");
  for (const id of ["", "none", "a/b", "é", "\u0001", "x".repeat(300)]) {
    await s.call(Containers, "get", { id });
    await s.call(Containers, "update", { container: { id, ...base } });
    await s.call(Containers, "delete", { id });
  }
  await s.call(Containers, "update", {}, { stockPanics: "INVALID_ARGUMENT" });
});

scenario("an id is taken once", async (s) => {
  await create(s, "one");
  await create(s, "one", { image: "other" });
  await s.call(Containers, "get", { id: "one" });
  const other = s.otherNamespace("x");
  await s.call(Containers, "create", { container: { id: "one", ...base } }, { namespace: other });
  await s.call(Containers, "delete", { id: "one" });
  await s.call(Containers, "get", { id: "one" }, { namespace: other });
});

scenario("field masks", async (s) => {
  await create(s, "one", { labels: { keep: "1", drop: "2", "a.b/c": "3" }, extensions: { x: any("1"), "y.z": any("2") }, image: "i" });
  const update = (paths: string[], container: object) => s.call(Containers, "update", { container: { id: "one", ...container }, updateMask: { paths } });
  await update(["labels.keep"], { labels: { keep: "new", ignored: "x" } });
  await update(["labels.drop"], {});
  await update(["labels.a.b/c"], { labels: { "a.b/c": "changed" } });
  await update(["labels.keep", "labels.fresh"], { labels: { keep: "", fresh: "f" } });
  await update(["labels"], { labels: { only: "this" } });
  await update(["labels"], {});
  await update(["extensions.x"], { extensions: { x: any("new") } });
  await update(["extensions.y.z"], { extensions: { "y.z": any("dotted") } });
  await update(["extensions.absent"], {});
  await update(["extensions"], { extensions: { w: any("w") } });
  await s.call(Containers, "get", { id: "one" });
  await update(["image"], { image: "j" });
  await update(["image"], {});
  await update(["spec"], { spec: any("spec") });
  await update(["spec"], {});
  await s.call(Containers, "get", { id: "one" });
  await update(["snapshotkey"], { snapshotKey: "k" });
  await update(["image", "labels.x", "image"], { image: "twice", labels: { x: "y" } });
  await s.call(Containers, "get", { id: "one" });
}, { since23: "1.6 wants a spec in every record" });

scenario("field masks that are refused", async (s) => {
  await create(s, "one", { labels: { a: "1" } });
  const update = (paths: string[], container: object = {}) => s.call(Containers, "update", { container: { id: "one", ...container }, updateMask: { paths } });
  for (const path of ["", "id", "runtime", "runtime.name", "snapshotter", "snapshot_key", "snapshotKey", "Labels", "labels ", "created_at", "sandbox", "nonsense", "image.x", "spec.value", "é\"", "labels[a]"]) await update([path], { image: "x" });
  await update(["labels."], { labels: { "": "x" } });
  await update(["extensions."], { extensions: { "": any("x") } });
  await update(["image", "nonsense"], { image: "not stored" });
  await update(["labels.big"], { labels: { big: "v".repeat(5000) } });
  await update(["snapshotkey"], { snapshotKey: "k" });
  await s.call(Containers, "get", { id: "one" });
});

scenario("fields that can't be changed", async (s) => {
  await create(s, "one", { snapshotter: "overlayfs", image: "i", labels: { a: "1" }, extensions: { x: any("1") } });
  await s.call(Containers, "update", { container: { id: "one", ...base } });
  await s.call(Containers, "update", { container: { id: "one", ...base, snapshotter: "native" } });
  await s.call(Containers, "update", { container: { id: "one", snapshotter: "overlayfs", spec } });
  await s.call(Containers, "update", { container: { id: "one", snapshotter: "overlayfs", spec, runtime: { name: "other" } } });
  await s.call(Containers, "update", { container: { id: "one", snapshotter: "overlayfs", runtime } });
  await s.call(Containers, "update", { container: { id: "one", snapshotter: "overlayfs", ...base, runtime: { ...runtime, options: any("new") } } });
  await s.call(Containers, "get", { id: "one" });
}, { since23: "1.6 wants a spec in every record" });

const FILTERS: string[][] = [
  [], [""], ["id==one"], ["id==one", "id==two"], ["id!=one"], ["id~=^t"], ["id~=o$"], ["id~=/^t/"], ["id~=|^t|"], ["id~=\"o\""], ["id~=["], ["id~=\"[\""], ["id"], ["id=="], ["id==\"\""],
  ["labels.a"], ["labels.a==1"], ["labels.a!=1"], ["labels.a==1,labels.b"], ["labels.\"c.d/e-f\"==x"], ["labels.c.d/e-f==x"], ["labels.c.d==x"], ["labels.nothing"], ["labels"], ["labels.nothing!=x"], ["labels.nothing~=x"],
  ["image==img"], ["image"], ["image!=img"], ["image~=i"], ["runtime.name==io.containerd.runc.v2"], ["runtime"], ["runtime.name~=other"], ["runtime.x"], ["nonsense"], ["nonsense==x"], ["nonsense!=x"], ["snapshotter==overlayfs"], ["spec"],
  ["id == one"], ["id ==one"], [" id==one"], ["id==one "], ["id==one,id"], ["id==one,"], [",id"], ["id==one, labels.a"], ["id==\"one\""], ["id==\"o\\x6ee\""], ["id==\"o\\u006ee\""], ["id==\"o\\156e\""], ["id==\"one"], ["id==\"a\\qb\""], ["id=='one'"], ["id==`one`"], ["id==|one|"], ["id==/one/"],
  ["id=one"], ["id=!one"], ["id!one"], ["id~one"], ["id===one"], ["id>one"], ["=="], ["=one"], ["."], [".id"], ["id."], ["id..x"], ["id-x==1"], ["\"id\"==one"], ["\"labels\".\"a\"==\"1\""], ["labels.a==,x"], ["labels.a==a=b"], ["labels.a==.x"], ["id==one\n"], ["id\n"], ["id==é"], ["id==one", "=="], ["labels.a~=(?i)ONE"], ["labels.big~=^(a|b)*$"], ["id==o\"ne"], ["labels.\"\"==x"], ["labels.a==\"\u0000\""], ["id~=\"\\\\w+\""], ["id~=/\\w+/"], ["id~=|a\\|b|"], ["labels.\"a\nb\""],
];

scenario("filters: the whole grammar, and its errors", async (s) => {
  await s.quiet(Containers, "create", { container: { id: "one", image: "img", labels: { a: "1", b: "2" }, ...base } });
  await s.quiet(Containers, "create", { container: { id: "two", labels: { a: "One", "c.d/e-f": "x", big: "abab" }, ...base } });
  await s.quiet(Containers, "create", { container: { id: "three", runtime: { name: "other.runtime.v1" }, spec } });
  for (const filters of FILTERS) {
    s.note("filters", filters);
    await s.call(Containers, "list", { filters }, { view: ({ containers }) => containers.map(({ id }) => id) });
  }
  await s.call(Containers, "listStream", { filters: ["id==one"] }, { view: ({ container }) => container?.id });
  await s.call(Containers, "listStream", { filters: ["=="] });
  // Stock counts bytes, and shows half of a character.
  await s.call(Containers, "list", { filters: ["é==1"] }, { words: "own" });
}, { events: "none" });

scenario("the namespace header", async (s) => {
  for (const namespace of [null, "", "a b", "-", "a/b", "x".repeat(77), "A.b-c_d"]) {
    await s.call(Containers, "get", { id: "one" }, { namespace });
    await s.call(Containers, "list", {}, { namespace });
    await s.call(Containers, "listStream", {}, { namespace });
    await s.call(Containers, "create", { container: {} }, { namespace });
    // In a namespace that has never held a container stock says it in other words.
    const words = namespace === "A.b-c_d" ? ({ words: "own" } as const) : {};
    await s.call(Containers, "update", { container: { id: "one", ...base } }, { namespace, ...words });
    await s.call(Containers, "delete", { id: "one" }, { namespace, ...words });
  }
});

scenario("a namespace comes into being with its first container", async (s) => {
  await s.call(NamespacesService, "get", { namespace: s.namespace } as never, { words: "own" });
  await s.call(NamespacesService, "list", {}, { view: ({ namespaces }) => namespaces.some(({ name }) => name === s.namespace) });
  await create(s, "one");
  await s.call(NamespacesService, "get", { name: s.namespace });
  await s.call(NamespacesService, "list", {}, { view: ({ namespaces }) => namespaces.some(({ name }) => name === s.namespace) });
  await s.call(NamespacesService, "delete", { name: s.namespace });
  await s.call(Containers, "delete", { id: "one" });
  await s.call(NamespacesService, "delete", { name: s.namespace });
});

scenario("a lease header that names nothing", async (s) => {
  await s.call(Containers, "create", { container: { id: "one", ...base } }, { metadata: { "containerd-lease": "nothing" } });
  await s.call(Containers, "delete", { id: "one" }, { metadata: { "containerd-lease": "nothing" } });
});

scenario("fields that nobody knows, and strings that are not UTF-8", async (s) => {
  const known = Containers.methods.create.request.encode({ container: { id: "one", ...base } });
  const unknown = Buffer.from([0xfa, 0x3f, 0x03, 0x61, 0x62, 0x63]);
  await s.call(Containers, "create", Buffer.concat([known, unknown]));
  await s.call(Containers, "get", { id: "one" });
  await s.call(Containers, "get", Buffer.from([0x0a, 0x02, 0xc3, 0x28]), { words: "own" });
}, { since23: "1.6 takes strings that are not UTF-8" });
