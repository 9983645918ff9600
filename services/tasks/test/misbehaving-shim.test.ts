import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd, google, packAny } from "@stevedore/api";
import { errorClassOf, type ErrorClass } from "@stevedore/errors";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createContainer, createTaskOf, eventually, renewed, runTask, startTasks, type TestTasks } from "./kit.ts";
import { makeSandboxShim, type SandboxShim } from "../../../tests/kit/mod.ts";

const CLIENT_PATIENCE_MS = 500;

let host: TestTasks;
let shim: SandboxShim;
const start = () => startTasks({}, { timeouts: { shimLoadMs: 1000, shimCleanupMs: 1500, shimShutdownMs: 500 } });
beforeAll(async () => {
  host = await start();
  shim = makeSandboxShim(host.state);
}, 60_000);
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
}, 60_000);
afterEach(async (context) => {
  shim.misbehave({});
  if (host !== (host = await renewed(host, context, start))) shim = makeSandboxShim(host.state);
});

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("sandbox-shim");

async function expectError(call: Promise<unknown>, errorClass: ErrorClass, text: RegExp): Promise<void> {
  const error = await call.then(() => undefined, (reason: unknown) => reason as Error);
  expect(error?.message).toMatch(text);
  expect(errorClassOf(error)).toBe(errorClass);
}

async function expectNothingLeft(id: string): Promise<void> {
  await eventually("the bundle is gone", () => host.bundles().length === 0);
  await eventually("the shim is gone", () => !shim.pids().some(isRunning));
  await expectError(host.tasks.get({ containerId: id }, host.in), "notFound", /not found/);
  await host.containers.delete({ id }, host.in);
}

/** The end that is told of a task whose shim can't tell it. */
async function expectEnd(id: string, exitStatus: number): Promise<void> {
  await eventually("the end is told", () => host.topicsOf(id).includes("/tasks/delete"));
  expect(host.topicsOf(id).slice(-2)).toEqual(["/tasks/exit", "/tasks/delete"]);
  expect(host.events.findLast(({ containerId, topic }) => topic === "/tasks/exit" && containerId === id)?.message).toMatchObject({ exitStatus });
}

describe("a shim that never makes its task", () => {
  test.each<[string, Parameters<SandboxShim["misbehave"]>[0], ErrorClass, RegExp]>([
    ["dies in its start", { start: "die" }, "unknown", /^failed to start shim: start failed: : signal: killed$/],
    ["hangs in its start", { start: "hang" }, "canceled", /canceled/],
    ["hangs in Create", { Create: "hang" }, "canceled", /canceled/],
    ["hangs everywhere", { Create: "hang", Delete: "hang", Shutdown: "hang", delete: "hang" }, "canceled", /canceled/],
  ])("it %s, and its client gives up: nothing is left", async (_name, wrongs, errorClass, text) => {
    await createContainer(host, "unborn", ["true"], { runtime: shim.binary });
    shim.misbehave(wrongs);
    const [started, called] = [shim.pids().length, shim.calls().length];
    const givingUp = new AbortController();
    const creating = expectError(host.tasks.create({ containerId: "unborn" }, { ...host.in, signal: givingUp.signal }), errorClass, text);
    await eventually("it goes wrong", () => shim.calls().slice(called).includes(`${Object.keys(wrongs)[0]} goes wrong`));
    if (errorClass === "canceled") givingUp.abort();
    await creating;
    expect(shim.pids()).toHaveLength(started + 1);
    await expectNothingLeft("unborn");
  });

  test.each<[string, string, RegExp]>([
    ["another way than by a unix socket", '{"version":3,"address":"vsock://3:1024","protocol":"ttrpc"}', /failed to create TTRPC connection: vsock is not supported/],
    ["a protocol that nobody knows", '{"version":3,"address":"unix:///s","protocol":"http"}', /unexpected protocol: "http"/],
    ["gRPC in version 2", '{"version":2,"address":"unix:///s","protocol":"grpc"}', /supports only v3 GRPC task service \(got 2\)/],
    ["rubbish", "what a shim", /shim printed no address: "what a shim/],
  ])("its start tells %s: it is killed", async (_name, told, text) => {
    const binary = path.join(host.state, "containerd-shim-odd-v1");
    // It leaves a process, as a start does, in a group of its own.
    writeFileSync(binary, `#!/bin/sh\n[ "$1" = -v ] && exit 0\nfor last; do :; done\n[ $last = delete ] && exit 0\nsetsid sleep 1000 >/dev/null 2>&1 &\necho $! > ${host.state}/odd.pid\nprintf '%s' '${told}'\n`, { mode: 0o755 });
    await createContainer(host, "odd", ["true"], { runtime: binary });
    await expectError(createTaskOf(host, "odd"), "unknown", new RegExp(`^failed to start shim: start failed: .*${text.source}`));
    const pid = Number(readFileSync(`${host.state}/odd.pid`, "utf8"));
    expect(pid).toBeGreaterThan(0);
    await eventually("its process is gone", () => !existsSync(`/proc/${pid}`));
    await expectNothingLeft("odd");
  });
});

describe("a shim that goes wrong with a task", () => {
  const begin = async (id: string): Promise<number> => runTask(host, id, ["true"], { runtime: shim.binary });
  const killShim = (): boolean => process.kill(shim.pids().at(-1)!, "SIGKILL");

  test("it dies in Create and then in Start: the caller is told, and so is everybody else", async () => {
    await createContainer(host, "w1", ["true"], { runtime: shim.binary });
    shim.misbehave({ Create: "die" });
    await expectError(createTaskOf(host, "w1"), "unknown", /^failed to create shim task: ttrpc: closed$/);
    // The name is free at once.
    shim.misbehave({});
    await createTaskOf(host, "w1");
    shim.misbehave({ Start: "die" });
    await expectError(host.tasks.start({ containerId: "w1" }, host.in), "unknown", /^ttrpc: closed$/);
    await expectEnd("w1", 137);
    await expectNothingLeft("w1");
  });

  test("it never answers Connect when its host comes back: it is ended", async () => {
    await begin("w2");
    await host.killTasks(async () => shim.misbehave({ Connect: "hang" }));
    await expectEnd("w2", 137);
    await expectNothingLeft("w2");
  });

  test("it hangs in State: who asks is told so, and may ask again", async () => {
    await begin("w3");
    shim.misbehave({ State: "hang" });
    await expectError(host.tasks.get({ containerId: "w3" }, host.in), "deadlineExceeded", /^context deadline exceeded$/);
    expect((await host.tasks.list({}, host.in)).tasks).toEqual([]);
    shim.misbehave({});
    expect((await host.tasks.get({ containerId: "w3" }, host.in)).process).toMatchObject({ id: "w3", status: containerd.v1.types.Status.RUNNING });
    await host.tasks.delete({ containerId: "w3" }, host.in);
    await expectNothingLeft("w3");
  });

  test("it hangs in Delete: the client's patience ends it, the task stays, and dies with its shim", async () => {
    await begin("w4");
    shim.misbehave({ Delete: "hang" });
    await expectError(host.tasks.delete({ containerId: "w4" }, { ...host.in, timeoutMs: CLIENT_PATIENCE_MS }), "deadlineExceeded", /./);
    expect((await host.tasks.get({ containerId: "w4" }, host.in)).process).toMatchObject({ status: containerd.v1.types.Status.RUNNING });
    killShim();
    await expectEnd("w4", 137);
    await expectNothingLeft("w4");
  });

  test("it hangs in Shutdown: a deletion does not wait for it", async () => {
    await begin("w5");
    shim.misbehave({ Shutdown: "hang" });
    await host.tasks.delete({ containerId: "w5" }, host.in);
    expect(host.bundles()).toEqual([]);
    // Nobody can know that it has no other task.
    killShim();
    await expectNothingLeft("w5");
  });

  test.each<["hang" | "die"]>([["hang"], ["die"]])("its binary goes wrong in delete (%s): the exit is unknown, 255, and told", async (wrong) => {
    await begin(`w6-${wrong}`);
    shim.misbehave({ delete: wrong });
    killShim();
    await expectEnd(`w6-${wrong}`, 255);
    await expectNothingLeft(`w6-${wrong}`);
  });

  test("what it publishes with the binary that it is told comes as an event", async () => {
    const binary = path.join(host.state, "containerd-shim-publisher-v1");
    const event = google.protobuf.Any.encode(packAny("containerd.events.TaskOOM", containerd.events.TaskOOM, { containerId: "told" })).finish();
    writeFileSync(`${binary}.event`, event);
    writeFileSync(binary, `#!/bin/sh\n[ "$1" = -v ] && exit 0\n"$6" -address "$4" publish -topic /tasks/oom -namespace "$2" < $0.event || exit 8\nexit 9\n`, { mode: 0o755 });
    await createContainer(host, "told", ["true"], { runtime: binary });
    await expectError(createTaskOf(host, "told"), "unknown", /: exit status 9$/);
    await eventually("the event comes", () => host.topicsOf("told").includes("/tasks/oom"));
    await expectNothingLeft("told");
  });
});

describe("a shim that speaks gRPC", () => {
  let grpc: SandboxShim;
  beforeAll(() => void (grpc = makeSandboxShim(host.state, { protocol: "grpc" })));
  const isGone = (): boolean => !grpc.pids().some(isRunning);
  const bootstrapOf = (id: string): { address: string; protocol: string } => JSON.parse(readFileSync(path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, id, "bootstrap.json"), "utf8")) as never;

  test("runs a task, which the next life of the service finds", async () => {
    const pid = await runTask(host, "g1", ["true"], { runtime: grpc.binary });
    expect(bootstrapOf("g1")).toMatchObject({ version: 3, protocol: "grpc" });
    const { address } = bootstrapOf("g1");
    await host.killTasks();
    expect((await host.tasks.get({ containerId: "g1" }, host.in)).process).toMatchObject({ id: "g1", pid, status: containerd.v1.types.Status.RUNNING });
    const waiting = host.tasks.wait({ containerId: "g1" }, host.in);
    await host.tasks.kill({ containerId: "g1", signal: 9 }, host.in);
    expect(await waiting).toMatchObject({ exitStatus: 137 });
    await expectError(host.tasks.start({ containerId: "g1", execId: "nope" }, host.in).then(() => host.tasks.pause({ containerId: "g1" }, host.in)), "unimplemented", /Pause/i);
    expect(await host.tasks.delete({ containerId: "g1" }, host.in)).toMatchObject({ pid, exitStatus: 137 });
    await eventually("the shim has ended", isGone);
    expect(existsSync(address.replace("unix://", ""))).toBe(false);
    await host.containers.delete({ id: "g1" }, host.in);
    expect(host.bundles()).toEqual([]);
  });

  test("dies: its task ends, and its socket goes", async () => {
    await runTask(host, "g2", ["true"], { runtime: grpc.binary });
    const { address } = bootstrapOf("g2");
    process.kill(grpc.pids().at(-1)!, "SIGKILL");
    await expectEnd("g2", 137);
    await eventually("nothing is left", () => host.bundles().length === 0 && !existsSync(address.replace("unix://", "")));
    await host.containers.delete({ id: "g2" }, host.in);
  });

  test("serves a sandbox, and a task that is told where it is", async () => {
    const sandbox = { sandboxId: "g3", sandboxer: "shim" };
    await host.sandboxes.create({ sandbox: { sandboxId: "g3", sandboxer: "shim", runtime: { name: grpc.binary } } }, host.in);
    await host.controller.create({ ...sandbox, sandbox: { ...sandbox, runtime: { name: grpc.binary } } }, host.in);
    const { address } = await host.controller.start(sandbox, host.in);
    expect(address).toMatch(/^grpc\+unix:\/\//);
    await createContainer(host, "g4", ["true"], { runtime: grpc.binary, sandbox: "g3" });
    await host.tasks.create({ containerId: "g4", taskApiAddress: address, taskApiVersion: 3 }, host.in);
    await host.tasks.delete({ containerId: "g4" }, host.in);
    expect(grpc.calls().filter((line) => line.startsWith("start ")).at(-1)).toBe("start g3");
    await host.controller.stop(sandbox, host.in);
    await host.controller.shutdown(sandbox, host.in);
    await eventually("the shim has ended", isGone);
    await host.containers.delete({ id: "g4" }, host.in);
    await host.sandboxes.delete({ sandboxId: "g3" }, host.in);
  });
});
