import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import type { MetadataStore, Transaction } from "../mod.ts";

export interface SuiteHost {
  /** Opens the store; called again on the same state to see what survived. */
  open(): Promise<MetadataStore>;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (value: Uint8Array | undefined): string => Buffer.from(value ?? []).toString();
const refuse = (): never => {
  throw new Error("refused");
};
const event = (topic: string) => ({ namespace: "n", topic, event: { type_url: "t", value: bytes(topic) } });

/** The contract of MetadataStore, run on every driver. */
export function describeMetadataStore(name: string, createHost: () => SuiteHost): void {
  describe(name, () => {
    test("a record is read back with its revision; revisions only grow", async () => {
      await using store = await createHost().open();
      const first = await store.transact((tx) => tx.put("b", "k", bytes("1")));
      const second = await store.transact((tx) => tx.put("b", "k", bytes("2")));
      expect(second).toBeGreaterThan(first);
      expect(store.get("b", "k")?.revision).toBe(second);
      expect(text(store.get("b", "k")?.value)).toBe("2");
      expect(store.get("b", "other")).toBeUndefined();
    });

    test("lists are in bytewise order, by prefix, behind a key, up to a limit", async () => {
      await using store = await createHost().open();
      await store.transact((tx) => ["b", "a/2", "a/10", "é", "Z", "a0"].forEach((key) => tx.put("x", key, bytes(key))));
      const keys = (options = {}) => store.list("x", options).map((record) => record.key);
      expect(keys()).toEqual(["Z", "a/10", "a/2", "a0", "b", "é"]);
      expect(keys({ prefix: "a/" })).toEqual(["a/10", "a/2"]);
      expect(keys({ after: "a/2" })).toEqual(["a0", "b", "é"]);
      expect(keys({ limit: 2 })).toEqual(["Z", "a/10"]);
    });

    test("buckets are those that hold records", async () => {
      await using store = await createHost().open();
      await store.transact((tx) => ["images/a", "images/b", "leases/a"].forEach((bucket) => tx.put(bucket, "k", bytes("v"))));
      await store.transact((tx) => tx.delete("images/b", "k"));
      expect(store.buckets("images/")).toEqual(["images/a"]);
      expect(store.buckets()).toEqual(["images/a", "leases/a"]);
    });

    test("compare and swap: a stale revision, and a create of what exists, are Aborted", async () => {
      await using store = await createHost().open();
      const revision = await store.transact((tx) => tx.put("b", "k", bytes("1"), { ifRevision: 0 }));
      const stale = await store.transact((tx) => tx.put("b", "k", bytes("x"), { ifRevision: 0 })).catch((e: unknown) => e);
      expect(isError(stale, "aborted")).toBe(true);
      await store.transact((tx) => tx.put("b", "k", bytes("2"), { ifRevision: revision }));
      expect(text(store.get("b", "k")?.value)).toBe("2");
    });

    test("a function that throws leaves no trace, and those that share its commit keep theirs", async () => {
      await using store = await createHost().open();
      const write = (key: string, fail = false) =>
        store.transact((tx: Transaction) => {
          tx.put("b", key, bytes(key));
          tx.emit(event(`/${key}`));
          if (fail) throw new Error("no");
        });
      const results = await Promise.allSettled([write("a"), write("b", true), write("c")]);
      expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(store.list("b").map((record) => record.key)).toEqual(["a", "c"]);
      expect(store.outbox.pending(10).map((entry) => entry.topic)).toEqual(["/a", "/c"]);
    });

    test("a later function of the same commit sees what an earlier one wrote", async () => {
      await using store = await createHost().open();
      const create = () =>
        store.transact((tx) => {
          if (tx.get("b", "k") !== undefined) throw new Error("exists");
          tx.put("b", "k", bytes("v"));
        });
      const results = await Promise.allSettled([create(), create()]);
      expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
    });

    test("the outbox keeps order, sequence and time, forgets what is published, and announces what is new", async () => {
      await using store = await createHost().open();
      let announced = 0;
      store.outbox.onAppend(() => (announced += 1));
      await store.transact((tx) => tx.emit(event("/one")));
      await store.transact((tx) => tx.emit(event("/two")));
      const [one, two] = store.outbox.pending(10);
      expect([one?.topic, two?.topic]).toEqual(["/one", "/two"]);
      expect(two!.sequence).toBeGreaterThan(one!.sequence);
      expect(one!.timestamp.seconds).toBeGreaterThan(1.7e9);
      store.outbox.remove(one!.sequence);
      expect(store.outbox.pending(10).map((entry) => entry.topic)).toEqual(["/two"]);
      expect(announced).toBe(2);
    });

    test("a deferred write is seen at once; its events are told of when it is on disk, in order", async () => {
      await using store = await createHost().open();
      const told: string[] = [];
      store.outbox.onAppend(() => told.push(...store.outbox.pending(10, seen()).map(({ topic }) => topic)));
      const seen = (): number => Math.max(0, ...store.outbox.pending(10).slice(0, told.length).map(({ sequence }) => sequence));
      await store.transact((tx) => (tx.put("b", "k", bytes("v")), tx.emit(event("/one"))), { deferred: true });
      expect([store.get("b", "k")?.value.toString(), told]).toEqual(["v", []]);
      await expect(store.transact((tx) => (tx.emit(event("/never")), refuse()), { deferred: true })).rejects.toThrow("refused");
      await store.settled();
      expect(told).toEqual(["/one"]);
      await store.transact((tx) => tx.emit(event("/two")), { deferred: true });
      await store.transact((tx) => tx.emit(event("/three")));
      expect(told).toEqual(["/one", "/two", "/three"]);
      await store.transact((tx) => tx.emit(event("/four")), { deferred: true });
      // Nobody asks for it: it gets there by itself.
      for (let i = 0; i < 500 && told.length < 4; i++) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(told).toEqual(["/one", "/two", "/three", "/four"]);
    });

    test("the outbox is read in pages, however much waits in it", async () => {
      await using store = await createHost().open();
      const all = Array.from({ length: 6000 }, (_, i) => `/t/${i}`);
      const half = all.length / 2;
      for (const part of [all.slice(0, half), all.slice(half)]) await store.transact((tx) => part.forEach((topic) => tx.emit(event(topic))));
      const seen: string[] = [];
      for (let after = 0, page; (page = store.outbox.pending(700, after)).length > 0; after = page.at(-1)!.sequence) seen.push(...page.map(({ topic }) => topic));
      expect(seen).toEqual(all);
      store.outbox.remove(store.outbox.pending(10).at(-1)!.sequence);
      await store.transact((tx) => tx.emit(event("/last")));
      expect(store.outbox.pending(1e6).map(({ topic }) => topic)).toEqual([...all.slice(10), "/last"]);
    });

    test("records, outbox, revisions and counters survive a close", async () => {
      const host = createHost();
      const store = await host.open();
      const revision = await store.transact((tx) => (tx.emit(event("/e")), tx.nextSequence("ids"), tx.put("b", "k", bytes("v"))));
      const { last } = store.outbox;
      store.outbox.remove(last);
      await store.close();
      await using again = await host.open();
      expect(text(again.get("b", "k")?.value)).toBe("v");
      expect(again.outbox.last).toBe(last);
      expect(await again.transact((tx) => tx.nextSequence("ids"))).toBe(2);
      expect(await again.transact((tx) => tx.put("b", "k", bytes("w")))).toBeGreaterThan(revision);
    });

    test("a closed store refuses with Unavailable", async () => {
      const store = await createHost().open();
      await store.close();
      expect(isError(await store.transact(() => 1).catch((e: unknown) => e), "unavailable")).toBe(true);
    });
  });
}
