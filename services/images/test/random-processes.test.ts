import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { containerd } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { expect, test } from "vitest";
import { missingNats, startProcesses } from "./processes.ts";
import { createRandom, type Random } from "./random.ts";

type Host = Awaited<ReturnType<typeof startProcesses>>;

const { WriteAction } = containerd.services.content.v1;
const ns = { namespace: "default" };
const overlayfs = "overlayfs";
const CLIENTS = 4;
const ROUNDS = 25;

if (missingNats !== undefined) process.stderr.write(`skipped: ${missingNats}\n`);

async function write(host: Host, text: string, labels: Record<string, string> = {}): Promise<string> {
  const data = Buffer.from(text);
  const digest = `sha256:${createHash("sha256").update(data).digest("hex")}`;
  const requests = (async function* () {
    yield { action: WriteAction.COMMIT, ref: text, data, total: data.length, expected: digest, labels };
  })();
  for await (const _ of host.content.write(requests, ns)) void _;
  return digest;
}

async function isThere(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    (error: unknown) => {
      if (isError(error, "notFound")) return false;
      throw error;
    },
  );
}

/** Garbage of several services that hangs together: nothing holds it, and whoever holds the first holds all. */
interface Heap {
  first: Record<string, string>;
  parts: (() => Promise<boolean>)[];
}

async function makeHeap(host: Host, name: string): Promise<Heap> {
  const layer = await write(host, `layer ${name}`);
  await host.snapshots.prepare({ snapshotter: overlayfs, key: `active ${name}` }, ns);
  await host.snapshots.commit({ snapshotter: overlayfs, key: `active ${name}`, name: `snapshot ${name}`, labels: { "containerd.io/gc.ref.content.layer": layer } }, ns);
  const manifest = await write(host, `manifest ${name}`, { "containerd.io/gc.ref.snapshot.overlayfs": `snapshot ${name}` });
  const content = (digest: string) => () => isThere(host.content.info({ digest }, ns));
  return {
    first: { "containerd.io/gc.ref.content.manifest": manifest },
    parts: [content(manifest), () => isThere(host.snapshots.stat({ snapshotter: overlayfs, key: `snapshot ${name}` }, ns)), content(layer)],
  };
}

const spec = { type_url: "spec", value: Buffer.from("{}") };

/** Makes something in another service refer to the heap; returns how to let go. */
async function refer(host: Host, random: Random, { name, labels }: { name: string; labels: Record<string, string> }): Promise<() => Promise<unknown>> {
  const runtime = { name: "io.containerd.runc.v2" };
  if (random.chance(0.5)) {
    await host.containers.create({ container: { id: name, runtime, spec, labels } }, ns);
    return () => host.containers.delete({ id: name }, ns);
  }
  // From one holder to the next, as clients hand things on.
  await host.containers.create({ container: { id: `${name}-1`, runtime, spec, labels } }, ns);
  const root = await write(host, `root ${name}`, { "containerd.io/gc.root": "1", ...labels });
  await host.containers.delete({ id: `${name}-1` }, ns);
  return () => host.content.delete({ digest: root }, ns);
}

test.skipIf(missingNats !== undefined)("what is found after something refers to it stays, with all that hangs on it, as long as that refers", async () => {
  await using host = await startProcesses();
  let busy = true;
  const outcome = { kept: 0, gone: 0, runs: 0 };
  const collecting = (async () => {
    while (busy) {
      const { lease } = await host.leases.create({}, ns);
      await host.leases.delete({ id: lease?.id, sync: true }, ns);
      outcome.runs++;
    }
  })();
  const clients = Array.from({ length: CLIENTS }, async (_, id) => {
    const random = createRandom(id);
    for (let round = 0; round < ROUNDS; round++) {
      const heap = await makeHeap(host, `${id}-${round}`).catch((error: unknown) => {
        // The collector took a part before the next was made on it.
        if (isError(error, "notFound")) return undefined;
        throw error;
      });
      if (heap === undefined) continue;
      await sleep(random.below(20));
      const before = await Promise.all(heap.parts.map((part) => part()));
      const letGo = await refer(host, random, { name: `${id}-${round}`, labels: heap.first });
      // Whichever part is asked first: all are there or none is, and that does not change.
      const found = [];
      for (const part of random.chance(0.5) ? heap.parts : heap.parts.toReversed()) found.push(await part());
      await sleep(random.below(30));
      for (const part of heap.parts) found.push(await part());
      if (before.every(Boolean)) expect(new Set(found).size, `${id}-${round}: ${found.join(" ")}`).toBe(1);
      outcome[found.every(Boolean) ? "kept" : "gone"]++;
      await letGo();
    }
  });
  await Promise.all(clients).finally(() => (busy = false));
  await collecting;
  expect(outcome.kept, JSON.stringify(outcome)).toBeGreaterThan(0);
  expect(outcome.gone, JSON.stringify(outcome)).toBeGreaterThan(0);
}, 120_000);
