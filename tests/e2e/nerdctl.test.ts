import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, goClient, multiPlatformImage, must, NERDCTL, pushLayout, run, startHost, startRegistry, tempDir, type Host, type Registry, type RunResult, type TempDir } from "../kit/mod.ts";

let host: Host | undefined;
let registry: Registry;
let dir: TempDir;
let image: string;
let skipped: string | undefined;
let binary = "";

beforeAll(async () => {
  const client = await goClient(NERDCTL);
  if ("skip" in client) {
    skipped = client.skip;
    return;
  }
  binary = client.path;
  dir = await tempDir("nerdctl");
  registry = await startRegistry();
  host = await startHost({ config: '[plugins."io.containerd.monitor.container.v1.restart"]\n  interval = "1s"\n' });
  image = await pushLayout(registry, await multiPlatformImage(), "busybox");
  await nerdctl(["pull", "--quiet", image]);
});

afterAll(async () => {
  if (!host) return;
  await removeAll();
  await host[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

const NONE = ["--net", "none"];

function nerdctl(args: string[], stdin?: string): Promise<RunResult> {
  const paths = ["--address", host?.address ?? "", "--namespace", host?.namespace ?? "", "--data-root", join(dir.path, "data"), "--cni-netconfpath", join(dir.path, "cni"), "--cni-path", "/usr/lib/cni"];
  return run(binary, [...paths, "--insecure-registry", ...args], { stdin, timeout: 60_000, env: { NERDCTL_TOML: join(dir.path, "nerdctl.toml"), DOCKER_CONFIG: dir.path } });
}

/** Runs nerdctl, which has to exit 0; gives its stdout without the last line's end. */
async function ok(...args: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await nerdctl(args);
  if (exitCode !== 0) throw new Error(`nerdctl ${args.join(" ")}: exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout.replace(/\n$/, "");
}

const inspect = async (name: string, format: string) => (await ok("inspect", "--format", format, name)).trim();

/** A test that is skipped, with the reason, where nerdctl isn't. */
function nerdctlTest(name: string, steps: () => Promise<void>): void {
  test(name, async ({ skip, onTestFailed }) => {
    if (skipped !== undefined) return skip(skipped);
    // Names are taken until nerdctl itself removes what has them.
    onTestFailed(removeAll, 60_000);
    await steps();
  });
}

async function removeAll(): Promise<void> {
  const ids = (await nerdctl(["ps", "-aq"])).stdout.split("\n").filter(Boolean);
  if (ids.length > 0) await nerdctl(["rm", "-f", ...ids]);
}

/** Removes containers that the monitor may be starting at this moment: then they have a task again when they are about to go, and a second attempt is needed. */
const removeRestarted = (...names: string[]) => eventually(`${names.join()} go`, async () => (await nerdctl(["rm", "-f", ...names])).exitCode === 0 || (await ok("ps", "-a", "--format", "{{.Names}}")) === "");

describe("nerdctl 2.3.5: containers", () => {
  nerdctlTest("run: output, exit codes, stdin, what can't run", async () => {
    expect(await nerdctl(["run", "--rm", ...NONE, image, "sh", "-c", "echo out; echo err >&2; exit 7"])).toMatchObject({ stdout: "out\n", stderr: "err\n", exitCode: 7 });
    expect(await nerdctl(["run", "--rm", "-i", ...NONE, image, "cat"], "typed\n")).toMatchObject({ stdout: "typed\n", exitCode: 0 });
    const bad = await nerdctl(["run", "--rm", ...NONE, image, "/no/such"]);
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toMatch(/\/no\/such/);
    expect(await ok("run", "--rm", "--net", "host", image, "ls", "/sys/class/net")).toContain("lo");
  });

  nerdctlTest("its life: logs, exec, ps, inspect, pause, top, stats, stop, start, restart, kill, rm", async () => {
    await ok("run", "-d", "--name", "life", ...NONE, image, "sh", "-c", "echo log; echo err >&2; exec sleep 1000");
    const logs = await eventually("it has written", async () => ((await nerdctl(["logs", "life"])).stderr === "err\n" ? await nerdctl(["logs", "life"]) : undefined));
    expect(logs.stdout).toBe("log\n");
    expect(await nerdctl(["exec", "life", "sh", "-c", "echo e; exit 3"])).toMatchObject({ stdout: "e\n", stderr: expect.stringContaining("exit code 3") as string });
    expect(await ok("ps", "--format", "{{.Names}} {{.Status}}")).toBe("life Up");
    await ok("pause", "life");
    expect(await inspect("life", "{{.State.Status}}")).toBe("paused");
    await ok("unpause", "life");
    expect(await ok("top", "life")).toContain("sleep 1000");
    expect(await ok("stats", "--no-stream", "--format", "{{.Name}} {{.PIDs}}", "life")).toBe("life 1");
    await ok("stop", "-t", "1", "life");
    expect(await inspect("life", "{{.State.Status}} {{.State.ExitCode}}")).toBe("exited 137");
    await ok("start", "life");
    await ok("restart", "-t", "1", "life");
    await ok("kill", "life");
    expect((await ok("wait", "life")).trim()).toBe("137");
    await ok("start", "life");
    await ok("rm", "-f", "life");
    expect(await ok("ps", "-aq")).toBe("");
  });

  nerdctlTest("logs: followed to the end, the last lines, times; exec: user, directory, environment, stdin; ps and inspect: filters, both modes; stop: its own signal", async () => {
    await ok("run", "-d", "--name", "talks", "--stop-signal", "USR1", ...NONE, image, "sh", "-c", "trap 'echo bye; exit 5' USR1; echo 1; echo 2; while :; do sleep 0.05; done");
    await eventually("it has written", async () => (await nerdctl(["logs", "talks"])).stdout === "1\n2\n");
    const followed = nerdctl(["logs", "-f", "talks"]);
    expect(await ok("logs", "--tail", "1", "talks")).toBe("2");
    expect(await ok("logs", "-t", "talks")).toMatch(/^\d{4}-\d\d-\d\dT\S+ 1\n\d{4}\S+ 2$/);

    expect(await ok("exec", "-u", "1000:1001", "-w", "/etc", "-e", "A=b", "talks", "sh", "-c", "id -u; id -g; pwd; echo $A")).toBe("1000\n1001\n/etc\nb");
    expect(await nerdctl(["exec", "-i", "talks", "cat"], "typed\n")).toMatchObject({ stdout: "typed\n", exitCode: 0 });
    expect((await nerdctl(["exec", "talks", "/no/such"])).exitCode).toBeGreaterThan(0);

    expect(JSON.parse(await ok("inspect", "talks"))).toMatchObject([{ Name: "talks", State: { Status: "running", Running: true, Pid: expect.any(Number) as number }, Config: { Env: expect.arrayContaining(["FROM_IMAGE=yes"]) as string[] } }]);
    expect(JSON.parse(await ok("inspect", "--mode", "native", "talks"))).toMatchObject([{ Spec: { process: { args: ["sh", "-c", expect.any(String)] } }, Process: { Status: { Status: "running" } } }]);
    expect((await nerdctl(["inspect", "nobody"])).exitCode).toBe(1);

    await ok("stop", "talks");
    expect((await followed).stdout).toBe("1\n2\nbye\n");
    expect(await inspect("talks", "{{.State.Status}} {{.State.ExitCode}}")).toBe("exited 5");
    expect(await ok("ps", "-q")).toBe("");
    expect(await ok("ps", "-a", "--filter", "status=exited", "--filter", "name=talks", "--format", "{{.Names}} {{.Status}}")).toMatch(/^talks Exited \(5\)/);
    await ok("rm", "talks");
  });

  nerdctlTest("restart policies: the monitor starts what fails, and leaves alone what was stopped", async () => {
    await ok("run", "-d", "--name", "stays", "--restart", "unless-stopped", ...NONE, image, "sleep", "1000");
    const pid = await inspect("stays", "{{.State.Pid}}");
    process.kill(Number(pid), "SIGKILL");
    await eventually("it runs again", async () => {
      const [status, now] = (await inspect("stays", "{{.State.Status}} {{.State.Pid}}")).split(" ");
      return status === "running" && now !== pid;
    });
    await ok("stop", "-t", "1", "stays");
    await ok("run", "-d", "--name", "failing", "--restart", "on-failure:2", ...NONE, image, "sh", "-c", "exit 3");
    await eventually("it has been restarted twice", async () => (await inspect("failing", '{{index .Config.Labels "containerd.io/restart.count"}}')) === "2");
    expect(await inspect("stays", "{{.State.Status}}")).toBe("exited");
    await removeRestarted("stays", "failing");

    await ok("run", "-d", "--name", "always", "--restart", "always", ...NONE, image, "sh", "-c", "sleep 0.2");
    await eventually("it has been restarted though it didn't fail", async () => Number(await inspect("always", '{{index .Config.Labels "containerd.io/restart.count"}}')) >= 2);
    await removeRestarted("always");
  });

  nerdctlTest("cp both ways, volumes, rename, diff", async () => {
    await ok("volume", "create", "data");
    await ok("run", "-d", "--name", "first", ...NONE, "-v", "data:/data", image, "sh", "-c", "echo x > /made; echo v > /data/file; exec sleep 1000");
    await eventually("it has written", async () => (await nerdctl(["exec", "first", "test", "-e", "/data/file"])).exitCode === 0);
    await ok("cp", "first:/made", join(dir.path, "made"));
    expect(readFileSync(join(dir.path, "made"), "utf8")).toBe("x\n");
    await ok("cp", join(dir.path, "made"), "first:/copied");
    expect(await ok("exec", "first", "cat", "/copied")).toBe("x");
    await ok("rename", "first", "second");
    expect(await ok("diff", "second")).toMatch(/A \/made/);
    await ok("rm", "-f", "second");
    expect(await ok("run", "--rm", ...NONE, "-v", "data:/data", image, "cat", "/data/file")).toBe("v");
    await ok("volume", "rm", "data");
  });
});

describe("nerdctl 2.3.5: images", () => {
  nerdctlTest("commit, and a container of what was committed", async () => {
    await ok("run", "-d", "--name", "source", ...NONE, image, "sh", "-c", "echo x > /made; exec sleep 1000");
    await eventually("it has written", async () => (await nerdctl(["exec", "source", "test", "-e", "/made"])).exitCode === 0);
    await ok("commit", "source", "committed:1");
    await ok("rm", "-f", "source");
    expect(await ok("run", "--rm", ...NONE, "committed:1", "cat", "/made")).toBe("x");
    await ok("rmi", "-f", "committed:1");
  });

  nerdctlTest("tag, push, rmi, pull; a reference that is not there", async () => {
    const other = `${registry.host}/other:v1`;
    await ok("tag", image, other);
    await ok("push", other);
    await ok("rmi", other);
    await ok("pull", "--quiet", other);
    expect(await ok("run", "--rm", ...NONE, other, "cat", "/etc/motd")).toBe("busybox for tests");
    expect(await nerdctl(["pull", `${registry.host}/none:1`])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("not found") as string });
    await ok("rmi", "-f", other);
  });

  nerdctlTest("save and load", async () => {
    const archive = join(dir.path, "saved.tar");
    await ok("tag", image, "saved:1");
    await ok("save", "--output", archive, "saved:1");
    await ok("rmi", "-f", "saved:1");
    const words = (await ok("load", "--input", archive)).split("\n").filter((line) => line.startsWith("Loaded image: "));
    expect(words.filter((line) => !line.includes("import@"))).toEqual([expect.stringContaining("saved:1")]);
    expect(await ok("run", "--rm", ...NONE, "saved:1", "echo", "loaded")).toBe("loaded");
    await ok("rmi", "-f", "saved:1");
  });

  nerdctlTest("build without a BuildKit says so", async () => {
    expect(await nerdctl(["build", dir.path])).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/buildctl|buildkit/i) as string });
  });

  nerdctlTest("namespaces, info, version, events", async () => {
    await ok("namespace", "create", `${host?.namespace}-made`);
    expect(await ok("namespace", "ls", "-q")).toContain(`${host?.namespace}-made`);
    await ok("namespace", "rm", `${host?.namespace}-made`);
    expect(await ok("info", "--format", "{{.Driver}} {{.ID}}")).toMatch(/^overlayfs [0-9a-f-]{36}$/);
    expect(await ok("version", "--format", "{{(index .Server.Components 0).Version}}")).toMatch(/^2\./);
    await must(binary, ["--version"]);
  });
});
