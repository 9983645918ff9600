import { execa } from "execa";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { google } from "@stevedore/api";
import { detectCgroupMode } from "@stevedore/host";
import { readMountInfo } from "@stevedore/linux";
import { createTestHost, eventually, findPids, isRunning, run, start } from "./kit.ts";

const ALL = ["supervisor", "nats-server", "content", "images", "snapshots", "tasks", "gateway", "shim"];

const ctr = (socket: string, ...args: string[]) => execa("ctr", ["-a", socket, ...args], { reject: false, timeout: 20_000 });

function cgroupsNamed(name: string): string[] {
  const type = detectCgroupMode() === "v2" ? "cgroup2" : "cgroup";
  return readMountInfo().filter(({ fsType }) => fsType === type).map(({ mountPoint }) => path.join(mountPoint, name));
}

describe("up, status, down", () => {
  test("a host is ready when up --detach returns, and gone when down does", async () => {
    await using host = createTestHost();
    const up = await host.up();
    expect(up).toMatchObject({ code: 0, out: expect.stringMatching(`^ready: ${host.socket} `) });
    // A busy machine may keep a service from answering in time.
    let status = await host.status();
    await eventually("all are well", async () => {
      status = await host.status();
      return status.processes.every(({ health }) => health === "ok");
    });
    expect(status).toMatchObject({ ready: true, root: host.root, state: host.state, address: host.socket });
    expect(status.processes.map(({ name }) => name)).toEqual(ALL);
    for (const { pid, health, uptimeSeconds, memoryBytes, restarts } of status.processes) {
      expect({ health, restarts }).toEqual({ health: "ok", restarts: 0 });
      expect(existsSync(`/proc/${pid}`)).toBe(true);
      expect(uptimeSeconds).toBeGreaterThan(0);
      expect(memoryBytes).toBeGreaterThan(1 << 20);
    }
    expect((await ctr(host.socket, "version")).exitCode).toBe(0);
    expect((await run("stevedore", ["status", "--state", host.state])).out).toMatch(/NAME +PID +HEALTH +UPTIME +MEMORY +RESTARTS/);
    expect((await ctr(host.socket, "leases", "create", "--id", "held")).exitCode).toBe(0);
    const why = await run("stevedore", ["why", "held", "--state", host.state]);
    expect(why).toMatchObject({ code: 0, out: expect.stringMatching(/^lease held in namespace default\n {2}kept by lease held, until \S+Z\n$/) });
    expect(JSON.parse((await run("stevedore", ["why", "held", "--json", "--state", host.state])).out)).toMatchObject({ findings: [{ namespace: "default", kind: "lease", key: "held", kept: true }] });
    expect(await run("stevedore", ["why", "none", "--state", host.state])).toMatchObject({ code: 1, out: 'nothing is called "none"\n' });
    expect(statSync(path.join(host.state, "config.json")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(host.state, "host.sock")).mode & 0o777).toBe(0o600);

    expect(await host.down()).toMatchObject({ code: 0, out: "stopped\n" });
    expect(findPids(host.state)).toEqual([]);
    expect(existsSync(host.socket)).toBe(false);
  });

  test("two hosts run side by side; a second one on a directory of the first is refused with its pid", async () => {
    await using first = createTestHost();
    await using second = createTestHost();
    const both = await Promise.all([first.up(), second.up()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const { pid } = await first.process("supervisor");
    expect((await second.process("supervisor")).pid).not.toBe(pid);
    for (const { socket } of [first, second]) expect((await ctr(socket, "version")).exitCode).toBe(0);

    const again = await run("stevedore", ["up", ...first.flags]);
    expect(again.err).toContain(`state directory ${first.state} is in use by a running host (pid ${pid}) (stop it with \`stevedore down --state ${first.state}\`, or choose another with --state): already exists`);
    expect(again.code).toBe(1);
    const sameRoot = await run("stevedore", ["up", "--root", first.root, "--state", path.join(second.directory, "other")]);
    expect(sameRoot.err).toContain(`root directory ${first.root} is in use by a running host (pid ${pid}) (choose another with --root): already exists`);
    expect((await first.status()).ready).toBe(true);
  });

  test("a socket that another daemon serves is refused, a dead one's is removed", async () => {
    await using host = createTestHost();
    mkdirSync(host.state, { recursive: true });
    const other = createServer().listen(host.socket);
    await once(other, "listening");
    const refused = await run("stevedore", ["up", ...host.flags]);
    expect(refused.err).toContain(`socket ${host.socket} is served by another process`);
    expect(refused.code).toBe(1);
    other.close();
    await execa(process.execPath, ["-e", `require("net").createServer().listen(${JSON.stringify(host.socket)}, () => process.kill(process.pid, "SIGKILL"))`], { reject: false });
    expect(existsSync(host.socket)).toBe(true);
    expect((await host.up()).code).toBe(0);
    expect((await run("stevedore", ["logs", "supervisor", "--root", host.root])).out).toContain('"msg":"removed a socket that nobody serves"');
  });

  test("a configuration with a mistake stops up with file and line", async () => {
    await using host = createTestHost();
    mkdirSync(host.directory, { recursive: true });
    const file = path.join(host.directory, "config.toml");
    writeFileSync(file, "version = 4\n[stevedore]\ngrpc = 1\n");
    const { code, err } = await host.up("--config", file);
    expect(err).toBe(`stevedore up: ${file}:3: stevedore.grpc: expected true or false, found 1: invalid argument\n`);
    expect(code).toBe(1);
    expect(existsSync(host.root)).toBe(false);
  });
});

describe("when something dies", () => {
  test("a service that is killed comes back, and status counts it", async () => {
    await using host = createTestHost();
    await host.up();
    for (const name of ["content", "gateway", "nats-server", "shim"]) {
      const { pid } = await host.process(name);
      process.kill(pid!, "SIGKILL");
      await eventually(`${name} is back`, async () => {
        const now = await host.process(name);
        return now.health === "ok" && now.pid !== pid;
      });
      expect((await host.process(name)).restarts).toBe(1);
    }
    await eventually("the API answers again", async () => (await ctr(host.socket, "namespaces", "ls")).exitCode === 0);
    expect((await ctr(host.socket, "content", "ls")).exitCode).toBe(0);
  });

  test("a supervisor that is killed takes its processes along, and the next up works at once", async () => {
    await using host = createTestHost();
    await host.up();
    await ctr(host.socket, "namespaces", "create", "kept", "a=b");
    const before = await host.status();
    process.kill(before.processes[0]!.pid!, "SIGKILL");
    expect((await host.up()).code).toBe(0);
    expect(before.processes.filter(({ pid }) => isRunning(pid!)).map(({ name }) => name)).toEqual([]);
    expect((await ctr(host.socket, "namespaces", "ls")).stdout).toMatch(/kept +a=b/);
  });
});

describe("logs", () => {
  test("of all services by time, and of one", async () => {
    await using host = createTestHost();
    await host.up();
    const { out } = await run("stevedore", ["logs", "--root", host.root]);
    const times = out.split("\n").filter((line) => line.startsWith("{")).map((line) => (JSON.parse(line) as { time: string }).time);
    expect(times.length).toBeGreaterThan(6);
    expect(times).toEqual(times.toSorted());
    const one = await run("stevedore", ["logs", "content", "--root", host.root]);
    for (const line of one.out.trim().split("\n")) expect(JSON.parse(line)).toMatchObject({ service: "content" });
    expect((await run("stevedore", ["logs", "kontent", "--root", host.root])).err).toContain('log of "kontent" (there are content, gateway');

    const following = start("stevedore", ["logs", "content", "-f", "--root", host.root]);
    let seen = "";
    following.stdout.on("data", (chunk: Buffer) => (seen += chunk.toString()));
    await eventually("the old lines are there", () => seen.includes("ready"));
    const { pid } = await host.process("content");
    process.kill(pid!, "SIGTERM");
    await eventually("a new line follows", () => seen.includes("SIGTERM"));
    following.kill("SIGINT");
    await following;
  });
});

describe("bin/containerd", () => {
  test("its processes have the OOM score and the cgroup that the configuration names", async () => {
    const name = `stevedore-test-${process.pid}`;
    // Hosts mount and unmount hugetlb themselves.
    const directories = cgroupsNamed(name).filter((directory) => !directory.includes("/hugetlb/"));
    // As in containerd, a v2 cgroup must be there.
    if (detectCgroupMode() === "v2") mkdirSync(directories[0]!);
    try {
      await using host = createTestHost();
      mkdirSync(host.directory, { recursive: true });
      const file = path.join(host.directory, "config.toml");
      writeFileSync(file, `version = 2\noom_score = 7\n[cgroup]\npath = "${name}"\n`);
      expect(await host.up("--config", file)).toMatchObject({ code: 0 });
      const { processes } = await host.status();
      const scores = processes.map(({ name: process, pid }) => [process, readFileSync(`/proc/${pid}/oom_score_adj`, "utf8").trim()]);
      expect(scores).toEqual(ALL.map((process) => [process, process === "shim" ? "8" : "7"]));
      const pids = processes.map(({ pid }) => String(pid)).toSorted();
      for (const directory of directories) {
        const members = readFileSync(path.join(directory, "cgroup.procs"), "utf8").trim().split("\n");
        expect(members, directory).toEqual(expect.arrayContaining(pids));
      }
    } finally {
      for (const directory of cgroupsNamed(name)) if (existsSync(directory)) rmdirSync(directory);
    }
  });

  test("runs in the foreground under the daemon's name, tells its service manager, publishes events, and ends at SIGTERM", async () => {
    await using host = createTestHost();
    mkdirSync(host.directory, { recursive: true });
    const file = path.join(host.directory, "config.toml");
    const address = path.join(host.directory, "own.sock");
    writeFileSync(file, `version = 2\nroot = "/wrong"\nstate = ${JSON.stringify(host.state)}\n[grpc]\naddress = "/wrong.sock"\n`);
    const notified = path.join(host.directory, "notify");
    const listener = execa("socat", ["-u", `UNIX-RECV:${notified}`, "STDOUT"], { reject: false });
    await eventually("socat listens", () => existsSync(notified));
    const daemon = start("containerd", ["--config", file, "--root", host.root, "--address", address, "--log-level", "debug"], { NOTIFY_SOCKET: notified });
    await eventually("it serves", async () => (await ctr(address, "version")).exitCode === 0);
    expect(readFileSync(`/proc/${daemon.pid}/comm`, "utf8")).toBe("containerd\n");
    expect(await host.status()).toMatchObject({ root: host.root, address, ready: true });
    let output = "";
    daemon.all.on("data", (chunk: Buffer) => (output += chunk.toString()));
    writeFileSync(path.join(host.state, "io.containerd.runtime.v2.task/.log"), "said by a shim\n");
    await eventually("what shims log is the daemon's output", () => /"service":"tasks".*said by a shim/.test(output));

    const events = execa("ctr", ["-a", address, "-n", "mine", "events"], { reject: false });
    let seen = "";
    events.stdout.on("data", (chunk: Buffer) => (seen += chunk.toString()));
    const input = google.protobuf.Any.encode({ type_url: "containerd.events.TaskOOM", value: Buffer.from([10, 1, 120]) }).finish();
    await eventually("the event arrives", async () => {
      const published = await run("containerd", ["--address", address, "publish", "--namespace", "mine", "--topic", "/tasks/oom"], { input });
      expect(published).toEqual({ code: 0, out: "", err: "" });
      return seen.includes("/tasks/oom");
    });
    expect(seen).toContain('{"container_id":"x"}');
    events.kill();

    daemon.kill("SIGTERM");
    expect((await daemon).exitCode).toBe(0);
    expect(existsSync(address)).toBe(false);
    listener.kill();
    const { stdout } = await listener;
    expect(stdout).toMatch(/^READY=1.*STOPPING=1/s);
  });
});
