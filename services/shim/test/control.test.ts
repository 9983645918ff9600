import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { containerd, io } from "@stevedore/api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { renewed, stopShim } from "./audit.ts";
import { IN, NAMESPACE, RUNTIMES, createContainer, processSpec, startShim, until, type TestShim } from "./kit.ts";

let shim: TestShim;
beforeAll(async () => void (shim = await startShim()));
afterEach(async (context) => void (shim = await renewed(shim, context)));
afterAll(() => stopShim(shim));

const SLEEPER = ["sh", "-c", "trap exit TERM; while :; do sleep 0.05; done"];

async function start(id: string, args: string[], options: Parameters<typeof createContainer>[3] = {}): Promise<{ pid: number; bundle: string }> {
  const created = await createContainer(shim, id, args, options);
  await shim.tasks.start({ id }, IN);
  return created;
}

async function end(id: string): Promise<void> {
  await shim.tasks.kill({ id, signal: 9 }, IN);
  await shim.tasks.wait({ id }, IN);
  await shim.tasks.delete({ id }, IN);
}

async function exec(id: string, execId: string, args: string[]): Promise<{ pid: number }> {
  await shim.tasks.exec({ id, execId, spec: processSpec(args) }, IN);
  return shim.tasks.start({ id, execId }, IN);
}

describe.each(RUNTIMES)("with %s", (runtime) => {
  test("exec processes run beside the init, each with its own end", async () => {
    const id = `exec-${runtime}`;
    await start(id, SLEEPER, { runtime });
    const { pid } = await exec(id, "one", ["sh", "-c", "exit 9"]);
    expect(pid).toBeGreaterThan(0);
    expect(await shim.tasks.wait({ id, execId: "one" }, IN)).toMatchObject({ exitStatus: 9 });
    expect(await shim.tasks.state({ id, execId: "one" }, IN)).toMatchObject({ execId: "one", pid, status: 3, exitStatus: 9 });
    expect(await shim.tasks.delete({ id, execId: "one" }, IN)).toMatchObject({ pid, exitStatus: 9 });
    await expect(shim.tasks.state({ id, execId: "one" }, IN)).rejects.toMatchObject({ code: 5 });
    await end(id);
    await shim.event("/tasks/delete", id);
    expect(shim.topicsOf(id)).toEqual(
      ["create", "start", "exec-added", "exec-started", "exit", "exit", "delete"].map((name) => `/tasks/${name}`),
    );
  });

  test("exec processes are killed alone, and listed with their id", async () => {
    const id = `execkill-${runtime}`;
    await start(id, SLEEPER, { runtime });
    const { pid } = await exec(id, "sleeper", ["sleep", "1000"]);
    const { processes } = await shim.tasks.pids({ id }, IN);
    const info = processes.find((found) => found.pid === pid)?.info;
    expect(info?.type_url).toBe("containerd.runc.v1.ProcessDetails");
    expect(containerd.runc.v1.ProcessDetails.decode(info!.value!).execId).toBe("sleeper");
    await shim.tasks.kill({ id, execId: "sleeper", signal: 15 }, IN);
    expect(await shim.tasks.wait({ id, execId: "sleeper" }, IN)).toMatchObject({ exitStatus: 143 });
    await expect(shim.tasks.kill({ id, execId: "sleeper", signal: 15 }, IN)).rejects.toMatchObject({ code: 5 });
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 2 });
    await end(id);
  });

  test("what is wrong with an exec is said, and it can be deleted", async () => {
    const id = `execbad-${runtime}`;
    await start(id, SLEEPER, { runtime });
    await expect(exec(id, "none", ["no-such-command"])).rejects.toThrow(/^OCI runtime exec failed: .*(executable file not found|no such file or directory)/is);
    expect(await shim.tasks.wait({ id, execId: "none" }, IN)).toMatchObject({ exitStatus: 255 });
    expect(await shim.tasks.state({ id, execId: "none" }, IN)).toMatchObject({ status: 1, exitStatus: 0 });
    await expect(shim.tasks.start({ id, execId: "none" }, IN)).rejects.toThrow("OCI runtime exec failed: ");
    expect(await shim.tasks.delete({ id, execId: "none" }, IN)).toMatchObject({ pid: 0, exitStatus: 0 });
    await shim.tasks.exec({ id, execId: "twice", spec: processSpec(["true"]) }, IN);
    await expect(shim.tasks.exec({ id, execId: "twice", spec: processSpec(["true"]) }, IN)).rejects.toMatchObject({ code: 6, message: "id twice: already exists" });
    await expect(shim.tasks.kill({ id, execId: "twice", signal: 9 }, IN)).rejects.toMatchObject({ code: 9, message: "process not created: failed precondition" });
    await expect(shim.tasks.exec({ id, execId: "", spec: processSpec(["true"]) }, IN)).rejects.toMatchObject({ code: 3 });
    await expect(shim.tasks.exec({ id, execId: "rubbish", spec: { type_url: "x", value: Buffer.from("{") } }, IN)).rejects.toMatchObject({ code: 3 });
    await end(id);
  });

  test("pause stops the processes, resume lets them go on", async () => {
    const id = `pause-${runtime}`;
    const { bundle } = await start(id, ["sh", "-c", "while :; do echo x >> /tmp/ticks; sleep 0.02; done"], { runtime });
    const ticks = (): number => (existsSync(path.join(bundle, "rootfs/tmp/ticks")) ? readFileSync(path.join(bundle, "rootfs/tmp/ticks")).length : 0);
    await until(() => ticks() > 2);
    await shim.tasks.pause({ id }, IN);
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 4 });
    const paused = ticks();
    await sleep(100);
    expect(ticks()).toBe(paused);
    await expect(shim.tasks.pause({ id }, IN)).rejects.toThrow("cannot pause a paused container");
    await expect(shim.tasks.start({ id }, IN)).rejects.toThrow("cannot start a paused process");
    await expect(shim.tasks.delete({ id }, IN)).rejects.toThrow("cannot delete a paused process");
    await expect(shim.tasks.exec({ id, execId: "e", spec: processSpec(["true"]) }, IN)).rejects.toThrow("cannot exec in a paused state");
    await shim.tasks.resume({ id }, IN);
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 2 });
    await until(() => ticks() > paused);
    await end(id);
    await shim.event("/tasks/delete", id);
    expect(shim.topicsOf(id)).toEqual(expect.arrayContaining(["/tasks/paused", "/tasks/resumed"]));
  });

  test("kill all reaches every process", async () => {
    const id = `killall-${runtime}`;
    await start(id, ["sh", "-c", "sleep 1000 & sleep 1000 & wait"], { runtime, namespaces: ["mount", "ipc", "uts"] });
    await exec(id, "too", ["sleep", "1000"]);
    const { processes } = await until(async () => {
      const found = await shim.tasks.pids({ id }, IN);
      return found.processes.length === 4 ? found : undefined;
    });
    await shim.tasks.kill({ id, signal: 9, all: true }, IN);
    expect(await shim.tasks.wait({ id, execId: "too" }, IN)).toMatchObject({ exitStatus: 137 });
    expect(await shim.tasks.wait({ id }, IN)).toMatchObject({ exitStatus: 137 });
    await until(() => processes.every(({ pid }) => !existsSync(`/proc/${pid}`)));
    await shim.tasks.delete({ id }, IN);
  });

  test("a container that was deleted behind our back is not found, and its end is noticed", async () => {
    const root = path.join(shim.state, "runc", NAMESPACE);
    const forget: [how: string, by: (id: string) => void][] = [
      ["deleted", (id) => void execFileSync(runtime, ["--root", root, "delete", "--force", id])],
      ["lost", (id) => rmSync(path.join(root, id), { recursive: true })],
    ];
    for (const [how, by] of forget) {
      const id = `${how}-${runtime}`;
      await start(id, SLEEPER, { runtime });
      const ended = shim.tasks.wait({ id }, IN);
      by(id);
      await expect(shim.tasks.kill({ id, signal: 9 }, IN), how).rejects.toMatchObject({ code: 5 });
      expect(await ended, how).toMatchObject({ exitStatus: 137 });
      await shim.tasks.delete({ id }, IN);
    }
  });

  test("the init's exit is announced after those of its exec processes", async () => {
    const id = `order-${runtime}`;
    await start(id, SLEEPER, { runtime });
    for (const execId of ["a", "b", "c"]) await exec(id, execId, ["sleep", "1000"]);
    await end(id);
    await shim.event("/tasks/delete", id);
    const exits = shim.events.filter((event) => event.topic === "/tasks/exit" && event.message.containerId === id).map(({ message }) => message.id);
    expect(exits).toHaveLength(4);
    expect(exits.at(-1)).toBe(id);
  });

  test("the init's end waits for an exec process that is being started, which then can't be", async () => {
    const id = `late-${runtime}`;
    const mark = (name: string): string => path.join(shim.state, `${id}-${name}`);
    const slow = mark("runtime");
    // Only the first is slow: the second may come before the shim knows that the init has ended.
    const wait = `case " $* " in *" exec "*) if [ ! -e ${mark("called")} ]; then : > ${mark("called")}; while [ ! -e ${mark("go")} ]; do sleep 0.02; done; fi ;; esac`;
    writeFileSync(slow, `#!/bin/sh\n${wait}\nexec ${runtime} "$@"\n`, { mode: 0o755 });
    const { pid } = await start(id, SLEEPER, { runtime: slow });
    const started = exec(id, "one", ["true"]).catch((error: Error) => error.message);
    await until(() => existsSync(mark("called")));
    process.kill(pid, "SIGKILL");
    await until(() => !existsSync(`/proc/${pid}`));
    await shim.tasks.exec({ id, execId: "two", spec: processSpec(["true"]) }, IN);
    await until(async () => (await shim.tasks.start({ id, execId: "two" }, IN).catch((error: { code: number }) => error.code)) === 9);
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 2 });
    writeFileSync(mark("go"), "");
    expect(await started).toMatch(/^OCI runtime exec failed: /);
    expect(await shim.tasks.wait({ id }, IN)).toMatchObject({ exitStatus: 137 });
    for (const execId of ["one", "two"]) expect(await shim.tasks.state({ id, execId }, IN)).toMatchObject({ status: 1 });
    await shim.tasks.delete({ id }, IN);
  });

  test("update changes the limits that metrics then show", async () => {
    const id = `update-${runtime}`;
    await start(id, SLEEPER, { runtime, memoryLimit: 64 << 20 });
    expect(await memoryLimit(id)).toBe(64 << 20);
    const resources = { memory: { limit: 32 << 20, swap: 32 << 20 } };
    await shim.tasks.update({ id, resources: { type_url: "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources", value: Buffer.from(JSON.stringify(resources)) } }, IN);
    expect(await memoryLimit(id)).toBe(32 << 20);
    await end(id);
  });
});

async function memoryLimit(id: string): Promise<number> {
  const { stats } = await shim.tasks.stats({ id }, IN);
  if (stats!.type_url === "io.containerd.cgroups.v2.Metrics") return io.containerd.cgroups.v2.Metrics.decode(stats!.value!).memory!.usageLimit!;
  return io.containerd.cgroups.v1.Metrics.decode(stats!.value!).memory!.usage!.limit!;
}

test("metrics are those of the container's cgroups", async () => {
  const { pid } = await start("metrics", ["sh", "-c", "head -c 30000000 /dev/zero | md5sum >/dev/null; sleep 1000; true"]);
  await until(async () => (await shim.tasks.pids({ id: "metrics" }, IN)).processes.length === 2);
  const { stats } = await shim.tasks.stats({ id: "metrics" }, IN);
  const v1 = stats!.type_url === "io.containerd.cgroups.v1.Metrics";
  const metrics = v1 ? io.containerd.cgroups.v1.Metrics.decode(stats!.value!) : io.containerd.cgroups.v2.Metrics.decode(stats!.value!);
  expect(metrics.pids!.current).toBe(2);
  if (v1) {
    const { cpu, memory } = metrics as io.containerd.cgroups.v1.Metrics;
    const directory = /memory:(.*)/.exec(readFileSync(`/proc/${pid}/cgroup`, "utf8"))![1]!;
    expect(memory!.usage!.max).toBe(Number(readFileSync(`/sys/fs/cgroup/memory${directory}/memory.max_usage_in_bytes`, "utf8")));
    expect(memory!.totalPgFault).toBeGreaterThan(0);
    expect(memory!.usage!.limit).toBeGreaterThan(2 ** 62);
    expect(cpu!.usage!.total).toBeGreaterThan(1_000_000);
    expect(cpu!.usage!.perCpu!.length).toBeGreaterThan(0);
  } else {
    const { cpu, memory } = metrics as io.containerd.cgroups.v2.Metrics;
    expect(cpu!.usageUsec).toBeGreaterThan(1000);
    expect(memory!.usage).toBeGreaterThan(0);
    expect([metrics.pids!.limit, memory!.usageLimit]).toEqual([2 ** 64, 2 ** 64]);
  }
  await end("metrics");
  await expect(shim.tasks.stats({ id: "metrics" }, IN)).rejects.toMatchObject({ code: 5 });
});

test("an out-of-memory kill is announced before the exit", async () => {
  await start("oom", ["sh", "-c", "dd if=/dev/zero of=/dev/null bs=200M count=1"], { memoryLimit: 20 << 20 });
  await shim.tasks.wait({ id: "oom" }, IN);
  await shim.tasks.delete({ id: "oom" }, IN);
  await shim.event("/tasks/delete", "oom");
  expect(shim.topicsOf("oom").filter((topic) => topic === "/tasks/oom").length).toBeGreaterThan(0);
  expect(shim.topicsOf("oom").indexOf("/tasks/oom")).toBeLessThan(shim.topicsOf("oom").indexOf("/tasks/exit"));
});

test("a process of a container that has ended can't be started", async () => {
  await start("late", SLEEPER);
  await shim.tasks.exec({ id: "late", execId: "e", spec: processSpec(["true"]) }, IN);
  await shim.tasks.kill({ id: "late", signal: 9 }, IN);
  await shim.tasks.wait({ id: "late" }, IN);
  await expect(shim.tasks.start({ id: "late", execId: "e" }, IN)).rejects.toMatchObject({ code: 9, message: "container late init process is not running: failed precondition" });
  await expect(shim.tasks.exec({ id: "late", execId: "f", spec: processSpec(["true"]) }, IN)).rejects.toThrow("cannot exec in a stopped state");
  await shim.tasks.delete({ id: "late" }, IN);
});

test("twenty execs at once keep their exit codes", async () => {
  await start("execs", SLEEPER);
  const codes = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await exec("execs", `e${index}`, ["sh", "-c", `exit ${index}`]);
      const { exitStatus } = await shim.tasks.wait({ id: "execs", execId: `e${index}` }, IN);
      await shim.tasks.delete({ id: "execs", execId: `e${index}` }, IN);
      return exitStatus;
    }),
  );
  expect(codes).toEqual(codes.map((_, index) => index));
  await end("execs");
});

test("a wait ends with its client, and others go on", async () => {
  await start("waiters", SLEEPER);
  const abort = new AbortController();
  const given = shim.tasks.wait({ id: "waiters" }, { ...IN, signal: abort.signal });
  const kept = shim.tasks.wait({ id: "waiters" }, IN);
  abort.abort();
  await expect(given).rejects.toThrow();
  await end("waiters");
  expect(await kept).toMatchObject({ exitStatus: 137 });
});
