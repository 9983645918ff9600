import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createMarkReader, openSqliteStore } from "../mod.ts";

const root = mkdtempSync(path.join(tmpdir(), "stevedore-marks-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const open = (dir = path.join(root, `${++count}`)) => ({ store: openSqliteStore({ path: path.join(dir, "meta.db"), marks: path.join(dir, "marks") }), marks: createMarkReader(path.join(dir, "marks")), dir });
const value = Buffer.from("v");

test("a counter grows with each commit that wrote its kind of bucket, before the writer is told", async () => {
  const { store, marks } = open();
  await using _ = store;
  const before = marks.read("images")!;
  const others = marks.read("leases")!;
  const seen = await store.transact((tx) => (tx.put("images/one", "a", value), marks.read("images"))).then((during) => [during, marks.read("images")]);
  expect(seen).toEqual([before, before + 1]);
  await store.transact((tx) => tx.delete("images/two", "none"));
  expect(marks.read("images")).toBe(before + 2);
  await store.transact((tx) => tx.get("images/one", "a"));
  expect([marks.read("images"), marks.read("leases")]).toEqual([before + 2, others]);
});

test("a counter never has a former value: not after a restart, not when the file was lost", async () => {
  const first = open();
  await first.store.transact((tx) => tx.put("images", "a", value));
  const last = first.marks.read("images")!;
  await first.store.close();
  const second = open(first.dir);
  expect(first.marks.read("images")).toBeGreaterThan(last);
  const later = second.marks.read("images")!;
  await second.store.close();
  rmSync(path.join(first.dir, "marks"));
  const third = open(first.dir);
  expect(third.marks.read("images")).toBeGreaterThan(later);
  await third.store.close();
});

test("without a file there is no counter, and one that comes later is found", async () => {
  const dir = path.join(root, `${++count}`);
  const marks = createMarkReader(path.join(dir, "marks"));
  expect(marks.read("images")).toBeUndefined();
  const { store } = open(dir);
  await using _ = store;
  expect(marks.read("images")).toBeGreaterThan(0);
});
