import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, eventually, killService, startDockerd, startPair, type Docker, type Pair, type Side } from "../kit/mod.ts";

let pair: Pair;
let docker: { stock: Docker; stevedore: Docker };

// Those that dockerd's containers need: its images and file systems are its own.
const SERVICES = ["tasks", "shim", "gateway", "nats-server"];

beforeAll(async () => {
  pair = await startPair();
  const [stock, stevedore] = await Promise.all([startDockerd(pair.stock), startDockerd(pair.ours)]);
  docker = { stock, stevedore };
  const layout = await busyboxImage();
  for (const each of [stock, stevedore]) await each.load(layout, "busybox:latest");
});

afterEach(async () => {
  await pair.stock.assertNoContainers();
  await pair.ours.assertNoContainers();
});

afterAll(async () => {
  await docker?.stevedore[Symbol.asyncDispose]();
  await docker?.stock[Symbol.asyncDispose]();
  await pair?.[Symbol.asyncDispose]();
});

const RUN = ["run", "--network", "none"];
const of = (side: Side) => docker[side.name];

/** The same steps through dockerd on stock containerd and on ours, with the same outcome. */
async function same<T>(steps: (docker: Docker) => Promise<T>): Promise<T> {
  const { stock, ours } = await pair.both((side) => steps(of(side)));
  expect(ours).toEqual(stock);
  return ours;
}

const outcome = ({ stdout, exitCode }: { stdout: string; exitCode: number }) => ({ stdout, exitCode });

describe("docker run", () => {
  test.each([
    ["an exit code", ["sh", "-c", "echo out; echo err >&2; exit 7"], 7],
    ["a signal", ["sh", "-c", "sh -c 'kill -15 $$'; exit $?"], 143],
    ["a command that is not there", ["/no/such/command"], 127],
    ["a command that may not run", ["/etc/passwd"], 126],
  ])("%s", async (_name, command, exitCode) => {
    expect((await same(async (daemon) => outcome(await daemon.docker([...RUN, "--rm", "busybox", ...command])))).exitCode).toBe(exitCode);
  });

  test("stdin, environment, user, working directory", async () => {
    const seen = await same(async (daemon) => outcome(await daemon.docker([...RUN, "--rm", "-i", "--env", "A=b c", "--user", "alice", "--workdir", "/home/alice", "busybox", "sh", "-c", 'read line; echo "$line|$A|$FROM_IMAGE|$(id -u)|$(pwd)"'], { stdin: "typed\n" })));
    expect(seen.stdout).toBe("typed|b c|yes|1000|/home/alice\n");
  });

  test("security: capabilities, seccomp, no new privileges, read-only, limits", async () => {
    const status = "grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/self/status";
    const confined = ["--cap-drop", "ALL", "--cap-add", "NET_ADMIN", "--security-opt", "no-new-privileges", "--read-only", "--tmpfs", "/mem", "--pids-limit", "5"];
    const seen = await same(async (daemon) => ({
      plain: await daemon.must([...RUN, "--rm", "--security-opt", "seccomp=unconfined", "busybox", "sh", "-c", status]),
      confined: outcome(await daemon.docker([...RUN, "--rm", ...confined, "busybox", "sh", "-c", `${status}; touch /mem/x || exit 9; touch /x; for i in 1 2 3 4 5 6; do sleep 1 & done`])),
    }));
    expect(seen.plain).toMatch(/Seccomp:\s*0$/);
    expect(seen.confined.stdout).toMatch(/CapEff:\s*0+1000\n[^]*NoNewPrivs:\s*1\nSeccomp:\s*2/);
    expect(seen.confined.exitCode).toBe(2);
  });

  test("a terminal: its size, what is typed, its end", async () => {
    const seen = await same(async (daemon) => {
      await using terminal = daemon.startOnTerminal([...RUN, "--rm", "-it", "busybox", "sh", "-c", "tty; read line; echo got $line; exit 5"]);
      await terminal.waitFor(/\/dev\/pts\/\d+/);
      terminal.write("typed\r");
      const { stdout, exitCode } = await terminal.result();
      return { got: stdout.includes("got typed"), exitCode };
    });
    expect(seen).toEqual({ got: true, exitCode: 5 });
  });

  test("a container over its memory limit: OOMKilled", async () => {
    const seen = await same(async (daemon) => {
      const id = await daemon.must([...RUN, "-d", "--memory", "16m", "busybox", "sh", "-c", "exec dd if=/dev/zero of=/dev/null bs=100M count=1"]);
      const code = await daemon.must(["wait", id]);
      const state = await daemon.must(["inspect", "--format", "{{.State.OOMKilled}} {{.State.ExitCode}} {{.State.Status}}", id]);
      await daemon.must(["rm", id]);
      return { code, state };
    });
    expect(seen).toEqual({ code: "137", state: "true 137 exited" });
  });
});

describe("a container that runs", () => {
  test("exec: output, exit codes, a terminal, what can't run", async () => {
    await same(async (daemon) => {
      const id = await daemon.must([...RUN, "-d", "busybox", "sleep", "1000"]);
      const results = [];
      for (const command of [["echo", "out"], ["sh", "-c", "exit 9"], ["/no/such"], ["/etc/passwd"]]) results.push((await daemon.docker(["exec", id, ...command])).exitCode);
      const typed = await daemon.must(["exec", "-i", id, "cat"], { stdin: "through\n" });
      const tty = await daemon.must(["exec", "-t", id, "tty"]);
      const detached = await daemon.docker(["exec", "-d", id, "touch", "/made"]);
      await eventually("the detached exec has run", async () => (await daemon.docker(["exec", id, "test", "-e", "/made"])).exitCode === 0);
      await daemon.must(["rm", "-f", id]);
      return { results, typed, tty: tty.startsWith("/dev/pts/"), detached: detached.exitCode };
    });
  });

  test("logs, top, stats, pause, stop with a grace period, start again, kill, rm -f", async () => {
    const seen = await same(async (daemon) => {
      const id = await daemon.must([...RUN, "-d", "busybox", "sh", "-c", "echo started; echo to stderr >&2; exec sleep 1000"]);
      await eventually("it has written", async () => (await daemon.must(["logs", id])).includes("started"));
      const logs = await daemon.docker(["logs", id]);
      const top = (await daemon.must(["top", id, "-o", "pid,args"])).split("\n").map((line) => line.replace(/^\S+\s+/, ""));
      const stats = await daemon.must(["stats", "--no-stream", "--format", "{{.PIDs}}", id]);
      await daemon.must(["pause", id]);
      const paused = await daemon.must(["inspect", "--format", "{{.State.Status}}", id]);
      await daemon.must(["unpause", id]);
      await daemon.must(["update", "--memory", "64m", "--memory-swap", "64m", id]);
      // Process 1 ignores SIGTERM: it ends when the period is over.
      await daemon.must(["stop", "-t", "1", id]);
      const state = () => daemon.must(["inspect", "--format", "{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}", id]);
      const stopped = await state();
      await daemon.must(["start", id]);
      await daemon.must(["kill", "-s", "USR1", id]).catch(() => {});
      await daemon.must(["kill", id]);
      await daemon.must(["wait", id]);
      const killed = await state();
      await daemon.must(["start", id]);
      await daemon.must(["rm", "-f", id]);
      return { stdout: logs.stdout, stderr: logs.stderr, top, stats, paused, stopped, killed };
    });
    expect(seen).toMatchObject({ stdout: "started\n", stderr: "to stderr\n", stats: "1", paused: "paused", stopped: "exited 137 false", killed: "exited 137 false" });
  });

  test("events of its life", async () => {
    const events = await same(async (daemon) => {
      const since = String(Date.now() / 1000);
      const id = await daemon.must([...RUN, "-d", "busybox", "sleep", "1000"]);
      const actions = async () => (await daemon.must(["events", "--since", since, "--until", String(Date.now() / 1000), "--filter", `container=${id}`, "--format", "{{.Action}}"])).split("\n").map((action) => action.split(":")[0]);
      await daemon.must(["exec", id, "true"]);
      // dockerd answers the client before it tells of the exec's end.
      await eventually("the exec's end is told", async () => (await actions()).includes("exec_die"));
      await daemon.must(["pause", id]);
      await daemon.must(["unpause", id]);
      await daemon.must(["kill", id]);
      await daemon.must(["wait", id]);
      await daemon.must(["rm", id]);
      return await actions();
    });
    expect(events).toEqual(["create", "start", "exec_create", "exec_start", "exec_die", "pause", "unpause", "kill", "die", "destroy"]);
  });

  test("restart policies", async () => {
    const seen = await same(async (daemon) => {
      const id = await daemon.must([...RUN, "-d", "--restart", "on-failure:2", "busybox", "sh", "-c", "exit 3"]);
      const state = () => daemon.must(["inspect", "--format", "{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}", id]);
      const last = await eventually("it gives up", async () => ((await state()).startsWith("exited 2") ? await state() : false));
      await daemon.must(["rm", id]);
      return last;
    });
    expect(seen).toBe("exited 2 3");
  });
});

describe("restarts", () => {
  test("of dockerd: its containers go on, and it knows of those that ended meanwhile", async () => {
    await same(async (daemon) => {
      const [stays, ends] = [await daemon.must([...RUN, "-d", "busybox", "sleep", "1000"]), await daemon.must([...RUN, "-d", "busybox", "sh", "-c", "sleep 1; exit 6"])];
      await daemon.restart();
      const code = await daemon.must(["wait", ends]);
      const alive = await daemon.must(["exec", stays, "echo", "alive"]);
      await daemon.must(["rm", "-f", stays, ends]);
      return { code, alive };
    });
  });

  test.each(SERVICES)("of our %s by kill -9: dockerd and its containers go on", async (service) => {
    if (pair.ours.name !== "stevedore") return;
    const daemon = docker.stevedore;
    const id = await daemon.must([...RUN, "-d", "busybox", "sleep", "1000"]);
    await using waiting = daemon.start([...RUN, "--rm", "busybox", "sh", "-c", "while [ ! -e /end ]; do sleep 0.1; done; echo after; exit 4"]);
    const other = await eventually("both run", async () => (await daemon.must(["ps", "-q", "--no-trunc"])).split("\n").find((line) => line !== "" && line !== id));
    await killService(pair.ours, service);
    // dockerd's connection waits a second and more before it is tried again.
    await eventually("dockerd is connected", async () => (await daemon.docker(["exec", id, "true"])).exitCode === 0);
    // Its exit code is 137 when the container has ended before it.
    expect([0, 137]).toContain((await daemon.docker(["exec", other, "touch", "/end"])).exitCode);
    expect(await waiting.result()).toMatchObject({ stdout: "after\n", exitCode: 4 });
    expect(await daemon.must([...RUN, "--rm", "busybox", "echo", "another"])).toBe("another");
    await daemon.must(["rm", "-f", id]);
  });
});
