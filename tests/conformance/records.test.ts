import { ContentService as Content, ImagesService as Images, LeasesService as Leases, NamespacesService as Namespaces } from "@stevedore/api";
import { createHash } from "node:crypto";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";

const scenario = createScenario(usePeers());

const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const target = { mediaType: "application/vnd.oci.image.manifest.v1+json", digest: digestOf("x"), size: 1 };
const BAD_HEADERS = [null, "", "a b", "x".repeat(77)];
const BIG = "v".repeat(4096);

scenario("images: create, update by mask, list, delete", async (s) => {
  await s.call(Images, "create", { image: { name: "one", target, labels: { a: "1", "b.c/d": "2", empty: "" } } });
  await s.call(Images, "create", { image: { name: "one", target } });
  await s.call(Images, "get", { name: "one" });
  for (const paths of [["labels.a"], ["labels.b.c/d"], ["labels"], ["target"], ["nonsense"], ["name"], [""], ["annotations"], ["annotations.x"]]) {
    await s.call(Images, "update", { image: { name: "one", target: { ...target, size: 2, annotations: { x: "y" } }, labels: { a: "9" } }, updateMask: { paths } });
  }
  await s.call(Images, "update", { image: { name: "one", target } });
  await s.call(Images, "list", {});
  await s.call(Images, "delete", { name: "one" });
  await s.call(Images, "delete", { name: "one" });
  await s.call(Images, "update", { image: { name: "one", target } });
});

scenario("images: what is refused", async (s) => {
  await s.call(Images, "create", { image: {} }, { stockPanics: "INVALID_ARGUMENT" });
  await s.call(Images, "create", { image: { name: "x" } }, { stockPanics: "INVALID_ARGUMENT" });
  for (const bad of [{ digest: "" }, { digest: "nonsense" }, { digest: "sha256:12" }, { digest: `md5:${"a".repeat(32)}` }, { digest: digestOf("x").toUpperCase() }, { size: 0 }, { size: -1 }, { mediaType: "" }]) await s.call(Images, "create", { image: { name: "x", target: { ...target, ...bad } } });
  await s.call(Images, "create", { image: { name: "x", target, labels: { k: BIG } } });
  for (const name of ["", "none", "é", "a b"]) {
    await s.call(Images, "get", { name });
    await s.call(Images, "delete", { name });
    await s.call(Images, "update", { image: { name, target } });
  }
  for (const namespace of BAD_HEADERS) await s.call(Images, "list", {}, { namespace });
  for (const filter of ["==", "name=", "name==x y"]) await s.call(Images, "list", { filters: [filter] });
});

scenario("namespaces", async (s) => {
  const name = s.otherNamespace("n");
  await s.call(Namespaces, "create", { namespace: { name, labels: { a: "1", "b.c": "2" } } });
  await s.call(Namespaces, "create", { namespace: { name } });
  await s.call(Namespaces, "get", { name });
  for (const paths of [["labels.a"], ["labels.b.c"], ["labels"], ["name"], [""], ["labels.new"]]) await s.call(Namespaces, "update", { namespace: { name, labels: { new: "n" } }, updateMask: { paths } });
  await s.call(Namespaces, "get", { name });
  await s.call(Namespaces, "update", { namespace: { name, labels: { only: "x" } } });
  await s.call(Namespaces, "get", { name });
  await s.call(Namespaces, "delete", { name });
  await s.call(Namespaces, "delete", { name });
  await s.call(Namespaces, "get", { name });
  for (const bad of ["", "a b", "-", "x".repeat(77)]) {
    await s.call(Namespaces, "create", { namespace: { name: bad } });
    await s.call(Namespaces, "get", { name: bad });
    await s.call(Namespaces, "delete", { name: bad });
  }
  await s.call(Namespaces, "create", { namespace: { name, labels: { k: BIG } } });
}, { since23: "1.6 publishes the events of a namespace in the caller's own" });

scenario("leases", async (s) => {
  await s.call(Leases, "create", { id: "one", labels: { a: "1" } });
  await s.call(Leases, "create", { id: "one" });
  await s.call(Leases, "create", {}, { view: ({ lease }) => /^\d+-/.test(lease?.id ?? "") });
  const id = "one";
  for (const [type, resource] of [["content", digestOf("x")], ["content", "nonsense"], ["ingests", "r"], ["images", "i"], ["snapshots/overlayfs", "k"], ["snapshots", "k"], ["snapshots/", "k"], ["nonsense", "x"], ["", ""], ["content/x", digestOf("x")]]) {
    await s.call(Leases, "addResource", { id, resource: { type, id: resource } });
  }
  await s.call(Leases, "listResources", { id });
  await s.call(Leases, "deleteResource", { id, resource: { type: "images", id: "i" } });
  await s.call(Leases, "deleteResource", { id, resource: { type: "images", id: "i" } });
  await s.call(Leases, "deleteResource", { id, resource: { type: "nonsense", id: "i" } });
  for (const none of ["none", ""]) {
    await s.call(Leases, "listResources", { id: none });
    await s.call(Leases, "addResource", { id: none, resource: { type: "images", id: "i" } });
    await s.call(Leases, "deleteResource", { id: none, resource: { type: "images", id: "i" } });
    await s.call(Leases, "delete", { id: none });
  }
  await s.call(Leases, "list", { filters: ["id==one"] });
  await s.call(Leases, "list", { filters: ["labels.a==1"] });
  await s.call(Leases, "list", { filters: ["=="] });
  await s.call(Leases, "delete", { id });
  for (const namespace of BAD_HEADERS) await s.call(Leases, "list", {}, { namespace });
}, { since23: "1.6 holds no images by leases" });

async function write(s: Actor, messages: object[], options = {}): Promise<void> {
  const call = s.open(Content, "write", options);
  for (const message of messages) call.send(message);
  call.closeSend();
  const { code, message, replies } = await call.ended;
  s.note("write", { code, message, replies });
}

// Numbers of containerd.services.content.v1.WriteAction.
const [STAT, WRITE, COMMIT] = [0, 1, 2];

scenario("content: a blob's life", async (s) => {
  const data = Buffer.from("hello");
  const digest = digestOf("hello");
  await write(s, [{ action: STAT, ref: "r", total: 5 }, { action: WRITE, data, offset: 0 }]);
  await s.call(Content, "status", { ref: "r" });
  await s.call(Content, "listStatuses", {});
  await write(s, [{ action: WRITE, ref: "r", data, offset: 7, total: 5 }]);
  await write(s, [{ action: COMMIT, ref: "r", total: 5, expected: digestOf("other") }]);
  await write(s, [{ action: COMMIT, ref: "r", total: 5, expected: digest, labels: { a: "1" } }]);
  await write(s, [{ action: STAT, ref: "again", total: 5, expected: digest }]);
  await s.call(Content, "info", { digest });
  await s.call(Content, "list", {});
  for (const paths of [["labels.a"], ["labels.new"], ["labels"], ["size"], [""]]) await s.call(Content, "update", { info: { digest, labels: { new: "n" } }, updateMask: { paths } });
  for (const [offset, size] of [[0, 0], [1, 2], [5, 0], [6, 0], [-1, 0], [0, 99], [2, -1]]) await s.call(Content, "read", { digest, offset, size });
  await s.call(Content, "delete", { digest });
  await s.call(Content, "delete", { digest });
  await s.call(Content, "abort", { ref: "r" });
  await s.call(Content, "status", { ref: "r" });
});

scenario("content: what is refused", async (s) => {
  await write(s, [{ action: STAT }]);
  for (const digest of ["", "nonsense", "sha256:12", `md5:${"a".repeat(32)}`, digestOf("none")]) {
    await s.call(Content, "info", { digest });
    await s.call(Content, "update", { info: { digest, labels: { a: "1" } } });
    await s.call(Content, "read", { digest });
    await s.call(Content, "delete", { digest });
  }
  for (const ref of ["", "none"]) {
    await s.call(Content, "status", { ref });
    await s.call(Content, "abort", { ref });
  }
  for (const namespace of BAD_HEADERS) {
    await s.call(Content, "list", {}, { namespace });
    await s.call(Content, "listStatuses", {}, { namespace });
    await write(s, [{ action: STAT, ref: "r" }], { namespace });
  }
  for (const filter of ["==", "digest="]) await s.call(Content, "list", { filters: [filter] });
  await write(s, [{ action: STAT, ref: "r" }], { metadata: { "containerd-lease": "nothing" } });
});
