import { createHash } from "node:crypto";
import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { bytes, failure, randomData, sha256 } from "./kit.ts";

/** A content store as the suite drives it: the store itself, or a client of the service over a socket. */
export interface SuiteStore extends AsyncDisposable {
  info(digest: string): Promise<{ size: number }>;
  read(digest: string): Promise<Buffer>;
  list(): Promise<string[]>;
  delete(digest: string): Promise<void>;
  writer(options: { ref: string; total?: number }): Promise<SuiteWriter>;
  status(ref: string): Promise<{ offset: number; total: number }>;
  abort(ref: string): Promise<void>;
}

export interface SuiteWriter {
  readonly offset: number;
  readonly digest: string;
  write(data: Uint8Array): Promise<void>;
  truncate(): Promise<void>;
  commit(options: { total?: number; expected?: string }): Promise<string>;
  close(): Promise<void>;
}

/** The contract of ContentStore, run on every implementation. */
export function describeContentStore(name: string, open: () => Promise<SuiteStore>, { algorithms = ["sha384", "sha512"] }: { algorithms?: readonly string[] } = {}): void {
  const commitNew = async (store: SuiteStore, data: Uint8Array, ref = "new"): Promise<string> => {
    const writer = await store.writer({ ref, total: data.length });
    await writer.write(data);
    return writer.commit({ total: data.length, expected: sha256(data) });
  };

  describe(name, () => {
    test("what was written piece by piece is read back under its digest", async () => {
      await using store = await open();
      const pieces = [bytes("first "), randomData(3 << 20), bytes(" last")];
      const writer = await store.writer({ ref: "pieces" });
      for (const piece of pieces) await writer.write(piece);
      const whole = Buffer.concat(pieces);
      expect(writer.offset).toBe(whole.length);
      expect(writer.digest).toBe(sha256(whole));
      const digest = await writer.commit({ total: whole.length, expected: sha256(whole) });
      expect(digest).toBe(sha256(whole));
      expect((await store.info(digest)).size).toBe(whole.length);
      expect((await store.read(digest)).equals(whole)).toBe(true);
      expect(await store.list()).toEqual([digest]);
    });

    test("a piece of 8 MiB, and a blob without a byte", async () => {
      await using store = await open();
      const large = randomData(8 << 20);
      const digest = await commitNew(store, large);
      expect((await store.read(digest)).equals(large)).toBe(true);
      const empty = await (await store.writer({ ref: "empty" })).commit({});
      expect(empty).toBe(sha256(""));
      expect((await store.read(empty)).length).toBe(0);
    });

    test("a ref has one writer: a second is Unavailable until the first has closed", async () => {
      await using store = await open();
      const first = await store.writer({ ref: "one" });
      const refused = await failure(store.writer({ ref: "one" }));
      expect(isError(refused, "unavailable")).toBe(true);
      expect(refused.message).toMatch(/^ref \S*one locked for [\d.]+s \(since .+\): unavailable$/);
      await first.close();
      await (await store.writer({ ref: "one" })).close();
    });

    test("an ingest is resumed behind its bytes, with the digest of all of them", async () => {
      await using store = await open();
      const first = await store.writer({ ref: "resumed", total: 10 });
      await first.write(bytes("01234"));
      await first.close();
      expect(await store.status("resumed")).toMatchObject({ offset: 5, total: 10 });
      const second = await store.writer({ ref: "resumed", total: 10 });
      expect(second.offset).toBe(5);
      expect(second.digest).toBe(sha256("01234"));
      await second.write(bytes("56789"));
      expect(await second.commit({ total: 10, expected: sha256("0123456789") })).toBe(sha256("0123456789"));
      expect(isError(await failure(store.status("resumed")), "notFound")).toBe(true);
    });

    test("another total starts the ingest again", async () => {
      await using store = await open();
      const first = await store.writer({ ref: "changed", total: 10 });
      await first.write(bytes("01234"));
      await first.close();
      const second = await store.writer({ ref: "changed", total: 3 });
      expect(second.offset).toBe(0);
      await second.write(bytes("abc"));
      expect(await second.commit({ total: 3 })).toBe(sha256("abc"));
    });

    test("a truncated ingest starts from nothing", async () => {
      await using store = await open();
      const writer = await store.writer({ ref: "again" });
      await writer.write(bytes("wrong and longer"));
      await writer.truncate();
      await writer.write(bytes("right"));
      const digest = await writer.commit({ expected: sha256("right") });
      expect((await store.read(digest)).toString()).toBe("right");
    });

    test("wrong size and wrong digest are FailedPrecondition, and the bytes stay", async () => {
      await using store = await open();
      const wrongSize = await store.writer({ ref: "wrong" });
      await wrongSize.write(bytes("data"));
      expect(isError(await failure(wrongSize.commit({ total: 5 })), "failedPrecondition")).toBe(true);
      await wrongSize.close();
      const wrongDigest = await store.writer({ ref: "wrong" });
      expect(wrongDigest.offset).toBe(4);
      const refused = await failure(wrongDigest.commit({ expected: sha256("other") }));
      expect(refused.message).toBe(`unexpected commit digest ${sha256("data")}, expected ${sha256("other")}: failed precondition`);
      await wrongDigest.close();
      expect(await store.list()).toEqual([]);
      expect(await (await store.writer({ ref: "wrong" })).commit({ expected: sha256("data") })).toBe(sha256("data"));
    });

    test.each(algorithms)("content is committed by its %s", async (algorithm) => {
      await using store = await open();
      const writer = await store.writer({ ref: algorithm });
      await writer.write(bytes("long digest"));
      const expected = `${algorithm}:${createHash(algorithm).update("long digest").digest("hex")}`;
      expect(await writer.commit({ expected })).toBe(expected);
      expect((await store.read(expected)).toString()).toBe("long digest");
    });

    test("the same content by two refs is one blob", async () => {
      await using store = await open();
      await commitNew(store, bytes("same"), "a");
      await commitNew(store, bytes("same"), "b").catch((error: unknown) => expect(isError(error, "alreadyExists")).toBe(true));
      expect(await store.list()).toEqual([sha256("same")]);
      expect(isError(await failure(store.status("b")), "notFound")).toBe(true);
    });

    test("what is absent is NotFound", async () => {
      await using store = await open();
      const absent = sha256("x");
      const attempts = [() => store.info(absent), () => store.read(absent), () => store.delete(absent), () => store.status("x"), () => store.abort("x")];
      for (const attempt of attempts) expect(isError(await failure(attempt()), "notFound")).toBe(true);
    });

    test("a deleted blob is gone, and can be written again", async () => {
      await using store = await open();
      const digest = await commitNew(store, bytes("fleeting"));
      await store.delete(digest);
      expect(isError(await failure(store.info(digest)), "notFound")).toBe(true);
      expect(await commitNew(store, bytes("fleeting"), "second")).toBe(digest);
    });

    test("an aborted ingest is gone; its open writer can't commit", async () => {
      await using store = await open();
      const writer = await store.writer({ ref: "dropped" });
      await writer.write(bytes("data"));
      await store.abort("dropped");
      expect(isError(await failure(store.status("dropped")), "notFound")).toBe(true);
      expect(isError(await failure(writer.commit({})), "notFound")).toBe(true);
      await writer.close();
      const next = await store.writer({ ref: "dropped" });
      expect(next.offset).toBe(0);
      await next.close();
    });
  });
}
