import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { stevedore } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import type { CallOptions } from "@stevedore/rpc";
import { describe, expect, test } from "vitest";
import { bytes, failure, ingest, openDialogue, openWrite, randomData, sha256, STAT, startContent, type ContentHost } from "./kit.ts";

const ns = { namespace: "default" };

function openFileWrite(host: ContentHost, options: CallOptions = ns) {
  return openDialogue((requests: AsyncIterable<stevedore.v1.IIngestWriteRequest>, call) => host.ingests.write(requests, call), options);
}

describe("Ingests.Write", () => {
  test("the caller appends, says how far, and commits", async () => {
    await using host = await startContent();
    await using write = openFileWrite(host);
    const data = randomData(3 << 20);
    const { path, offset } = await write.ask({ ref: "layer", total: data.length, expected: sha256(data) });
    expect(offset).toBe(0);
    appendFileSync(path, data.subarray(0, 1 << 20));
    expect(await write.ask({ available: 1 << 20 })).toMatchObject({ offset: 1 << 20, digest: sha256(data.subarray(0, 1 << 20)) });
    appendFileSync(path, data.subarray(1 << 20));
    const done = await write.ask({ available: data.length, commit: true, labels: { l: "1" } });
    expect(done).toMatchObject({ committed: true, offset: data.length, digest: sha256(data) });
    expect(await write.next()).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    const located = await host.ingests.locate({ digest: sha256(data) }, ns);
    expect(located.size).toBe(data.length);
    expect(readFileSync(located.path).equals(data)).toBe(true);
    expect((await host.content.info({ digest: sha256(data) }, ns)).info).toMatchObject({ labels: { l: "1" }, size: data.length });
  });

  test("several layers at once", async () => {
    await using host = await startContent();
    const layers = Array.from({ length: 6 }, () => randomData(2 << 20));
    await Promise.all(
      layers.map(async (data, index) => {
        await using write = openFileWrite(host);
        const { path } = await write.ask({ ref: `layer-${index}` });
        for (let at = 0; at < data.length; at += 256 << 10) {
          appendFileSync(path, data.subarray(at, at + (256 << 10)));
          await write.ask({ available: at + (256 << 10) });
        }
        expect((await write.ask({ commit: true, expected: sha256(data) })).digest).toBe(sha256(data));
      }),
    );
    expect(await host.backend.list()).toHaveLength(6);
  });

  test("resume after the caller died, and start again from nothing", async () => {
    await using host = await startContent();
    const dead = openFileWrite(host);
    const { path } = await dead.ask({ ref: "r" });
    appendFileSync(path, "0123456789");
    await dead.ask({ available: 5 });
    await dead.abandon();
    await expect.poll(() => host.backend.isWriting("default/1/r")).toBe(false);
    await using next = openFileWrite(host);
    expect(await next.ask({ ref: "r" })).toMatchObject({ path, offset: 10, digest: sha256("0123456789") });
    expect(await next.ask({ truncate: true })).toMatchObject({ path, offset: 0 });
    appendFileSync(path, "abc");
    expect(await next.ask({ available: 3, commit: true })).toMatchObject({ digest: sha256("abc") });
  });

  test("the same ref is locked for both ways of writing", async () => {
    await using host = await startContent();
    await using file = openFileWrite(host);
    await file.ask({ ref: "r" });
    await using stream = openWrite(host.content, ns);
    expect(isError(await failure(stream.ask({ action: STAT, ref: "r" })), "unavailable")).toBe(true);
  });

  test("a blob of another namespace has no path and can be committed at once", async () => {
    await using host = await startContent();
    const digest = await ingest(host.content, bytes("common"), { namespace: "other" });
    await using write = openFileWrite(host);
    expect(await write.ask({ ref: "r", expected: digest })).toMatchObject({ path: "", offset: 6 });
    expect(await write.ask({ commit: true })).toMatchObject({ digest, committed: true });
    await using again = openFileWrite(host);
    expect(await failure(again.ask({ ref: "r", expected: digest }))).toMatchObject({ code: 6, message: `content ${digest}: already exists` });
  });

  test("what is wrong is refused in Write's words", async () => {
    await using host = await startContent();
    await using noRef = openFileWrite(host);
    expect(isError(await failure(noRef.ask({})), "invalidArgument")).toBe(true);
    await using tooFar = openFileWrite(host);
    await tooFar.ask({ ref: "a" });
    expect(isError(await failure(tooFar.ask({ available: 1 })), "outOfRange")).toBe(true);
    await using size = openFileWrite(host);
    const { path } = await size.ask({ ref: "b" });
    appendFileSync(path, "data");
    expect(await failure(size.ask({ available: 4, commit: true, total: 5 }))).toMatchObject({ code: 9, message: '"b" failed size validation: 4 != 5: failed precondition' });
    await using digest = openFileWrite(host);
    await digest.ask({ ref: "b" });
    expect((await failure(digest.ask({ commit: true, expected: sha256("other") }))).message).toContain("unexpected commit digest");
    expect(await failure(host.ingests.locate({ digest: sha256("") }, ns))).toMatchObject({ code: 5, message: `content digest ${sha256("")}: not found` });
  });
});
