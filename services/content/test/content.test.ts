import { rmSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { createLayout } from "../stores/layout.ts";
import { bytes, COMMIT, failure, ingest, openWrite, randomData, readAll, sha256, STAT, startContent, WRITE, type ContentHost } from "./kit.ts";

const ns = { namespace: "default" };

async function listDigests(host: ContentHost, filters: string[] = [], namespace = "default"): Promise<string[]> {
  const found: string[] = [];
  for await (const { info } of host.content.list({ filters }, { namespace })) found.push(...info.map(({ digest }) => digest ?? ""));
  return found;
}

describe("Write", () => {
  test("the dialogue: offsets, running digests, times once asked for, the last reply twice", async () => {
    await using host = await startContent();
    await using write = openWrite(host.content, ns);
    const first = await write.ask({ action: WRITE, ref: "r", data: bytes("ab") });
    expect(first).toMatchObject({ action: WRITE, offset: 2, digest: sha256("ab"), startedAt: null, total: 0 });
    const stat = await write.ask({ action: STAT, total: 5 });
    expect(stat).toMatchObject({ action: STAT, offset: 2, digest: sha256("ab"), total: 5 });
    expect(Number(stat.startedAt?.seconds)).toBeGreaterThan(1.6e9);
    const more = await write.ask({ action: WRITE, offset: 2, data: bytes("cd") });
    expect(more).toMatchObject({ action: WRITE, offset: 4, total: 5, startedAt: stat.startedAt, digest: sha256("abcd") });
    const commit = await write.ask({ action: COMMIT, offset: 4, data: bytes("e"), expected: sha256("abcde") });
    expect(commit).toMatchObject({ action: COMMIT, offset: 5, digest: sha256("abcde"), total: 5 });
    expect(await write.next()).toEqual(commit);
    expect(await write.next()).toBeUndefined();
  });

  test("a client that finishes without a commit gets the last reply once more, and the bytes stay", async () => {
    await using host = await startContent();
    await using write = openWrite(host.content, ns);
    const reply = await write.ask({ action: WRITE, ref: "kept", data: bytes("kept") });
    write.finish();
    expect(await write.next()).toEqual(reply);
    expect(await write.next()).toBeUndefined();
    expect((await host.content.status({ ref: "kept" }, ns)).status).toMatchObject({ ref: "kept", offset: 4, expected: "" });
  });

  test("a client that dies frees the ref", async () => {
    await using host = await startContent();
    const dead = openWrite(host.content, ns);
    await dead.ask({ action: WRITE, ref: "r", data: bytes("123") });
    await dead.abandon();
    await expect.poll(() => host.backend.isWriting("default/1/r")).toBe(false);
    await using next = openWrite(host.content, ns);
    expect((await next.ask({ action: STAT, ref: "r" })).offset).toBe(3);
  });

  test("a write that is not at the end is OutOfRange; one at 0 starts again", async () => {
    await using host = await startContent();
    await using write = openWrite(host.content, ns);
    await write.ask({ action: WRITE, ref: "r", data: bytes("123") });
    expect(await write.ask({ action: WRITE, offset: 0, data: bytes("x") })).toMatchObject({ offset: 1, digest: sha256("x") });
    const refused = await failure(write.ask({ action: WRITE, offset: 5, data: bytes("y") }));
    expect(refused).toMatchObject({ code: 11, message: "write @5 must occur at current offset 1" });
  });

  test.each([
    ["no ref", { action: STAT }, 3, "first message must have a reference"],
    ["a bad digest", { action: STAT, ref: "r", expected: "sha256:zz" }, 3, 'expected digest "sha256:zz": invalid checksum digest length: invalid argument'],
    ["an unknown algorithm", { action: STAT, ref: "r", expected: "md5:00" }, 3, 'expected digest "md5:00": unsupported digest algorithm: invalid argument'],
    ["a wrong size", { action: COMMIT, ref: "r", data: bytes("four"), total: 5 }, 9, '"r" failed size validation: 4 != 5: failed precondition'],
    ["a label that is too long", { action: COMMIT, ref: "r", labels: { k: "v".repeat(5000) } }, 3, "info.Labels: label key and value length (5001 bytes)"],
  ])("%s is refused", async (_name, request, code, message) => {
    await using host = await startContent();
    await using write = openWrite(host.content, ns);
    const refused = await failure(write.ask(request));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(message);
    expect(await listDigests(host)).toEqual([]);
  });

  test("a known blob: AlreadyExists at open, in the middle, and at a commit that says no digest", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("known"), ns);
    await using atOpen = openWrite(host.content, ns);
    expect(await failure(atOpen.ask({ action: STAT, ref: "a", expected: digest }))).toMatchObject({ code: 6, message: `content ${digest}: already exists` });
    await using inMiddle = openWrite(host.content, ns);
    await inMiddle.ask({ action: STAT, ref: "b" });
    expect(await failure(inMiddle.ask({ action: WRITE, data: bytes("known"), expected: digest }))).toMatchObject({ code: 6, message: `blob with expected digest ${digest} exists` });
    await using atCommit = openWrite(host.content, ns);
    expect(await failure(atCommit.ask({ action: COMMIT, ref: "c", data: bytes("known") }))).toMatchObject({ code: 6, message: `content ${digest}: already exists` });
    expect((await host.content.listStatuses({}, ns)).statuses).toEqual([]);
  });

  test("the ref is free as soon as the commit is answered", async () => {
    await using host = await startContent();
    await using first = openWrite(host.content, ns);
    await first.ask({ action: COMMIT, ref: "r", data: bytes("one") });
    await using second = openWrite(host.content, ns);
    expect((await second.ask({ action: COMMIT, ref: "r", data: bytes("two") })).digest).toBe(sha256("two"));
  });

  test("refs are per namespace; in one namespace a ref has one writer", async () => {
    await using host = await startContent();
    await using here = openWrite(host.content, ns);
    await using there = openWrite(host.content, { namespace: "other" });
    await here.ask({ action: WRITE, ref: "r", data: bytes("here") });
    await there.ask({ action: WRITE, ref: "r", data: bytes("there") });
    await using second = openWrite(host.content, ns);
    expect((await failure(second.ask({ action: STAT, ref: "r" }))).message).toMatch(/^ref default\/1\/r locked for/);
    expect((await there.ask({ action: COMMIT, offset: 5 })).digest).toBe(sha256("there"));
    expect((await here.ask({ action: COMMIT, offset: 4 })).digest).toBe(sha256("here"));
  });

  test("many writers at once, each with pieces of 1 MiB", async () => {
    await using host = await startContent();
    const all = Array.from({ length: 8 }, () => randomData((2 << 20) + 17));
    const digests = await Promise.all(all.map((data, index) => ingest(host.content, data, { ...ns, ref: `many-${index}` })));
    expect((await listDigests(host)).sort()).toEqual(digests.sort());
    for (const [index, data] of all.entries()) expect((await readAll(host.content, sha256(data), ns)).equals(data), String(index)).toBe(true);
  });

  test("a namespace is required and has to be well formed", async () => {
    await using host = await startContent();
    await using none = openWrite(host.content, {});
    expect(await failure(none.ask({ action: STAT, ref: "r" }))).toMatchObject({ code: 9, message: "namespace is required: failed precondition" });
    expect((await failure(host.content.info({ digest: sha256("") }, { namespace: "a/b" }))).message).toContain('namespace validation: identifier "a/b" must match');
  });
});

describe("sharing", () => {
  test("shared: a blob of another namespace needs no bytes, and no ingest", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("common"), { namespace: "one" });
    await using write = openWrite(host.content, { namespace: "two" });
    expect(await write.ask({ action: STAT, ref: "r", total: 6, expected: digest })).toMatchObject({ offset: 6, total: 6, digest });
    expect((await host.content.listStatuses({}, { namespace: "two" })).statuses).toEqual([]);
    expect(isError(await failure(host.content.status({ ref: "r" }, { namespace: "two" })), "notFound")).toBe(true);
    expect(await write.ask({ action: COMMIT, offset: 6, total: 6, expected: digest, labels: { a: "b" } })).toMatchObject({ offset: 6, digest });
    expect((await host.content.info({ digest }, { namespace: "two" })).info).toMatchObject({ size: 6, labels: { a: "b" } });
    expect((await host.content.info({ digest }, { namespace: "one" })).info?.labels).toEqual({});
  });

  test("shared: writing on regardless copies the blob, and its commit has the wrong size", async () => {
    await using host = await startContent();
    const data = randomData(349);
    const digest = await ingest(host.content, data, { namespace: "one" });
    await using write = openWrite(host.content, { namespace: "two" });
    const { offset } = await write.ask({ action: STAT, ref: "layer", total: 349, expected: digest });
    expect(await write.ask({ action: WRITE, offset: Number(offset), data })).toMatchObject({ offset: 698 });
    const refused = await failure(write.ask({ action: COMMIT, offset: 698, total: 349, expected: digest }));
    expect(refused).toMatchObject({ code: 9, message: '"layer" failed size validation: 698 != 349: failed precondition' });
    await host.content.abort({ ref: "layer" }, { namespace: "two" });
    expect((await host.content.listStatuses({}, { namespace: "two" })).statuses).toEqual([]);
  });

  test("shared: writing from 0 makes an ingest of its own", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("common"), { namespace: "one" });
    await using write = openWrite(host.content, { namespace: "two" });
    await write.ask({ action: STAT, ref: "r", expected: digest });
    expect(await write.ask({ action: WRITE, offset: 0, data: bytes("comm") })).toMatchObject({ offset: 4 });
    expect(await write.ask({ action: COMMIT, offset: 4, data: bytes("on"), total: 6, expected: digest })).toMatchObject({ digest });
  });

  test("another announced size is not shared", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("common"), { namespace: "one" });
    await using write = openWrite(host.content, { namespace: "two" });
    expect(await write.ask({ action: STAT, ref: "r", total: 7, expected: digest })).toMatchObject({ offset: 0 });
  });

  test("isolated: the bytes have to be brought, and become one blob", async () => {
    await using host = await startContent({ policy: "isolated" });
    const digest = await ingest(host.content, bytes("secret"), { namespace: "one" });
    await using write = openWrite(host.content, { namespace: "two" });
    expect(await write.ask({ action: STAT, ref: "r", total: 6, expected: digest })).toMatchObject({ offset: 0 });
    await write.ask({ action: COMMIT, data: bytes("secret"), total: 6, expected: digest });
    expect(await host.backend.list()).toHaveLength(1);
  });

  test("isolated: a namespace that is labelled shareable gives its blobs", async () => {
    await using host = await startContent({ policy: "isolated" });
    const digest = await ingest(host.content, bytes("public"), { namespace: "one" });
    host.peer.namespaceLabels.set("one", { "containerd.io/namespace.shareable": "true" });
    await using write = openWrite(host.content, { namespace: "two" });
    expect(await write.ask({ action: STAT, ref: "r", expected: digest })).toMatchObject({ offset: 6 });
  });
});

describe("Read", () => {
  const data = randomData((2 << 20) + 100);
  const read = async (host: ContentHost, range: { offset?: number; size?: number }) => {
    const replies: { offset: number; data: Buffer }[] = [];
    const digest = sha256(data);
    for await (const reply of host.content.read({ digest, ...range }, ns)) replies.push({ offset: Number(reply.offset), data: Buffer.from(reply.data) });
    return replies;
  };

  test("pieces of 1 MiB, whose offsets count from the beginning of the range", async () => {
    await using host = await startContent();
    await ingest(host.content, data, ns);
    const all = await read(host, {});
    expect(all.map(({ offset, data: piece }) => [offset, piece.length])).toEqual([[0, 1 << 20], [1 << 20, 1 << 20], [2 << 20, 100]]);
    expect(Buffer.concat(all.map((reply) => reply.data)).equals(data)).toBe(true);
    const part = await read(host, { offset: 10, size: 5 });
    expect(part).toEqual([{ offset: 0, data: data.subarray(10, 15) }]);
  });

  test("ranges at and past the end", async () => {
    await using host = await startContent();
    await ingest(host.content, data, ns);
    expect(await read(host, { offset: data.length })).toEqual([]);
    expect((await read(host, { offset: data.length - 3, size: 100 }))[0]?.data).toEqual(data.subarray(-3));
    expect((await read(host, { offset: -5, size: 2 }))[0]?.data).toEqual(data.subarray(0, 2));
    expect(await failure(read(host, { offset: data.length + 1 }))).toMatchObject({ code: 11, message: `read past object length ${data.length} bytes` });
  });

  test("a bad and an absent digest; a blob whose file has vanished", async () => {
    await using host = await startContent();
    expect(await failure(readAll(host.content, "sha256:1", ns))).toMatchObject({ code: 3, message: "sha256:1: invalid checksum digest length" });
    expect(await failure(readAll(host.content, sha256(""), ns))).toMatchObject({ code: 5, message: `content digest ${sha256("")}: not found` });
    const digest = await ingest(host.content, bytes("gone"), ns);
    rmSync(createLayout(path.join(host.root, "content")).blob(digest));
    expect((await failure(readAll(host.content, digest, ns))).message).toMatch(/^blob sha256:.+ expected at .+: not found$/);
  });
});

describe("Info, Update, List, Delete", () => {
  test("labels are replaced without a mask and set one by one with one", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("x"), { ...ns, labels: { a: "1", "b/c.d": "2", empty: "" } });
    const update = async (labels: Record<string, string>, paths?: string[]) =>
      (await host.content.update({ info: { digest, labels }, ...(paths === undefined ? {} : { updateMask: { paths } }) }, ns)).info?.labels;
    expect((await host.content.info({ digest }, ns)).info?.labels).toEqual({ a: "1", "b/c.d": "2" });
    expect(await update({ a: "9", new: "n" }, ["labels.b/c.d", "labels.new"])).toEqual({ a: "1", new: "n" });
    expect(await update({ z: "26" }, ["labels"])).toEqual({ z: "26" });
    expect(await update({ y: "25" })).toEqual({ y: "25" });
    expect(await failure(update({}, ["size"]))).toMatchObject({ code: 3, message: `cannot update "size" field on content info "${digest}": invalid argument` });
    expect((await failure(update({ k: "v".repeat(4096) }))).message).toMatch(/^info\.Labels: label key and value length \(4097 bytes\)/);
    expect((await host.content.info({ digest }, ns)).info?.labels).toEqual({ y: "25" });
  });

  test("bad digests have the words that clients know", async () => {
    await using host = await startContent();
    expect(await failure(host.content.info({ digest: "x" }, ns))).toMatchObject({ code: 3, message: '"x" failed validation' });
    expect(await failure(host.content.update({ info: { digest: "x" } }, ns))).toMatchObject({ code: 3, message: '"x" failed validation' });
    expect(await failure(host.content.delete({ digest: "x" }, ns))).toMatchObject({ code: 3, message: "invalid checksum digest format" });
    expect(await failure(host.content.status({ ref: "r" }, ns))).toMatchObject({ code: 5, message: 'could not get status for ref "r": reference r: not found' });
    expect(await failure(host.content.abort({ ref: "r" }, ns))).toMatchObject({ code: 5, message: "reference r: not found" });
  });

  test("lists are filtered, in order of digests, in messages of 100", async () => {
    await using host = await startContent();
    const digests = await Promise.all(Array.from({ length: 130 }, (_, n) => ingest(host.content, bytes(String(n)), { ...ns, labels: { n: String(n), "a/b": "c" } })));
    const sizes: number[] = [];
    for await (const { info } of host.content.list({}, ns)) sizes.push(info.length);
    expect(sizes).toEqual([100, 30]);
    expect(await listDigests(host)).toEqual([...digests].sort());
    expect(await listDigests(host, ["labels.n==7", `digest==${digests[8]}`])).toEqual([digests[7], digests[8]].sort());
    expect(await listDigests(host, ['labels."a/b"==c,labels.n~=^12.$'])).toHaveLength(10);
    expect(await listDigests(host, [], "other")).toEqual([]);
    expect((await failure(listDigests(host, ["=="]))).message).toMatch(/^filters: parse error/);
  });

  test("statuses are filtered by ref", async () => {
    await using host = await startContent();
    await using a = openWrite(host.content, ns);
    await using b = openWrite(host.content, ns);
    await a.ask({ action: WRITE, ref: "layer-a", total: 8, data: bytes("1234") });
    await b.ask({ action: STAT, ref: "config-b" });
    const refs = async (...filters: string[]) => (await host.content.listStatuses({ filters }, ns)).statuses.map(({ ref }) => ref);
    expect(await refs()).toEqual(["config-b", "layer-a"]);
    expect(await refs("ref~=^layer")).toEqual(["layer-a"]);
    expect((await host.content.status({ ref: "layer-a" }, ns)).status).toMatchObject({ offset: 4, total: 8 });
  });

  test("create and delete are told as events, in the transaction of the change, and once", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("event"), ns);
    await failure(ingest(host.content, bytes("event"), { ...ns, ref: "again" }));
    await host.content.delete({ digest }, ns);
    const events = host.store.outbox.pending(10);
    expect(events.map(({ namespace, topic, event }) => [namespace, topic, event.type_url])).toEqual([
      ["default", "/content/create", "containerd.events.ContentCreate"],
      ["default", "/content/delete", "containerd.events.ContentDelete"],
    ]);
    expect(containerd.events.ContentCreate.decode(events[0]!.event.value)).toMatchObject({ digest, size: 5 });
    expect(containerd.events.ContentDelete.decode(events[1]!.event.value)).toMatchObject({ digest });
  });
});

describe("leases", () => {
  const leased = { ...ns, lease: "L" };

  test("an ingest is leased while it is open, the blob from its commit on", async () => {
    await using host = await startContent();
    host.peer.leases.set("L", new Set());
    await using write = openWrite(host.content, leased);
    await write.ask({ action: STAT, ref: "r" });
    expect([...host.peer.leases.get("L")!]).toEqual(["ingests/r"]);
    await write.ask({ action: COMMIT, data: bytes("leased") });
    expect([...host.peer.leases.get("L")!]).toEqual([`content/${sha256("leased")}`]);
    await host.content.delete({ digest: sha256("leased") }, leased);
    expect([...host.peer.leases.get("L")!]).toEqual([]);
  });

  test("a blob that is there already is leased all the same", async () => {
    await using host = await startContent();
    host.peer.leases.set("L", new Set());
    const digest = await ingest(host.content, bytes("known"), ns);
    await using write = openWrite(host.content, leased);
    expect(isError(await failure(write.ask({ action: STAT, ref: "r", expected: digest })), "alreadyExists")).toBe(true);
    expect([...host.peer.leases.get("L")!]).toEqual([`content/${digest}`]);
  });

  test("a lease that does not exist is NotFound, and nothing is made", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("known"), ns);
    await using fresh = openWrite(host.content, leased);
    expect(await failure(fresh.ask({ action: STAT, ref: "r" }))).toMatchObject({ code: 5, message: "lease does not exist: not found" });
    await using known = openWrite(host.content, leased);
    expect(await failure(known.ask({ action: STAT, ref: "r", expected: digest }))).toMatchObject({ code: 5, message: "unable to lease content: lease does not exist: not found" });
    expect((await host.content.listStatuses({}, ns)).statuses).toEqual([]);
  });

  test("a lease that goes away before the commit fails it, and the bytes stay", async () => {
    await using host = await startContent();
    host.peer.leases.set("L", new Set());
    await using write = openWrite(host.content, leased);
    await write.ask({ action: WRITE, ref: "r", data: bytes("late") });
    host.peer.leases.delete("L");
    expect(isError(await failure(write.ask({ action: COMMIT, offset: 4 })), "notFound")).toBe(true);
    expect(await listDigests(host)).toEqual([]);
    await using again = openWrite(host.content, ns);
    expect(await again.ask({ action: STAT, ref: "r" })).toMatchObject({ offset: 4 });
  });
});
