import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { ZERO_TIME } from "@stevedore/api";
import { errorClassOf, type ErrorClass } from "@stevedore/errors";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createContainer, createTaskOf, eventually, renewed, SPEC_TYPE, startTasks, type TestTasks } from "./kit.ts";
import { makeSandboxShim, type SandboxShim } from "../../../tests/kit/mod.ts";

let host: TestTasks;
let shim: SandboxShim;
beforeAll(async () => {
  host = await startTasks();
  shim = makeSandboxShim(host.state);
}, 60_000);
afterEach(async (context) => {
  if (host !== (host = await renewed(host, context))) shim = makeSandboxShim(host.state);
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
}, 60_000);

const sandboxer = "shim";
const spec = { type_url: SPEC_TYPE, value: Buffer.from('{"ociVersion":"1.0.2"}') };
const sandboxOf = (sandboxId: string, name = shim.binary) => ({ sandboxId, runtime: { name }, spec, sandboxer });
const create = (sandboxId: string, rest: object = {}) => host.controller.create({ sandboxId, sandboxer, sandbox: sandboxOf(sandboxId), ...rest }, host.in);
const start = (sandboxId: string) => host.controller.start({ sandboxId, sandboxer }, host.in);
const statusOf = (sandboxId: string, verbose = false) => host.controller.status({ sandboxId, sandboxer, verbose }, host.in);
const shutdown = (sandboxId: string) => host.controller.shutdown({ sandboxId, sandboxer }, host.in);
const bundleOf = (id: string): string => path.join(host.state, "io.containerd.sandbox.controller.v1.shim", host.namespace, id);
const callsOf = (id: string): string[] => shim.calls().filter((line) => line.split(" ")[1] === id);
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("sandbox-shim");

async function expectError(call: Promise<unknown>, errorClass: ErrorClass, text: string | RegExp): Promise<void> {
  const error = await call.then(() => undefined, (reason: unknown) => reason as Error);
  expect(error?.message).toEqual(typeof text === "string" ? text : expect.stringMatching(text));
  expect(errorClassOf(error)).toBe(errorClass);
}

describe("a shim that serves sandboxes", () => {
  test("a whole life: what the shim is told, what the client gets, events in order, nothing left", async () => {
    const id = "life";
    const options = { type_url: "the/options", value: Buffer.from("o") };
    expect(await create(id, { netnsPath: "/run/netns/x", annotations: { a: "b" }, options, rootfs: [{ type: "bind" }] })).toMatchObject({ sandboxId: id });
    expect(callsOf(id)).toEqual([`start ${id}`, `CreateSandbox ${id} /run/netns/x {"a":"b"} the/options 1`]);
    expect(readdirSync(bundleOf(id)).toSorted()).toEqual(["bootstrap.json", "config.json", "log", "rootfs", "shim-binary-path", "work"]);
    expect(readFileSync(path.join(bundleOf(id), "config.json"), "utf8")).toBe('{"ociVersion":"1.0.2"}');
    const pid = shim.pids().at(-1)!;
    const { address } = JSON.parse(readFileSync(path.join(bundleOf(id), "bootstrap.json"), "utf8")) as { address: string };
    const endpoint = { address: `ttrpc+${address}`, version: 3 };
    expect(await start(id)).toMatchObject({ sandboxId: id, pid, createdAt: { seconds: 77 }, labels: {}, spec: { type_url: "spec" }, ...endpoint });
    expect(await statusOf(id)).toMatchObject({ sandboxId: id, pid, state: "SANDBOX_READY", info: {}, createdAt: { seconds: 0 }, extra: { type_url: "extra" }, ...endpoint });
    expect(await statusOf(id, true)).toMatchObject({ info: { much: "more" } });
    expect(await host.controller.platform({ sandboxId: id, sandboxer }, host.in)).toMatchObject({ platform: { os: "plan9", architecture: "mips", variant: "v9" } });
    expect(await host.controller.metrics({ sandboxId: id, sandboxer }, host.in)).toMatchObject({ metrics: { id, data: { type_url: "google.protobuf.Empty" } } });
    await host.controller.update({ sandboxId: id, sandboxer, sandbox: sandboxOf(id), fields: ["labels"] }, host.in);
    const waiting = host.controller.wait({ sandboxId: id, sandboxer }, host.in);
    await eventually("it waits", () => callsOf(id).includes(`WaitSandbox ${id}`));
    await host.controller.stop({ sandboxId: id, sandboxer, timeoutSecs: 7 }, host.in);
    expect(callsOf(id)).toContain(`StopSandbox ${id} 7`);
    expect(await waiting).toMatchObject({ exitStatus: 3 });
    await shutdown(id);
    expect(callsOf(id).slice(-2)).toEqual([`ShutdownSandbox ${id}`, `delete ${id}`]);
    await eventually("the shim has ended", () => !isRunning(pid));
    expect(host.bundles()).toEqual([]);
    await eventually("all events", () => host.topicsOf(id).includes("/sandboxes/exit"));
    expect(host.topicsOf(id).filter((topic) => topic.startsWith("/sandboxes/"))).toEqual(["/sandboxes/create", "/sandboxes/start", "/sandboxes/exit"]);
    expect(host.events.find(({ topic }) => topic === "/sandboxes/exit")?.message).toMatchObject({ sandboxId: id, exitStatus: 3 });
  });

  test("one that is not there", async () => {
    await host.controller.stop({ sandboxId: "no", sandboxer }, host.in);
    expect(await statusOf("no")).toMatchObject({ sandboxId: "no", pid: 0, state: "", createdAt: ZERO_TIME, extra: { type_url: "" } });
    expect((await statusOf("no")).exitedAt!.seconds).toBeGreaterThan(1_600_000_000);
    await expectError(start("no"), "unknown", 'failed to start sandbox "no": unable to find sandbox "no"');
    for (const method of ["wait", "shutdown", "metrics", "platform"] as const) {
      await expectError(host.controller[method]({ sandboxId: "no", sandboxer }, host.in) as Promise<unknown>, "notFound", /sandbox "no": not found/);
    }
  });

  test("refusals: no controller, an unknown one, a second of the same id, ids, runtimes", async () => {
    await expectError(create("x", { sandboxer: "" }), "invalidArgument", "invalid argument: sandbox controller name can not be empty");
    await expectError(create("x", { sandboxer: "nope" }), "notFound", /^not found: failed to get sandbox controller by nope/);
    await expectError(host.controller.start({ sandboxId: "x", sandboxer: "nope" }, host.in), "notFound", /^failed to get sandbox controller for "nope": not found: /);
    await expectError(host.controller.update({ sandboxId: "x", sandboxer }, host.in), "unknown", "sandbox can not be nil");
    await expectError(host.controller.stop({ sandboxId: "x", sandboxer }), "failedPrecondition", "namespace is required: failed precondition");
    await expectError(create("a/b", { sandbox: sandboxOf("a/b") }), "invalidArgument", /^invalid task id a\/b: /);
    await expectError(create("x", { sandbox: { sandboxId: "x" } }), "invalidArgument", /Runtime must be set/);
    await expectError(create("x", { sandbox: null }), "unknown", "failed to start new shim for sandbox x: failed to resolve runtime path: no runtime name");
    await expectError(create("x", { sandbox: sandboxOf("x", "io.none.such.v1") }), "unknown", /^failed to start new shim for sandbox x: .*binary not installed/);
    await create("twice");
    await expectError(create("twice"), "alreadyExists", "sandbox twice already running: already exists");
    await createContainer(host, "twice", ["true"]);
    await expectError(createTaskOf(host, "twice"), "alreadyExists", "task twice: already exists");
    await host.containers.delete({ id: "twice" }, host.in);
    await shutdown("twice");
    expect(host.bundles()).toEqual([]);
  });

  test.each(["CreateSandbox", "StartSandbox"])("a %s that fails leaves nothing", async (method) => {
    const id = method.toLowerCase();
    shim.failNext(method);
    const starting = method === "CreateSandbox" ? create(id) : create(id).then(() => start(id));
    const text = method === "CreateSandbox" ? `failed to create sandbox ${id}: ` : `failed to start sandbox "${id}": failed to start sandbox ${id}: `;
    await expectError(starting, "failedPrecondition", `${text}${method} is to fail: failed precondition`);
    await eventually("the shim has ended", () => !isRunning(shim.pids().at(-1)!));
    expect(callsOf(id)).toContain(`delete ${id}`);
    expect(host.bundles()).toEqual([]);
    expect(await statusOf(id)).toMatchObject({ state: "" });
  });

  test("the service is killed: sandboxes are there again, and waits can be made again", async () => {
    await create("again");
    await start("again");
    const pid = shim.pids().at(-1)!;
    const waiting = host.controller.wait({ sandboxId: "again", sandboxer }, host.in);
    waiting.catch(() => undefined);
    await eventually("it waits", () => callsOf("again").includes("WaitSandbox again"));
    await host.killTasks();
    expect(await statusOf("again")).toMatchObject({ pid, state: "SANDBOX_READY" });
    await expectError(create("again"), "alreadyExists", /already running/);
    await host.controller.stop({ sandboxId: "again", sandboxer }, host.in);
    expect(await host.controller.wait({ sandboxId: "again", sandboxer }, host.in)).toMatchObject({ exitStatus: 3 });
    await shutdown("again");
    expect(host.bundles()).toEqual([]);
  });

  test("the shim is killed: who waits is told, the end is reported, nothing is left", async () => {
    await create("dead");
    await start("dead");
    const waiting = host.controller.wait({ sandboxId: "dead", sandboxer }, host.in);
    const failing = expectError(waiting, "unknown", "failed to wait sandbox dead: ttrpc: closed");
    await eventually("it waits", () => callsOf("dead").includes("WaitSandbox dead"));
    process.kill(shim.pids().at(-1)!, "SIGKILL");
    await failing;
    await eventually("the bundle is gone", () => host.bundles().length === 0);
    expect(host.topicsOf("dead")).toEqual(["/sandboxes/create", "/sandboxes/start", "/tasks/exit", "/tasks/delete"]);
    await expectError(shutdown("dead"), "notFound", /not found/);
  });

  test("the shim is killed while the service is away: the same", async () => {
    await create("dead2");
    await host.killTasks(async () => void process.kill(shim.pids().at(-1)!, "SIGKILL"));
    await eventually("the bundle is gone", () => host.bundles().length === 0);
    expect(callsOf("dead2")).toContain("delete dead2");
    expect(await statusOf("dead2")).toMatchObject({ state: "" });
  });
});

describe("tasks in a sandbox", () => {
  const store = (id: string) => host.sandboxes.create({ sandbox: sandboxOf(id) }, host.in);
  const delivered = async (id: string) => {
    await store(id);
    await create(id);
    await start(id);
  };
  const end = async (id: string) => {
    await shutdown(id);
    await host.sandboxes.delete({ sandboxId: id }, host.in);
  };
  const taskBundle = (id: string, file: string): string => readFileSync(path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, id, file), "utf8");

  test("two tasks share the shim, no binary is called, and a deletion does not end it", async () => {
    await delivered("pod");
    for (const id of ["c1", "c2"]) {
      // The container's own runtime does not matter.
      await createContainer(host, id, ["true"], { sandbox: "pod", runtime: "io.none.such.v1" });
      await createTaskOf(host, id);
      await host.tasks.start({ containerId: id }, host.in);
    }
    expect(callsOf("c1")).toEqual(["Create c1 c1"]);
    expect(taskBundle("c1", "sandbox")).toBe("pod");
    expect(JSON.parse(taskBundle("c1", "bootstrap.json"))).toEqual(JSON.parse(readFileSync(path.join(bundleOf("pod"), "bootstrap.json"), "utf8")));
    await host.killTasks();
    for (const id of ["c1", "c2"]) {
      await host.tasks.kill({ containerId: id, signal: 9 }, host.in);
      expect(await host.tasks.wait({ containerId: id }, host.in)).toMatchObject({ exitStatus: 137 });
      await host.tasks.delete({ containerId: id }, host.in);
      await host.containers.delete({ id }, host.in);
    }
    expect(callsOf("c2")).not.toContain("Shutdown c2");
    expect(await statusOf("pod")).toMatchObject({ state: "SANDBOX_READY" });
    await end("pod");
    expect(host.bundles()).toEqual([]);
  });

  test("a client says where the sandbox is", async () => {
    await delivered("told");
    const { address, version } = await statusOf("told");
    await createContainer(host, "c3", ["true"], { sandbox: "told" });
    const create3 = (taskApiAddress: string, taskApiVersion: number) => host.tasks.create({ containerId: "c3", taskApiAddress, taskApiVersion }, host.in);
    await expectError(create3("nonsense", 3), "unknown", /^failed to start shim: the scheme of sandbox address should be in/);
    await expectError(create3("grpc+vsock://1:2", 3), "unknown", /^failed to start shim: failed to create GRPC connection: vsock is not supported/);
    await create3(address, version);
    expect(callsOf("c3")).toEqual(["Create c3 c3"]);
    await host.tasks.delete({ containerId: "c3" }, host.in);
    await host.containers.delete({ id: "c3" }, host.in);
    await end("told");
  });

  test("the sandbox's shim dies: its tasks have ended", async () => {
    await delivered("dying");
    await createContainer(host, "c4", ["true"], { sandbox: "dying" });
    const pid = await createTaskOf(host, "c4");
    await host.tasks.start({ containerId: "c4" }, host.in);
    process.kill(shim.pids().at(-1)!, "SIGKILL");
    await eventually("the end is told", () => host.topicsOf("c4").includes("/tasks/delete"));
    expect(host.topicsOf("c4").slice(-2)).toEqual(["/tasks/exit", "/tasks/delete"]);
    expect(host.events.findLast(({ topic, containerId }) => topic === "/tasks/exit" && containerId === "c4")?.message).toMatchObject({ exitStatus: 255 });
    await eventually("nothing is left", () => host.bundles().length === 0);
    process.kill(pid, "SIGKILL");
    await host.containers.delete({ id: "c4" }, host.in);
    await host.sandboxes.delete({ sandboxId: "dying" }, host.in);
  });

  test("a stored sandbox without a shim is NotFound; one that nobody stored is ignored", async () => {
    await store("alone");
    await createContainer(host, "c5", ["true"], { sandbox: "alone" });
    await expectError(createTaskOf(host, "c5"), "notFound", "failed to start shim: can't find shim for sandbox alone: not found");
    expect(host.bundles()).toEqual([]);
    await host.sandboxes.delete({ sandboxId: "alone" }, host.in);
    await createTaskOf(host, "c5");
    await host.tasks.delete({ containerId: "c5" }, host.in);
    await host.containers.delete({ id: "c5" }, host.in);
  });

  test("a shim of version 2 has its binary called for each task", async () => {
    const old = makeSandboxShim(host.state, { version: 2 });
    await host.sandboxes.create({ sandbox: sandboxOf("old", old.binary) }, host.in);
    await create("old", { sandbox: sandboxOf("old", old.binary) });
    await createContainer(host, "c6", ["true"], { sandbox: "old", runtime: old.binary });
    await createTaskOf(host, "c6");
    expect(old.calls().slice(-2)).toEqual(["start c6", "Create c6 c6"]);
    await host.tasks.delete({ containerId: "c6" }, host.in);
    expect(old.calls().slice(-2)).toEqual(["Delete c6", "Shutdown c6"]);
    await eventually("its shim has ended", () => !isRunning(old.pids().at(-1)!));
    await host.containers.delete({ id: "c6" }, host.in);
    await end("old");
    expect(host.bundles()).toEqual([]);
  });
});
