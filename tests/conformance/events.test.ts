import { EventsService as Events, IntrospectionService as Introspection, StreamingService as Streaming, TransferService as Transfer, VersionService as Version, ContainersService, containerd, packAny } from "@stevedore/api";
import { eventually } from "../kit/mod.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";

const scenario = createScenario(usePeers());

const { StreamInit } = containerd.services.streaming.v1;
const payload = packAny("containerd.events.TaskExit", containerd.events.TaskExit, { containerId: "c", id: "e", exitStatus: 7 });
const TOPICS = ["/a", "/a/b", "/a/b-c_d.e", "", "/", "a", "a/b", "/a/", "//a", "/a//b", "/a b", "/é", `/${"x".repeat(76)}`, `/${"x".repeat(77)}`, "/a\"b", "/\u0001"];

scenario("Publish: topics and payloads", async (s) => {
  for (const topic of TOPICS) await s.call(Events, "publish", { topic, event: payload });
  await s.call(Events, "publish", { topic: "/empty" });
  await s.call(Events, "publish", { topic: "/bytes", event: { type_url: "what.ever/Thing", value: Buffer.from([0, 255, 7]) } });
  for (const namespace of [null, "", "a b", "x".repeat(77)]) await s.call(Events, "publish", { topic: "/a", event: payload }, { namespace });
}, { since23: "1.6 does not survive an event without a payload" });

scenario("Forward: envelopes", async (s) => {
  const envelope = { namespace: s.namespace, topic: "/a/b", timestamp: { seconds: 1_000_000_000, nanos: 5 }, event: payload };
  await s.call(Events, "forward", { envelope });
  await s.call(Events, "forward", { envelope }, { namespace: null });
  for (const topic of TOPICS) await s.call(Events, "forward", { envelope: { ...envelope, topic } });
  for (const namespace of ["", "a b", "-", "x".repeat(77)]) await s.call(Events, "forward", { envelope: { ...envelope, namespace } });
  await s.call(Events, "forward", { envelope: { ...envelope, event: null, topic: "/no-event" } });
  await s.call(Events, "forward", { envelope: { ...envelope, timestamp: { seconds: -62_135_596_800, nanos: 0 } } });
}, { since23: "1.6 does not survive an event without a payload" });

async function subscribed(s: Actor, filters: string[]): Promise<string[]> {
  const feed = s.open(Events, "subscribe");
  feed.send({ filters });
  feed.closeSend();
  const seen = new Map<string, string[]>();
  const topicsIn = (namespace: string): string[] => seen.get(namespace) ?? [];
  void (async () => {
    for (let event = await feed.next(); event !== undefined; event = await feed.next()) seen.set(event.namespace, [...topicsIn(event.namespace), event.topic]);
  })();
  // A subscription is not acknowledged: the same in another namespace tells that it is there, and at last that all has come. Where a filter lets none of it through, nothing tells.
  const mark = async (name: string, patienceMs?: number): Promise<boolean> => {
    const namespace = s.otherNamespace(name);
    await publishAll(s, namespace);
    return eventually("a mark comes", () => topicsIn(namespace).length > 0, patienceMs).catch(() => false);
  };
  let isThere = false;
  for (let round = 0; round < 4 && !isThere; round++) isThere = await mark(`begin${round}`, 100);
  await publishAll(s, s.namespace);
  await s.until("/odd/bytes");
  if (isThere && !(await mark("end"))) throw new Error(`${s.peer.side.name}: the feed has ended`);
  feed.cancel();
  return topicsIn(s.namespace);
}

async function publishAll(s: Actor, namespace: string): Promise<void> {
  const at = { namespace };
  await s.quiet(ContainersService, "create", { container: { id: "one", image: "img", runtime: { name: "io.containerd.runc.v2" }, spec: payload, labels: { a: "1" } } }, at);
  await s.quiet(ContainersService, "update", { container: { id: "one", labels: { "a.b": "1" } }, updateMask: { paths: ["labels"] } }, at);
  await s.quiet(ContainersService, "delete", { id: "one" }, at);
  await s.quiet(Events, "publish", { topic: "/tasks/exit", event: payload }, at);
  await s.quiet(Events, "publish", { topic: "/odd/bytes", event: { type_url: "no.such.Type", value: Buffer.from([1]) } }, at);
}

const FILTERS = [
  [], [""], ["topic==/containers/create"], ["topic~=/containers"], ["topic~=^/tasks/"], ["topic!=/containers/create"], ["event.id==one"], ["event.image==img"], ["event.runtime.name==io.containerd.runc.v2"], ["event.container_id==c"],
  ["event.id==e"], ["event.exit_status==7"], ["event.pid"], ["event.labels.a"], ["event.labels.a.b==1"], ["event"], ["nonsense"], ["topic"], ["namespace"], ["event.id!=one"], ["topic==/tasks/exit", "event.id==one,topic~=delete"],
];

for (const filters of FILTERS) scenario(`Subscribe with ${JSON.stringify(filters)}`, async (s) => s.note("seen", await subscribed(s, filters)), { events: "none" });

scenario("Subscribe: filters that are refused", async (s) => {
  for (const filter of ["==", "topic=", "topic==", "id==x y", ",", "topic=='x' y", "a..b"]) await s.call(Events, "subscribe", { filters: [filter] });
}, { events: "none" });

scenario("Version", async (s) => {
  // Which version it is decides what clients dare to ask; see `libs/config/version.ts`.
  await s.call(Version, "version", {}, { namespace: null, view: ({ version }) => /^\d+\.\d+\.\d+/.test(version) });
});

scenario("Introspection: server and plugins", async (s) => {
  await s.call(Introspection, "server", {}, { namespace: null, view: ({ uuid, pid, pidns }) => [uuid.length, Number(pid) > 0, Number(pidns)] });
  const types = ["io.containerd.content.v1", "io.containerd.snapshotter.v1", "io.containerd.differ.v1", "io.containerd.event.v1", "io.containerd.gc.v1", "io.containerd.lease.v1", "io.containerd.runtime.v2", "io.containerd.metadata.v1"];
  for (const type of types) {
    await s.call(Introspection, "plugins", { filters: [`type==${type},id~=^(content|overlayfs|native|walking|exchange|scheduler|manager|task|bolt)$`] }, { view: ({ plugins }) => plugins.map(({ type: of, id }) => `${of} ${id}`).toSorted() });
  }
  for (const filter of ["==", "type==", "id=x", "type==x y"]) await s.call(Introspection, "plugins", { filters: [filter] });
  await s.call(Introspection, "plugins", { filters: ["nonsense==x"] });
}, { since23: "1.6 does not tell its pid, and has no lease plugin" });

scenario("Introspection: one plugin", async (s) => {
  await s.call(Introspection, "pluginInfo", { type: "io.containerd.content.v1", id: "content" }, { view: ({ plugin }) => [plugin?.type, plugin?.id] });
  for (const [type, id] of [["", ""], ["io.containerd.content.v1", "nothing"], ["nothing", "content"], ["a\"b", "é"]]) await s.call(Introspection, "pluginInfo", { type, id });
}, { since23: "PluginInfo came with 2.0" });

const init = (id: string) => packAny("containerd.services.streaming.v1.StreamInit", StreamInit, { id });

scenario("Streaming: first messages", async (s) => {
  const open = async (name: string, first: { type_url: string; value: Uint8Array }, namespace?: string | null) => {
    const call = s.open(Streaming, "stream", namespace === undefined ? {} : { namespace });
    call.send(first);
    const ack = await call.next();
    s.note(name, [ack?.type_url, ack?.value.length]);
    return call;
  };
  const one = await open("good", init("one"));
  const two = await open("the same id again", init("one"));
  const end = await two.ended;
  s.note("its end", [end.code, end.message]);
  await open("the same id in no namespace", init("one"), null).then((call) => call.cancel());
  one.cancel();
  await one.ended;
  await open("no id", init("")).then((call) => call.cancel());
  await open("with a host before its type", { ...init("hosted"), type_url: "type.googleapis.com/containerd.services.streaming.v1.StreamInit" }).then((call) => call.cancel());
  for (const first of [payload, { type_url: "", value: new Uint8Array() }, { type_url: "no.such.Type", value: new Uint8Array() }, { type_url: "containerd.services.streaming.v1.StreamInit", value: Buffer.from([0xff]) }]) {
    const call = await open(`first message ${first.type_url}`, first);
    const { code, message } = await call.ended;
    s.note("its end", [code, first.value.length > 0 && first.type_url.endsWith("StreamInit") ? "" : message]);
  }
  const silent = s.open(Streaming, "stream");
  silent.closeSend();
  s.note("no first message", [(await silent.ended).code, (await silent.ended).message]);
}, { since23: "Streaming came with 1.7", events: "none" });

const transfer = containerd.types.transfer;
const KINDS = {
  registry: packAny("containerd.types.transfer.OCIRegistry", transfer.OCIRegistry, { reference: "127.0.0.1:1/none:latest", resolver: { defaultScheme: "http" } }),
  store: packAny("containerd.types.transfer.ImageStore", transfer.ImageStore, { name: "none" }),
  other: packAny("containerd.types.transfer.ImageStore", transfer.ImageStore, { name: "other" }),
  unnamed: packAny("containerd.types.transfer.ImageStore", transfer.ImageStore, {}),
  untyped: { type_url: "", value: Buffer.from([1]) },
  event: payload,
  unknown: { type_url: "no.such.Type", value: Buffer.from([1]) },
};

scenario("Transfer: what there is no way between, and what isn't there", async (s) => {
  const tries: [keyof typeof KINDS, keyof typeof KINDS][] = [["registry", "registry"], ["store", "other"], ["store", "registry"], ["store", "store"], ["unnamed", "store"]];
  for (const [source, destination] of tries) {
    s.note("transfer", [source, destination]);
    await s.call(Transfer, "transfer", { source: KINDS[source], destination: KINDS[destination] }, { words: "own" });
  }
  for (const stranger of ["unknown", "event", "untyped"] as const) {
    await s.call(Transfer, "transfer", { source: KINDS[stranger], destination: KINDS.store });
    await s.call(Transfer, "transfer", { source: KINDS.store, destination: KINDS[stranger] });
  }
  await s.call(Transfer, "transfer", {});
  await s.call(Transfer, "transfer", { source: { ...KINDS.store, type_url: `type.googleapis.com/${KINDS.store.type_url}` }, destination: { ...KINDS.event, type_url: `type.googleapis.com/${KINDS.event.type_url}` } });
  for (const broken of [KINDS.store, KINDS.registry]) await s.call(Transfer, "transfer", { source: { ...broken, value: Buffer.from([0x0a, 0x7f]) }, destination: KINDS.other }, { words: "own" });
  await s.call(Transfer, "transfer", { source: KINDS.store, destination: KINDS.other, options: { progressStream: "nothing" } }, { words: "own" });
  for (const namespace of [null, "a b"]) await s.call(Transfer, "transfer", { source: KINDS.store, destination: KINDS.other }, { namespace, words: "own" });
}, { since23: "Transfer came with 1.7", events: "none" });

scenario("paths that the API doesn't have", async (s) => {
  const settings = { metadata: { "containerd-namespace": s.namespace }, timeoutMs: 5000 };
  for (const path of ["/containerd.services.containers.v1.Containers/Nothing", "/no.such.Service/Get", "/containerd.services.containers.v1.Containers/", "/x", "/"]) {
    const { code } = await s.peer.connection.callPath(path, new Uint8Array(), settings);
    s.note(path, code);
  }
}, { since23: "1.6 has another code for a path of one part" });
