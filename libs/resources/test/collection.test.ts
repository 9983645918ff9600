import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isError } from "@stevedore/errors";
import { openSqliteStore } from "@stevedore/metadata";
import { expect, test } from "vitest";
import { createCollection } from "../mod.ts";

const value = Buffer.from("v");
const named = (key: string) => ({ namespace: "n", kind: "thing", key });

async function start(options: { verdictMs?: number } = {}) {
  const dir = mkdtempSync(path.join(tmpdir(), "stevedore-resources-"));
  const raw = openSqliteStore({ path: path.join(dir, "x.db") });
  const collection = createCollection({ store: raw, nameOf: (bucket, key) => (bucket === "things" ? named(key) : undefined) }, options);
  const put = (key: string, bucket = "things") => collection.store.transact((tx) => tx.put(bucket, key, value));
  return { raw, collection, put, async [Symbol.asyncDispose]() { await raw.close(); rmSync(dir, { recursive: true }); } };
}

test("every write since the beginning is told, of what is deleted again too, and none that failed", async () => {
  await using host = await start();
  const { collection, put } = host;
  await put("before");
  const before = put("in the same commit");
  const epoch = await collection.begin();
  await before;
  await put("kept");
  await put("deleted");
  await put("row", "others");
  await collection.store.transact((tx) => tx.delete("things", "deleted"));
  await collection.store.transact((tx) => (tx.put("things", "failed", value), expect.fail("no"))).catch(() => undefined);
  expect(collection.written(epoch).map(({ key }) => key)).toEqual(["kept", "deleted", "row"]);
  expect(host.raw.list("things").map(({ key }) => key)).toEqual(["before", "in the same commit", "kept"]);
});

test("what was written or touched can't be condemned", async () => {
  await using host = await start();
  const { collection, put } = host;
  for (const key of ["old", "touched", "written"]) await put(key);
  const epoch = await collection.begin();
  collection.touch(named("touched"));
  await put("written");
  expect(collection.condemn(epoch, ["old", "touched", "written"].map(named)).map(({ key }) => key)).toEqual(["touched", "written"]);
  expect(collection.isCondemned(named("old"))).toBe(true);
});

test("a transaction that meets what is condemned leaves no trace, and runs again after the verdict", async () => {
  await using host = await start();
  const { collection, put, raw } = host;
  await put("condemned");
  const epoch = await collection.begin();
  collection.condemn(epoch, [named("condemned")]);
  let runs = 0;
  let settled = false;
  const reading = collection.settled(named("condemned")).then(() => (settled = true));
  const found = collection.store.transact((tx) => {
    runs++;
    tx.put("others", `run ${runs}`, value);
    return tx.get("things", "condemned") !== undefined;
  });
  await put("other");
  expect([runs, settled, raw.list("others").length]).toEqual([1, false, 0]);
  await raw.transact((tx) => tx.delete("things", "condemned"));
  collection.end(epoch);
  expect(await found).toBe(false);
  await reading;
  expect(raw.list("others").map(({ key }) => key)).toEqual(["run 2"]);
});

test("an epoch that is over is refused; a collector that falls silent is taken for dead", async () => {
  await using host = await start({ verdictMs: 20 });
  const { collection, put } = host;
  await put("x");
  const first = await collection.begin();
  const second = await collection.begin();
  expect(second).toBeGreaterThan(first);
  const refused = (act: () => unknown): boolean => {
    try {
      act();
    } catch (error) {
      return isError(error, "failedPrecondition");
    }
    return false;
  };
  expect(refused(() => collection.condemn(first, []))).toBe(true);
  collection.condemn(second, [named("x")]);
  await collection.settled(named("x"));
  expect([refused(() => collection.check(second)), refused(() => collection.written(second))]).toEqual([true, true]);
});
