import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { containerd, EventsService } from "@stevedore/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, eventually, killService as killServiceOf, must, pushLayout, serviceProcesses, startHost, startRegistry, tempDir, untilAttached, type Host, type Registry, type Side, type TempDir } from "../kit/mod.ts";
import { pull, rows, same, startPairWithImage } from "./pair.ts";

let host: Host;
let registry: Registry;
let dir: TempDir;
let image: string;

beforeAll(async () => {
  registry = await startRegistry();
  dir = await tempDir("restart");
  host = await startHost();
  image = await pushLayout(registry, await busyboxImage(), "busybox");
  await pull(host, image);
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const COUNT = 'i=0; while [ ! -e /stop ]; do i=$((i+1)); echo "line $i"; sleep 0.005; done; echo "end $i"; exit 23';

const processes = () => serviceProcesses(host);
const killService = (name: string) => killServiceOf(host, name);

/** Deletes a stopped task; returns the exit code of its process, as `ctr` reports it in a warning. */
async function deleteTask(side: Side, id: string): Promise<number> {
  const { stderr, exitCode } = await side.ctr(["tasks", "rm", id]);
  expect(exitCode).toBe(0);
  return Number(/exit code (\d+)/.exec(stderr)?.[1] ?? 0);
}

function expectEveryLine(text: string, end: boolean): void {
  const lines = text.split("\n").filter((line) => line.startsWith("line "));
  expect(lines.length).toBeGreaterThan(10);
  lines.forEach((line, i) => expect(line).toBe(`line ${i + 1}`));
  if (end) expect(text).toContain(`end ${lines.length}\n`);
}

interface Follower extends AsyncDisposable {
  /** What was told of ended processes. */
  exits: containerd.events.TaskExit[];
  until(topic: string): Promise<unknown>;
  /** How the subscription ended. */
  ended: Promise<grpc.StatusObject>;
}

/** Follows a host's tasks over gRPC, from `since` on where it is given. */
function follow(side: Side, since?: Date): Follower {
  const client = new grpc.Client(`unix:${side.address}`, grpc.credentials.createInsecure());
  const metadata = new grpc.Metadata();
  if (since !== undefined) metadata.set("stevedore-replay", since.toISOString());
  const { request, response } = EventsService.methods.subscribe;
  const call = client.makeServerStreamRequest(`/${EventsService.name}/Subscribe`, (bytes: Buffer) => bytes, response.decode, Buffer.from(request.encode({ filters: [`namespace==${side.namespace},topic~=^/tasks/`] })), metadata);
  const topics: string[] = [];
  const exits: containerd.events.TaskExit[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<grpc.StatusObject>();
  call.on("data", ({ topic, event }: containerd.types.Envelope) => {
    topics.push(topic);
    if (topic === "/tasks/exit") exits.push(containerd.events.TaskExit.decode(event!.value!));
  });
  call.on("status", resolve);
  call.on("error", () => undefined);
  return {
    exits,
    ended,
    until: (topic) => eventually(topic, () => topics.includes(topic)),
    async [Symbol.asyncDispose]() {
      call.cancel();
      client.close();
    },
  };
}

describe("a service that is killed", () => {
  test.each(["content", "images", "snapshots", "nats-server"])("%s: a container in the foreground doesn't notice", async (name) => {
    const id = `${host.namespace}-fg-${name}`;
    await using running = host.start(["run", "--rm", image, id, "sh", "-c", COUNT]);
    await running.waitFor(/line 20\n/);
    await killService(name);
    // The container may end, and its processes with it, before `touch` itself has: then the exec's exit code is 137.
    expect([0, 137]).toContain((await host.ctr(["tasks", "exec", "--exec-id", "stop", id, "touch", "/stop"])).exitCode);
    const { stdout, stderr, exitCode } = await running.result();
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 23 });
    expectEveryLine(stdout, true);
    await host.assertNoContainers();
  });

  test.each(["gateway", "tasks", "shim", "supervisor"])("%s: the container goes on, its output and exit code are not lost", async (name) => {
    const id = `${host.namespace}-bg-${name}`;
    const log = join(dir.path, `${name}.log`);
    await host.must(["run", "-d", "--log-uri", `file://${log}`, image, id, "sh", "-c", COUNT]);
    await eventually("it writes", () => readFileSync(log, "utf8").includes("line 20\n"));
    if (name === "supervisor") {
      process.kill(host.pid(), "SIGKILL");
      await host.stop();
      await host.restart();
    } else await killService(name);
    expect(rows(await host.must(["tasks", "ls"]))[1]?.[2]).toBe("RUNNING");
    // Its exit code is 137 when the container has ended before it.
    expect([0, 137]).toContain((await host.ctr(["tasks", "exec", "--exec-id", "stop", id, "touch", "/stop"])).exitCode);
    await eventually("it stops", async () => (await host.must(["tasks", "ls"])).includes("STOPPED"));
    expect(await deleteTask(host, id)).toBe(23);
    await host.must(["containers", "rm", id]);
    expectEveryLine(readFileSync(log, "utf8"), true);
    await host.assertNoContainers();
  });

  test("gateway: who follows events is told, and gets what ended meanwhile when they ask for it again", async () => {
    const id = `${host.namespace}-followed`;
    await host.must(["run", "-d", image, id, "sleep", "1000"]);
    const [gateway] = (await processes()).filter(({ name }) => name === "gateway");
    const pid = Number(rows(await host.must(["tasks", "ls"])).find(([name]) => name === id)?.[1]);
    const before = new Date();
    await using follower = follow(host);
    process.kill(gateway!.pid!, "SIGKILL");
    process.kill(pid, "SIGKILL");
    expect(await follower.ended).toMatchObject({ code: grpc.status.UNAVAILABLE });
    await using again = await eventually("the gateway is back", async () => {
      const next = follow(host, before);
      const first = await Promise.race([next.ended, eventually("an exit", () => next.exits.length > 0, 5000)]).catch(() => undefined);
      if (first === true) return next;
      await next[Symbol.asyncDispose]();
      return undefined;
    });
    await host.must(["tasks", "rm", id]);
    await host.must(["containers", "rm", id]);
    await again.until("/tasks/delete");
    expect(again.exits).toEqual([expect.objectContaining({ containerId: id, id, pid, exitStatus: 137 })]);
    await host.assertNoContainers();
  });

  test("status shows the restarts, and the host is ready again", async () => {
    const all = await processes();
    expect(all.every(({ health }) => health === "ok")).toBe(true);
    expect(await host.must(["run", "--rm", image, `${host.namespace}-after`, "echo", "works"])).toBe("works\n");
  });

  test("what was acknowledged is there after all of it", async () => {
    expect(await host.must(["images", "ls", "-q"])).toBe(`${image}\n`);
    expect(await host.must(["images", "check"])).toMatch(/complete.*true/);
  });
});

describe("down and up again, as with stock containerd", () => {
  test("running containers are found with stdio and exit codes, those that ended meanwhile too", async () => {
    await using pair = await startPairWithImage();
    await using files = await tempDir("downtime");
    await same(pair, async (side) => {
      const ids = { stays: pair.id("stays"), ends: pair.id("ends"), ended: pair.id("ended") };
      const mount = ["--mount", `type=bind,src=${files.path},dst=/data,options=rbind:rw`];
      const log = (name: string) => ["--log-uri", `file://${join(files.path, `${side.label}-${name}.log`)}`];
      await side.must(["run", "-d", ...log("stays"), pair.image, ids.stays, "sh", "-c", COUNT]);
      await side.must(["run", "-d", ...mount, pair.image, ids.ends, "sh", "-c", `until [ -e /data/end-${side.label} ]; do sleep 0.05; done; exit 42`]);
      await side.must(["run", "-d", pair.image, ids.ended, "sh", "-c", "exit 41"]);
      await eventually("one has ended", async () => (await side.must(["tasks", "ls"])).includes("STOPPED"));
      await side.stop();
      await must("touch", [join(files.path, `end-${side.label}`)]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await side.restart();
      const states = await eventually("all are found", async () => {
        const list = rows(await side.must(["tasks", "ls"])).slice(1).map((row) => [row[0], row[2]]).toSorted();
        return list.filter((row) => row[1] === "STOPPED").length === 2 ? list : undefined;
      });
      const exec = await side.ctr(["tasks", "exec", "--exec-id", "stop", ids.stays, "sh", "-c", "echo in exec; touch /stop"]);
      await eventually("it stops", async () => !(await side.must(["tasks", "ls"])).includes("RUNNING"));
      const codes: number[] = [];
      for (const id of Object.values(ids)) {
        codes.push(await deleteTask(side, id));
        await side.must(["containers", "rm", id]);
      }
      expectEveryLine(readFileSync(join(files.path, `${side.label}-stays.log`), "utf8"), true);
      await side.assertNoContainers();
      expect(codes).toEqual([23, 42, 41]);
      return { states, exec: exec.stdout, codes };
    });
  });

  test("attach after a restart gets the output that follows", async () => {
    await using pair = await startPairWithImage();
    await same(pair, async (side: Side) => {
      const id = pair.id("attach");
      await side.must(["run", "-d", pair.image, id, "sh", "-c", "until [ -e /go ]; do sleep 0.05; done; echo after the restart; exit 6"]);
      await side.stop();
      await side.restart();
      await using attached = side.start(["tasks", "attach", id]);
      await untilAttached(attached);
      // Its exit code is 137 when the container has ended before it.
      expect([0, 137]).toContain((await side.ctr(["tasks", "exec", "--exec-id", "go", id, "touch", "/go"])).exitCode);
      const { stdout, exitCode } = await attached.result();
      await side.ctr(["tasks", "rm", id]);
      await side.must(["containers", "rm", id]);
      return { stdout, exitCode };
    });
  });
});
