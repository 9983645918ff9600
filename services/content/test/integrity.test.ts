import { chmodSync, closeSync, existsSync, openSync, readFileSync, readdirSync, rmSync, truncateSync, writeSync } from "node:fs";
import path from "node:path";
import { containerd, dateOf, stevedore } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { createLayout } from "../stores/layout.ts";
import { bytes, createTempDir, failure, ingest, openWrite, randomData, readAll, sha256, STAT, startContent, type ContentHost } from "./kit.ts";

const ns = { namespace: "default" };
const other = { namespace: "other" };
const MB = 1 << 20;

const blobFile = ({ root }: Pick<ContentHost, "root">, digest: string): string => createLayout(path.join(root, "content")).blob(digest);

/** One bit of the file is not what it was. */
function flip(host: Pick<ContentHost, "root">, digest: string, at = 0): void {
  const file = blobFile(host, digest);
  const byte = readFileSync(file)[at]! ^ 1;
  chmodSync(file, 0o644);
  const fd = openSync(file, "r+");
  writeSync(fd, Buffer.from([byte]), 0, 1, at);
  closeSync(fd);
}

const DAMAGES: Record<string, (host: Pick<ContentHost, "root">, digest: string) => void> = {
  "a flipped bit": flip,
  "a cut end": (host, digest) => truncateSync(blobFile(host, digest), 1000),
  "no byte left, as after a power cut": (host, digest) => truncateSync(blobFile(host, digest), 0),
  "the file gone": (host, digest) => rmSync(blobFile(host, digest)),
};

function events({ store }: ContentHost): { namespace: string; topic: string; payload: Record<string, unknown> }[] {
  const types = { "/stevedore/content/corrupt": stevedore.v1.ContentCorrupt, "/stevedore/content/repaired": stevedore.v1.ContentRepaired, "/content/create": containerd.events.ContentCreate } as const;
  return store.outbox.pending(1000).flatMap(({ namespace, topic, event }) => {
    const type = types[topic as keyof typeof types];
    return type === undefined ? [] : [{ namespace, topic, payload: { ...type.decode(event.value ?? new Uint8Array()) } }];
  });
}

const topics = (host: ContentHost): string[] => events(host).filter(({ topic }) => topic.startsWith("/stevedore")).map(({ namespace, topic }) => `${namespace} ${topic.split("/").at(-1)}`);

describe.each(Object.entries(DAMAGES))("%s", (_, damage) => {
  test.each([["read", 3 * MB], ["read", 200], ["located", 2000]] as const)("is not served when it is %s (%i bytes), but set aside and told, and can be written again", async (how, size) => {
    await using host = await startContent();
    const data = randomData(size);
    const digest = await ingest(host.content, data, { ...ns, labels: { "containerd.io/gc.ref.content.0": "kept" } });
    await ingest(host.content, data, { ...other, ref: "second" }).catch(() => undefined);
    damage(host, digest);
    const refused = await failure(how === "read" ? readAll(host.content, digest, ns) : host.ingests.locate({ digest }, ns));
    const isMissing = damage === DAMAGES["the file gone"];
    expect(isError(refused, isMissing ? "notFound" : "dataLoss")).toBe(true);
    expect(refused.message).toContain(isMissing ? "expected at" : `content ${digest} is corrupt: it`);
    const gone = await failure(host.content.info({ digest }, other));
    expect([isError(gone, "notFound"), gone.message.includes("set aside")]).toEqual([true, true]);
    expect(isError(await failure(readAll(host.content, digest, ns)), "notFound")).toBe(true);
    expect(existsSync(blobFile(host, digest))).toBe(false);
    const [lost] = events(host).filter(({ topic }) => topic === "/stevedore/content/corrupt");
    expect(lost).toMatchObject({ namespace: "default", payload: { digest, size, problem: expect.stringMatching(/^it is missing$|^it has \d+ bytes, not \d+$|^it holds sha256:/) } });
    const aside = String(lost?.payload.aside ?? "");
    expect(aside === "" || existsSync(aside)).toBe(true);

    expect(await ingest(host.content, data, { ...ns, ref: "again", labels: { own: "1" } })).toBe(digest);
    expect((await readAll(host.content, digest, ns)).equals(data)).toBe(true);
    expect((await readAll(host.content, digest, other)).equals(data)).toBe(true);
    expect((await host.content.info({ digest }, ns)).info?.labels).toEqual({ own: "1", "containerd.io/gc.ref.content.0": "kept" });
    expect(topics(host)).toEqual(["default corrupt", "other corrupt", "default repaired", "other repaired"]);
  });
});

describe("when it is found", () => {
  test("the beginning of a blob may be read before; its last byte never, whatever the pieces", async () => {
    using dir = createTempDir();
    const data = randomData(2 * MB);
    const digest = sha256(data);
    {
      await using host = await startContent({ root: dir.path });
      await ingest(host.content, data, ns);
    }
    flip({ root: dir.path }, digest, MB);
    await using host = await startContent({ root: dir.path });
    const read = async (offset: number, size: number): Promise<number> => {
      let length = 0;
      for await (const { data: piece } of host.content.read({ digest, offset, size }, ns)) length += piece.length;
      return length;
    };
    expect(await read(0, 32 << 10)).toBe(32 << 10);
    expect(isError(await failure(read(2 * MB - 10, 10)), "dataLoss")).toBe(true);
    expect(isError(await failure(read(0, 32 << 10)), "notFound")).toBe(true);
  });

  test("a writer of what is there by name only, cut or changed since it was verified, brings it anew", async () => {
    for (const damage of [DAMAGES["a cut end"]!, flip]) {
      await using host = await startContent();
      const data = randomData(5000);
      const digest = await ingest(host.content, data, ns);
      damage(host, digest);
      await using write = openWrite(host.content, ns);
      expect(await write.ask({ action: STAT, ref: "anew", total: data.length, expected: digest })).toMatchObject({ offset: 0 });
      expect(topics(host)).toEqual(["default corrupt"]);
    }
  });

  test("bytes that no record speaks of are not shared unread", async () => {
    await using host = await startContent();
    const data = randomData(5000);
    const digest = await ingest(host.content, data, ns);
    await host.content.delete({ digest }, ns);
    flip(host, digest);
    await using write = openWrite(host.content, other);
    expect(await write.ask({ action: STAT, ref: "r", total: data.length, expected: digest })).toMatchObject({ offset: 0 });
    await write.abandon();
    expect(await ingest(host.content, data, { ...other, ref: "whole" })).toBe(digest);
    expect((await readAll(host.content, digest, other)).equals(data)).toBe(true);
  });

  test("Verify finds what nobody has asked for, and says what is lost until it is back", async () => {
    await using host = await startContent();
    const good = await ingest(host.content, bytes("good"), ns);
    const bad = await ingest(host.content, bytes("bad one"), ns);
    flip(host, bad);
    const verify = async (request: object = {}) => {
      const replies = [];
      for await (const reply of host.integrity.verify(request)) replies.push(reply);
      return replies;
    };
    expect(await verify({ digests: [good] })).toMatchObject([{ digest: "", blobs: 1, bytes: 4 }]);
    for (let time = 0; time < 2; time++) expect((await verify())[0]).toMatchObject({ digest: bad, size: 7, namespaces: ["default"], problem: expect.stringContaining("holds") });
    expect((await verify({ repair: true }))[0]?.repairProblem).toContain("Repairs");
    await ingest(host.content, bytes("bad one"), { ...ns, ref: "again" });
    expect(await verify()).toMatchObject([{ digest: "", blobs: 2 }]);
  });

  test("the scrubber finds it without being asked", async () => {
    await using host = await startContent({ scrub: { intervalMs: 20, bytesPerSecond: 10 * MB } });
    const digest = await ingest(host.content, randomData(MB), ns);
    flip(host, digest);
    await expect.poll(() => topics(host), { timeout: 30_000 }).toEqual(["default corrupt"]);
  });
});

describe("fetching it again", () => {
  test("goes on by itself, also in the next life, until it is there; the first creation's time and labels stay", async () => {
    using dir = createTempDir();
    const data = randomData(MB);
    const digest = sha256(data);
    const source = { "containerd.io/distribution.source.registry": "repository" };
    let created = new Date(0);
    {
      await using host = await startContent({ root: dir.path, fetchLost: async () => { throw notFound("the registry"); } });
      await ingest(host.content, data, { ...ns, labels: source });
      created = dateOf((await host.content.info({ digest }, ns)).info?.createdAt);
      flip(host, digest);
      await failure(readAll(host.content, digest, ns));
    }
    const asked: unknown[] = [];
    await using host = await startContent({
      root: dir.path,
      fetchLost: async ({ content }, { digest: wanted, labels, size }, namespace) => {
        asked.push({ wanted, labels, size: Number(size), namespace });
        await ingest(content, data, ns);
        return "registry/repository";
      },
    });
    await expect.poll(() => topics(host), { timeout: 30_000 }).toContain("default repaired");
    expect(asked).toEqual([{ wanted: digest, labels: source, size: MB, namespace: "default" }]);
    const { info } = await host.content.info({ digest }, ns);
    expect(info?.labels).toEqual(source);
    expect(created.getTime()).toBeGreaterThan(0);
    expect((await readAll(host.content, digest, ns)).equals(data)).toBe(true);
  });

  test("what is lost still keeps what its labels refer to, is garbage like any other, and may be deleted", async () => {
    await using host = await startContent();
    const digests = [];
    for (const name of ["swept", "deleted"]) digests.push(await ingest(host.content, bytes(name), { ...ns, labels: { "containerd.io/gc.ref.content.0": "child" } }));
    const [swept, deleted] = digests as [string, string];
    for (const digest of digests) {
      rmSync(blobFile(host, digest));
      await failure(readAll(host.content, digest, ns));
    }
    const list = async () => {
      const rows = [];
      for await (const { resources } of host.resources.list({})) rows.push(...resources.map(({ key, labels }) => ({ key, labels })));
      return rows;
    };
    expect(await list()).toEqual(digests.toSorted().map((key) => ({ key, labels: { "containerd.io/gc.ref.content.0": "child" } })));
    await host.content.delete({ digest: deleted }, ns);
    const { epoch } = await host.resources.begin({});
    const sweep = { epoch, namespace: "default", kind: "content", keys: [swept] };
    expect((await host.resources.condemn(sweep)).refused).toEqual([]);
    expect((await host.resources.sweep(sweep)).removed).toEqual([swept]);
    await host.resources.end({ epoch });
    expect(await list()).toEqual([]);
    expect(readdirSync(path.join(host.root, "content/ingest"))).toEqual([]);
  });
});
