import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { releaseAbandoned, TRANSFER_LABEL } from "../transfer/abandoned.ts";
import { startCollectorHost } from "./collector-host.ts";
import { digestOf, quiet } from "./support.ts";

const ns = { namespace: "n" };

test("after a start half unpacked layers of transfers that were cut off go at once, what had arrived a while later; leases of clients stay", async () => {
  await using host = await startCollectorHost();
  const extraction = "extract-1-abcd sha256:chain";
  const kind = "snapshot/overlayfs";
  for (const key of [extraction, "base", "clients"]) await host.snapshots.put({ namespace: "n", kind, key });
  for (const seed of [1, 2]) await host.blob(seed);
  await host.content.put({ namespace: "n", kind: "ingest", key: "layer-1" });
  await host.leases.create({ id: "cut-off", labels: { [TRANSFER_LABEL]: "r/i:1" } }, ns);
  await host.leases.create({ id: "client" }, ns);
  for (const key of [extraction, "base"]) await host.lease("cut-off", "snapshots/overlayfs", key);
  for (const seed of [1, 2]) await host.lease("cut-off", "content", digestOf(seed));
  await host.lease("cut-off", "ingests", "layer-1");
  await host.lease("client", "snapshots/overlayfs", "clients");
  // Goes on under a lease of its own.
  await host.lease("client", "content", digestOf(2));

  const stop = new AbortController();
  await releaseAbandoned({ store: host.collection.store, log: quiet, signal: stop.signal });
  await host.collect();
  expect(host.snapshots.rows().map(({ key }) => key)).toEqual(["base", "clients"]);
  expect([host.hasBlob(1), host.content.has("n", "ingest", "layer-1")]).toEqual([true, true]);
  // The next life goes on with the wait.
  stop.abort();
  await releaseAbandoned({ store: host.collection.store, log: quiet, signal: new AbortController().signal }, { resumeMs: 1 });
  while ((await host.leases.list({}, ns)).leases?.length !== 1) await sleep(10);
  await host.collect();
  expect(host.snapshots.rows().map(({ key }) => key)).toEqual(["clients"]);
  expect([1, 2].map(host.hasBlob)).toEqual([false, true]);
  expect(host.content.has("n", "ingest", "layer-1")).toBe(false);
});

test("who has pulled the same again, whole, ends the wait; other pulls, namespaces and clients' leases do not", async () => {
  await using host = await startCollectorHost();
  const stop = new AbortController();
  const lease = (id: string, what: string, namespace: string) => host.leases.create({ id, labels: { [TRANSFER_LABEL]: what } }, { namespace });
  await lease("same", "r/i:1", "n");
  await lease("other", "r/i:2", "n");
  await lease("elsewhere", "r/i:1", "m");
  await lease("nameless", "", "n");
  const { goneOnWith } = await releaseAbandoned({ store: host.collection.store, log: quiet, signal: stop.signal });
  await lease("running", "r/i:1", "n");
  const left = async (namespace: string) => ((await host.leases.list({}, { namespace })).leases ?? []).map(({ id }) => id);
  await goneOnWith("n", "");
  expect(await left("n")).toEqual(["nameless", "other", "running", "same"]);
  await goneOnWith("n", "r/i:1");
  expect([await left("n"), await left("m")]).toEqual([["nameless", "other", "running"], ["elsewhere"]]);
  stop.abort();
});
