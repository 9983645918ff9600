import { containerd, ContentService, ImagesService, LeasesService, NamespacesService, packAny, SandboxStoreService, StreamingService } from "@stevedore/api";
import { digestOf, put, STAT, timeless, WRITE } from "./content-kit.ts";
import { usePeers } from "./peers.ts";
import { createScenario } from "./scenario.ts";

const peers = usePeers();
const scenario = createScenario(peers);
const streamInit = (id: string) => packAny("containerd.services.streaming.v1.StreamInit", containerd.services.streaming.v1.StreamInit, { id });

scenario("leases: ids, resources in their order, wrong shapes, twice, gone", async (actor) => {
  await actor.call(LeasesService, "create", { id: "b", labels: { k: "v", empty: "" } }, { view: timeless });
  await actor.call(LeasesService, "create", { id: "b" });
  await actor.call(LeasesService, "create", { id: "a b/c" }, { view: timeless });
  for (const [type, id] of [
    ["snapshots/overlayfs", "s2"], ["snapshots/native", "s1"], ["ingests", "i"], ["images", "img"], ["content", digestOf("x")], ["content", "nonsense"], ["content/x", digestOf("x")],
    ["snapshots", "s"], ["snapshots/a/b", "s"], ["images/x", "i"], ["mounts", "m"], ["streams", "s"], ["", ""], ["ingests", ""],
  ]) await actor.call(LeasesService, "addResource", { id: "b", resource: { type, id } });
  await actor.call(LeasesService, "addResource", { id: "none", resource: { type: "images", id: "x" } });
  await actor.call(LeasesService, "listResources", { id: "b" });
  await actor.call(LeasesService, "listResources", { id: "none" });
  await actor.call(LeasesService, "deleteResource", { id: "b", resource: { type: "images", id: "absent" } });
  await actor.call(LeasesService, "deleteResource", { id: "b", resource: { type: "images", id: "img" } });
  await actor.call(LeasesService, "listResources", { id: "b" });
  await actor.call(LeasesService, "list", { filters: ["labels.k==v", "id==a"] }, { view: timeless });
  await actor.call(LeasesService, "list", { filters: ["id=="] });
  await actor.call(LeasesService, "delete", { id: "b", sync: true });
  await actor.call(LeasesService, "delete", { id: "b" });
}, { since23: "1.6 leases no images" });

scenario("content: digests of other algorithms, labels and their masks, ranges, what is there already", async (actor) => {
  await put(actor, "hello", { expected: digestOf("hello"), labels: { a: "1", empty: "" } });
  await put(actor, "hello", { expected: digestOf("hello"), ref: "again" });
  await put(actor, "hello", { ref: "unannounced" });
  await put(actor, "long digest", { expected: digestOf("long digest", "sha512") });
  await put(actor, "wrong", { expected: digestOf("right") });
  await put(actor, "labelled", { labels: { k: "x".repeat(4097) } });
  await actor.call(ContentService, "listStatuses", { filters: [] }, {
    // Stock goes by the hashes of its directories.
    view: (reply) => timeless(reply.statuses.toSorted((x, y) => ((x.ref ?? "") < (y.ref ?? "") ? -1 : 1))),
  });
  await actor.call(ContentService, "listStatuses", { filters: ["ref==ref-wrong"] }, { view: timeless });
  await actor.call(ContentService, "status", { ref: "none" });
  await actor.call(ContentService, "abort", { ref: "ref-wrong" });
  await actor.call(ContentService, "abort", { ref: "ref-wrong" });
  const digest = digestOf("hello");
  for (const [paths, labels] of [[["labels.b"], { b: "2", c: "3" }], [["labels.a"], {}], [["labels"], { d: "4" }], [[], { e: "5" }], [["size"], {}], [["labels.k"], { k: "x".repeat(4096) }]] as const) {
    await actor.call(ContentService, "update", { info: { digest, labels }, updateMask: { paths: [...paths] } }, { view: timeless });
  }
  await actor.call(ContentService, "update", { info: { digest: "x" } });
  await actor.call(ContentService, "update", { info: { digest: digestOf("none") } });
  for (const [offset, size] of [[0, 0], [2, 2], [5, 0], [6, 0], [-1, 0], [1, 99], [1, -1]]) await actor.call(ContentService, "read", { digest, offset, size });
  await actor.call(ContentService, "read", { digest: "x" });
  await actor.call(ContentService, "info", { digest: digestOf("long digest", "sha512") }, { view: timeless });
  await actor.call(ContentService, "delete", { digest });
  await actor.call(ContentService, "delete", { digest });
  await actor.call(ContentService, "delete", { digest: "x" });
  await actor.call(ContentService, "write", { action: STAT, ref: "" });
  await actor.call(ContentService, "write", { action: WRITE, ref: "r", offset: 3, data: Buffer.from("x") });
}, { since23: "1.6 knows sha256 alone, and tells nobody of content" });

scenario("images: masks, targets, epochs", async (actor) => {
  const target = { mediaType: "m", digest: digestOf("a"), size: 5, annotations: { a: "1", empty: "" } };
  const image = { name: "i", labels: { l: "1", empty: "" }, target };
  const epoch = { seconds: 1000, nanos: 5 };
  await actor.call(ImagesService, "create", { image, sourceDateEpoch: epoch });
  await actor.call(ImagesService, "create", { image });
  for (const bad of [{ name: "", target }, { name: "x", target: {} }, { name: "x", target: { ...target, size: 0 } }, { name: "x", target: { ...target, mediaType: "" } }, { name: "x", target: { ...target, digest: "d" } }, { ...image, name: "y", labels: { k: "x".repeat(4096) } }]) {
    await actor.call(ImagesService, "create", { image: bad });
  }
  const changed = { name: "i", labels: { l: "2", m: "3" }, target: { ...target, size: 6, annotations: { a: "2", b: "3" } } };
  for (const paths of [["labels.l"], ["annotations.b"], ["annotations"], ["target"], ["labels"], ["name"], ["labels.none"], []]) {
    await actor.call(ImagesService, "update", { image: changed, updateMask: { paths }, sourceDateEpoch: epoch });
  }
  await actor.call(ImagesService, "update", { image: { ...changed, name: "none" } });
  await actor.call(ImagesService, "update", { image: { name: "i", target: {} } });
  await actor.call(ImagesService, "list", { filters: ["annotations.b==3", "name~=^z"] });
  await actor.call(ImagesService, "delete", { name: "i", target: { digest: digestOf("b") } });
  await actor.call(ImagesService, "delete", { name: "i", target: { digest: digestOf("a") }, sync: true });
  await actor.call(ImagesService, "delete", { name: "i" });
}, { since23: "1.6 takes masks and epochs less seriously" });

const TIMES = [
  "2020-02-29T00:00:00Z", "2020-02-30T00:00:00Z", "2021-02-29T00:00:00Z", "2020-13-01T00:00:00Z", "2020-01-01T24:00:00Z", "2020-01-01T23:59:60Z", "2020-01-01T1:00:00Z", "2020-01-01T00:00:00,5Z", "2020-01-01T00:00:00.123456789012Z",
  "2020-01-01T00:00:00+24:00", "2020-01-01T00:00:00+25:00", "2020-01-01T00:00:00", "2020-01-01 00:00:00Z", "2020-01-01t00:00:00z", " 2020-01-01T00:00:00Z", "2020-01-01", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "1577836800", "yesterday", "",
];

scenario("gc.expire: what is a time that has passed, on images and on leases", async (actor) => {
  for (const [index, time] of TIMES.entries()) {
    const labels = { "containerd.io/gc.expire": time };
    const id = `${String(index).padStart(2, "0")} ${time}`;
    await actor.quiet(ImagesService, "create", { image: { name: id, labels, target: { mediaType: "m", digest: digestOf(id), size: 1 } } });
    await actor.quiet(LeasesService, "create", { id, labels });
  }
  await actor.quiet(LeasesService, "create", { id: "collect" });
  await actor.quiet(LeasesService, "delete", { id: "collect", sync: true });
  await actor.call(ImagesService, "list", {}, { view: ({ images }) => images.map(({ name }) => name).toSorted() });
  await actor.call(LeasesService, "list", {}, { view: ({ leases }) => leases.map(({ id }) => id).toSorted() });
}, { since23: "1.6 expires no images" });

scenario("namespaces: labels, masks, and what keeps one from being deleted", async (actor) => {
  const name = actor.otherNamespace("n");
  await actor.call(NamespacesService, "create", { namespace: { name, labels: { a: "1", empty: "" } } });
  await actor.call(NamespacesService, "create", { namespace: { name } });
  await actor.call(NamespacesService, "create", { namespace: { name: "bad/name" } });
  await actor.call(NamespacesService, "create", { namespace: { name: "labelled", labels: { k: "x".repeat(4096) } } });
  for (const paths of [["labels.a"], ["labels"], []]) await actor.call(NamespacesService, "update", { namespace: { name, labels: { a: "2", b: "3" } }, updateMask: { paths } });
  await actor.call(NamespacesService, "get", { name });
  await actor.call(NamespacesService, "get", { name: "nowhere" });
  await actor.call(LeasesService, "create", { id: "l" }, { namespace: name, view: timeless });
  await actor.call(ImagesService, "create", { image: { name: "i", target: { mediaType: "m", digest: digestOf("a"), size: 1 } } }, { namespace: name, view: timeless });
  await actor.call(NamespacesService, "delete", { name });
  await actor.call(ImagesService, "delete", { name: "i" }, { namespace: name });
  await actor.call(NamespacesService, "delete", { name });
  await actor.call(LeasesService, "list", {}, { namespace: name });
  await actor.call(NamespacesService, "delete", { name });
}, { since23: "1.6 publishes the events of a namespace in the caller's own" });

scenario("namespaces: leases, ingests and sandboxes go with one, and do not keep it", async (actor) => {
  const name = actor.otherNamespace("n");
  const inside = { namespace: name };
  const isListed = async (label: string): Promise<void> => {
    const { replies } = await actor.quiet(NamespacesService, "list", {});
    actor.note(label, replies[0]?.namespaces.some((one) => one.name === name));
  };
  await isListed("before");
  await actor.call(LeasesService, "create", { id: "l" }, { ...inside, view: timeless });
  const metadata = { "containerd-lease": "l" };
  await actor.call(ContentService, "write", { action: WRITE, ref: "leased", data: Buffer.from("x") }, { ...inside, metadata, view: timeless });
  await actor.call(ContentService, "write", { action: WRITE, ref: "unleased", data: Buffer.from("x") }, { ...inside, view: timeless });
  await actor.call(SandboxStoreService, "create", { sandbox: { sandboxId: "s", runtime: { name: "r" } } }, { ...inside, view: timeless });
  const stream = actor.open(StreamingService, "stream", { ...inside, metadata });
  stream.send(streamInit("leased"));
  actor.note("acknowledged", (await stream.next())?.type_url);
  await isListed("in use");
  await actor.call(NamespacesService, "delete", { name });
  await isListed("deleted");
  await actor.call(LeasesService, "list", {}, inside);
  await actor.call(ContentService, "listStatuses", {}, inside);
  await actor.call(SandboxStoreService, "list", {}, inside);
  await actor.call(NamespacesService, "delete", { name });
  // Stock goes on with the bytes of the old ingest where the name is the same and it was not collected yet.
  await actor.call(ContentService, "write", { action: STAT, ref: "new" }, { ...inside, view: timeless });
  await isListed("used again");
  await actor.call(LeasesService, "create", { id: "sync" }, { view: timeless });
  await actor.call(LeasesService, "delete", { id: "sync", sync: true });
  actor.note("stream", await stream.ended.then(({ code, message }) => ({ code, message })));
  await actor.call(NamespacesService, "delete", { name });
}, { since23: "sandboxes and streams" });

scenario("streams: one with a lease ends with that, others stay", async (actor) => {
  await actor.call(LeasesService, "create", { id: "l" }, { view: timeless });
  const open = async (id: string, metadata: Record<string, string> = {}) => {
    const call = actor.open(StreamingService, "stream", { metadata });
    call.send(streamInit(id));
    actor.note(`${id} acknowledged`, (await call.next())?.type_url);
    return call;
  };
  const collect = async () => {
    await actor.quiet(LeasesService, "create", { id: "sync" });
    await actor.call(LeasesService, "delete", { id: "sync", sync: true });
  };
  const end = async (label: string, call: { ended: Promise<{ code: string; message: string }> }) => actor.note(label, await call.ended.then(({ code, message }) => ({ code, message })));
  const free = await open("free");
  const leased = await open("leased", { "containerd-lease": "l" });
  const unknown = await open("unknown", { "containerd-lease": "never made" });
  const labelled = await open("labelled", { "containerd-lease": "never made either" });
  const labels = { "containerd.io/gc.ref.stream": "labelled" };
  await actor.call(ImagesService, "create", { image: { name: "i", labels, target: { mediaType: "m", digest: digestOf("a"), size: 1 } } }, { view: timeless });
  await collect();
  await end("of an unknown lease", unknown);
  await end("a name that is taken", await open("leased"));
  await actor.call(LeasesService, "delete", { id: "l", sync: true });
  await end("leased", leased);
  await end("labelled and free are taken", await open("labelled"));
  await end("labelled and free are taken", await open("free"));
  const again = await open("leased");
  await actor.call(ImagesService, "delete", { name: "i", sync: true });
  await end("no label any more", labelled);
  for (const call of [free, again]) call.cancel();
}, { since23: "streams with a lease" });
