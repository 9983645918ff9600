import { containerd, ContentService, NamespacesService } from "@stevedore/api";
import { COMMIT, digestOf, openWriter, put, STAT, timeless, untilFree, WRITE } from "./content-kit.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";

const ONLY_23 = { since23: "1.6 tells nobody of content, and checks less of it" };
const scenario = createScenario(usePeers());
const text = (data: string): Buffer => Buffer.from(data);
const NO_DIGEST = { differs: { stock: "FAILED_PRECONDITION", ours: "INVALID_ARGUMENT", why: "no bytes can have this digest: that is said before they are sent" } };
const sorted = (reply: containerd.services.content.v1.ListStatusesResponse): unknown => timeless(reply.statuses.toSorted((a, b) => ((a.ref ?? "") < (b.ref ?? "") ? -1 : 1)));

scenario("a writer's dialogue: offsets, truncation, what is announced late, labels at the commit", async (actor) => {
  const a = openWriter(actor, "a");
  await a.ask({ action: STAT, ref: "a", total: 8 });
  await a.ask({ action: WRITE, data: text("abcdef") });
  await a.ask({ action: WRITE, offset: 6, data: text("gh") });
  await a.ask({ action: STAT });
  await a.ask({ action: WRITE, offset: 3, data: text("x") });
  await a.end();
  const b = openWriter(actor, "b");
  await b.ask({ action: STAT, ref: "a" });
  await b.ask({ action: WRITE, offset: 0, data: text("new") });
  await b.ask({ action: STAT });
  await b.ask({ action: WRITE, offset: 3 });
  await b.ask({ action: COMMIT, offset: 3, labels: { k: "v", empty: "" }, expected: digestOf("new"), total: 3 });
  await b.end();
  await actor.call(ContentService, "info", { digest: digestOf("new") }, { view: timeless });
  for (const [label, request] of Object.entries({
    "wrong total": { total: 9 }, "wrong digest": { expected: digestOf("other") }, "labels too long": { labels: { k: "x".repeat(4097) } }, "right": {},
  })) {
    const c = openWriter(actor, label);
    await c.ask({ action: WRITE, ref: "c", data: text(label === "wrong total" ? "c" : "") });
    await c.ask({ action: STAT });
    await c.ask({ action: COMMIT, offset: 1, ...request });
    await c.end();
  }
  await actor.call(ContentService, "listStatuses", {}, { view: sorted });
  const twice = openWriter(actor, "expected twice");
  await twice.ask({ action: STAT, ref: "d", expected: digestOf("d"), total: 1 });
  await twice.ask({ action: WRITE, expected: digestOf("new"), data: text("d") });
  await twice.end();
}, ONLY_23);

scenario("what is there is not written again: at the first message, at a later one, at the commit", async (actor) => {
  await put(actor, "x", { expected: digestOf("x") });
  const later = openWriter(actor, "later");
  await later.ask({ action: WRITE, ref: "l", data: text("x") });
  await later.ask({ action: STAT, expected: digestOf("x") });
  await later.end();
  await put(actor, "x", { ref: "commit", expected: "" });
  await put(actor, "x", { ref: "first", expected: digestOf("x") });
  await put(actor, "512", { expected: digestOf("512", "sha512") });
  await put(actor, "512", { ref: "other algorithm" });
  await put(actor, "384", { expected: digestOf("384", "sha384") });
  await put(actor, "wrong 512", { expected: digestOf("right 512", "sha512") });
  await put(actor, "late 512", { ref: "w", expected: "" });
  const late = openWriter(actor, "algorithm said late");
  await late.ask({ action: WRITE, ref: "s", data: text("late") });
  await late.ask({ action: COMMIT, expected: digestOf("late", "sha512"), offset: 4 });
  await late.end();
  for (const expected of ["md5:d41d8cd98f00b204e9800998ecf8427e", "sha256:short"]) await put(actor, "bad", { expected }, NO_DIGEST);
  await put(actor, "bad", { expected: "nonsense" }, { stockPanics: "INVALID_ARGUMENT" });
  await actor.quiet(ContentService, "abort", { ref: "ref-bad" });
  await actor.call(ContentService, "listStatuses", {}, { view: sorted });
  await actor.call(ContentService, "list", {}, { view: timeless });
}, ONLY_23);

scenario("an aborted ingest under its open writer; a second writer", async (actor) => {
  const first = openWriter(actor, "first");
  await first.ask({ action: WRITE, ref: "r", data: text("abc") });
  const second = openWriter(actor, "second");
  await second.ask({ action: STAT, ref: "r" });
  await actor.call(ContentService, "status", { ref: "r" }, { view: timeless });
  await actor.call(ContentService, "abort", { ref: "r" });
  await actor.call(ContentService, "status", { ref: "r" });
  await actor.call(ContentService, "listStatuses", {});
  await first.ask({ action: WRITE, offset: 3, data: text("d") });
  // Stock says what rename(2) said.
  await first.askInVain({ action: COMMIT, offset: 4 });
  const third = openWriter(actor, "third");
  await third.ask({ action: STAT, ref: "r" });
  await third.end();
}, ONLY_23);

scenario("a client that goes away in the middle: the next goes on where it was", async (actor) => {
  const broken = openWriter(actor, "broken");
  await broken.ask({ action: WRITE, ref: "r", total: 6, data: text("abc") });
  broken.cancel();
  await untilFree(actor, "r");
  await actor.call(ContentService, "status", { ref: "r" }, { view: timeless });
  const next = openWriter(actor, "next");
  await next.ask({ action: STAT, ref: "r", total: 6 });
  await next.ask({ action: COMMIT, offset: 3, data: text("def"), expected: digestOf("abcdef") });
  await next.end();
  const other = openWriter(actor, "another total");
  await other.ask({ action: WRITE, ref: "t", total: 6, data: text("abc") });
  await other.end();
  const again = openWriter(actor, "another total");
  await again.ask({ action: STAT, ref: "t", total: 7 });
  await again.end();
}, ONLY_23);

scenario("filters of statuses and lists, ranges of reads", async (actor) => {
  for (const ref of ["a", "b/c", "layer-1"]) {
    const writer = openWriter(actor, ref);
    await writer.ask({ action: WRITE, ref, data: text(ref) });
    await writer.end();
  }
  for (const filters of [["ref==a"], ["ref~=^layer"], ["ref==a", "ref==b/c"], ["ref!=a"], ["offset==1"], ["ref"], ["nothing==x"], ["ref=="], ["~"]]) {
    await actor.call(ContentService, "listStatuses", { filters }, { view: sorted });
  }
  for (const [name, labels] of [["one", { a: "1" }], ["two", { a: "2", "b.c/d": "x" }], ["three", {}]] as const) await put(actor, name, { labels });
  for (const filters of [["labels.a==1"], ["labels.a"], ['labels."b.c/d"==x'], [`digest==${digestOf("one")}`], ["digest~=^sha256"], ["size==3"], ["labels.a==1", "labels.a==2"], ["labels.a==1,labels.a==2"], ["=="]]) {
    await actor.call(ContentService, "list", { filters }, { view: timeless });
  }
  const big = "0123456789".repeat(300_000);
  await put(actor, big, { ref: "big" });
  const bytesOf = ({ offset, data }: containerd.services.content.v1.ReadContentResponse): unknown => ({ offset, size: data.length, head: data.subarray(0, 4).toString() });
  for (const [offset, size] of [[0, 0], [0, 1 << 20], [1_500_000, 0], [2_999_999, 5], [3_000_000, 0], [3_000_001, 0], [-5, 3], [7, -2], [5, 2_000_000]]) {
    await actor.call(ContentService, "read", { digest: digestOf(big), offset, size }, { view: bytesOf });
  }
}, ONLY_23);

scenario("shared: what another namespace has is offered whole, and taken without bytes", async (actor) => {
  const theirs = actor.otherNamespace("other");
  await put(actor, "common", {}, { namespace: theirs });
  await shareCommon(actor, digestOf("common"));
}, ONLY_23);

async function shareCommon(actor: Actor, expected: string): Promise<void> {
  const wrong = openWriter(actor, "another size");
  await wrong.ask({ action: STAT, ref: "wrong", expected, total: 7 });
  await wrong.end();
  const open = openWriter(actor, "offered");
  await open.ask({ action: STAT, ref: "r", expected, total: 6 });
  await actor.call(ContentService, "status", { ref: "r" }, { words: "own" });
  await open.ask({ action: COMMIT, offset: 6, labels: { a: "1" } });
  await open.end();
  await actor.call(ContentService, "info", { digest: expected }, { view: timeless });
  await actor.call(NamespacesService, "get", { name: actor.namespace });
}
