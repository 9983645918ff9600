import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { SnapshotsService } from "@stevedore/api";
import { alreadyExists, isError } from "@stevedore/errors";
import { Label } from "@stevedore/oci";
import { openSqliteStore } from "@stevedore/metadata";
import { createCollection } from "@stevedore/resources";
import { connectGrpc, createClient, createHandlerTable, serveGrpc } from "@stevedore/rpc";
import { describe, expect, test } from "vitest";
import { createClientSnapshotter } from "../proxy/client-snapshotter.ts";
import { createProxySnapshotter } from "../proxy/proxy-snapshotter.ts";
import { createSnapshotsService } from "../service.ts";
import { snapshotNameOf } from "../records.ts";
import type { CollectableSnapshotter, Snapshotter } from "../snapshotter.ts";
import { createPluginSnapshotters } from "../snapshotters.ts";
import { createTempDir, failure, log, startSnapshotters } from "./kit.ts";
import { describeSnapshotter } from "./suite.ts";

interface Behind extends AsyncDisposable {
  proxy: CollectableSnapshotter;
  /** What is there: our overlayfs, in a process's own right. */
  backend: CollectableSnapshotter;
  root: string;
}

/** A proxy before our snapshots service, over gRPC on a socket. `change` makes it another's. */
async function startProxy(change: (backend: Snapshotter) => Snapshotter = (backend) => backend): Promise<Behind> {
  await using stack = new AsyncDisposableStack();
  const host = stack.use(await startSnapshotters());
  const { path: directory } = stack.use(createTempDir());
  const table = createHandlerTable();
  const leases = { add: async () => undefined, remove: async () => undefined };
  const served = change(host.overlayfs);
  table.add(SnapshotsService, createSnapshotsService({ snapshotters: createPluginSnapshotters([served]), leases, published: async () => undefined, cleanup: () => host.overlayfs.cleanup() }));
  const socket = path.join(directory, "snapshots.grpc");
  const server = await serveGrpc({ table, address: `unix:${socket}`, log });
  stack.defer(() => server.close());
  const channel = stack.use(connectGrpc({ target: { path: socket } }));
  const client = createClient(SnapshotsService, channel);
  const store = stack.use(openSqliteStore({ path: path.join(directory, "ours.db") }));
  const collection = createCollection({ store, nameOf: snapshotNameOf });
  const cleanBackend = async (namespace: string): Promise<void> => void (await client.cleanup({ snapshotter: "there" }, { namespace }));
  const proxy = createProxySnapshotter({ backend: createClientSnapshotter(client, "overlayfs"), cleanBackend, store: collection.store, sweepStore: store, log }, { name: "there" });
  const owned = stack.move();
  return { proxy, backend: host.overlayfs, root: host.root, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

describeSnapshotter("a proxy of overlayfs over gRPC", async () => {
  const behind = await startProxy();
  return { snapshotter: behind.proxy, [Symbol.asyncDispose]: () => behind[Symbol.asyncDispose]() };
}, { rebases: true });

const NS = "moby";
const base = { parent: "", labels: {} };

describe("behind a proxy", () => {
  test("keys are containerd's: namespace, number, name; labels are told as far as they concern a snapshotter", async () => {
    await using behind = await startProxy();
    const { proxy, backend } = behind;
    await proxy.prepare(NS, "a b", { parent: "", labels: { own: "1", [Label.snapshotRef]: "target", "containerd.io/snapshot/x": "y" } });
    expect((await backend.list(NS)).map(({ name, labels }) => [name, labels])).toEqual([[`${NS}/1/a b`, { [Label.snapshotRef]: "target", "containerd.io/snapshot/x": "y" }]]);
    await proxy.commit(NS, "c", "a b", { labels: { other: "2" } });
    await proxy.prepare("second", "a", base);
    expect((await backend.list(NS)).map(({ name }) => name)).toEqual([`${NS}/2/c`]);
    expect((await backend.list("second")).map(({ name }) => name)).toEqual(["second/1/a"]);
    await proxy.prepare(NS, "on top", { parent: "c", labels: {} });
    expect((await backend.stat(NS, `${NS}/3/on top`)).parent).toBe(`${NS}/2/c`);
    const updated = await proxy.update(NS, { name: "c", labels: { "containerd.io/snapshot/z": "1", mine: "2" } }, ["labels.containerd.io/snapshot/z", "labels.mine"]);
    expect(updated.labels).toEqual({ other: "2", "containerd.io/snapshot/z": "1", mine: "2" });
    expect((await backend.stat(NS, `${NS}/2/c`)).labels).toEqual({ "containerd.io/snapshot/z": "1" });
  });

  test("a layer that is there already gets the name it was to be committed to", async () => {
    const layer = "sha256:layer";
    // As a remote snapshotter does it: it makes the committed snapshot itself, and says so.
    const remote = (backend: Snapshotter): Snapshotter => ({
      ...backend,
      async prepare(namespace, key, options) {
        if (options.labels[Label.snapshotRef] !== layer) return backend.prepare(namespace, key, options);
        await backend.prepare(namespace, key, options);
        await backend.commit(namespace, `remote of ${key}`, key, { labels: options.labels });
        throw alreadyExists(`snapshot ${key}`);
      },
    });
    await using behind = await startProxy(remote);
    const { proxy, backend } = behind;
    const held: (string | undefined)[] = [];
    const hold = async (key?: string): Promise<void> => void held.push(key);
    const found = await failure(proxy.prepare(NS, "extract-1", { parent: "", labels: { [Label.snapshotRef]: layer, "containerd.io/snapshot/cri.layer-digest": "d" }, hold }));
    expect([isError(found, "alreadyExists"), found.message]).toEqual([true, `target snapshot "${layer}" from snapshotter: already exists`]);
    expect(held).toEqual([layer]);
    expect(await proxy.stat(NS, layer)).toMatchObject({ kind: "committed", parent: "", labels: { "containerd.io/snapshot/cri.layer-digest": "d" } });
    await proxy.prepare(NS, "container", { parent: layer, labels: {} });
    expect((await backend.stat(NS, `${NS}/3/container`)).parent).toBe(`remote of ${NS}/1/extract-1`);
    expect(isError(await failure(proxy.stat(NS, "extract-1")), "notFound")).toBe(true);
  });

  test("a layer that is there once for all namespaces stays while one of them has it", async () => {
    const layer = "sha256:shared";
    const remote = (backend: Snapshotter): Snapshotter => ({
      ...backend,
      list: () => backend.list(NS),
      stat: (_, key) => backend.stat(NS, key),
      remove: (_, key) => backend.remove(NS, key),
      async prepare(_, key, options) {
        const made = await backend.prepare(NS, key, options);
        if (options.labels[Label.snapshotRef] !== layer) return made;
        await backend.commit(NS, layer, key, { labels: options.labels }).catch(() => undefined);
        throw alreadyExists(`snapshot ${key}`);
      },
    });
    await using behind = await startProxy(remote);
    const { proxy, backend } = behind;
    for (const namespace of [NS, "second"]) await failure(proxy.prepare(namespace, "extract", { parent: "", labels: { [Label.snapshotRef]: layer } }));
    await proxy.remove(NS, layer);
    await proxy.cleanup();
    expect((await proxy.stat("second", layer)).kind).toBe("committed");
    await proxy.remove("second", layer);
    await proxy.cleanup();
    expect(await backend.list(NS)).toEqual([]);
  });

  test("what garbage collection drops is removed there, children first, and what nobody here knows of too", async () => {
    await using behind = await startProxy();
    const { proxy, backend, root } = behind;
    await proxy.prepare(NS, "a", base);
    await proxy.commit(NS, "one", "a", { labels: {} });
    await proxy.prepare(NS, "b", { parent: "one", labels: {} });
    await proxy.commit(NS, "two", "b", { labels: {} });
    await proxy.prepare(NS, "keep", base);
    await backend.prepare(NS, "lost by a crash", { parent: `${NS}/4/two`, labels: {} });
    expect(await proxy.sweep(NS, ["one", "two"])).toEqual(["two", "one"]);
    await proxy.cleanup();
    expect((await backend.list(NS)).map(({ name }) => name)).toEqual([`${NS}/5/keep`]);
    expect(readdirSync(path.join(root, "overlayfs/snapshots"))).toHaveLength(1);
    await proxy.remove(NS, "keep");
    await proxy.cleanup();
    expect(await backend.list(NS)).toEqual([]);
    expect(existsSync(path.join(root, "overlayfs/snapshots"))).toBe(true);
  });

  test("one that is away fails its calls; records can still be listed and swept", async () => {
    await using stack = new AsyncDisposableStack();
    const { path: directory } = stack.use(createTempDir());
    const store = stack.use(openSqliteStore({ path: path.join(directory, "ours.db") }));
    const client = createClient(SnapshotsService, stack.use(connectGrpc({ target: { path: path.join(directory, "nobody") } })));
    const proxy = createProxySnapshotter({ backend: createClientSnapshotter(client, "gone"), cleanBackend: async () => undefined, store, log }, { name: "gone" });
    expect(isError(await failure(proxy.prepare(NS, "a", base)), "unavailable")).toBe(true);
    expect(proxy.recorded?.(NS)).toEqual([]);
    expect(await proxy.cleanup()).toBe(0);
  });
});
