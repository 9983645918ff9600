import { readFileSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { RESTART_LABELS } from "../restart/policy.ts";
import { eventually, makeRootfs, specOf, renewed, startTasks, type TestTasks } from "./kit.ts";

let host: TestTasks;
const start = () => startTasks({ restart: { intervalMs: 100 } });
beforeAll(async () => void (host = await start()), 60_000);
afterEach(async (context) => void (host = await renewed(host, context, start)));
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
}, 60_000);

const { status, policy, count, explicitlyStopped, logUri } = RESTART_LABELS;
const { Status } = containerd.v1.types;
const SETTLED_MS = 400;

/** A container without a task whose root is a directory, so that nobody is asked for mounts. */
async function create(id: string, args: string[], labels: Record<string, string>, terminal = false): Promise<void> {
  const { type_url, value } = specOf(host, id, args, terminal);
  const spec = JSON.parse(value.toString()) as { root: unknown };
  spec.root = { path: makeRootfs(host), readonly: true };
  const container = { id, labels, runtime: { name: "io.containerd.runc.v2" }, spec: { type_url, value: Buffer.from(JSON.stringify(spec)) } };
  await host.containers.create({ container }, host.in);
}

async function label(id: string, labels: Record<string, string>): Promise<void> {
  await host.containers.update({ container: { id, labels }, updateMask: { paths: Object.keys(labels).map((key) => `labels.${key}`) } }, host.in);
}

const labelsOf = async (id: string): Promise<Record<string, string>> => (await host.containers.get({ id }, host.in)).container!.labels!;
const processOf = async (containerId: string): Promise<containerd.v1.types.IProcess | undefined> =>
  (await host.tasks.get({ containerId }, host.in).catch(() => undefined))?.process ?? undefined;
const isRunning = async (id: string): Promise<boolean> => (await processOf(id))?.status === Status.RUNNING;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

/** Ends what is there, whatever the monitor makes of it meanwhile. */
async function remove(id: string): Promise<void> {
  await label(id, { [status]: "" });
  await settle();
  await host.tasks.kill({ containerId: id, signal: 9, all: true }, host.in).catch(() => undefined);
  await host.tasks.wait({ containerId: id }, host.in).catch(() => undefined);
  await host.tasks.delete({ containerId: id }, host.in).catch(() => undefined);
  await host.containers.delete({ id }, host.in);
}

test("always: a container without a task is started, and again when it ends, counted, with containerd's events in their order", async () => {
  const output = path.join(path.dirname(host.state), "always.log");
  await create("always", ["sh", "-c", "echo run; sleep 100"], { [status]: "running", [logUri]: `file://${output}` });
  await eventually("it runs", () => isRunning("always"));
  await host.tasks.kill({ containerId: "always", signal: 9 }, host.in);
  await eventually("it runs again", async () => (await labelsOf("always"))[count] === "2" && (await isRunning("always")));
  await eventually("both runs are in the log", () => readFileSync(output, "utf8") === "run\nrun\n");
  const update = ["/containers/update", "/tasks/create", "/tasks/start"];
  const topics = ["/containers/create", ...update, "/tasks/exit", "/containers/update", "/tasks/delete", "/tasks/create", "/tasks/start"];
  await eventually("all events", () => host.topicsOf("always").length >= topics.length);
  expect(host.topicsOf("always")).toEqual(topics);
  await remove("always");
});

test("a task that runs, or is paused, is let alone", async () => {
  await create("paused", ["sleep", "100"], { [status]: "running" });
  await eventually("it runs", () => isRunning("paused"));
  await host.tasks.pause({ containerId: "paused" }, host.in);
  await settle();
  expect(await processOf("paused")).toMatchObject({ status: Status.PAUSED });
  await host.tasks.resume({ containerId: "paused" }, host.in);
  await settle();
  expect((await labelsOf("paused"))[count]).toBe("1");
  await remove("paused");
});

test("on-failure:2 gives up after two restarts, and leaves the exit code to be asked for", async () => {
  await create("fails", ["sh", "-c", "exit 3"], {});
  await host.tasks.create({ containerId: "fails" }, host.in);
  await label("fails", { [policy]: "on-failure:2", [status]: "running" });
  await host.tasks.start({ containerId: "fails" }, host.in);
  await eventually("two restarts have ended", () => host.topicsOf("fails").filter((topic) => topic === "/tasks/exit").length === 3);
  await settle();
  expect((await labelsOf("fails"))[count]).toBe("2");
  expect(await processOf("fails")).toMatchObject({ status: Status.STOPPED, exitStatus: 3 });
  await remove("fails");
});

test("unless-stopped: what a client stopped stays stopped", async () => {
  await create("stopped", ["sleep", "100"], { [status]: "running", [policy]: "unless-stopped", [explicitlyStopped]: "false" });
  await eventually("it runs", () => isRunning("stopped"));
  await label("stopped", { [explicitlyStopped]: "true" });
  await host.tasks.kill({ containerId: "stopped", signal: 9 }, host.in);
  await host.tasks.wait({ containerId: "stopped" }, host.in);
  await settle();
  expect(await processOf("stopped")).toMatchObject({ status: Status.STOPPED, exitStatus: 137 });
  await label("stopped", { [explicitlyStopped]: "false" });
  await eventually("it runs again", () => isRunning("stopped"));
  await remove("stopped");
});

test("status stopped: a running task is killed and deleted", async () => {
  await create("stop", ["sleep", "100"], { [status]: "running" });
  await eventually("it runs", () => isRunning("stop"));
  await label("stop", { [status]: "stopped" });
  await eventually("it is gone", async () => (await processOf("stop")) === undefined);
  await eventually("its events", () => host.topicsOf("stop").slice(-2).join() === "/tasks/exit,/tasks/delete");
  await remove("stop");
});

test("the terminal of the spec is kept, with the log as its output", async () => {
  const output = path.join(path.dirname(host.state), "tty.log");
  await create("tty", ["sh", "-c", "stty size; sleep 100"], { [status]: "running", [logUri]: `file://${output}` }, true);
  await eventually("it writes to its terminal", () => readFileSync(output, "utf8").includes("\r\n"));
  expect(await processOf("tty")).toMatchObject({ terminal: true, stdout: `file://${output}`, stderr: "" });
  await remove("tty");
});

test("labels that can't be read, and a log that is no URI, start nothing", async () => {
  await create("unread", ["true"], { [status]: "running", [policy]: "sometimes" });
  await create("nolog", ["true"], { [status]: "running", [logUri]: "not a uri" });
  await settle();
  expect([await processOf("unread"), await processOf("nolog")]).toEqual([undefined, undefined]);
  expect((await labelsOf("nolog"))[count]).toBeUndefined();
  await remove("unread");
  await remove("nolog");
});

test("the service is killed: what runs goes on, what ended meanwhile is started again", async () => {
  for (const id of ["lives", "dies"]) await create(id, ["sleep", "100"], { [status]: "running" });
  await eventually("both run", async () => (await isRunning("lives")) && (await isRunning("dies")));
  const { pid } = (await processOf("lives"))!;
  const dying = (await processOf("dies"))!.pid!;
  await host.killTasks(async () => void process.kill(dying, "SIGKILL"));
  await eventually("it runs again", async () => (await labelsOf("dies"))[count] === "2" && (await isRunning("dies")));
  expect(await processOf("lives")).toMatchObject({ pid, status: Status.RUNNING });
  expect((await labelsOf("lives"))[count]).toBe("1");
  await remove("lives");
  await remove("dies");
});

test("both the service and the shim are killed: nothing is started twice", async () => {
  await create("twice", ["sleep", "100"], { [status]: "running" });
  await eventually("it runs", () => isRunning("twice"));
  const { pid } = (await processOf("twice"))!;
  await host.killTasks(() => host.killShim());
  await settle();
  expect(await processOf("twice")).toMatchObject({ pid, status: Status.RUNNING });
  expect((await labelsOf("twice"))[count]).toBe("1");
  await remove("twice");
});
