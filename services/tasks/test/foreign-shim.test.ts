import { chmodSync, existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { goClient, NEWEST_SHIM } from "../../../tests/kit/mod.ts";
import { createContainer, createTaskOf, eventually, execSpec, removeTask, runTask, renewed, startTasks, type TestTasks } from "./kit.ts";

const DEBIANS = "/usr/bin/containerd-shim-runc-v2";
const newest = await goClient(NEWEST_SHIM);
const skipped = [existsSync(DEBIANS) ? "" : `skipped: ${DEBIANS} is not installed (Debian's package containerd)`, "skip" in newest ? newest.skip : ""].filter(Boolean);
for (const reason of skipped) console.log(reason);

// Debian's is told by arguments and tells a bare address; the newest speaks protobuf both ways.
const SHIMS = [{ name: "Debian's", SHIM: DEBIANS }];
if ("path" in newest) SHIMS.push({ name: "the newest", SHIM: realpathSync(newest.path) });

const { Status } = containerd.v1.types;

describe.each(SHIMS.filter(({ SHIM }) => existsSync(SHIM)))("containerd-shim-runc-v2, $name", ({ SHIM }) => {
  let host: TestTasks;
  beforeAll(async () => void (host = await startTasks()), 60_000);
  afterEach(async (context) => void (host = await renewed(host, context)));
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
  }, 60_000);

  const bundleOf = (id: string): string => path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, id);
  const statusOf = async (containerId: string): Promise<unknown> => (await host.tasks.get({ containerId }, host.in)).process?.status;
  const shimPids = (id: string): number[] =>
    readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((pid) => {
      const command = readCommand(pid);
      return command[0] === SHIM && command[command.indexOf("-namespace") + 1] === host.namespace && command[command.indexOf("-id") + 1] === id;
    }).map(Number);

  test("runs a task: exec, pause, metrics, exit, events in order, and is gone after the deletion", async () => {
    const id = "foreign";
    const out = path.join(host.state, "foreign.log");
    const pid = await runTask(host, id, ["sh", "-c", "echo out; sleep 100"], { runtime: SHIM, stdout: `file://${out}` });
    expect(await host.tasks.get({ containerId: id }, host.in)).toMatchObject({ process: { id, pid, status: Status.RUNNING } });
    await host.tasks.exec({ containerId: id, execId: "e1", spec: execSpec(["sh", "-c", "exit 3"]) }, host.in);
    const waiting = host.tasks.wait({ containerId: id, execId: "e1" }, host.in);
    await host.tasks.start({ containerId: id, execId: "e1" }, host.in);
    expect(await waiting).toMatchObject({ exitStatus: 3 });
    await host.tasks.deleteProcess({ containerId: id, execId: "e1" }, host.in);
    await host.tasks.pause({ containerId: id }, host.in);
    expect(await statusOf(id)).toBe(Status.PAUSED);
    await host.tasks.resume({ containerId: id }, host.in);
    expect((await host.tasks.metrics({ filters: [`id==${id}`] }, host.in)).metrics).toHaveLength(1);
    expect(JSON.parse(readFileSync(path.join(bundleOf(id), "bootstrap.json"), "utf8"))).toMatchObject({ protocol: "ttrpc" });
    expect(shimPids(id)).toHaveLength(1);
    await removeTask(host, id);
    expect(readFileSync(out, "utf8")).toBe("out\n");
    expect(host.bundles()).toEqual([]);
    await eventually("the shim has ended", () => shimPids(id).length === 0);
    await eventually("all events", () => host.topicsOf(id).includes("/containers/delete"));
    // These shims may end before their last event has left.
    const life = host.topicsOf(id).filter((topic) => !/exec|paused|resumed|tasks.delete/.test(topic));
    expect(life).toEqual(["/containers/create", "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/exit", "/containers/delete"]);
  });

  test("is found again by a new life of the service, exited tasks too", async () => {
    await runTask(host, "again", ["sleep", "100"], { runtime: SHIM });
    await runTask(host, "over", ["sh", "-c", "exit 5"], { runtime: SHIM });
    await host.tasks.wait({ containerId: "over" }, host.in);
    await host.killTasks();
    expect(await statusOf("again")).toBe(Status.RUNNING);
    expect(await statusOf("over")).toBe(Status.STOPPED);
    expect(await host.tasks.delete({ containerId: "over" }, host.in)).toMatchObject({ exitStatus: 5 });
    await host.containers.delete({ id: "over" }, host.in);
    await removeTask(host, "again");
    expect(host.bundles()).toEqual([]);
  });

  test("dies: its task ends with 137, both events come, and nothing is left", async () => {
    const id = "orphan";
    const pid = await runTask(host, id, ["sleep", "100"], { runtime: SHIM });
    process.kill(shimPids(id)[0]!, "SIGKILL");
    await eventually("the end is told", () => host.topicsOf(id).includes("/tasks/delete"));
    expect(host.topicsOf(id).slice(-2)).toEqual(["/tasks/exit", "/tasks/delete"]);
    expect(host.events.findLast(({ topic, containerId }) => topic === "/tasks/exit" && containerId === id)?.message).toMatchObject({ id, pid, exitStatus: 137 });
    await eventually("the bundle is gone", () => host.bundles().length === 0);
    await expect(statusOf(id)).rejects.toThrow(`task ${id} not found`);
    await eventually("the process is gone", () => !existsSync(`/proc/${pid}`));
    await host.containers.delete({ id }, host.in);
  });

  test("dies while the service is away: the same", async () => {
    const id = "orphan2";
    const pid = await runTask(host, id, ["sleep", "100"], { runtime: SHIM });
    await host.killTasks(async () => void process.kill(shimPids(id)[0]!, "SIGKILL"));
    await eventually("the end is told", () => host.topicsOf(id).includes("/tasks/delete"));
    expect(host.events.findLast(({ topic, containerId }) => topic === "/tasks/exit" && containerId === id)?.message).toMatchObject({ id, pid, exitStatus: 137 });
    await eventually("the bundle is gone", () => host.bundles().length === 0);
    await host.containers.delete({ id }, host.in);
  });

  test("dies while it creates: what the runtime has made is removed", async () => {
    const id = "unborn";
    const binaryName = path.join(host.state, "killing-runtime");
    const script = `case "$*" in *" create "*) runc "$@" && cp ${bundleOf(id)}/init.pid ${host.state}/unborn.pid; kill -9 $PPID ;; *) exec runc "$@" ;; esac`;
    writeFileSync(binaryName, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    await createContainer(host, id, ["sleep", "100"], { runtime: SHIM });
    await expect(createTaskOf(host, id, { options: { binaryName } })).rejects.toThrow("failed to create shim task: ttrpc: closed");
    const pid = Number(readFileSync(path.join(host.state, "unborn.pid"), "utf8"));
    expect(pid).toBeGreaterThan(0);
    await eventually("the process is gone", () => !existsSync(`/proc/${pid}`));
    expect(host.bundles()).toEqual([]);
    expect(host.topicsOf(id)).toEqual(["/containers/create"]);
    await host.containers.delete({ id }, host.in);
  });

  test("its runtime's refusal is passed on, and nothing is left", async () => {
    await createContainer(host, "refused", ["/no/such"], { runtime: SHIM });
    await expect(createTaskOf(host, "refused")).rejects.toThrow(/^failed to create shim task: OCI runtime create failed: .*no such file or directory/);
    expect(host.bundles()).toEqual([]);
    await eventually("the shim has ended", () => shimPids("refused").length === 0);
    await host.containers.delete({ id: "refused" }, host.in);
  });
});

describe("shims that misbehave", () => {
  let host: TestTasks;
  beforeAll(async () => void (host = await startTasks()), 60_000);
  afterEach(async (context) => void (host = await renewed(host, context)));
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
  }, 60_000);

  const fakeShim = (script: string): string => {
    const file = path.join(host.state, "containerd-shim-fake-v1");
    writeFileSync(file, `#!/bin/sh\n[ "$1" = -v ] && exit 0\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  test.each<[string, string, RegExp]>([
    ["says why it can't", "echo broken; echo very >&2; exit 4", /^failed to start shim: start failed: broken\nvery\n: exit status 4$/],
    ["is of a version to come", `echo '{"version":9,"address":"unix:///x","protocol":"ttrpc"}'`, /unsupported shim version: 9/],
    ["gives an address where nobody is", "echo unix:///nonexistent/sock", /^failed to start shim: start failed: failed to create TTRPC connection: dial unix \/nonexistent\/sock: connect: no such file or directory$/],
    ["prints nothing", "exit 0", /shim printed no address/],
  ])("one that %s", async (_name, script, text) => {
    await createContainer(host, "fake", ["true"], { runtime: fakeShim(script) });
    await expect(createTaskOf(host, "fake")).rejects.toThrow(text);
    expect(host.bundles()).toEqual([]);
    await host.containers.delete({ id: "fake" }, host.in);
  });

  test("one that hangs is killed when its client goes away", async () => {
    await createContainer(host, "hang", ["true"], { runtime: fakeShim("sleep 1000") });
    const going = new AbortController();
    const creating = host.tasks.create({ containerId: "hang" }, { ...host.in, signal: going.signal });
    creating.catch(() => undefined);
    await eventually("it was begun", () => host.bundles().length > 0);
    going.abort();
    await expect(creating).rejects.toThrow();
    await eventually("nothing is left", () => host.bundles().length === 0);
    await host.containers.delete({ id: "hang" }, host.in);
  });

  test("what a start is told: arguments, environment, parameters", async () => {
    const told = path.join(host.state, "told");
    await createContainer(host, "told", ["true"], { runtime: fakeShim(`{ echo "$@"; env; pwd; } > ${told}; cat > ${told}.stdin; exit 1`) });
    await expect(createTaskOf(host, "told")).rejects.toThrow("exit status 1");
    const text = readFileSync(told, "utf8");
    expect(text).toMatch(new RegExp(`^-namespace ${host.namespace} -address ${host.state}/containerd.sock -publish-binary \\S+/bin/containerd -id told start\\n`));
    for (const line of ["GOMAXPROCS=2", "MAX_SHIM_VERSION=2", `NAMESPACE=${host.namespace}`, `GRPC_ADDRESS=${host.state}/containerd.sock`, `TTRPC_ADDRESS=${host.state}/sockets/tasks.sock`]) {
      expect(text.split("\n")).toContain(line);
    }
    expect(text).toContain(`/io.containerd.runtime.v2.task/${host.namespace}/told\n`);
    const parameters = containerd.runtime.bootstrap.v1.BootstrapParams.decode(readFileSync(`${told}.stdin`));
    expect(parameters).toMatchObject({ instanceId: "told", namespace: host.namespace, containerdGrpcAddress: `${host.state}/containerd.sock` });
    await host.containers.delete({ id: "told" }, host.in);
  });
});

function readCommand(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
