import path from "node:path";
import { openSqliteStore } from "@stevedore/metadata";
import { expect, test } from "vitest";
import { watchStore, type Change } from "../watched-store.ts";
import { createTempDir } from "./support.ts";

const value = Buffer.from("v");

test("changes are reported when they are committed; a failed transaction and an ingest that ends are none", async () => {
  using dir = createTempDir();
  await using inner = openSqliteStore({ path: path.join(dir.path, "x.db") });
  const changes: Change[] = [];
  const store = watchStore(inner, (change) => changes.push(change));
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
  expect(changes).toEqual([{ writes: 2, deletes: 1 }, { writes: 1, deletes: 0 }]);
});
