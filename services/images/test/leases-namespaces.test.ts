import { containerd } from "@stevedore/api";
import { messageOf, unavailable } from "@stevedore/errors";
import { describe, expect, test } from "vitest";
import type { ResourceOwner } from "../gc/resource-owner.ts";
import { createNamespaceDeletions } from "../namespace-deletions.ts";
import { digestOf, quiet, startApi } from "./support.ts";

const { NamespaceCreate } = containerd.events;
const ns = { namespace: "default" };
const target = { mediaType: "m", digest: digestOf(1), size: 1 };
const failure = async (call: Promise<unknown>): Promise<{ code: number; message: string }> => {
  const error = await call.then(() => undefined, (e: unknown) => e);
  return { code: (error as { code: number }).code, message: messageOf(error) };
};

function createOwner(parts: Partial<ResourceOwner>): ResourceOwner {
  const nothing = async (): Promise<never[]> => [];
  return { name: "content", namespaces: nothing, checkEmpty: async () => ({ kinds: [], revision: 1 }), drop: async () => undefined, begin: async () => 1, list: nothing, condemn: nothing, sweep: nothing, end: async () => undefined, cleanup: async () => 0, ...parts };
}

describe("Leases", () => {
  test("a lease has an id, a time and labels, and is listed until it is deleted", async () => {
    let collections = 0;
    await using api = await startApi({ collect: async () => collections++ });
    const { lease } = await api.leases.create({ id: "b", labels: { k: "v", gone: "" } }, ns);
    expect(lease).toMatchObject({ id: "b", labels: { k: "v" } });
    expect(lease?.createdAt?.seconds).toBeGreaterThan(1_600_000_000);
    const made = await api.leases.create({}, ns);
    expect(made.lease?.id).toMatch(/^\d+-[\w-]{4}$/);
    const ids = async (...filters: string[]) => (await api.leases.list({ filters }, ns)).leases?.map((one) => one.id);
    expect((await ids())?.sort()).toEqual([made.lease?.id, "b"].sort());
    expect(await ids("labels.k==v")).toEqual(["b"]);
    expect(await ids("id!=b")).toEqual([made.lease?.id]);
    expect(await failure(api.leases.create({ id: "b" }, ns))).toEqual({ code: 6, message: 'lease "b": already exists' });

    await api.leases.delete({ id: "b" }, ns);
    expect(collections).toBe(0);
    await api.leases.delete({ id: made.lease?.id, sync: true }, ns);
    expect(collections).toBe(1);
    expect(await failure(api.leases.delete({ id: "b" }, ns))).toEqual({ code: 5, message: 'lease "b": not found' });
  });

  test("resources are held once each, listed by type, and gone with their lease", async () => {
    await using api = await startApi();
    await api.leases.create({ id: "a/b" }, ns);
    const add = (type: string, id: string) => api.leases.addResource({ id: "a/b", resource: { type, id } }, ns);
    await add("snapshots/overlayfs", "key two");
    await add("snapshots/native", "n");
    await add("ingests", "ref");
    await add("images", "docker.io/x:1");
    await add("content", digestOf(2));
    await add("content", digestOf(1));
    await add("content", digestOf(1));
    const list = async () => (await api.leases.listResources({ id: "a/b" }, ns)).resources?.map(({ type, id }) => `${type} ${id}`);
    expect(await list()).toEqual([
      `content ${digestOf(1)}`, `content ${digestOf(2)}`, "images docker.io/x:1", "ingests ref", "snapshots/native n", "snapshots/overlayfs key two",
    ]);
    await api.leases.deleteResource({ id: "a/b", resource: { type: "content", id: digestOf(2) } }, ns);
    await api.leases.deleteResource({ id: "a/b", resource: { type: "ingests", id: "never there" } }, ns);
    expect(await list()).not.toContain(`content ${digestOf(2)}`);

    await api.leases.delete({ id: "a/b" }, ns);
    await api.leases.create({ id: "a/b" }, ns);
    expect(await list()).toEqual([]);
  });

  test("wrong resources are refused", async () => {
    await using api = await startApi();
    await api.leases.create({ id: "l" }, ns);
    const add = (id: string, type: string, key = "k") => failure(api.leases.addResource({ id, resource: { type, id: key } }, ns));
    expect(await add("none", "bad")).toEqual({ code: 5, message: 'lease "none": not found' });
    expect(await add("l", "content", "x")).toEqual({ code: 3, message: "invalid content resource id x: invalid checksum digest format: invalid argument" });
    expect(await add("l", "content/x", digestOf(1))).toEqual({ code: 3, message: "invalid resource type content/x: invalid argument" });
    expect(await add("l", "snapshots")).toEqual({ code: 3, message: "invalid snapshot resource type snapshots: invalid argument" });
    expect(await add("l", "volumes")).toEqual({ code: 12, message: "resource type volumes not supported yet: not implemented" });
    expect(await failure(api.leases.listResources({ id: "none" }, ns))).toEqual({ code: 5, message: 'lease "none": not found' });
  });
});

describe("Namespaces", () => {
  test("one that was never made has no labels; making one is an event in it", async () => {
    await using api = await startApi();
    expect((await api.namespaces.get({ name: "moby" })).namespace).toMatchObject({ name: "moby", labels: {} });
    const { namespace } = await api.namespaces.create({ namespace: { name: "moby", labels: { a: "1" } } });
    expect(namespace?.name).toBe("moby");
    expect(await failure(api.namespaces.create({ namespace: { name: "moby" } }))).toEqual({ code: 6, message: 'namespace "moby": already exists' });
    expect((await failure(api.namespaces.create({ namespace: { name: "mo/by" } }))).code).toBe(3);
    const [event] = api.events();
    expect(event).toMatchObject({ namespace: "moby", topic: "/namespaces/create", type: "containerd.events.NamespaceCreate" });
    expect(NamespaceCreate.decode(event!.value)).toMatchObject({ name: "moby", labels: { a: "1" } });
  });

  test("labels are set by mask, or replaced", async () => {
    await using api = await startApi();
    const update = (labels: Record<string, string>, ...paths: string[]) =>
      api.namespaces.update({ namespace: { name: "n", labels }, updateMask: { paths } });
    const labels = async () => (await api.namespaces.get({ name: "n" })).namespace?.labels;
    expect((await update({ a: "1", "b.c": "2" })).namespace ?? null).toBeNull();
    expect(await labels()).toEqual({ a: "1", "b.c": "2" });
    await update({ "b.c": "3" }, "labels.b.c", "labels.a");
    expect(await labels()).toEqual({ "b.c": "3" });
    expect(await failure(update({}, "labels"))).toEqual({ code: 3, message: 'cannot update "labels" field' });
    expect((await failure(update({ k: "v".repeat(5000) }))).code).toBe(2);
    expect(await labels()).toEqual({ "b.c": "3" });
  });

  test("whatever is stored in a namespace makes it exist, here or in another service", async () => {
    let found = ["from-content"];
    await using api = await startApi({ owners: [createOwner({ namespaces: async () => found })] });
    await api.leases.create({}, { namespace: "leased" });
    await api.images.create({ image: { name: "a", target } }, { namespace: "imaged" });
    const names = async () => (await api.namespaces.list({})).namespaces?.map((one) => one.name);
    expect(await names()).toEqual(["from-content", "imaged", "leased"]);
    found = [];
    expect(await names()).toEqual(["from-content", "imaged", "leased"]);
  });

  test("a list answers while a service can't be asked", async () => {
    const owner = createOwner({ namespaces: () => Promise.reject(unavailable("content")) });
    await using api = await startApi({ owners: [owner] });
    await api.namespaces.create({ namespace: { name: "a" } });
    expect((await api.namespaces.list({})).namespaces).toHaveLength(1);
  });

  test("only an empty one is deleted, with its leases", async () => {
    let left = ['snapshots on "native" snapshotter', "containers", "blobs"];
    await using api = await startApi({ owners: [createOwner({ checkEmpty: async (name) => ({ kinds: name === "default" ? left : [], revision: 1 }) })] });
    await api.images.create({ image: { name: "a", target } }, ns);
    await api.leases.create({ id: "l" }, ns);
    expect(await failure(api.namespaces.delete({ name: "default" }))).toEqual({
      code: 9,
      message: 'namespace "default" must be empty, but it still has images, blobs, containers, snapshots on "native" snapshotter: failed precondition',
    });
    left = [];
    expect((await failure(api.namespaces.delete({ name: "default" }))).message).toContain("still has images:");
    await api.images.delete({ name: "a" }, ns);
    await api.namespaces.delete({ name: "default" });
    expect((await api.namespaces.list({})).namespaces).toEqual([]);
    expect((await api.leases.list({}, ns)).leases).toEqual([]);
    expect(api.events().at(-1)).toMatchObject({ namespace: "default", topic: "/namespaces/delete" });
    expect(await failure(api.namespaces.delete({ name: "default" }))).toEqual({ code: 5, message: 'namespace "default": not found' });
  });

  test("a namespace is not deleted when a service can't be asked", async () => {
    const owner = createOwner({ checkEmpty: () => Promise.reject(unavailable("snapshots: check namespace")) });
    await using api = await startApi({ owners: [owner] });
    await api.namespaces.create({ namespace: { name: "a" } });
    expect((await failure(api.namespaces.delete({ name: "a" }))).code).toBe(14);
    expect((await api.namespaces.list({})).namespaces).toHaveLength(1);
  });

  test("what a service held besides is dropped, up to what was checked; until then the namespace is not found there, also after a restart", async () => {
    const drops: unknown[] = [];
    let away = true;
    let held = ["n"];
    const owner = createOwner({
      namespaces: async () => held,
      checkEmpty: async () => ({ kinds: [], revision: 42 }),
      async drop(name, revision) {
        drops.push([name, revision]);
        if (away) throw unavailable("content: drop namespace");
        held = [];
      },
    });
    await using api = await startApi({ owners: [owner] });
    const names = async () => (await api.namespaces.list({})).namespaces?.map(({ name }) => name);
    expect(await names()).toEqual(["n"]);
    await api.namespaces.delete({ name: "n" });
    expect(drops).toEqual([["n", 42]]);
    expect(await names()).toEqual([]);
    expect((await failure(api.namespaces.delete({ name: "n" }))).code).toBe(5);
    await api.leases.create({ id: "new" }, { namespace: "n" });
    expect(await names()).toEqual(["n"]);

    away = false;
    const restarted = createNamespaceDeletions({ store: api.raw, owners: [owner], log: quiet, signal: new AbortController().signal });
    expect(restarted.pending()).toEqual(["n"]);
    restarted.resume();
    await expect.poll(() => restarted.pending()).toEqual([]);
    expect(drops.length).toBeGreaterThan(1);
    expect((await api.leases.list({}, { namespace: "n" })).leases?.map(({ id }) => id)).toEqual(["new"]);
  });

  test("a drop that failed is tried again by itself", async () => {
    let tries = 0;
    await using api = await startApi({ owners: [createOwner({ drop: async () => void (++tries < 2 && (await Promise.reject(unavailable("content")))) })] });
    await api.namespaces.create({ namespace: { name: "n" } });
    await api.namespaces.delete({ name: "n" });
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(2);
  });

  test("a list that was asking while the namespace was deleted does not bring it back", async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string[]>();
    const owner = createOwner({ namespaces: () => (asked.resolve(), answer.promise) });
    await using api = await startApi({ owners: [owner] });
    await api.namespaces.create({ namespace: { name: "n" } });
    const listing = api.namespaces.list({});
    await asked.promise;
    await api.namespaces.delete({ name: "n" });
    answer.resolve(["n", "other"]);
    expect((await listing).namespaces?.map(({ name }) => name)).toEqual(["other"]);
  });
});
