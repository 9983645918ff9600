import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ResourcesService, SandboxStoreService, ZERO_TIME, type containerd } from "@stevedore/api";
import { errorClassOf, type ErrorClass } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { openSqliteStore, type MetadataStore } from "@stevedore/metadata";
import { createCollection, createResourcesHandlers } from "@stevedore/resources";
import { connect, createClient, createHandlerTable, serveTtrpc, type Client } from "@stevedore/rpc";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSandboxSource } from "../resources.ts";
import { sandboxNameOf } from "../sandboxes/sandbox-records.ts";
import { createSandboxStoreHandlers } from "../sandboxes/store-handlers.ts";

const SPEC = { type_url: "types.containerd.io/opencontainers/runtime-spec/1/Spec", value: Buffer.from("{}") };
const IN = { namespace: "ns1" };
const log = createLogger({ service: "test", level: "error" });

let stack: AsyncDisposableStack;
let directory: string;
let store: MetadataStore;
let sandboxes: Client<typeof SandboxStoreService>;
let resources: Client<typeof ResourcesService>;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-sandboxes-"));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  store = stack.use(openSqliteStore({ path: path.join(directory, "tasks.db") }));
  const table = createHandlerTable();
  table.add(SandboxStoreService, createSandboxStoreHandlers(store));
  table.add(ResourcesService, createResourcesHandlers({ collection: createCollection({ store, nameOf: sandboxNameOf }), sources: [createSandboxSource(store)] }));
  const socket = path.join(directory, "s.sock");
  stack.use(await serveTtrpc({ table, path: socket, log }));
  const channel = stack.use(connect({ path: socket }));
  sandboxes = createClient(SandboxStoreService, channel);
  resources = createClient(ResourcesService, channel);
});
afterEach(() => stack.disposeAsync());

type Fields = containerd.types.ISandbox;

const OPTIONS = { type_url: "x/options", value: Buffer.from([1, 2, 0, 255]) };
const full = (sandboxId: string, fields: Fields = {}): Fields => ({ sandboxId, runtime: { name: "a.b.v1", options: OPTIONS }, spec: SPEC, sandboxer: "shim", ...fields });
const create = async (id: string, fields?: Fields): Promise<Fields> => (await sandboxes.create({ sandbox: full(id, fields) }, IN)).sandbox!;
const get = async (sandboxId: string): Promise<Fields> => (await sandboxes.get({ sandboxId }, IN)).sandbox!;
const update = async (sandbox: Fields, ...fields: string[]): Promise<Fields> => (await sandboxes.update({ sandbox, fields }, IN)).sandbox!;
const idsOf = async (...filters: string[]): Promise<unknown[]> => (await sandboxes.list({ filters }, IN)).list.map(({ sandboxId }) => sandboxId);

async function expectError(call: Promise<unknown>, errorClass: ErrorClass, text: string | RegExp): Promise<void> {
  const error = await call.then(() => undefined, (reason: unknown) => reason as Error);
  expect(error?.message).toEqual(typeof text === "string" ? text : expect.stringMatching(text));
  expect(errorClassOf(error)).toBe(errorClass);
}

describe("create and get", () => {
  test("bytes inside of Any come back untouched, times are the server's own, an empty label is none", async () => {
    const extensions = { "a.b/c": { type_url: "x/y", value: Buffer.from([0, 255, 1]) } };
    const created = await create("s1", { labels: { a: "1", empty: "" }, extensions, createdAt: ZERO_TIME });
    const got = await get("s1");
    expect(got).toEqual(created);
    expect(got).toMatchObject({ sandboxId: "s1", sandboxer: "shim", labels: { a: "1" }, extensions, spec: SPEC, runtime: { name: "a.b.v1", options: OPTIONS } });
    expect(got.createdAt!.seconds).toBeGreaterThan(1_600_000_000);
    expect(got.updatedAt).toEqual(got.createdAt);
  });

  test("labels have no size limit, as in containerd; a sandbox needs neither spec nor options", async () => {
    await create("s1", { labels: { a: "x".repeat(5000) }, spec: null, runtime: { name: "" } });
    expect(await get("s1")).toMatchObject({ spec: null, runtime: { name: "", options: null } });
  });

  test("refusals", async () => {
    await create("s1");
    await expectError(create("s1"), "alreadyExists", 'write error: sandbox bucket "s1" already exists: already exists');
    await expectError(create(""), "invalidArgument", "failed to validate sandbox: invalid sandbox ID: identifier must not be empty: invalid argument");
    await expectError(create("a/b"), "invalidArgument", /^failed to validate sandbox: invalid sandbox ID: identifier "a\/b" must match/);
    await expectError(sandboxes.create({ sandbox: { sandboxId: "s2" } }, IN), "invalidArgument", /Runtime must be set/);
    await expectError(sandboxes.create({}, IN), "invalidArgument", /sandbox must be set/);
    await expectError(sandboxes.create({ sandbox: full("s2") }), "failedPrecondition", "namespace is required: failed precondition");
    await expectError(sandboxes.get({ sandboxId: "s1" }, { namespace: "other" }), "notFound", "no sandbox buckets: not found");
    await expectError(get("s2"), "notFound", 'bucket "s2" not found: not found');
  });
});

describe("list", () => {
  test("by id, labels, in the order of ids; empty where there are none", async () => {
    expect(await idsOf()).toEqual([]);
    for (const id of ["c", "a", "b"]) await create(id, { labels: { "x.y/z": id } });
    expect(await idsOf()).toEqual(["a", "b", "c"]);
    expect(await idsOf("id==b", 'labels."x.y/z"==c')).toEqual(["b", "c"]);
    expect(await idsOf("labels.nope")).toEqual([]);
    expect(await idsOf("sandboxer==shim")).toEqual([]);
    await expectError(idsOf("id=="), "invalidArgument", /parse error.*: invalid argument: invalid argument$/);
  });
});

describe("update", () => {
  test("without fields: labels, extensions, spec and runtime options; the name of the runtime may not change", async () => {
    await create("s1", { labels: { a: "1" }, extensions: { e1: OPTIONS } });
    const spec = { type_url: "x", value: Buffer.from("new") };
    const updated = await update({ sandboxId: "s1", runtime: { name: "a.b.v1" }, labels: { b: "2" }, extensions: { e2: SPEC }, spec, sandboxer: "other" });
    expect(await get("s1")).toEqual(updated);
    // What is nil in the request is not cleared, an extension never is, and the sandboxer does not change.
    expect(updated).toMatchObject({ labels: { b: "2" }, extensions: { e1: OPTIONS, e2: SPEC }, spec, runtime: { options: OPTIONS }, sandboxer: "shim" });
    expect(updated.labels).not.toHaveProperty("a");
    await expectError(update({ sandboxId: "s1", runtime: { name: "c.d.v1" } }), "invalidArgument", "sandbox.Runtime.Name field is immutable: invalid argument");
    expect(await get("s1")).toEqual(updated);
  });

  test("single fields: keys with dots, the runtime's name; an absent label is removed, nothing else is touched", async () => {
    const created = await create("s1", { labels: { "a.b/c": "1", keep: "2" } });
    const updated = await update({ sandboxId: "s1", runtime: { name: "c.d.v1" }, labels: { "x.y": "3" }, extensions: { "e.f": SPEC, g: SPEC } }, "labels.x.y", "labels.a.b/c", "extensions.e.f", "runtime");
    expect(updated).toMatchObject({ labels: { keep: "2", "x.y": "3" }, extensions: { "e.f": SPEC }, runtime: { name: "c.d.v1", options: OPTIONS }, createdAt: created.createdAt, spec: SPEC });
    expect(Object.keys(updated.labels!)).toHaveLength(2);
    expect(Object.keys(updated.extensions!)).toHaveLength(1);
  });

  test("refusals", async () => {
    await expectError(update(full("s1")), "notFound", "no sandbox buckets: not found");
    await create("s1");
    await expectError(update(full("s2")), "notFound", 'bucket "s2" not found: not found');
    await expectError(update(full("s1"), "labels", "sandboxer"), "invalidArgument", 'cannot update "sandboxer" field on sandbox "s1": invalid argument');
    await expectError(update({ sandboxId: "s1" }), "invalidArgument", /Runtime must be set/);
  });
});

test("delete", async () => {
  await expectError(sandboxes.delete({ sandboxId: "s1" }, IN), "notFound", "no sandbox buckets: not found");
  await create("s1");
  await create("s2");
  await expectError(sandboxes.delete({ sandboxId: "s3" }, IN), "notFound", 'failed to delete sandbox "s3": not found');
  await sandboxes.delete({ sandboxId: "s1" }, IN);
  expect(await idsOf()).toEqual(["s2"]);
});

test("garbage collection sees them, and their references; the namespace exists, and may be deleted with them", async () => {
  const reference = { "containerd.io/gc.ref.content": "sha256:abc" };
  await create("s1", { labels: { ...reference, "containerd.io/gc.bref.image": "x", other: "y" } });
  expect(await resources.namespaces({})).toMatchObject({ names: ["ns1"] });
  const found = [];
  for await (const batch of resources.list({ namespace: "" })) found.push(...batch.resources);
  expect(found).toMatchObject([{ namespace: "ns1", kind: "sandbox", key: "s1", root: true, refs: [] }]);
  expect(found[0]!.labels).toEqual(reference);
  const { kinds, revision } = await resources.checkEmpty({ namespace: "ns1" });
  expect(kinds).toEqual([]);
  await create("s2");
  await resources.dropNamespace({ namespace: "ns1", revision });
  expect(await idsOf()).toEqual(["s2"]);
});

test("what was acknowledged is on disk", async () => {
  await create("s1");
  await store.close();
  await using again = openSqliteStore({ path: path.join(directory, "tasks.db") });
  expect(again.list("sandboxes/ns1").map(({ key }) => key)).toEqual(["s1"]);
});
