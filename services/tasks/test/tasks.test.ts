import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ZERO_TIME, containerd } from "@stevedore/api";
import { errorClassOf, type ErrorClass } from "@stevedore/errors";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createContainer, createTask, createTaskOf, eventually, execSpec, makeRootfs, removeTask, runTask, runcOptions, specOf, renewed, startTasks, type TestTasks } from "./kit.ts";

let host: TestTasks;
beforeAll(async () => void (host = await startTasks()), 60_000);
afterEach(async (context) => void (host = await renewed(host, context)));
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
}, 60_000);

const { Status } = containerd.v1.types;

async function expectError(call: Promise<unknown>, errorClass: ErrorClass, text: string | RegExp): Promise<void> {
  const error = await call.then(() => undefined, (reason: unknown) => reason as Error);
  expect(error?.message).toEqual(typeof text === "string" ? text : expect.stringMatching(text));
  expect(errorClassOf(error)).toBe(errorClass);
}

const get = async (containerId: string, execId = ""): Promise<containerd.v1.types.IProcess> => (await host.tasks.get({ containerId, execId }, host.in)).process!;

describe("a life", () => {
  test("create, start, wait, delete: states, exit code, events in order, nothing left", async () => {
    const id = "life";
    const out = path.join(host.state, "life.log");
    const pid = await createTask(host, id, ["sh", "-c", "echo hello; exit 7"], { stdout: `file://${out}` });
    expect(await get(id)).toMatchObject({ id, pid, status: Status.CREATED, exitedAt: ZERO_TIME, stdout: `file://${out}` });
    const waiting = host.tasks.wait({ containerId: id }, host.in);
    expect(await host.tasks.start({ containerId: id }, host.in)).toMatchObject({ pid });
    const { exitStatus, exitedAt } = await waiting;
    expect(exitStatus).toBe(7);
    await eventually("the exit is on the bus", () => host.topicsOf(id).includes("/tasks/exit"));
    expect(await get(id)).toMatchObject({ pid, status: Status.STOPPED, exitStatus: 7, exitedAt });
    expect(await host.tasks.wait({ containerId: id }, host.in)).toMatchObject({ exitStatus: 7, exitedAt });
    expect(await host.tasks.delete({ containerId: id }, host.in)).toMatchObject({ id: "", pid, exitStatus: 7, exitedAt });
    expect(readFileSync(out, "utf8")).toBe("hello\n");
    expect(host.bundles()).toEqual([]);
    await expectError(get(id), "notFound", `task ${id} not found`);
    await host.containers.delete({ id }, host.in);
    const order = ["/containers/create", "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete", "/containers/delete"];
    await eventually("all events", () => host.topicsOf(id).length >= order.length);
    expect(host.topicsOf(id)).toEqual(order);
    expect(host.events.find(({ topic, containerId }) => topic === "/tasks/exit" && containerId === id)?.message).toMatchObject({ id, pid, exitStatus: 7, exitedAt });
  });

  test("the bundle has what containerd's has", async () => {
    const id = "bundle";
    await createTask(host, id, ["true"]);
    const bundle = path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, id);
    expect(readFileSync(path.join(bundle, "config.json"))).toEqual(specOf(host, id, ["true"]).value);
    expect(JSON.parse(readFileSync(path.join(bundle, "bootstrap.json"), "utf8"))).toEqual({ version: 3, protocol: "ttrpc", address: `unix://${host.state}/sockets/shim.sock` });
    expect(readFileSync(path.join(bundle, "shim-binary-path"), "utf8")).toContain("containerd-shim-stevedore-v2");
    expect(host.bundles()).toHaveLength(2);
    await host.tasks.delete({ containerId: id }, host.in);
    await host.containers.delete({ id }, host.in);
    expect(host.bundles()).toEqual([]);
  });

  test("exec: its own state, exit, pids and deletion", async () => {
    const id = "exec";
    await runTask(host, id, ["sleep", "100"]);
    await host.tasks.exec({ containerId: id, execId: "e1", spec: execSpec(["sh", "-c", "while [ ! -e /tmp/e1-go ]; do sleep 0.02; done; exit 3"]) }, host.in);
    expect(await get(id, "e1")).toMatchObject({ id: "e1", status: Status.CREATED });
    const waiting = host.tasks.wait({ containerId: id, execId: "e1" }, host.in);
    const { pid } = await host.tasks.start({ containerId: id, execId: "e1" }, host.in);
    const { processes } = await host.tasks.listPids({ containerId: id }, host.in);
    const details = processes.find((entry) => entry.pid === pid)?.info;
    expect(details?.type_url).toBe("containerd.runc.v1.ProcessDetails");
    writeFileSync(path.join(makeRootfs(host), "tmp/e1-go"), "");
    expect(await waiting).toMatchObject({ exitStatus: 3 });
    expect(await host.tasks.deleteProcess({ containerId: id, execId: "e1" }, host.in)).toMatchObject({ id: "e1", pid, exitStatus: 3 });
    await expectError(get(id, "e1"), "notFound", "process does not exist e1: not found");
    await removeTask(host, id);
    await eventually("the exec's events", () => host.topicsOf(id).includes("/tasks/delete"));
    expect(host.topicsOf(id).filter((topic) => topic.includes("exec"))).toEqual(["/tasks/exec-added", "/tasks/exec-started"]);
  });

  test("pause, resume, update, metrics, resize", async () => {
    const id = "control";
    await runTask(host, id, ["sleep", "100"], { terminal: true, stdout: `file://${host.state}/tty.log` });
    await host.tasks.resizePty({ containerId: id, width: 0, height: 0 }, host.in);
    await host.tasks.pause({ containerId: id }, host.in);
    expect(await get(id)).toMatchObject({ status: Status.PAUSED });
    await host.tasks.resume({ containerId: id }, host.in);
    const resources = { type_url: "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources", value: Buffer.from('{"memory":{"limit":67108864}}') };
    await host.tasks.update({ containerId: id, resources }, host.in);
    const { metrics } = await host.tasks.metrics({ filters: [`id==${id}`] }, host.in);
    expect(metrics).toMatchObject([{ id }]);
    expect(metrics[0]!.data!.type_url).toMatch(/^io\.containerd\.cgroups\.v[12]\.Metrics$/);
    expect((await host.tasks.metrics({ filters: ["id==none"] }, host.in)).metrics).toEqual([]);
    expect((await host.tasks.list({}, host.in)).tasks).toMatchObject([{ id, status: Status.RUNNING }]);
    expect((await host.tasks.list({}, { namespace: "elsewhere" })).tasks).toEqual([]);
    await removeTask(host, id);
  });
});

describe("questions during a creation", () => {
  test("are answered at once, and the creation ends when its client goes away", async () => {
    const id = "blocked";
    await createContainer(host, id, ["true"]);
    const going = new AbortController();
    const binaryName = path.join(host.state, "slow-runtime");
    writeFileSync(binaryName, "#!/bin/sh\ncase \"$*\" in *create*) exec sleep 1000 ;; esac\nexit 0\n", { mode: 0o755 });
    const rootfs = [{ type: "bind", source: makeRootfs(host), options: ["rbind", "ro"] }];
    const creating = host.tasks.create({ containerId: id, rootfs, options: runcOptions({ binaryName }) }, { ...host.in, signal: going.signal });
    creating.catch(() => undefined);
    await eventually("the bundle is there", () => host.bundles().length > 0);
    await expectError(get(id), "notFound", `task ${id} not found`);
    await expectError(host.tasks.wait({ containerId: id }, host.in), "notFound", `task ${id} not found`);
    await expectError(createTaskOf(host, id), "alreadyExists", `task ${id}: already exists`);
    expect((await host.containers.get({ id }, host.in)).container).toMatchObject({ id });
    going.abort();
    await expect(creating).rejects.toThrow();
    await eventually("the bundle is gone", () => host.bundles().length === 0);
    // The id is free again, as soon as the shim has undone what was begun.
    await eventually("the id can be used again", () => createTaskOf(host, id).then(() => true));
    await host.tasks.delete({ containerId: id }, host.in);
    await host.containers.delete({ id }, host.in);
  });
});

describe("what is refused", () => {
  test("unknown containers and tasks, in every method", async () => {
    const options = host.in;
    const nothing = `container "none" in namespace "${host.namespace}": not found`;
    const { tasks } = host;
    await createContainer(host, "untasked", ["true"]);
    for (const [containerId, text] of [["none", nothing], ["untasked", "task untasked not found"]] as const) {
      const calls = [
        tasks.start({ containerId }, options),
        tasks.delete({ containerId }, options),
        tasks.get({ containerId }, options),
        tasks.kill({ containerId, signal: 9 }, options),
        tasks.exec({ containerId, execId: "e", spec: execSpec(["true"]) }, options),
        tasks.deleteProcess({ containerId, execId: "e" }, options),
        tasks.resizePty({ containerId }, options),
        tasks.closeIO({ containerId, stdin: true }, options),
        tasks.pause({ containerId }, options),
        tasks.resume({ containerId }, options),
        tasks.listPids({ containerId }, options),
        tasks.update({ containerId }, options),
        tasks.wait({ containerId }, options),
      ];
      for (const call of calls) await expectError(call, "notFound", text);
    }
    await expectError(tasks.create({ containerId: "none" }, options), "notFound", nothing);
    await host.containers.delete({ id: "untasked" }, options);
  });

  test.each<[string, string, RegExp | string]>([
    ["is not installed", "io.containerd.x.y", /^failed to start shim: failed to resolve runtime path: runtime "io.containerd.x.y" binary not installed "containerd-shim-x-y": file does not exist \(looked for in \/opt\/containerd\/bin:.*\)$/],
    ["has a bad name", "nodots", /^failed to start shim: failed to resolve runtime path: invalid runtime name nodots, correct runtime name/],
    ["is a path to nothing", "/nonexistent/shim", "failed to start shim: failed to resolve runtime path: invalid custom binary path: stat /nonexistent/shim: no such file or directory"],
    ["is no shim", "/bin/false", /^failed to start shim: start failed: .*: exit status 1$/],
    ["prints rubbish", "/bin/echo", /^failed to start shim: start failed: shim printed no address: "-namespace /],
  ])("a runtime that %s", async (_name, runtime, text) => {
    await createContainer(host, "badruntime", ["true"], { runtime });
    await expectError(createTaskOf(host, "badruntime"), "unknown", text);
    expect(host.bundles()).toEqual([]);
    await host.containers.delete({ id: "badruntime" }, host.in);
  });

  test("an OCI runtime that is not there, and a command that is not there: the runtime's words come through", async () => {
    await createContainer(host, "nocommand", ["/no/such"]);
    await expectError(createTaskOf(host, "nocommand"), "unknown", /^failed to create shim task: OCI runtime create failed: .*(no such file or directory|executable file .*not found)/);
    await expectError(createTaskOf(host, "nocommand", { options: { binaryName: "no-runc" } }), "unknown", /^failed to create shim task: .*no-runc/);
    expect(host.bundles()).toEqual([]);
    await host.containers.delete({ id: "nocommand" }, host.in);
  });

  test("options of another type", async () => {
    await createContainer(host, "badoptions", ["true"]);
    await expectError(host.tasks.create({ containerId: "badoptions", options: { type_url: "a.b", value: Buffer.from("x") } }, host.in), "unknown", "type with url a.b: not found");
    await expectError(host.tasks.create({ containerId: "badoptions", options: { ...runcOptions({}), type_url: "containerd.events.TaskExit" } }, host.in), "unknown", "invalid task create option for io.containerd.runc.v2");
    const garbage = { ...runcOptions({}), value: Buffer.from([0xff, 0xff]) };
    await expectError(host.tasks.create({ containerId: "badoptions", options: garbage }, host.in), "unknown", /^task create options: /);
    await host.containers.delete({ id: "badoptions" }, host.in);
  });

  test("a mount that fails", async () => {
    await createContainer(host, "badmount", ["true"]);
    const rootfs = [{ type: "bind", source: "/nonexistent", options: ["rbind"] }];
    await expectError(host.tasks.create({ containerId: "badmount", rootfs }, host.in), "unknown", /^failed to create shim task: .*\/nonexistent/);
    expect(host.bundles()).toEqual([]);
    await host.containers.delete({ id: "badmount" }, host.in);
  });

  test("a second task of one container; of two creations at once one", async () => {
    await createContainer(host, "twice", ["sleep", "100"]);
    const results = await Promise.allSettled([createTaskOf(host, "twice"), createTaskOf(host, "twice")]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expectError(createTaskOf(host, "twice"), "alreadyExists", "task twice: already exists");
    await host.tasks.delete({ containerId: "twice" }, host.in);
    await host.containers.delete({ id: "twice" }, host.in);
  });

  test("the state table", async () => {
    const id = "states";
    const { tasks } = host;
    const options = host.in;
    const exec = { containerId: id, execId: "e", spec: execSpec(["true"]) };
    await createTask(host, id, ["sleep", "100"]);
    await expectError(tasks.pause({ containerId: id }, options), "unknown", /pause/);
    await expectError(tasks.resume({ containerId: id }, options), "unknown", /resume/);
    await tasks.start({ containerId: id }, options);
    await expectError(tasks.start({ containerId: id }, options), "unknown", "cannot start a running process");
    await expectError(tasks.delete({ containerId: id }, options), "unknown", "failed to delete task: cannot delete a running process");
    await expectError(tasks.resume({ containerId: id }, options), "unknown", "cannot resume a running process");
    await expectError(tasks.exec({ ...exec, execId: "" }, options), "invalidArgument", "exec id cannot be empty");
    await expectError(tasks.exec({ ...exec, execId: "a/b" }, options), "invalidArgument", /^invalid exec id a\/b: identifier "a\/b" must match .*: invalid argument$/);
    await expectError(tasks.deleteProcess({ containerId: id }, options), "invalidArgument", "exec id cannot be empty");
    await tasks.exec(exec, options);
    await expectError(tasks.exec(exec, options), "alreadyExists", "id e: already exists");
    await expectError(tasks.kill({ containerId: id, execId: "e", signal: 9 }, options), "failedPrecondition", "process not created: failed precondition");
    await expectError(tasks.start({ containerId: id, execId: "other" }, options), "notFound", "process does not exist other: not found");
    await tasks.deleteProcess({ containerId: id, execId: "e" }, options);
    await tasks.pause({ containerId: id }, options);
    await expectError(tasks.start({ containerId: id }, options), "unknown", "cannot start a paused process");
    await expectError(tasks.exec(exec, options), "unknown", "cannot exec in a paused state");
    await expectError(tasks.delete({ containerId: id }, options), "unknown", "failed to delete task: cannot delete a paused process");
    await tasks.resume({ containerId: id }, options);
    const waiting = tasks.wait({ containerId: id }, options);
    await tasks.kill({ containerId: id, signal: 9 }, options);
    expect(await waiting).toMatchObject({ exitStatus: 137 });
    await expectError(tasks.kill({ containerId: id, signal: 9 }, options), "notFound", /process already finished: not found$/);
    await expectError(tasks.start({ containerId: id }, options), "unknown", "cannot start a stopped process");
    await expectError(tasks.exec(exec, options), "unknown", "cannot exec in a stopped state");
    await expectError(tasks.pause({ containerId: id }, options), "unknown", /stopped/);
    await tasks.delete({ containerId: id }, options);
    await host.containers.delete({ id }, options);
  });

  test("metrics without a namespace, and with a bad filter, have no class", async () => {
    await expectError(host.tasks.metrics({}), "unknown", "namespace is required: failed precondition");
    await expectError(host.tasks.metrics({ filters: ["id=="] }, host.in), "unknown", /parse error/);
  });
});

describe("events that shims forward", () => {
  const event = { type_url: "containerd.events.TaskOOM", value: containerd.events.TaskOOM.encode({ containerId: "oom" }).finish() };
  const envelope = { namespace: "fwd", topic: "/tasks/oom", timestamp: { seconds: 5, nanos: 7 }, event };
  const received = (containerId: string): number => host.events.filter((seen) => seen.containerId === containerId).length;

  test("one that comes twice is published once, in another life too", async () => {
    const metadata = { "stevedore-event-id": "77-1" };
    await host.forward.forward({ envelope }, { metadata });
    await host.forward.forward({ envelope }, { metadata });
    await host.killTasks();
    await host.forward.forward({ envelope }, { metadata });
    await host.forward.forward({ envelope }, { metadata: { "stevedore-event-id": "77-2" } });
    // Another life of the shim counts anew, and its clock may be behind.
    await host.forward.forward({ envelope }, { metadata: { "stevedore-event-id": "33-1" } });
    await eventually("three events", () => received("oom") === 3);
  });

  test("one whose predecessor was not recorded is refused, and taken when that has come", async () => {
    const other = { ...event, value: containerd.events.TaskOOM.encode({ containerId: "oom3" }).finish() };
    const forward = (id: string, after?: string) => host.forward.forward({ envelope: { ...envelope, event: other } }, { metadata: { "stevedore-event-id": id, ...(after && { "stevedore-event-after": after }) } });
    await expect(forward("88-2", "88-1")).rejects.toThrow("event 88-2 came without 88-1");
    await expect(forward("99-1", "88-1")).rejects.toThrow("event 99-1 came without 88-1");
    await Promise.all([forward("88-1"), forward("88-2", "88-1"), forward("99-1", "88-2")]);
    await eventually("three events", () => received("oom3") === 3);
  });

  test("without a number it is known by its contents", async () => {
    const other = { ...event, value: containerd.events.TaskOOM.encode({ containerId: "oom2" }).finish() };
    await host.forward.forward({ envelope: { ...envelope, event: other } });
    await host.forward.forward({ envelope: { ...envelope, event: other } });
    await host.forward.forward({ envelope: { ...envelope, event: other, timestamp: { seconds: 5, nanos: 8 } } });
    await eventually("two events", () => received("oom2") === 2);
  });

  test.each([
    ["no timestamp", { timestamp: null }, /timestamp/],
    ["a bad topic", { topic: "tasks" }, /must start with '\/'/],
    ["no namespace", { namespace: "" }, /invalid namespace/],
  ])("%s is refused", async (_name, fields, text) => {
    await expectError(host.forward.forward({ envelope: { ...envelope, ...fields } }), "invalidArgument", text);
  });
});
