import { existsSync } from "node:fs";
import { containerd, io } from "@stevedore/api";
import { errorClassOf, type ErrorClass } from "@stevedore/errors";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createContainer, createTask, createTaskOf, eventually, runTask, SPEC_TYPE, specOf, renewed, startTasks, type TestTasks } from "./kit.ts";

const SHIM = "/usr/bin/containerd-shim-runc-v2";
const installed = existsSync(SHIM);
if (!installed) console.log(`skipped: ${SHIM} is not installed (Debian's package containerd)`);

let host: TestTasks;
beforeAll(async () => void (host = await startTasks()), 60_000);
afterEach(async (context) => void (host = await renewed(host, context)));
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
}, 60_000);

const { Status } = containerd.v1.types;
const sandboxer = "shim";
const spec = { type_url: SPEC_TYPE, value: Buffer.from('{"ociVersion":"1.0.2"}') };
const sandboxOf = (sandboxId: string, runtime = "io.containerd.runc.v2") => ({ sandboxId, runtime: { name: runtime }, spec, sandboxer });
const call = (sandboxId: string, rest: object = {}) => ({ sandboxId, sandboxer, ...rest });
const create = (sandboxId: string, rest: object = {}) => host.controller.create(call(sandboxId, { sandbox: sandboxOf(sandboxId), ...rest }), host.in);
const statusOf = async (id: string) => host.controller.status(call(id, { verbose: true }), host.in);
const taskStatus = async (containerId: string): Promise<unknown> => (await host.tasks.get({ containerId }, host.in)).process?.status;

/** A stored sandbox that runs, as client libraries make one. */
async function run(id: string, rest: object = {}): Promise<void> {
  await host.sandboxes.create({ sandbox: sandboxOf(id) }, host.in);
  await create(id, rest);
  await host.controller.start(call(id), host.in);
}

async function remove(id: string, containers: readonly string[] = []): Promise<void> {
  for (const containerId of containers) {
    await host.tasks.delete({ containerId }, host.in);
    await host.containers.delete({ id: containerId }, host.in);
  }
  await host.controller.shutdown(call(id), host.in);
  await host.sandboxes.delete({ sandboxId: id }, host.in);
  expect(host.bundles()).toEqual([]);
}

async function expectError(promise: Promise<unknown>, errorClass: ErrorClass, text: string | RegExp): Promise<void> {
  const error = await promise.then(() => undefined, (reason: unknown) => reason as Error);
  expect(error?.message).toEqual(typeof text === "string" ? text : expect.stringMatching(text));
  expect(errorClassOf(error)).toBe(errorClass);
}

describe("sandboxes of the host's own shim", () => {
  test("group containers: status, metrics, stop, exit; containers outside go on", async () => {
    await run("pod", { netnsPath: "/proc/self/ns/net", annotations: { a: "b" } });
    await runTask(host, "in1", ["sleep", "100"], { sandbox: "pod" });
    await runTask(host, "in2", ["sh", "-c", "trap 'exit 4' TERM; sleep 100 & wait"], { sandbox: "pod" });
    await createTask(host, "in3", ["sleep", "100"], { sandbox: "pod" });
    await runTask(host, "out", ["sleep", "100"]);
    await host.tasks.pause({ containerId: "in1" }, host.in);

    const status = await statusOf("pod");
    expect(status).toMatchObject({ state: "SANDBOX_READY", version: 3, address: `ttrpc+unix://${host.state}/sockets/shim.sock` });
    expect(status.pid).toBeGreaterThan(0);
    const info = JSON.parse(status.info["info"]!) as { netnsPath: string; annotations: object; containers: { id: string; status: string }[] };
    expect(info).toMatchObject({ netnsPath: "/proc/self/ns/net", annotations: { a: "b" } });
    expect(info.containers.map(({ id, status: state }) => `${id} ${state}`).toSorted()).toEqual(["in1 running", "in2 running", "in3 created"]);
    expect(await host.controller.platform(call("pod"), host.in)).toMatchObject({ platform: { os: "linux" } });
    const { metrics } = await host.controller.metrics(call("pod"), host.in);
    const decoder = metrics!.data!.type_url === "io.containerd.cgroups.v1.Metrics" ? io.containerd.cgroups.v1.Metrics : io.containerd.cgroups.v2.Metrics;
    expect(decoder.decode(metrics!.data!.value!).pids!.current).toBeGreaterThanOrEqual(4);

    const waiting = host.controller.wait(call("pod"), host.in);
    await host.controller.stop(call("pod", { timeoutSecs: 1 }), host.in);
    expect(await waiting).toMatchObject({ exitStatus: 0 });
    expect(await statusOf("pod")).toMatchObject({ pid: 0, state: "SANDBOX_NOTREADY" });
    for (const [containerId, exitStatus] of [["in1", 137], ["in2", 4], ["in3", 137]] as const) {
      expect(await host.tasks.wait({ containerId }, host.in)).toMatchObject({ exitStatus });
    }
    expect(await taskStatus("out")).toBe(Status.RUNNING);
    await host.controller.stop(call("pod"), host.in);
    await createContainer(host, "late", ["true"], { sandbox: "pod" });
    await expectError(createTaskOf(host, "late"), "failedPrecondition", /^failed to create shim task: sandbox "pod" has stopped/);
    await host.containers.delete({ id: "late" }, host.in);
    await host.tasks.kill({ containerId: "out", signal: 9 }, host.in);
    await host.tasks.wait({ containerId: "out" }, host.in);
    await host.tasks.delete({ containerId: "out" }, host.in);
    await host.containers.delete({ id: "out" }, host.in);
    await remove("pod", ["in1", "in2", "in3"]);
    await eventually("all events", () => host.topicsOf("pod").includes("/sandboxes/exit"));
    expect(host.topicsOf("pod")).toEqual(["/sandboxes/create", "/sandboxes/start", "/sandboxes/exit"]);
  });

  test("the shim and the service are killed, each and together: the sandbox goes on, and a wait with it", async () => {
    await run("strong");
    await runTask(host, "member", ["sleep", "100"], { sandbox: "strong" });
    const waiting = host.controller.wait(call("strong"), host.in);
    const { createdAt } = await statusOf("strong");
    await host.killShim();
    const status = await statusOf("strong");
    expect(status).toMatchObject({ state: "SANDBOX_READY", createdAt });
    expect(JSON.parse(status.info["info"]!)).toMatchObject({ containers: [{ id: "member", status: "running" }] });
    await host.controller.stop(call("strong"), host.in);
    expect(await waiting).toMatchObject({ exitStatus: 0 });
    await host.killTasks(() => host.killShim());
    expect(await statusOf("strong")).toMatchObject({ state: "SANDBOX_NOTREADY", createdAt });
    expect(await host.controller.wait(call("strong"), host.in)).toMatchObject({ exitStatus: 0 });
    await remove("strong", ["member"]);
  });

  test("a stop that its shim does not live to end is ended by the next", async () => {
    await run("half");
    await runTask(host, "stubborn", ["sh", "-c", "trap '' TERM; sleep 100 & wait; wait"], { sandbox: "half" });
    const stopping = host.controller.stop(call("half", { timeoutSecs: 2 }), host.in);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await host.killShim();
    await stopping;
    expect(await statusOf("half")).toMatchObject({ state: "SANDBOX_NOTREADY" });
    expect(await host.tasks.wait({ containerId: "stubborn" }, host.in)).toMatchObject({ exitStatus: 137 });
    await remove("half", ["stubborn"]);
  });

  test("a shutdown alone ends everything; a bundle whose sandbox the shim does not have is removed", async () => {
    await run("short");
    await runTask(host, "victim", ["sleep", "100"], { sandbox: "short" });
    const waiting = host.controller.wait(call("short"), host.in);
    await host.controller.shutdown(call("short"), host.in);
    expect(await waiting).toMatchObject({ exitStatus: 0 });
    expect(await host.tasks.wait({ containerId: "victim" }, host.in)).toMatchObject({ exitStatus: 137 });
    await host.tasks.delete({ containerId: "victim" }, host.in);
    await host.containers.delete({ id: "victim" }, host.in);
    await host.sandboxes.delete({ sandboxId: "short" }, host.in);
    expect(host.bundles()).toEqual([]);
    await create("short");
    await host.controller.shutdown(call("short"), host.in);
  });

  test("refusals leave nothing", async () => {
    await expectError(create("bad", { netnsPath: "/no/such" }), "invalidArgument", /^failed to create sandbox bad: netns_path "\/no\/such": ENOENT/);
    await expectError(create("bad", { netnsPath: "/etc/hostname" }), "invalidArgument", /is no namespace/);
    await expectError(create("bad", { rootfs: [{ type: "nosuchfs", source: "x" }] }), "unknown", /^failed to create sandbox bad: /);
    expect(host.bundles()).toEqual([]);
    await run("once");
    await expectError(host.controller.start(call("once"), host.in), "failedPrecondition", /it is ready/);
    // As with containerd, one that did not start is gone.
    expect(await statusOf("once")).toMatchObject({ state: "" });
    await host.sandboxes.delete({ sandboxId: "once" }, host.in);
    expect(host.bundles()).toEqual([]);
  });
});

describe.skipIf(!installed)("containerd-shim-runc-v2", () => {
  const count = async (): Promise<number> => {
    const { execFileSync } = await import("node:child_process");
    return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n").filter((line) => line.startsWith(SHIM) && line.includes(host.namespace)).length;
  };

  test("has no sandbox API: its Unimplemented is passed on, and no process is left", async () => {
    const creating = host.controller.create(call("none", { sandbox: sandboxOf("none", SHIM) }), host.in);
    await expectError(creating, "unimplemented", /^failed to create sandbox none: /);
    await eventually("the shim has ended", async () => (await count()) === 0);
    expect(host.bundles()).toEqual([]);
  });

  test.each(["io.containerd.runc.v2.group", "io.kubernetes.cri.sandbox-id"])("groups containers by the annotation %s: one process", async (annotation) => {
    const ids = ["g1", "g2"];
    for (const id of ids) {
      const grouped = { ...(JSON.parse(specOf(host, id, ["sleep", "100"]).value.toString()) as object), annotations: { [annotation]: "the-group" } };
      await host.containers.create({ container: { id, runtime: { name: SHIM }, spec: { type_url: SPEC_TYPE, value: Buffer.from(JSON.stringify(grouped)) } } }, host.in);
      await createTaskOf(host, id);
      await host.tasks.start({ containerId: id }, host.in);
    }
    expect(await count()).toBe(1);
    await host.killTasks();
    const end = async (containerId: string): Promise<void> => {
      const waiting = host.tasks.wait({ containerId }, host.in);
      await host.tasks.kill({ containerId, signal: 9 }, host.in);
      expect(await waiting).toMatchObject({ exitStatus: 137 });
      await host.tasks.delete({ containerId }, host.in);
      await host.containers.delete({ id: containerId }, host.in);
    };
    await end("g1");
    expect(await taskStatus("g2")).toBe(Status.RUNNING);
    expect(await count()).toBe(1);
    await end("g2");
    await eventually("the shim has ended", async () => (await count()) === 0);
    expect(host.bundles()).toEqual([]);
  });

  test("the shim of a group dies: every task of it has ended", async () => {
    const { execFileSync } = await import("node:child_process");
    for (const id of ["h1", "h2"]) {
      const grouped = { ...(JSON.parse(specOf(host, id, ["sleep", "100"]).value.toString()) as object), annotations: { "io.containerd.runc.v2.group": "h" } };
      await host.containers.create({ container: { id, runtime: { name: SHIM }, spec: { type_url: SPEC_TYPE, value: Buffer.from(JSON.stringify(grouped)) } } }, host.in);
      await createTaskOf(host, id);
      await host.tasks.start({ containerId: id }, host.in);
    }
    const pids = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).split("\n").filter((line) => line.includes(`${SHIM} `) && line.includes(host.namespace)).map((line) => Number.parseInt(line, 10));
    process.kill(pids[0]!, "SIGKILL");
    await eventually("the ends are told", () => ["h1", "h2"].every((id) => host.topicsOf(id).includes("/tasks/delete")));
    for (const id of ["h1", "h2"]) expect(host.topicsOf(id).filter((topic) => topic === "/tasks/exit")).toHaveLength(1);
    await eventually("nothing is left", () => host.bundles().length === 0);
    for (const id of ["h1", "h2"]) await host.containers.delete({ id }, host.in);
  });
});
