import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { containerd } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import { missingNats, startProcesses, until } from "./processes.ts";

type Host = Awaited<ReturnType<typeof startProcesses>>;

const { WriteAction } = containerd.services.content.v1;
const ns = { namespace: "default" };
if (missingNats !== undefined) process.stderr.write(`skipped: ${missingNats}\n`);

async function write(host: Host, text: string, { labels = {}, ...call }: { labels?: Record<string, string>; lease?: string; namespace?: string } = {}): Promise<string> {
  const data = Buffer.from(text);
  const digest = `sha256:${createHash("sha256").update(data).digest("hex")}`;
  const requests = (async function* () {
    yield { action: WriteAction.COMMIT, ref: `ref-${text}`, data, total: data.length, expected: digest, labels };
  })();
  for await (const _ of host.content.write(requests, { ...ns, ...call })) void _;
  return digest;
}

/** A manifest with a layer, as an image's target. */
async function writeImage(host: Host, name: string, call: { lease?: string } = {}): Promise<{ layer: string; manifest: string }> {
  const layer = await write(host, `layer of ${name}`, call);
  const manifest = await write(host, `manifest of ${name}`, { ...call, labels: { "containerd.io/gc.ref.content.l.0": layer } });
  return { layer, manifest };
}

async function snapshotNames(host: Host): Promise<(string | null | undefined)[]> {
  const names = [];
  for await (const { info } of host.snapshots.list({ snapshotter: "overlayfs" }, ns)) names.push(...(info ?? []).map(({ name }) => name));
  return names;
}

async function collect(host: Host): Promise<void> {
  const { lease } = await host.leases.create({}, ns);
  await host.leases.delete({ id: lease?.id, sync: true }, ns);
}

describe.skipIf(missingNats !== undefined)("all services as processes", () => {
  test("what an image needs outlives its lease; a synchronous delete frees the disk before it answers", async () => {
    await using host = await startProcesses();
    await host.leases.create({ id: "pull" }, ns);
    const { layer, manifest } = await writeImage(host, "i", { lease: "pull" });
    const held = (await host.leases.listResources({ id: "pull" }, ns)).resources?.map(({ type, id }) => `${type} ${id}`);
    expect(held).toEqual([layer, manifest].sort().map((digest) => `content ${digest}`));
    await host.images.create({ image: { name: "i", target: { mediaType: "m", digest: manifest, size: 1 } } }, ns);
    await host.leases.delete({ id: "pull", sync: true }, ns);
    expect((await host.content.info({ digest: layer }, ns)).info?.digest).toBe(layer);
    expect(existsSync(host.blobFile(layer))).toBe(true);

    await host.images.delete({ name: "i", sync: true }, ns);
    expect([layer, manifest].map((digest) => existsSync(host.blobFile(digest)))).toEqual([false, false]);
    const gone = await host.content.info({ digest: layer }, ns).catch((e: unknown) => e);
    expect(isError(gone, "notFound")).toBe(true);
  }, 120_000);

  test("a flat lease keeps the blob that it names, not what that refers to", async () => {
    await using host = await startProcesses();
    await host.leases.create({ id: "flat", labels: { "containerd.io/gc.flat": "x" } }, ns);
    const { layer, manifest } = await writeImage(host, "i");
    await host.leases.addResource({ id: "flat", resource: { type: "content", id: manifest } }, ns);
    await collect(host);
    expect([layer, manifest].map((digest) => existsSync(host.blobFile(digest)))).toEqual([false, true]);
  }, 120_000);

  test("a blob that another namespace needs stays on disk", async () => {
    await using host = await startProcesses();
    const layer = await write(host, "shared");
    await host.leases.create({ id: "l" }, { namespace: "other" });
    await write(host, "shared", { namespace: "other", lease: "l" });
    await collect(host);
    expect(existsSync(host.blobFile(layer))).toBe(true);
    expect((await host.namespaces.list({})).namespaces?.map(({ name }) => name)).toEqual(["default", "other"]);
    await host.leases.delete({ id: "l", sync: true }, { namespace: "other" });
    expect(existsSync(host.blobFile(layer))).toBe(false);
  }, 120_000);

  test("a deletion in content brings a collection by itself", async () => {
    await using host = await startProcesses();
    await host.leases.create({ id: "l" }, ns);
    const digest = await write(host, "blob", { lease: "l" });
    await collect(host);
    await host.content.delete({ digest }, ns);
    await until("the disk is free", () => !existsSync(host.blobFile(digest)));
  }, 120_000);

  test("a container keeps its snapshot; records, leases and garbage survive kill -9", async () => {
    await using host = await startProcesses();
    const snapshotter = "overlayfs";
    await host.leases.create({ id: "run" }, ns);
    const leased = { ...ns, lease: "run" };
    await host.snapshots.prepare({ snapshotter, key: "layer" }, leased);
    await host.snapshots.commit({ snapshotter, key: "layer", name: "base" }, leased);
    await host.snapshots.prepare({ snapshotter, key: "c", parent: "base" }, leased);
    await host.snapshots.prepare({ snapshotter, key: "unused", parent: "base" }, leased);
    const container = { id: "c", runtime: { name: "io.containerd.runc.v2" }, spec: { type_url: "spec", value: Buffer.from("{}") }, snapshotter, snapshotKey: "c" };
    await host.containers.create({ container }, ns);
    await host.leases.delete({ id: "run" }, ns);
    await host.leases.create({ id: "l" }, ns);
    const digest = await write(host, "kept", { lease: "l" });
    await host.killImages();
    expect((await host.leases.list({}, ns)).leases?.map(({ id }) => id)).toEqual(["l"]);
    await collect(host);
    expect(await snapshotNames(host)).toEqual(["base", "c"]);
    expect(host.snapshotDirs()).toHaveLength(2);
    expect(existsSync(host.blobFile(digest))).toBe(true);
    await host.containers.delete({ id: "c" }, ns);
    await until("the snapshots of the deleted container are gone", () => host.snapshotDirs().length === 0);
    expect(await snapshotNames(host)).toEqual([]);
    const metrics = await host.metrics();
    expect(metrics).toMatch(/containerd_gc_collections_total\{status="success"\} [1-9]/);
    expect(metrics).toMatch(/containerd_gc_gc_seconds_count [1-9]/);
  }, 120_000);
});
