import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ContainersService, ResourcesService, ZERO_TIME, containerd } from "@stevedore/api";
import { errorClassOf, type ErrorClass } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { openSqliteStore, type MetadataStore } from "@stevedore/metadata";
import { connect, createClient, createHandlerTable, serveTtrpc, type Client } from "@stevedore/rpc";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createContainerHandlers } from "../containers/container-handlers.ts";
import { createCollection, createResourcesHandlers } from "@stevedore/resources";
import { containerNameOf } from "../containers/container-records.ts";
import { createContainerSource } from "../resources.ts";

const SPEC = { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Spec", value: Buffer.from('{"ociVersion":"1.0.2"}') };
const IN = { namespace: "ns1" };
const log = createLogger({ service: "test", level: "error" });

let stack: AsyncDisposableStack;
let store: MetadataStore;
let containers: Client<typeof ContainersService>;
let resources: Client<typeof ResourcesService>;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-containers-"));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  store = stack.use(openSqliteStore({ path: path.join(directory, "tasks.db") }));
  const table = createHandlerTable();
  table.add(ContainersService, createContainerHandlers({ store, published: () => Promise.resolve(), expectTask: () => undefined, noteStored: () => undefined }));
  table.add(ResourcesService, createResourcesHandlers({ collection: createCollection({ store, nameOf: containerNameOf }), sources: [createContainerSource(store)] }));
  const socket = path.join(directory, "s.sock");
  stack.use(await serveTtrpc({ table, path: socket, log }));
  const channel = stack.use(connect({ path: socket }));
  containers = createClient(ContainersService, channel);
  resources = createClient(ResourcesService, channel);
});
afterEach(() => stack.disposeAsync());

type Fields = containerd.services.containers.v1.IContainer;

function container(id: string, fields: Fields = {}): Fields {
  return { id, runtime: { name: "io.containerd.runc.v2" }, spec: SPEC, ...fields };
}

async function create(id: string, fields: Fields = {}): Promise<Fields> {
  return (await containers.create({ container: container(id, fields) }, IN)).container!;
}

async function expectError(call: Promise<unknown>, errorClass: ErrorClass, text: string): Promise<void> {
  const error = await call.then(() => undefined, (reason: unknown) => reason as Error);
  expect({ class: errorClassOf(error), text: error?.message }).toEqual({ class: errorClass, text });
}

const events = (): unknown[] =>
  store.outbox.pending(100).map(({ namespace, topic, event }) => {
    const name = event.type_url.replace("containerd.events.", "") as "ContainerCreate";
    return { namespace, topic, type: event.type_url, event: containerd.events[name].decode(event.value) };
  });

describe("create and get", () => {
  test("bytes inside of Any come back untouched, times are the server's own", async () => {
    const options = { type_url: "containerd.runc.v1.Options", value: Buffer.from([0x32, 1, 0x78, 0xfa, 7, 1, 9]) };
    const extensions = { "a.b/c": { type_url: "x/y", value: Buffer.from([0, 255, 1]) } };
    const fields = { image: "img", snapshotter: "overlayfs", snapshotKey: "k", labels: { a: "1", empty: "" }, extensions, runtime: { name: "r.x.v1", options } };
    await create("c1", { ...fields, createdAt: ZERO_TIME, updatedAt: ZERO_TIME });
    const { container: got } = await containers.get({ id: "c1" }, IN);
    expect(got).toMatchObject({ ...fields, labels: { a: "1" }, spec: SPEC });
    expect(got!.createdAt!.seconds).toBeGreaterThan(1_600_000_000);
    expect(got!.updatedAt).toEqual(got!.createdAt);
  });

  test("a namespace sees only its own", async () => {
    await create("c1");
    await expectError(containers.get({ id: "c1" }, { namespace: "other" }), "notFound", 'container "c1" in namespace "other": not found');
  });

  test("a duplicate is refused and changes nothing", async () => {
    await create("c1", { image: "first" });
    await expectError(create("c1", { image: "second" }), "alreadyExists", 'container "c1": already exists');
    expect((await containers.get({ id: "c1" }, IN)).container).toMatchObject({ image: "first" });
    expect(events()).toHaveLength(1);
  });

  test("of two at once one is created", async () => {
    const results = await Promise.allSettled([create("c1"), create("c1")]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  const RULE = "must match ^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$";
  test.each<[string, Fields, string]>([
    ["no id", { id: "" }, "container.ID: identifier must not be empty"],
    ["a bad id", { id: "a/b" }, `container.ID: identifier "a/b" ${RULE}`],
    ["an id of 77", { id: "a".repeat(77) }, `container.ID: identifier "${"a".repeat(77)}" greater than maximum length (76 characters)`],
    ["no runtime", { runtime: null }, "container.Runtime.Name must be set"],
    ["a snapshot without a snapshotter", { snapshotKey: "k" }, "container.Snapshotter must be set if container.SnapshotKey is set"],
    ["an empty extension key", { extensions: { "": SPEC } }, "container.Extension keys must not be zero-length"],
    ["a label of 4,097 bytes", { labels: { k: "v".repeat(4096) } }, "containers.Labels: label key and value length (4097 bytes) greater than maximum size (4096 bytes), key: k"],
  ])("%s is refused", async (_name, fields, problem) => {
    await expectError(containers.create({ container: container("c1", fields) }, IN), "invalidArgument", `create container failed validation: ${problem}: invalid argument`);
    expect(events()).toEqual([]);
  });

  test("a namespace is required, and checked", async () => {
    await expectError(containers.list({}), "failedPrecondition", "namespace is required: failed precondition");
    await expectError(containers.list({}, { namespace: "a b" }), "invalidArgument", `namespace validation: identifier "a b" ${RULE}: invalid argument`);
  });
});

describe("list", () => {
  beforeEach(async () => {
    await create("b", { image: "img", labels: { "a.b/c": "x", plain: "1" } });
    await create("a", { runtime: { name: "other.v1" } });
    await create("C");
  });
  const ids = async (...filters: string[]): Promise<string[]> => (await containers.list({ filters }, IN)).containers.map(({ id }) => id ?? "");

  test.each<[string[], string[]]>([
    [[], ["C", "a", "b"]],
    [[""], ["C", "a", "b"]],
    [["id==b"], ["b"]],
    [["id~=^[ab]$"], ["a", "b"]],
    [["runtime.name==other.v1"], ["a"]],
    [["runtime.name!=other.v1"], ["C", "b"]],
    [["image"], ["b"]],
    [["image==img,id==a"], []],
    [["image==img", "id==a"], ["a", "b"]],
    [['labels."a.b/c"==x'], ["b"]],
    [["labels.plain"], ["b"]],
    [["snapshotter==x"], []],
  ])("%j gives %j, in bytewise order", async (filters, expected) => {
    expect(await ids(...filters)).toEqual(expected);
  });

  test("as a stream it gives the same", async () => {
    const seen: string[] = [];
    for await (const message of containers.listStream({ filters: ["id!=a"] }, IN)) seen.push(message.container?.id ?? "");
    expect(seen).toEqual(["C", "b"]);
  });

  test("a syntax error is told with its place, in containerd's words", async () => {
    const error = await ids("id==").catch((reason: unknown) => reason);
    expect(errorClassOf(error)).toBe("invalidArgument");
    expect((error as Error).message).toMatch(/^filters: parse error: \[.*\]: .*: invalid argument: invalid argument$/);
  });
});

describe("update", () => {
  const full: Fields = { image: "img", snapshotter: "overlayfs", snapshotKey: "k", labels: { a: "1", "x.y/z": "2" }, extensions: { e1: SPEC } };
  beforeEach(() => create("c1", full));
  const update = async (fields: Fields, ...paths: string[]): Promise<Fields> =>
    (await containers.update({ container: { id: "c1", ...fields }, updateMask: { paths } }, IN)).container!;

  test("without a mask everything that may change is replaced, and creation is kept", async () => {
    const before = (await containers.get({ id: "c1" }, IN)).container!;
    await update({ ...container("c1"), snapshotter: "overlayfs", image: "new", labels: { b: "2" } });
    const after = (await containers.get({ id: "c1" }, IN)).container!;
    expect(after).toMatchObject({ image: "new", snapshotKey: "", labels: { b: "2" }, createdAt: before.createdAt });
    expect(after.labels).toEqual({ b: "2" });
    expect(after.extensions).toHaveProperty("e1");
    expect(after.updatedAt).not.toEqual(before.updatedAt);
  });

  test("a mask changes what it names: keys with dots, deletion by absence", async () => {
    const changed = await update({ labels: { "x.y/z": "3", b: "not named" }, image: "not named" }, "labels.x.y/z", "labels.a");
    expect(changed).toMatchObject({ image: "img", labels: { "x.y/z": "3" } });
    expect(changed.labels).toEqual({ "x.y/z": "3" });
  });

  test("the other paths", async () => {
    const other = { type_url: "t", value: Buffer.from("v") };
    await update({ spec: other, image: "i2", snapshotKey: "k2", extensions: { e2: other } }, "spec", "image", "snapshotkey", "extensions.e2");
    const { container: got } = await containers.get({ id: "c1" }, IN);
    expect(got).toMatchObject({ spec: other, image: "i2", snapshotKey: "k2", extensions: { e1: SPEC, e2: other }, labels: full.labels });
  });

  test.each<[string, Fields, string[], ErrorClass, string]>([
    ["no id", { id: "" }, [], "invalidArgument", "Container.ID required"],
    ["one that is not there", { id: "nope" }, ["image"], "notFound", 'container "nope": not found'],
    ["another runtime", { runtime: { name: "other.v1" }, snapshotter: "overlayfs" }, [], "invalidArgument", "container.Runtime.Name field is immutable: invalid argument"],
    ["another snapshotter", { runtime: { name: "io.containerd.runc.v2" }, snapshotter: "native" }, [], "invalidArgument", "container.Snapshotter field is immutable: invalid argument"],
    ["an unknown path", {}, ["runtime"], "invalidArgument", 'cannot update "runtime" field on "c1": invalid argument'],
  ])("%s is refused", async (_name, fields, paths, errorClass, text) => {
    await expectError(update(fields, ...paths), errorClass, text);
    expect((await containers.get({ id: "c1" }, IN)).container).toMatchObject(full);
  });
});

test("delete removes, once", async () => {
  await create("c1");
  await containers.delete({ id: "c1" }, IN);
  await expectError(containers.get({ id: "c1" }, IN), "notFound", 'container "c1" in namespace "ns1": not found');
  await expectError(containers.delete({ id: "c1" }, IN), "notFound", "container c1: not found");
});

test("every change has its event", async () => {
  const options = { type_url: "t", value: Buffer.from("o") };
  await create("c1", { image: "img", runtime: { name: "r.x.v1", options } });
  await containers.update({ container: { id: "c1", labels: { a: "1" } }, updateMask: { paths: ["labels.a"] } }, IN);
  await containers.delete({ id: "c1" }, IN);
  expect(events()).toMatchObject([
    { namespace: "ns1", topic: "/containers/create", type: "containerd.events.ContainerCreate", event: { id: "c1", image: "img", runtime: { name: "r.x.v1", options } } },
    { topic: "/containers/update", type: "containerd.events.ContainerUpdate", event: { id: "c1", image: "img", labels: { a: "1" } } },
    { topic: "/containers/delete", type: "containerd.events.ContainerDelete", event: { id: "c1" } },
  ]);
});

test("resources: containers are roots that hold their snapshots, and keep a namespace from being empty", async () => {
  await create("c1", { snapshotter: "overlayfs", snapshotKey: "k", labels: { "containerd.io/gc.ref.content": "sha256:x" } });
  await containers.create({ container: container("c2") }, { namespace: "ns2" });
  expect((await resources.namespaces({})).names).toEqual(["ns1", "ns2"]);
  const listed: unknown[] = [];
  for await (const { resources: batch } of resources.list({})) listed.push(...batch);
  expect(listed).toMatchObject([
    { namespace: "ns1", kind: "container", key: "c1", root: true, labels: { "containerd.io/gc.ref.content": "sha256:x" }, refs: [{ kind: "snapshot/overlayfs", key: "k" }] },
    { namespace: "ns2", kind: "container", key: "c2", root: true, refs: [] },
  ]);
  const { epoch } = await resources.begin({});
  expect((await resources.condemn({ epoch, namespace: "ns1", kind: "container", keys: ["c1"] })).refused).toEqual(["c1"]);
  expect((await resources.sweep({ epoch, namespace: "ns1", kind: "container", keys: ["c1"] })).removed).toEqual([]);
  expect((await resources.checkEmpty({ namespace: "ns1" })).kinds).toEqual(["containers"]);
  expect((await resources.checkEmpty({ namespace: "ns3" })).kinds).toEqual([]);
});
