import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startCollectorHost, type CollectorHost } from "./collector-host.ts";
import { createRandom, type Random } from "./random.ts";
import { digestOf } from "./support.ts";

const ns = { namespace: "n" };
const LAYERS = 12;
const ROUNDS = 12;
const CLIENTS = 6;

// Clients that do what ctr, nerdctl and BuildKit do, on blobs and snapshots that they share, while garbage is collected
// all the time. Each checks by itself that whatever it holds, by a lease, an image or a container, is there.
interface Client {
  host: CollectorHost;
  random: Random;
  /** A name that no other client and no earlier round has. */
  name: string;
}

const layer = (n: number): string => digestOf(1 + n);
const chain = (layers: readonly number[], depth: number): string => `chain-${layers.slice(0, depth + 1).join("-")}`;

function requireAll(host: CollectorHost, what: string, kind: string, keys: readonly string[]): void {
  const part = kind === "content" ? host.content : host.snapshots;
  const missing = keys.filter((key) => !part.has("n", kind, key));
  expect(missing, `${what}: missing ${kind}`).toEqual([]);
}

// As the content and snapshots services do it: the lease first, then the record, or a sign of use on the one that is there.
async function hold(client: Client, lease: string, kind: "content" | "snapshot/overlayfs", key: string, parts: object = {}): Promise<void> {
  const part = kind === "content" ? client.host.content : client.host.snapshots;
  await client.host.leases.addResource({ id: lease, resource: { type: kind.replace("snapshot/", "snapshots/"), id: key } }, ns);
  await pause(client.random);
  if (!(await part.touch("n", kind, key))) await part.put({ namespace: "n", kind, key, ...parts });
}

const pause = (random: Random): Promise<unknown> => sleep(random.below(4));

async function pull(client: Client, layers: readonly number[]): Promise<{ image: string; blobs: string[]; snapshots: string[] }> {
  const { host, name } = client;
  const lease = `lease-${name}`;
  const manifest = digestOf(0x10000 + [...name].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7));
  const blobs = [manifest, ...layers.map(layer)];
  const snapshots = layers.map((_, depth) => chain(layers, depth));
  await host.leases.create({ id: lease }, ns);
  for (const digest of layers.map(layer)) await hold(client, lease, "content", digest);
  const labels = Object.fromEntries([
    ...layers.map((n, i) => [`containerd.io/gc.ref.content.l.${i}`, layer(n)]),
    ["containerd.io/gc.ref.snapshot.overlayfs", snapshots.at(-1)],
  ]);
  await hold(client, lease, "content", manifest, { labels });
  for (const [depth, key] of snapshots.entries()) {
    await hold(client, lease, "snapshot/overlayfs", key, { refs: depth === 0 ? [] : [{ kind: "snapshot/overlayfs", key: snapshots[depth - 1] }] });
  }
  requireAll(host, `${name} under its lease`, "content", blobs);
  requireAll(host, `${name} under its lease`, "snapshot/overlayfs", snapshots);
  await host.images.create({ image: { name, target: { mediaType: "m", digest: manifest, size: 1 } } }, ns);
  await pause(client.random);
  await host.leases.delete({ id: lease }, ns);
  return { image: name, blobs, snapshots };
}

async function run(client: Client, top: string): Promise<void> {
  const { host, name, random } = client;
  const key = `rw-${name}`;
  const lease = `run-${name}`;
  const refs = [{ kind: "snapshot/overlayfs", key }];
  await host.leases.create({ id: lease }, ns);
  await hold(client, lease, "snapshot/overlayfs", key, { refs: [{ kind: "snapshot/overlayfs", key: top }] });
  await host.tasks.put({ namespace: "n", kind: "container", key: name, refs, root: true });
  await host.leases.delete({ id: lease }, ns);
  await pause(random);
  requireAll(host, `container ${name}`, "snapshot/overlayfs", [key, top]);
}

async function cacheFlat(client: Client): Promise<void> {
  const { host, name, random } = client;
  const lease = `flat-${name}`;
  await host.leases.create({ id: lease, labels: { "containerd.io/gc.flat": "1" } }, ns);
  const key = layer(random.below(LAYERS));
  await hold(client, lease, "content", key);
  await pause(random);
  await sleep(random.below(20));
  requireAll(host, `flat lease of ${name}`, "content", [key]);
  await host.leases.delete({ id: lease }, ns);
}

/**
 * Something that nothing held, and then a container: whatever is found after that stays, with all that hangs on it. Each
 * part is asked as a client does, in any order and at any time; the answers must not contradict each other.
 */
async function salvage(client: Client): Promise<void> {
  const { host, name, random } = client;
  const [top, bottom] = [`top-${name}`, `bottom-${name}`];
  await host.snapshots.put({ namespace: "n", kind: "snapshot/overlayfs", key: `base-${name}` });
  await host.content.put({ namespace: "n", kind: "content", key: bottom, labels: { "containerd.io/gc.ref.snapshot.overlayfs": `base-${name}` } });
  await host.snapshots.put({ namespace: "n", kind: "snapshot/overlayfs", key: top, labels: { "containerd.io/gc.ref.content": bottom } });
  await sleep(random.below(40));
  const find = (part: string): Promise<boolean> => (part === bottom ? host.content.find("n", "content", part) : host.snapshots.find("n", "snapshot/overlayfs", part));
  const parts = random.chance(0.5) ? [top, bottom, `base-${name}`] : [`base-${name}`, bottom, top];
  if (!(await Promise.all(parts.map(find))).every(Boolean)) return;
  const labels = { "containerd.io/gc.ref.snapshot.overlayfs": top };
  await host.tasks.put({ namespace: "n", kind: "container", key: `salvage-${name}`, labels, root: true });
  const found: boolean[] = [];
  for (let round = 0; round < 3; round++) {
    for (const part of parts) found.push(await find(part));
    await sleep(random.below(20));
  }
  expect(new Set(found).size, `${name}: ${found.join(" ")}`).toBe(1);
  await host.tasks.remove("n", "container", `salvage-${name}`);
}

async function live(client: Client, last: boolean): Promise<void> {
  const { host, random, name } = client;
  const layers = random.some([...Array(LAYERS).keys()]).slice(0, 4);
  const { image, blobs, snapshots } = await pull(client, layers);
  const check = (): void => {
    requireAll(host, `image ${name}`, "content", blobs);
    requireAll(host, `image ${name}`, "snapshot/overlayfs", snapshots);
  };
  await sleep(random.below(15));
  check();
  if (random.chance(0.5)) await run(client, snapshots.at(-1)!);
  if (random.chance(0.5)) await cacheFlat(client);
  await salvage(client);
  check();
  if (last) return;
  await host.images.delete({ name: image }, ns);
  await sleep(random.below(10));
  if (host.tasks.has("n", "container", name)) requireAll(host, `container ${name} without its image`, "snapshot/overlayfs", [`rw-${name}`, ...snapshots]);
  await host.tasks.remove("n", "container", name);
}

test.each([1, 2, 3])("whatever clients do while garbage is collected, nothing that they hold is removed (seed %i)", async (seed) => {
  await using host = await startCollectorHost();
  const random = createRandom(seed);
  for (const part of [host.tasks, host.content, host.snapshots]) part.before = () => sleep(random.below(6)).then(() => undefined);

  let busy = true;
  let removed = 0;
  let runs = 0;
  const collecting = (async () => {
    while (busy) {
      const stats = await host.collect();
      removed += Object.values(stats.removed).reduce((sum, count) => sum + count, 0);
      runs++;
      await pause(random);
    }
  })();
  const clients = Array.from({ length: CLIENTS }, async (_, id) => {
    const own = createRandom(seed * 100 + id);
    for (let round = 0; round < ROUNDS; round++) await live({ host, random: own, name: `${id}-${round}` }, round === ROUNDS - 1);
  });
  await Promise.all(clients).finally(() => (busy = false));
  await collecting;
  expect(runs).toBeGreaterThan(3);
  expect(removed).toBeGreaterThan(0);

  // And in the end nothing is left but what the last images and containers need.
  await host.collect();
  for (const { name } of (await host.images.list({}, ns)).images ?? []) await host.images.delete({ name }, ns);
  for (const { key } of host.tasks.rows()) await host.tasks.remove("n", "container", key);
  expect(host.content.rows().length).toBeGreaterThan(0);
  await host.collect();
  expect([...host.content.rows(), ...host.snapshots.rows()]).toEqual([]);
}, 60_000);
