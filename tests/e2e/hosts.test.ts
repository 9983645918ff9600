import { existsSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assertNothingLeft, busyboxImage, must, pushLayout, run, start, startHost, startRegistry, STEVEDORE, tempDir } from "../kit/mod.ts";
import { pull } from "./pair.ts";

describe("two hosts side by side", () => {
  test("share nothing: the same names, other content, and each goes down alone", async () => {
    await using registry = await startRegistry();
    await using one = await startHost();
    await using two = await startHost();
    const reference = await pushLayout(registry, await busyboxImage(), "busybox");
    await pull(one, reference);
    expect(await two.must(["images", "ls", "-q"])).toBe("");
    await pull(two, reference);
    const outputs = await Promise.all([one, two].map((host) => host.must(["run", "--rm", reference, `${host.namespace}-same`, "sh", "-c", "echo written > /file; cat /file"])));
    expect(outputs).toEqual(["written\n", "written\n"]);
    await one.stop();
    expect(await two.must(["run", "--rm", reference, `${two.namespace}-after`, "echo", "still here"])).toBe("still here\n");
    await one.restart();
    expect(await one.must(["images", "ls", "-q"])).toBe(`${reference}\n`);
  });

  test("a stopped host leaves no process, mount or socket", async () => {
    const host = await startHost();
    const parent = join(host.state, "..");
    await host.stop();
    expect(existsSync(host.address)).toBe(false);
    await assertNothingLeft("a host that was stopped", { directories: [parent], namespaces: [] });
    await host[Symbol.asyncDispose]();
    expect(existsSync(parent)).toBe(false);
  });
});

describe("up is refused, with the reason", () => {
  /** Runs `up` in the foreground until it ends by itself. */
  async function up(dir: string, ...flags: string[]) {
    return await run(STEVEDORE, ["up", "--root", join(dir, "root"), "--state", join(dir, "state"), ...flags], { timeout: 15_000 });
  }

  test("when the state directory belongs to another host", async () => {
    await using host = await startHost();
    const { stderr, stdout, exitCode, timedOut } = await run(STEVEDORE, ["up", "--root", host.root, "--state", host.state], { timeout: 15_000 });
    expect({ timedOut, failed: exitCode !== 0 }).toEqual({ timedOut: false, failed: true });
    expect(stderr + stdout).toMatch(/already|in use|running|served/i);
    expect((await host.ctr(["version"])).exitCode).toBe(0);
  });

  test("when the socket is served by another program", async () => {
    await using dir = await tempDir("taken");
    await mkdir(join(dir.path, "state"));
    const server = createServer().listen(join(dir.path, "state/containerd.sock"));
    const { stderr, stdout, exitCode, timedOut } = await up(dir.path);
    server.close();
    expect({ timedOut, failed: exitCode !== 0 }).toEqual({ timedOut: false, failed: true });
    expect(stderr + stdout).toContain("containerd.sock");
  });

  test("when the config file has a mistake: the line, and what would be right", async () => {
    await using dir = await tempDir("config");
    const file = join(dir.path, "config.toml");
    writeFileSync(file, 'version = 2\nroot = "/x\n');
    const { stderr, stdout, exitCode } = await up(dir.path, "--config", file);
    expect(exitCode).not.toBe(0);
    expect(stderr + stdout).toMatch(/config\.toml.*2|line 2/);
    writeFileSync(file, "version = 9\n");
    expect((await up(dir.path, "--config", file)).exitCode).not.toBe(0);
    expect((await up(dir.path, "--config", join(dir.path, "no-such-file"))).exitCode).not.toBe(0);
  });
});

test("a detached host of which a service can't run says which, and why; down stops it", async () => {
  await using dir = await tempDir("failing");
  const [root, state, config] = [join(dir.path, "root"), join(dir.path, "state"), join(dir.path, "config.toml")];
  writeFileSync(config, 'version = 3\n[stevedore.content]\n  backend = "s3"\n[stevedore.content.s3]\n  endpoint = "http://127.0.0.1:1"\n  bucket = "images"\n');
  const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => void (await run(STEVEDORE, ["down", "--state", state])));
  const { exitCode, stderr } = await run(STEVEDORE, ["up", "--detach", "--config", config, "--root", root, "--state", state], { env, timeout: 60_000 });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/does not get ready; content: no keys for the bucket \(set access_key.*stevedore down --state/) });
  await must(STEVEDORE, ["down", "--state", state]);
  await assertNothingLeft("a host after down", { directories: [dir.path], namespaces: [] });
}, 90_000);

test("an unknown key of the config file is named with its line and the nearest match; the host comes up", async () => {
  await using host = await startHost({ config: 'oom_scor = 0\n[plugins."io.containerd.gc.v1.scheduler"]\n  pause_treshold = 0.02\n' });
  const log = await host.log();
  expect(log).toMatch(/oom_scor\b.*oom_score/s);
  expect(log).toMatch(/pause_treshold.*pause_threshold/s);
});

test("a stale socket, pid and state of a killed host are no obstacle", async () => {
  await using host = await startHost();
  process.kill(host.pid(), "SIGKILL");
  await host.stop();
  // What a machine that lost its power has: the files, and nobody behind them.
  if (!existsSync(host.address)) await leaveSocket(host.address);
  expect(existsSync(host.address)).toBe(true);
  await host.restart();
  expect((await host.ctr(["version"])).exitCode).toBe(0);
});

/** Leaves a socket file whose server was killed. */
async function leaveSocket(path: string): Promise<void> {
  await using server = start(process.execPath, ["-e", "require('node:net').createServer().listen(process.argv[1], () => console.log('listens'))", path]);
  await server.waitFor(/listens/);
  server.kill("SIGKILL");
}

test("down stops a detached host, status and doctor describe it", async () => {
  await using dir = await tempDir("detached");
  const [root, state] = [join(dir.path, "root"), join(dir.path, "state")];
  await must(STEVEDORE, ["up", "--detach", "--root", root, "--state", state]);
  const { processes } = JSON.parse(await must(STEVEDORE, ["status", "--json", "--state", state])) as { processes: { name: string; health: string }[] };
  const names = processes.map(({ name }) => name);
  for (const name of ["nats-server", "content", "images", "snapshots", "tasks", "gateway", "shim"]) expect(names).toContain(name);
  expect(processes.filter(({ health }) => health !== "ok")).toEqual([]);
  await must(STEVEDORE, ["down", "--state", state]);
  expect((await run(STEVEDORE, ["status", "--state", state])).exitCode).not.toBe(0);
  await assertNothingLeft("a host after down", { directories: [dir.path], namespaces: [] });
});
