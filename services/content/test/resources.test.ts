import { existsSync } from "node:fs";
import path from "node:path";
import { nowTimestamp } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { createLayout } from "../stores/layout.ts";
import { bytes, COMMIT, failure, ingest, openWrite, readAll, sha256, STAT, startContent, WRITE, type ContentHost } from "./kit.ts";

const ns = { namespace: "default" };

const begin = async (host: ContentHost): Promise<number> => Number((await host.resources.begin({})).epoch);
async function sweep(host: ContentHost, epoch: number, keys: string[], kind = "content"): Promise<string[]> {
  const target = { epoch, namespace: "default", kind, keys };
  const { refused } = await host.resources.condemn(target);
  const { removed } = await host.resources.sweep(target);
  await host.resources.end({ epoch });
  expect(removed.filter((key) => refused.includes(key))).toEqual([]);
  return removed;
}

async function listAll(host: ContentHost, namespace = "") {
  const all = [];
  for await (const { resources } of host.resources.list({ namespace })) all.push(...resources);
  return all;
}

const fileOf = (host: ContentHost, digest: string): string => createLayout(path.join(host.root, "content")).blob(digest);

// A blob that is younger than the epoch stays for the next one, and file times are in steps of some milliseconds.
const letTimePass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe("listing", () => {
  test("blobs with labels, ingests with their expiry, of every namespace or of one", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("x"), { ...ns, labels: { "containerd.io/gc.root": "1" } });
    await using write = openWrite(host.content, { namespace: "other" });
    await write.ask({ action: STAT, ref: "r" });
    await using shared = openWrite(host.content, { namespace: "other" });
    await shared.ask({ action: STAT, ref: "s", expected: digest });
    const all = await listAll(host);
    expect(all.map(({ namespace, kind, key }) => [namespace, kind, key])).toEqual([
      ["default", "content", digest],
      ["other", "ingest", "r"],
      ["other", "ingest", "s"],
    ]);
    expect(all[0]?.labels).toEqual({ "containerd.io/gc.root": "1" });
    expect(Number(all[1]?.expireAt?.seconds) - nowTimestamp().seconds).toBeGreaterThan(23 * 3600);
    expect(all[2]?.refs).toMatchObject([{ kind: "content", key: digest }]);
    expect(await listAll(host, "default")).toHaveLength(1);
    expect((await host.resources.namespaces({})).names).toEqual(["default", "other"]);
    expect((await host.resources.checkEmpty({ namespace: "default" })).kinds).toEqual(["blobs"]);
    expect((await host.resources.checkEmpty({ namespace: "other" })).kinds).toEqual([]);
  });

  test("a leased ingest has no expiry", async () => {
    await using host = await startContent();
    host.peer.leases.set("L", new Set());
    await using write = openWrite(host.content, { ...ns, lease: "L" });
    await write.ask({ action: STAT, ref: "r" });
    expect((await listAll(host))[0]?.expireAt ?? null).toBeNull();
  });
});

describe("sweep", () => {
  test("removes what was not written since the epoch began, silently", async () => {
    await using host = await startContent();
    const [a, b] = [await ingest(host.content, bytes("a"), ns), await ingest(host.content, bytes("b"), ns)];
    const epoch = await begin(host);
    const events = host.store.outbox.last;
    expect(await sweep(host, epoch, [a, sha256("unknown")])).toEqual([a]);
    expect(isError(await failure(host.content.info({ digest: a }, ns)), "notFound")).toBe(true);
    await expect(host.content.info({ digest: b }, ns)).resolves.toBeDefined();
    expect(host.store.outbox.last).toBe(events);
  });

  test("spares what was created, found again or labelled, and tells what was written", async () => {
    await using host = await startContent();
    const texts = ["found", "labelled", "layer", "old"];
    const [found, labelled, layer, old] = (await Promise.all(texts.map((text) => ingest(host.content, bytes(text), ns)))) as [string, string, string, string];
    const epoch = await begin(host);
    await failure(ingest(host.content, bytes("found"), { ...ns, ref: "again" }));
    const labels = { "containerd.io/gc.ref.content.config": layer };
    await host.content.update({ info: { digest: labelled, labels } }, ns);
    await host.content.update({ info: { digest: labelled, labels: {} } }, ns);
    const created = await ingest(host.content, bytes("created"), ns);
    const told = [];
    for await (const { resources } of host.resources.list({ epoch })) told.push(...resources.filter(({ kind }) => kind === "content"));
    expect(told.map((one) => [one.key, one.labels])).toEqual([[labelled, labels], [labelled, {}], [created, {}]]);
    expect((await sweep(host, epoch, [found, labelled, layer, old, created])).toSorted()).toEqual([layer, old].toSorted());
  });

  test("who needs what is condemned waits for the verdict", async () => {
    await using host = await startContent();
    const [gone, stays, other] = (await Promise.all(["gone", "stays", "other"].map((text) => ingest(host.content, bytes(text), ns)))) as [string, string, string];
    const epoch = await begin(host);
    await host.resources.condemn({ epoch, namespace: "default", kind: "content", keys: [gone, stays] });
    let verdict = false;
    const afterVerdict = async (what: Promise<unknown>) => [await what.then(() => "ok", (error: unknown) => (isError(error, "notFound") ? "not found" : String(error))), verdict];
    const update = (digest: string) => host.content.update({ info: { digest, labels: { a: "b" } } }, ns);
    const waiting = [gone, stays].flatMap((digest) => [host.content.info({ digest }, ns), readAll(host.content, digest, ns), update(digest)].map(afterVerdict));
    await host.content.info({ digest: other }, ns);
    await host.content.info({ digest: gone }, { namespace: "elsewhere" }).catch(() => undefined);
    await host.resources.sweep({ epoch, namespace: "default", kind: "content", keys: [gone] });
    await letTimePass();
    verdict = true;
    await host.resources.end({ epoch });
    expect(await Promise.all(waiting)).toEqual([gone, stays].flatMap((digest) => [1, 2, 3].map(() => [digest === gone ? "not found" : "ok", true])));
    expect((await host.content.info({ digest: stays }, ns)).info?.labels).toEqual({ a: "b" });
  });

  test("ingests go, but not while they are written", async () => {
    await using host = await startContent();
    await using open = openWrite(host.content, ns);
    await open.ask({ action: WRITE, ref: "open", data: bytes("1") });
    await using closed = openWrite(host.content, ns);
    await closed.ask({ action: WRITE, ref: "closed", data: bytes("2") });
    closed.finish();
    while ((await closed.next()) !== undefined);
    expect(await sweep(host, await begin(host), ["open", "closed"], "ingest")).toEqual(["closed"]);
    await host.resources.cleanup({});
    expect((await host.content.listStatuses({}, ns)).statuses.map(({ ref }) => ref)).toEqual(["open"]);
    expect((await open.ask({ action: COMMIT, offset: 1 })).digest).toBe(sha256("1"));
  });

  test("an epoch that is over, also by a restart, is refused", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("x"), ns);
    const first = await begin(host);
    const second = await begin(host);
    expect(second).toBeGreaterThan(first);
    expect(isError(await failure(sweep(host, first, [digest])), "failedPrecondition")).toBe(true);
    expect(isError(await failure(sweep(host, second, [digest], "image")), "invalidArgument")).toBe(true);
    await using restarted = await startContent({ root: host.root });
    expect(isError(await failure(sweep(restarted, second, [digest])), "failedPrecondition")).toBe(true);
    expect(await begin(restarted)).toBeGreaterThan(second);
  });
});

describe("cleanup", () => {
  test("frees the file only when no namespace refers to it", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("common"), ns);
    await using other = openWrite(host.content, { namespace: "other" });
    await other.ask({ action: COMMIT, ref: "r", expected: digest, offset: 6 });
    await letTimePass();
    await sweep(host, await begin(host), [digest]);
    expect((await host.resources.cleanup({})).freedBytes).toBe(0);
    expect((await readAll(host.content, digest, { namespace: "other" })).toString()).toBe("common");
    await host.content.delete({ digest }, { namespace: "other" });
    expect((await host.resources.cleanup({})).freedBytes).toBe(6);
    expect(existsSync(fileOf(host, digest))).toBe(false);
  });

  test("leaves what is younger than the epoch to the next one", async () => {
    await using host = await startContent();
    await begin(host);
    await letTimePass();
    const digest = await ingest(host.content, bytes("young"), ns);
    await host.content.delete({ digest }, ns);
    expect((await host.resources.cleanup({})).freedBytes).toBe(0);
    await letTimePass();
    await begin(host);
    expect((await host.resources.cleanup({})).freedBytes).toBe(5);
  });

  test("keeps a blob that a writer counts on", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("common"), ns);
    await using write = openWrite(host.content, { namespace: "other" });
    await write.ask({ action: STAT, ref: "r", expected: digest });
    await host.content.delete({ digest }, ns);
    await letTimePass();
    await begin(host);
    await host.resources.cleanup({});
    expect(await write.ask({ action: COMMIT, offset: 6 })).toMatchObject({ digest });
    expect((await readAll(host.content, digest, { namespace: "other" })).toString()).toBe("common");
  });

  test("an aborted ingest leaves nothing on disk", async () => {
    await using host = await startContent();
    await using write = openWrite(host.content, ns);
    await write.ask({ action: WRITE, ref: "r", data: bytes("x") });
    await host.content.abort({ ref: "r" }, ns);
    await write.abandon();
    await expect.poll(() => host.backend.isWriting("default/1/r")).toBe(false);
    expect(existsSync(createLayout(path.join(host.root, "content")).ingest("default/1/r").data)).toBe(false);
    await using next = openWrite(host.content, ns);
    expect(await next.ask({ action: STAT, ref: "r" })).toMatchObject({ offset: 0 });
    expect(host.backend.isWriting("default/2/r")).toBe(true);
  });
});

describe("a deleted namespace", () => {
  test("loses its ingests and their directories, but none that came after it was checked", async () => {
    await using host = await startContent();
    for (const [namespace, ref] of [["n", "old"], ["m", "old"]] as const) {
      await using write = openWrite(host.content, { namespace });
      await write.ask({ action: WRITE, ref, data: bytes("1") });
    }
    const { revision } = await host.resources.checkEmpty({ namespace: "n" });
    await using late = openWrite(host.content, { namespace: "n" });
    await late.ask({ action: WRITE, ref: "late", data: bytes("2") });
    const { data } = createLayout(path.join(host.root, "content")).ingest("n/1/old");
    expect(existsSync(data)).toBe(true);
    await host.resources.dropNamespace({ namespace: "n", revision });
    await host.resources.dropNamespace({ namespace: "n", revision });
    const refs = async (namespace: string) => (await host.content.listStatuses({}, { namespace })).statuses.map(({ ref }) => ref);
    expect([await refs("n"), await refs("m")]).toEqual([["late"], ["old"]]);
    expect(existsSync(data)).toBe(false);
    expect((await late.ask({ action: COMMIT, offset: 1 })).digest).toBe(sha256("2"));
  });
});
