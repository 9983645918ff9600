import { describe, expect, test } from "vitest";
import type { Ref } from "../gc/labels.ts";
import type { LeaseNode, Node } from "../gc/graph.ts";
import { mark } from "../gc/mark.ts";

const NOW = Date.parse("2026-06-01T12:00:00Z");
const PAST = "2026-06-01T11:59:59Z";
const FUTURE = "2026-06-01T12:00:01+00:00";
const gc = (name: string): string => `containerd.io/gc.${name}`;

type Labels = Record<string, string>;

// `kind:key` names a record; `kind:key@ns` one of another namespace.
function parse(name: string): Ref & { namespace: string } {
  const [rest = "", namespace = "n"] = name.split("@");
  const colon = rest.indexOf(":");
  return { namespace, kind: rest.slice(0, colon), key: rest.slice(colon + 1) };
}
const node = (name: string, parts: { labels?: Labels; refs?: string[]; root?: boolean; expireAtMs?: number } = {}): Node => ({
  ...parse(name),
  labels: parts.labels ?? {},
  refs: (parts.refs ?? []).map(parse),
  ...(parts.root === undefined ? {} : { root: parts.root }),
  ...(parts.expireAtMs === undefined ? {} : { expireAtMs: parts.expireAtMs }),
});
const lease = (labels: Labels, ...resources: string[]): LeaseNode => ({ namespace: "n", id: "l", labels, resources: resources.map(parse) });

/** The names of the nodes that are kept. */
function kept(nodes: Node[], leases: LeaseNode[] = []): string[] {
  const isKept = mark({ nodes, leases, now: NOW });
  return nodes.filter((one) => isKept(one.namespace, one)).map(({ kind, key, namespace }) => `${kind}:${key}${namespace === "n" ? "" : `@${namespace}`}`);
}

describe("roots", () => {
  test("an image keeps its target, and what labels say from there on", () => {
    const nodes = [
      node("image:i", { refs: ["content:manifest"] }),
      node("content:manifest", { labels: { [gc("ref.content.config")]: "config", [gc("ref.content.l.0")]: "layer", [gc("ref.content/x")]: "other", [gc("ref.content")]: "bare" } }),
      node("content:config", { labels: { [gc("ref.snapshot.overlayfs")]: "top", [gc("ref.snapshot.native/x")]: "copy" } }),
      node("content:layer"),
      node("content:other"),
      node("content:bare"),
      node("snapshot/overlayfs:top", { refs: ["snapshot/overlayfs:base"] }),
      node("snapshot/overlayfs:base"),
      node("snapshot/native:copy"),
      node("snapshot/native:top"),
      node("content:unused"),
    ];
    expect(kept(nodes)).toEqual(nodes.map(({ kind, key }) => `${kind}:${key}`).filter((name) => name !== "snapshot/native:top" && name !== "content:unused"));
  });

  test("nothing is kept from another namespace", () => {
    const nodes = [node("image:i@a", { refs: ["content:x@a"] }), node("content:x@a"), node("content:x@b")];
    expect(kept(nodes)).toEqual(["image:i@a", "content:x@a"]);
  });

  test("an expired image is no root, one that expires later or never is", () => {
    const image = (name: string, expire?: string) => [
      node(`image:${name}`, { labels: expire === undefined ? {} : { [gc("expire")]: expire }, refs: [`content:${name}`] }),
      node(`content:${name}`),
    ];
    expect(kept([...image("past", PAST), ...image("future", FUTURE), ...image("garbled", "yesterday"), ...image("never")])).toEqual([
      "image:future", "content:future", "image:garbled", "content:garbled", "image:never", "content:never",
    ]);
  });

  test("containers are roots: they keep their snapshot and what their labels name", () => {
    const nodes = [
      node("container:c", { refs: ["snapshot/overlayfs:c"], labels: { [gc("ref.image")]: "old" } }),
      node("snapshot/overlayfs:c"),
      node("image:old", { labels: { [gc("expire")]: PAST }, refs: ["content:old"] }),
      node("content:old"),
      node("sandbox:s", { labels: { [gc("ref.content.x")]: "blob" } }),
      node("content:blob"),
    ];
    expect(kept(nodes)).toHaveLength(nodes.length);
  });

  test("an ingest without a lease is kept until it expires, and keeps what it expects", () => {
    const ingest = (name: string, expireAtMs?: number) => [node(`ingest:${name}`, { refs: [`content:${name}`], ...(expireAtMs === undefined ? {} : { expireAtMs }) }), node(`content:${name}`)];
    expect(kept([...ingest("new", NOW + 1), ...ingest("old", NOW - 1), ...ingest("leased")])).toEqual(["ingest:new", "content:new"]);
    expect(kept(ingest("leased"), [lease({}, "ingest:leased")])).toEqual(["ingest:leased", "content:leased"]);
  });

  test("any label that begins with gc.root makes content and snapshots roots, whatever its value", () => {
    expect(kept([node("content:a", { labels: { [gc("root")]: "" } }), node("snapshot/native:b", { labels: { [gc("root.mine")]: "x" } }), node("content:c")])).toEqual(["content:a", "snapshot/native:b"]);
  });
});

describe("leases", () => {
  const tree = [
    node("image:i", { labels: { [gc("expire")]: PAST, [gc("ref.snapshot.overlayfs")]: "labelled" }, refs: ["content:m"] }),
    node("content:m", { labels: { [gc("ref.content.l.0")]: "layer" } }),
    node("content:layer"),
    node("snapshot/overlayfs:top", { refs: ["snapshot/overlayfs:base"], labels: { [gc("ref.content")]: "layer" } }),
    node("snapshot/overlayfs:base", { labels: { [gc("ref.content")]: "layer" } }),
    node("snapshot/overlayfs:labelled"),
  ];

  test("a lease keeps what it holds and all that follows", () => {
    expect(kept(tree, [lease({}, "content:m")])).toEqual(["content:m", "content:layer"]);
    expect(kept(tree, [lease({}, "image:i")])).toEqual(["image:i", "content:m", "content:layer", "snapshot/overlayfs:labelled"]);
    expect(kept(tree, [lease({}, "snapshot/overlayfs:top")])).toEqual(["content:layer", "snapshot/overlayfs:top", "snapshot/overlayfs:base"]);
  });

  test("a flat lease follows no labels, but snapshots' parents and images' targets", () => {
    const flat = { [gc("flat")]: "2026" };
    expect(kept(tree, [lease(flat, "content:m")])).toEqual(["content:m"]);
    expect(kept(tree, [lease(flat, "image:i")])).toEqual(["image:i", "content:m"]);
    expect(kept(tree, [lease(flat, "snapshot/overlayfs:top")])).toEqual(["snapshot/overlayfs:top", "snapshot/overlayfs:base"]);
  });

  test("what a flat lease holds is followed in full where something else reaches it too", () => {
    const flat = lease({ [gc("flat")]: "" }, "content:m");
    expect(kept(tree, [flat, lease({}, "content:m")])).toEqual(["content:m", "content:layer"]);
    expect(kept(tree, [lease({}, "content:m"), flat])).toEqual(["content:m", "content:layer"]);
  });

  test("an expired lease keeps nothing; labels of a lease are not followed", () => {
    expect(kept(tree, [lease({ [gc("expire")]: PAST }, "content:m")])).toEqual([]);
    expect(kept(tree, [lease({ [gc("expire")]: FUTURE, [gc("ref.content")]: "layer" }, "snapshot/overlayfs:labelled")])).toEqual(["snapshot/overlayfs:labelled"]);
  });

  test("a lease may hold what does not exist", () => {
    expect(kept([node("content:a")], [lease({}, "content:none", "snapshot/x:none")])).toEqual([]);
  });
});

describe("labels", () => {
  test("a back reference ties a record to one that is kept", () => {
    const nodes = [
      node("container:c"),
      node("snapshot/overlayfs:c", { labels: { [gc("bref.container")]: "c" } }),
      node("content:d", { labels: { [gc("bref.snapshot.overlayfs/why")]: "c" } }),
      node("image:e", { labels: { [gc("expire")]: PAST, [gc("bref.content.x")]: "d" } }),
      node("content:f", { labels: { [gc("bref.image")]: "e" } }),
      node("content:g", { labels: { [gc("bref.image")]: "gone" } }),
    ];
    expect(kept(nodes)).toEqual(["container:c", "snapshot/overlayfs:c", "content:d", "image:e", "content:f"]);
  });

  test("a label must be the reference's own, or go on with a dot or slash", () => {
    const labels = { [gc("ref.contents")]: "a", [gc("ref.content-x")]: "a", [gc("ref.imagery")]: "i", [gc("refs.content")]: "a", "gc.ref.content": "a" };
    expect(kept([node("container:c", { labels }), node("content:a")])).toEqual(["container:c"]);
  });

  test("cycles end", () => {
    const nodes = [
      node("content:a", { labels: { [gc("ref.content")]: "b" } }),
      node("content:b", { labels: { [gc("ref.content")]: "a" } }),
    ];
    expect(kept(nodes)).toEqual([]);
    expect(kept(nodes, [lease({}, "content:b")])).toEqual(["content:a", "content:b"]);
  });

  test.each([
    ["usedat<48h|s", "2026-05-31T12:00:00Z", true],
    ["usedat<48h|s", "2026-05-30T11:00:00Z", false],
    ["usedat>1h30m|s", "2026-06-01T10:29:59Z", true],
    ["usedat>1h30m|s", "2026-06-01T10:31:00Z", false],
    ["usedat>10h,usedat<1.5h|s", "2026-06-01T11:00:00Z", true],
    ["usedat=1h|s", "2026-06-01T11:00:00Z", false],
    ["usedat<soon|s", "2026-06-01T11:00:00Z", false],
    ["usedat<48h", "2026-06-01T11:00:00Z", false],
    ["touched<48h|s", "2026-06-01T11:00:00Z", false],
    ["usedat<48h|s", "lately", false],
  ])("condition %s with last use %s: kept %s", (condition, usedAt, expected) => {
    const nodes = [
      node("image:i", { labels: { [gc("cond.snapshot.overlayfs/x")]: condition } }),
      node("snapshot/overlayfs:s", { labels: { [gc("cond.value-usedat")]: usedAt } }),
    ];
    expect(kept(nodes)).toEqual(expected ? ["image:i", "snapshot/overlayfs:s"] : ["image:i"]);
  });

  test("a condition of what is itself unused keeps nothing", () => {
    const nodes = [
      node("content:i", { labels: { [gc("cond.snapshot.overlayfs")]: "usedat<48h|s" } }),
      node("snapshot/overlayfs:s", { labels: { [gc("cond.value-usedat")]: PAST } }),
    ];
    expect(kept(nodes)).toEqual([]);
  });
});

test("a record seen twice holds what it held either time", () => {
  const nodes = [
    node("content:m", { labels: { [gc("root")]: "" } }),
    node("content:m", { labels: { [gc("ref.content.0")]: "a" } }),
    node("content:a"),
  ];
  expect(new Set(kept(nodes))).toEqual(new Set(["content:m", "content:a"]));
});
