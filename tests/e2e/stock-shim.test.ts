import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { TasksService, packAny } from "@stevedore/api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectGrpc, eventually, goClient, busyboxImage, NEWEST_CONTAINERD, NEWEST_CTR, prepareHybridCgroups, pushLayout, startRegistry, startStockWithShim, type Registry, type Side } from "../kit/mod.ts";
import { pull, rows } from "./pair.ts";

const RUNTIME = ["--runtime", "io.containerd.stevedore.v2"];
const SOCKETS = "/run/containerd/s";

const newest = await goClient(NEWEST_CONTAINERD);
const newestCtr = await goClient(NEWEST_CTR);
const skip = [newest, newestCtr].map((client) => ("skip" in client ? client.skip : "")).find(Boolean);

interface Version {
  name: string;
  containerd: string | undefined;
  ctr: string | undefined;
}

const VERSIONS: Version[] = [{ name: "Debian's", containerd: undefined, ctr: undefined }];
if ("path" in newest && "path" in newestCtr) VERSIONS.push({ name: "the newest", containerd: newest.path, ctr: newestCtr.path });
test.skipIf(skip === undefined)(`the newest containerd: ${skip ?? "there"}`, (context) => context.skip(skip));

describe.each(VERSIONS)("our shim under $name containerd", ({ containerd, ctr }) => {
  let registry: Registry;
  let side: Side;
  let image: string;
  let count = 0;
  const newId = (): string => `${side.namespace}-${++count}`;
  const withCtr = ctr === undefined ? {} : { binary: ctr };
  const must = (...args: string[]): Promise<string> => side.must(args, withCtr);
  const run = (id: string, ...command: string[]) => side.ctr(["run", "--rm", ...RUNTIME, image, id, ...command], withCtr);
  const detach = (id: string, ...command: string[]) => must("run", "-d", "--null-io", ...RUNTIME, image, id, ...command);
  const status = async (id: string) => rows(await must("tasks", "ls")).find((row) => row[0] === id)?.[2];
  const remove = async (id: string): Promise<void> => {
    await side.ctr(["tasks", "rm", "-f", id], withCtr);
    await must("containers", "rm", id);
    await side.ctr(["snapshots", "rm", id], withCtr);
  };
  /** The shim processes of this daemon. */
  const shims = (): { pid: number; directory: string }[] =>
    readdirSync("/proc").flatMap((pid) => {
      const [command, environment] = [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`)];
      const directory = /STEVEDORE_SHIM_DIRECTORY=([^\0]*)/.exec(environment)?.[1];
      return command.startsWith("containerd-shim-stevedore-v2") && environment.includes(`GRPC_ADDRESS=${side.address}\0`) && directory !== undefined ? [{ pid: Number(pid), directory }] : [];
    });

  const exitsForwarded = (): number => read(join(dirname(side.root), "containerd.log")).split("\n").filter((line) => line.includes("topic=/tasks/exit")).length;

  beforeAll(async () => {
    await prepareHybridCgroups();
    registry = await startRegistry();
    side = await startStockWithShim({ config: '[debug]\n  level = "trace"\n', ...(containerd === undefined ? {} : { binary: containerd }) });
    image = await pushLayout(registry, await busyboxImage(), "busybox");
    await pull(side, image);
  });

  afterEach(async () => {
    await side.assertNoContainers();
    await eventually("the shim has ended", () => shims().length === 0);
  });

  afterAll(async () => {
    await side?.[Symbol.asyncDispose]();
    await registry?.[Symbol.asyncDispose]();
  });

  test("run: output, exit code, stdin, a terminal", async () => {
    expect(await run(newId(), "sh", "-c", "echo out; echo err >&2; exit 7")).toMatchObject({ stdout: "out\n", exitCode: 7 });
    const cat = await side.ctr(["run", "--rm", ...RUNTIME, image, newId(), "head", "-c", "7"], { ...withCtr, stdin: "through" });
    expect(cat).toMatchObject({ stdout: "through", exitCode: 0 });
    const terminal = side.startOnTerminal(["run", "--rm", "-t", ...RUNTIME, image, newId(), "tty"], withCtr);
    expect((await terminal.result()).stdout).toContain("/dev/pts/0");
  });

  test("what the runtime refuses is told in its words, and leaves nothing", async () => {
    const { stderr, exitCode } = await side.ctr(["run", ...RUNTIME, image, newId(), "/no/such"], withCtr);
    expect(stderr).toMatch(/failed to create shim task: OCI runtime create failed: .*no such/i);
    expect(exitCode).toBe(1);
    await remove(`${side.namespace}-${count}`);
  });

  test("exec, ps, pause, metrics, update, kill; one process serves all containers", async () => {
    const [first, second] = [newId(), newId()];
    await detach(first, "sleep", "1000");
    const [shim] = shims();
    await detach(second, "sleep", "1000");
    expect(shims()).toEqual([shim]);
    expect(await must("tasks", "exec", "--exec-id", "e", first, "echo", "in it")).toBe("in it\n");
    expect(rows(await must("tasks", "ps", first))).toHaveLength(2);
    await must("tasks", "pause", first);
    expect(await status(first)).toBe("PAUSED");
    await must("tasks", "resume", first);
    expect(await must("tasks", "metrics", first)).toContain("memory");
    await using client = connectGrpc(side.address, side.namespace);
    const resources = { ...packAny("types.containerd.io/opencontainers/runtime-spec/1/LinuxResources", { encode: () => ({ finish: () => Buffer.from('{"memory":{"limit":67108864}}') }) }, {}), type_url: "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources" };
    await client.unary("containerd.services.tasks.v1.Tasks", TasksService.methods.update as never, { containerId: first, resources });
    expect(await must("tasks", "metrics", first)).toContain("67108864");
    await must("tasks", "kill", "-s", "KILL", first);
    await eventually("it is stopped", async () => (await status(first)) === "STOPPED");
    for (const id of [first, second]) await remove(id);
  });

  test("events come in containerd's order", async () => {
    await using following = side.start(["events"], withCtr);
    await eventually("events are followed", async () => {
      await side.ctr(["namespaces", "label", side.namespace, "seen=1"], withCtr);
      return following.stdout().includes("/namespaces/update");
    });
    const id = newId();
    expect((await run(id, "true")).exitCode).toBe(0);
    // The shim's travel on a way of their own.
    await eventually("the last have come", () => ["/containers/delete", "/tasks/delete"].every((topic) => following.stdout().includes(topic)));
    const topics = following.stdout().split("\n").filter((line) => line.includes(id)).map((line) => /(\/(?:tasks|containers)\/\S+)/.exec(line)?.[1]);
    expect(topics.filter((topic) => topic?.startsWith("/tasks"))).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
  });

  test("containers outlive their containerd; what happened meanwhile is not lost", async () => {
    const [stays, ends] = [newId(), newId()];
    await detach(stays, "sleep", "1000");
    await detach(ends, "sh", "-c", "while [ ! -e /tmp/end ]; do sleep 0.05; done; exit 9");
    const [shim] = shims();
    await side.stop();
    const before = exitsForwarded();
    const bundle = join(side.state, "io.containerd.runtime.v2.task", side.namespace, ends);
    writeFileSync(join(bundle, "rootfs/tmp/end"), "");
    await eventually("the container has ended", () => read(join(bundle, "init/exit")).split(" ")[1] === "9");
    await side.restart();
    // A newer containerd itself deletes a task that it finds without processes; its exit is known from the event.
    expect([await status(stays), await status(ends)]).toEqual(["RUNNING", containerd === undefined ? "STOPPED" : undefined]);
    await eventually("its exit is announced", () => exitsForwarded() > before);
    expect(shims()).toEqual([shim]);
    expect(await must("tasks", "exec", "--exec-id", "e", stays, "echo", "still here")).toBe("still here\n");
    if (containerd === undefined) expect((await side.ctr(["tasks", "rm", ends], withCtr)).stderr).toMatch(/non-zero exit code 9/);
    for (const id of [stays, ends]) await remove(id);
  });

  test("a shim that dies takes its containers with it, as containerd has it, and nothing stays", async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await detach(id, "sleep", "1000");
    const [shim] = shims();
    process.kill(shim!.pid, "SIGKILL");
    await eventually("containerd has cleaned up", async () => (await Promise.all(ids.map(status))).every((state) => state === undefined || state === "STOPPED"));
    await eventually("its directory is gone", () => !existsSync(shim!.directory));
    // The name is free again.
    for (const id of ids) await remove(id);
    expect((await run(ids[0]!, "echo", "again")).stdout).toBe("again\n");
  });

  test("a shim that dies while its containerd is away", async () => {
    const id = newId();
    await detach(id, "sleep", "1000");
    const [shim] = shims();
    await side.stop();
    process.kill(shim!.pid, "SIGKILL");
    await side.restart();
    expect(await status(id)).toBeUndefined();
    await remove(id);
    await eventually("its directory is gone", () => !existsSync(shim!.directory));
  });

  test("starts and the shim's own end don't race", async () => {
    // The shim ends after 300 ms without a container: some of these meet it as it goes.
    for (let round = 0; round < 6; round++) {
      expect((await run(newId(), "true")).exitCode).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 260 + 20 * round));
      const results = await Promise.all([1, 2, 3].map(() => run(newId(), "true")));
      expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    }
    const directories = shims().map(({ directory }) => directory);
    await eventually("the shim has ended", () => shims().length === 0);
    expect(readdirSync(SOCKETS).filter((name) => directories.includes(join(SOCKETS, name)))).toEqual([]);
  });
});

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
