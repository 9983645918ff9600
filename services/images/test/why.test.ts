import { CollectionService, type stevedore } from "@stevedore/api";
import { createClient, createHandlerTable, createLocalChannel } from "@stevedore/rpc";
import { expect, test } from "vitest";
import { createCollectionHandlers } from "../gc/why.ts";
import { startCollectorHost } from "./collector-host.ts";
import { digestOf, quiet } from "./support.ts";

const ns = { namespace: "n" };
const FUTURE = "2100-01-01T00:00:00Z";

async function startWhy() {
  const host = await startCollectorHost();
  const table = createHandlerTable();
  const outlook = { nextMs: undefined as number | undefined, changes: 42 };
  const owners = [host.tasks, host.content, host.snapshots].map(({ owner }) => owner);
  const measure = async ({ kind, key }: { kind: string; key: string }): Promise<number> => (kind === "content" ? Number.parseInt(key.slice(-2), 16) : kind.startsWith("snapshot/") ? 1000 : 0);
  table.add(CollectionService, createCollectionHandlers({ store: host.raw, owners, scheduler: { outlook: () => outlook, collectNow: host.collect }, measure }));
  const client = createClient(CollectionService, createLocalChannel({ table, log: quiet }));
  const ask = async (key: string, more: { kind?: string; namespace?: string } = {}) => (await client.why({ key, ...more })).findings ?? [];
  return { ...host, client, ask, outlook };
}

const told = ({ kind, key, why, links }: stevedore.v1.IChain): string => [`${kind} ${key} (${why})`, ...(links ?? []).map((link) => `${link.by}: ${link.kind} ${link.key}`)].join(" → ");

test("every root that reaches it is told, each by a shortest way, with the labels that lead there", async () => {
  await using host = await startWhy();
  await host.images.create({ image: { name: "i", labels: { "containerd.io/gc.expire": FUTURE }, target: { mediaType: "m", digest: digestOf(1), size: 1 } } }, ns);
  await host.blob(1, { "containerd.io/gc.ref.content.l.0": digestOf(2), "containerd.io/gc.root": "1" });
  await host.blob(2);
  await host.leases.create({ id: "l" }, ns);
  await host.leases.create({ id: "flat", labels: { "containerd.io/gc.flat": "1", "containerd.io/gc.expire": FUTURE } }, ns);
  await host.lease("l", "content", digestOf(2));
  await host.lease("flat", "content", digestOf(1));
  await host.tasks.put({ namespace: "n", kind: "container", key: "c", labels: { "containerd.io/gc.ref.snapshot.overlayfs": "top" }, root: true });
  await host.snapshots.put({ namespace: "n", kind: "snapshot/overlayfs", key: "top", refs: [{ kind: "snapshot/overlayfs", key: "base" }] });
  await host.snapshots.put({ namespace: "n", kind: "snapshot/overlayfs", key: "base", labels: { "containerd.io/gc.ref.content": digestOf(2) } });
  const [blob] = await host.ask(digestOf(2));
  expect((blob?.chains ?? []).map(told).toSorted()).toEqual([
    `container c (container) → containerd.io/gc.ref.snapshot.overlayfs: snapshot/overlayfs top → parent: snapshot/overlayfs base → containerd.io/gc.ref.content: content ${digestOf(2)}`,
    `content ${digestOf(1)} (containerd.io/gc.root) → containerd.io/gc.ref.content.l.0: content ${digestOf(2)}`,
    `image i (image) → target: content ${digestOf(1)} → containerd.io/gc.ref.content.l.0: content ${digestOf(2)}`,
    `lease l (lease) → resource: content ${digestOf(2)}`,
  ]);
  // The flat lease keeps the manifest, and not the layer.
  const [manifest] = await host.ask(digestOf(1));
  const flat = manifest?.chains?.find(({ key }) => key === "flat");
  expect([told(flat!), Number(flat?.until?.seconds)]).toEqual([`lease flat (lease) → resource: content ${digestOf(1)}`, Date.parse(FUTURE) / 1000]);
});

test("what nothing keeps has no chain, and is what a collection removes", async () => {
  await using host = await startWhy();
  for (let seed = 1; seed <= 4; seed++) await host.blob(seed, seed > 2 ? { "containerd.io/gc.ref.content": digestOf(seed - 1) } : {});
  await host.leases.create({ id: "l" }, ns);
  await host.lease("l", "content", digestOf(3));
  const kept = await Promise.all([1, 2, 3, 4].map(async (seed) => (await host.ask(digestOf(seed)))[0]?.chains?.length !== 0));
  await host.collect();
  expect([1, 2, 3, 4].map(host.hasBlob)).toEqual(kept);
  expect(kept).toEqual([false, true, true, false]);
});

test("resources are found by name in all namespaces and kinds, digests by their beginning", async () => {
  await using host = await startWhy();
  await host.content.put({ namespace: "a", kind: "content", key: `sha256:${"ab".repeat(32)}` });
  await host.content.put({ namespace: "b", kind: "content", key: `sha256:${"ab".repeat(32)}` });
  await host.snapshots.put({ namespace: "a", kind: "snapshot/native", key: "same" });
  await host.leases.create({ id: "same" }, ns);
  expect((await host.ask("abababab")).map(({ namespace }) => namespace)).toEqual(["a", "b"]);
  expect((await host.ask("sha256:ababab", { namespace: "b" }))).toHaveLength(1);
  expect((await host.ask("same")).map(({ namespace, kind }) => `${namespace} ${kind}`)).toEqual(["a snapshot/native", "n lease"]);
  expect(await host.ask("same", { kind: "snapshot" })).toHaveLength(1);
  expect([await host.ask("none"), await host.ask("abab")]).toEqual([[], []]);
  const { nextCollection, changesUntilCollection } = await host.client.why({ key: "same" });
  expect([nextCollection ?? null, Number(changesUntilCollection)]).toEqual([null, 42]);
});

test("a preview is what a collection then does, also of what is only thought of as removed; a blob that two namespaces have counts once, and not while one keeps it", async () => {
  await using host = await startWhy();
  const target = (seed: number) => ({ mediaType: "m", digest: digestOf(seed), size: 1 });
  for (const namespace of ["n", "m"]) for (const seed of [1, 2]) await host.content.put({ namespace, kind: "content", key: digestOf(seed), labels: seed === 1 ? { "containerd.io/gc.ref.content.l.0": digestOf(2) } : {} });
  for (const namespace of ["n", "m"]) await host.images.create({ image: { name: "i", target: target(1) } }, { namespace });
  await host.blob(3);
  await host.leases.create({ id: "old", labels: { "containerd.io/gc.expire": "2001-01-01T00:00:00Z" } }, ns);
  await host.tasks.put({ namespace: "n", kind: "container", key: "c", refs: [{ kind: "snapshot/overlayfs", key: "s" }] });
  await host.snapshots.put({ namespace: "n", kind: "snapshot/overlayfs", key: "s" });
  const preview = async (...without: [namespace: string, kind: string, key: string][]) => {
    const { unused, bytes } = await host.client.preview({ without: without.map(([namespace, kind, key]) => ({ namespace, kind, key })) });
    return { unused: (unused ?? []).map(({ namespace, kind, key }) => `${namespace} ${kind} ${key?.replace(/^sha256:0*/, "")}`).toSorted(), bytes: Number(bytes) };
  };
  expect(await preview()).toEqual({ unused: ["n content 3", "n lease old"], bytes: 3 });
  expect(await preview(["n", "image", "i"], ["n", "lease", "old"])).toEqual({ unused: ["n content 1", "n content 2", "n content 3"], bytes: 3 });
  const all = await preview(["n", "image", "i"], ["m", "image", "i"], ["n", "container", "c"]);
  expect(all).toEqual({ unused: ["m content 1", "m content 2", "n content 1", "n content 2", "n content 3", "n lease old", "n snapshot/overlayfs s"], bytes: 1006 });
  for (const namespace of ["n", "m"]) await host.images.delete({ name: "i" }, { namespace });
  await host.tasks.remove("n", "container", "c");
  const { removed } = await host.client.collect({});
  expect(removed).toEqual({ content: 5, lease: 1, "snapshot/overlayfs": 1 });
  expect(await preview()).toEqual({ unused: [], bytes: 0 });
});
