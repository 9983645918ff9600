import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeFifos, readFifo, writeFifo } from "./fifos.ts";
import { renewed, stopShim } from "./audit.ts";
import { IN, createContainer, makeBundle, processSpec, runcOptions, startShim, until, type TestShim } from "./kit.ts";

let shim: TestShim;
beforeAll(async () => void (shim = await startShim()));
afterEach(async (context) => void (shim = await renewed(shim, context)));
afterAll(() => stopShim(shim));

const WAITER = ["sh", "-c", "while [ ! -e /tmp/go ]; do sleep 0.02; done; exit 11"];

function letGo(bundle: string): void {
  writeFileSync(path.join(bundle, "rootfs/tmp/go"), "");
}

test("a container that ends while the shim is dead keeps its exit code, and its events come once and in order", async () => {
  const { bundle, pid } = await createContainer(shim, "away", WAITER);
  await shim.tasks.start({ id: "away" }, IN);
  await shim.killAndRestart(async () => {
    letGo(bundle);
    await until(() => existsSync(path.join(bundle, "init/exit")));
    await until(() => !existsSync(`/proc/${pid}`));
  });
  expect(await shim.tasks.wait({ id: "away" }, IN)).toMatchObject({ exitStatus: 11 });
  expect(await shim.tasks.state({ id: "away" }, IN)).toMatchObject({ status: 3, pid, exitStatus: 11 });
  await shim.killAndRestart();
  expect(await shim.tasks.delete({ id: "away" }, IN)).toMatchObject({ exitStatus: 11 });
  await shim.event("/tasks/delete", "away");
  expect(shim.topicsOf("away")).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
});

test("what runs goes on over the shim's death: input, output, terminal size, exec, signals", async () => {
  const { stdin, stdout } = makeFifos(shim);
  const out = readFifo(stdout);
  await createContainer(shim, "alive", ["sh", "-c", "stty -echo; while read line; do echo got $line; stty size; done; exit 12"], { terminal: true, stdin, stdout });
  await shim.tasks.start({ id: "alive" }, IN);
  const input = writeFifo(stdin);
  input.write("before\n");
  await until(() => out.text().includes("got before"));
  await shim.killAndRestart(async () => {
    input.write("between\n");
    await until(() => out.text().includes("got between"));
  });
  await shim.tasks.resizePty({ id: "alive", width: 77, height: 33 }, IN);
  input.write("after\n");
  await until(() => out.text().includes("got after\r\n33 77"));
  await shim.tasks.exec({ id: "alive", execId: "e", spec: processSpec(["sh", "-c", "exit 2"]) }, IN);
  await shim.tasks.start({ id: "alive", execId: "e" }, IN);
  expect(await shim.tasks.wait({ id: "alive", execId: "e" }, IN)).toMatchObject({ exitStatus: 2 });
  await shim.tasks.kill({ id: "alive", signal: 9 }, IN);
  expect(await shim.tasks.wait({ id: "alive" }, IN)).toMatchObject({ exitStatus: 137 });
  await shim.tasks.delete({ id: "alive" }, IN);
  await input.end();
});

test("created, paused and exec processes are found as they were", async () => {
  await createContainer(shim, "created", ["sh", "-c", "exit 13"]);
  const { bundle } = await createContainer(shim, "paused", WAITER);
  await shim.tasks.start({ id: "paused" }, IN);
  await shim.tasks.exec({ id: "paused", execId: "running", spec: processSpec(["sleep", "1000"]) }, IN);
  const { pid } = await shim.tasks.start({ id: "paused", execId: "running" }, IN);
  await shim.tasks.exec({ id: "paused", execId: "added", spec: processSpec(["sh", "-c", "exit 14"]) }, IN);
  await shim.tasks.pause({ id: "paused" }, IN);
  await shim.killAndRestart();
  expect(await shim.tasks.state({ id: "created" }, IN)).toMatchObject({ status: 1 });
  expect(await shim.tasks.state({ id: "paused" }, IN)).toMatchObject({ status: 4 });
  await shim.tasks.resume({ id: "paused" }, IN);
  expect(await shim.tasks.state({ id: "paused", execId: "running" }, IN)).toMatchObject({ status: 2, pid });
  expect(await shim.tasks.state({ id: "paused", execId: "added" }, IN)).toMatchObject({ status: 1 });
  await shim.tasks.start({ id: "paused", execId: "added" }, IN);
  expect(await shim.tasks.wait({ id: "paused", execId: "added" }, IN)).toMatchObject({ exitStatus: 14 });
  await shim.tasks.start({ id: "created" }, IN);
  expect(await shim.tasks.wait({ id: "created" }, IN)).toMatchObject({ exitStatus: 13 });
  letGo(bundle);
  // In a pid namespace of its own, the init takes the exec process with it.
  expect(await shim.tasks.wait({ id: "paused", execId: "running" }, IN)).toMatchObject({ exitStatus: 137 });
  expect(await shim.tasks.wait({ id: "paused" }, IN)).toMatchObject({ exitStatus: 11 });
  for (const id of ["created", "paused"]) await shim.tasks.delete({ id }, IN);
});

test("a creation that the shim's death cut off is undone, and announced to nobody", async () => {
  const bundle = makeBundle(shim, "cut", { args: ["sleep", "1000"] });
  // A hook that hangs keeps the runtime busy.
  const config = JSON.parse(readFileSync(path.join(bundle, "config.json"), "utf8")) as { hooks?: unknown };
  config.hooks = { prestart: [{ path: "/bin/sleep", args: ["sleep", "2"] }] };
  writeFileSync(path.join(bundle, "config.json"), JSON.stringify(config));
  const creating = shim.tasks.create({ id: "cut", bundle, options: runcOptions({}) }, IN).catch((error: Error) => error);
  await until(() => existsSync(path.join(bundle, "init/control")));
  await shim.killAndRestart();
  expect(await creating).toMatchObject({ code: 14 });
  await expect(shim.tasks.state({ id: "cut" }, IN)).rejects.toMatchObject({ code: 5 });
  expect(shim.topicsOf("cut")).toEqual([]);
});

test("a client that gives a creation up leaves nothing", async () => {
  const bundle = makeBundle(shim, "gaveup", { args: ["sleep", "1000"] });
  const config = JSON.parse(readFileSync(path.join(bundle, "config.json"), "utf8")) as { hooks?: unknown };
  config.hooks = { prestart: [{ path: "/bin/sleep", args: ["sleep", "600"] }] };
  writeFileSync(path.join(bundle, "config.json"), JSON.stringify(config));
  const abort = new AbortController();
  const creating = shim.tasks.create({ id: "gaveup", bundle }, { ...IN, signal: abort.signal });
  await until(() => existsSync(path.join(bundle, "init/control")));
  abort.abort();
  await expect(creating).rejects.toThrow();
  await until(() => !existsSync(path.join(bundle, "init")));
});

test("events wait for a receiver that is away, and for a shim that dies meanwhile", async () => {
  await shim.stopReceiver();
  await createContainer(shim, "queued", ["true"]);
  await shim.tasks.start({ id: "queued" }, IN);
  expect(await shim.tasks.wait({ id: "queued" }, IN)).toMatchObject({ exitStatus: 0 });
  await shim.killAndRestart();
  await shim.tasks.delete({ id: "queued" }, IN);
  expect(shim.topicsOf("queued")).toEqual([]);
  await shim.startReceiver();
  await shim.event("/tasks/delete", "queued");
  expect(shim.topicsOf("queued")).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
});

test("a monitor that is killed costs its container, which then counts as killed", async () => {
  const { pid } = await createContainer(shim, "orphan", ["sleep", "1000"]);
  await shim.tasks.start({ id: "orphan" }, IN);
  process.kill(monitorOf("orphan"), "SIGKILL");
  expect(await shim.tasks.wait({ id: "orphan" }, IN)).toMatchObject({ exitStatus: 137 });
  await until(() => !existsSync(`/proc/${pid}/root/bin`));
  await shim.tasks.delete({ id: "orphan" }, IN);
});

function monitorOf(id: string): number {
  const found = readdirSync("/proc").find((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(`stevedore-monitor test ${id}\0`);
    } catch {
      return false;
    }
  });
  return Number(found);
}

test("a spawner that is killed is replaced", async () => {
  const spawner = readdirSync(`/proc/${shim.pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${shim.pid}/task/${thread}/children`, "utf8").split(" "))
    .filter(Boolean)
    .map(Number);
  expect(spawner).toHaveLength(1);
  process.kill(spawner[0]!, "SIGKILL");
  await until(() => !existsSync(`/proc/${spawner[0]}`));
  await createContainer(shim, "respawned", ["true"]);
  await shim.tasks.start({ id: "respawned" }, IN);
  expect(await shim.tasks.wait({ id: "respawned" }, IN)).toMatchObject({ exitStatus: 0 });
  await shim.tasks.delete({ id: "respawned" }, IN);
});

test("a container that waits to be restored still does after the shim's death, and is deleted without a process or an exit", async () => {
  const id = "waits";
  const bundle = makeBundle(shim, id, { args: ["true"] });
  expect(await shim.tasks.create({ id, bundle, checkpoint: path.join(shim.state, "images") }, IN)).toMatchObject({ pid: 0 });
  await shim.killAndRestart();
  expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 1, pid: 0 });
  await expect(shim.tasks.kill({ id, signal: 9 }, IN)).rejects.toThrow("no such container");
  // There are no images: whatever the reason, it is told, and the container stays.
  await expect(shim.tasks.start({ id }, IN)).rejects.toThrow(/CRIU|restore failed/);
  expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 1, pid: 0 });
  expect(await shim.tasks.delete({ id }, IN)).toMatchObject({ pid: 0, exitStatus: 0 });
  await shim.event("/tasks/delete", id);
  expect(shim.topicsOf(id)).toEqual(["/tasks/create", "/tasks/delete"]);
});
