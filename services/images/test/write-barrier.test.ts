import path from "node:path";
import { openSqliteStore } from "@stevedore/metadata";
import { expect, test } from "vitest";
import { createWriteBarrier, type Change } from "../write-barrier.ts";
import { createTempDir } from "./support.ts";

const value = Buffer.from("v");

async function startBarrier() {
  const dir = createTempDir();
  const inner = openSqliteStore({ path: path.join(dir.path, "x.db") });
  const changes: Change[] = [];
  const barrier = createWriteBarrier(inner);
  barrier.onChange((change) => changes.push(change));
  return { inner, barrier, changes, async [Symbol.asyncDispose]() { await inner.close(); dir[Symbol.dispose](); } };
}

test("a recording has every write between its beginning and its end, deleted ones too", async () => {
  await using host = await startBarrier();
  const { store } = host.barrier;
  await store.transact((tx) => tx.put("b", "before", value));
  const recording = host.barrier.record();
  await store.transact((tx) => tx.put("b", "k", value));
  await store.transact((tx) => tx.delete("b", "k"));
  recording.stop();
  await store.transact((tx) => tx.put("b", "after", value));
  expect(recording.written.map(({ key }) => key)).toEqual(["k"]);
});

test("holding waits for the writes that were let through before, and stops the others", async () => {
  await using host = await startBarrier();
  const { store } = host.barrier;
  const recording = host.barrier.record();
  const first = store.transact((tx) => tx.put("b", "first", value));
  const release = await host.barrier.hold();
  expect(recording.written.map(({ key }) => key)).toEqual(["first"]);
  await first;
  let done = false;
  const second = store.transact((tx) => tx.put("b", "second", value)).then(() => (done = true));
  await host.inner.transact((tx) => tx.put("b", "collector", value));
  expect([done, store.get("b", "second")]).toEqual([false, undefined]);
  release();
  await second;
  expect(store.list("b").map(({ key }) => key)).toEqual(["collector", "first", "second"]);
});

test("changes are reported when they are committed; a failed transaction and an ingest that ends are none", async () => {
  await using host = await startBarrier();
  const { store } = host.barrier;
  await store.transact((tx) => {
    tx.put("images/n", "a", value);
    tx.put("images/n", "b", value);
    tx.delete("images/n", "a");
    tx.delete("images/n", "never there");
  });
  await store.transact((tx) => {
    tx.put("images/n", "c", value);
    throw new Error("no");
  }).catch(() => undefined);
  await store.transact((tx) => tx.put("lease-resources/n/l", "ingests\nref", value));
  await store.transact((tx) => tx.delete("lease-resources/n/l", "ingests\nref"));
  expect(host.changes).toEqual([{ writes: 2, deletes: 1 }, { writes: 1, deletes: 0 }]);
});
