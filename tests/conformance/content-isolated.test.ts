import { ContentService, NamespacesService } from "@stevedore/api";
import { COMMIT, digestOf, openWriter, put, STAT, timeless } from "./content-kit.ts";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor } from "./scenario.ts";

const ISOLATED = `[plugins."io.containerd.metadata.v1.bolt"]
  content_sharing_policy = "isolated"
`;
const ONLY_23 = { since23: "1.6 tells nobody of content, and checks less of it" };
const scenario = createScenario(usePeers("", ISOLATED));

scenario("isolated: the bytes have to be brought, whoever has them", async (actor) => {
  const theirs = actor.otherNamespace("other");
  await put(actor, "common", {}, { namespace: theirs });
  await takeCommon(actor, "not labelled");
  await actor.call(NamespacesService, "update", { namespace: { name: theirs, labels: { "containerd.io/namespace.shareable": "false" } } });
  await takeCommon(actor, "labelled false");
  await put(actor, "common");
  await actor.call(ContentService, "delete", { digest: digestOf("common") }, { namespace: theirs });
  await actor.call(ContentService, "read", { digest: digestOf("common") });
}, ONLY_23);

scenario("isolated: a namespace that is labelled shareable gives its blobs, until it is not", async (actor) => {
  const theirs = actor.otherNamespace("other");
  await put(actor, "gift", {}, { namespace: theirs });
  await actor.call(NamespacesService, "update", { namespace: { name: theirs, labels: { "containerd.io/namespace.shareable": "true" } } });
  const open = openWriter(actor, "offered");
  await open.ask({ action: STAT, ref: "r", expected: digestOf("gift") });
  await open.ask({ action: COMMIT, offset: 4 });
  await open.end();
  await actor.call(ContentService, "info", { digest: digestOf("gift") }, { view: timeless });
  await actor.call(NamespacesService, "update", { namespace: { name: theirs, labels: {} } });
  const third = actor.otherNamespace("third");
  const refused = openWriter(actor, "third", { namespace: third });
  await refused.ask({ action: STAT, ref: "r", expected: digestOf("gift") });
  await refused.end();
}, ONLY_23);

async function takeCommon(actor: Actor, label: string): Promise<void> {
  const expected = digestOf("common");
  const writer = openWriter(actor, label);
  await writer.ask({ action: STAT, ref: label, expected, total: 6 });
  await writer.ask({ action: COMMIT, offset: 6 });
  await writer.end();
  await actor.call(ContentService, "info", { digest: expected });
}
