import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually, untilAttached, type Running, type Side } from "../kit/mod.ts";
import { failure, rows, same, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterEach(async () => {
  await pair.stock.assertNoContainers();
  await pair.ours.assertNoContainers();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

/** Runs `steps` beside a detached container on both sides, and removes it. */
function withContainer<T>(script: string, steps: (side: Side, id: string) => Promise<T>, flags: string[] = []) {
  const id = pair.id("task");
  return same(pair, async (side) => {
    await side.must(["run", "-d", ...flags, pair.image, id, "sh", "-c", script]);
    const result = await steps(side, id);
    await side.ctr(["tasks", "rm", "-f", id]);
    await side.must(["containers", "rm", id]);
    return result;
  });
}

const FOREVER = "exec sleep 1000";

function status(side: Side, id: string): Promise<string | undefined> {
  return side.must(["tasks", "ls"]).then((text) => rows(text).find((row) => row[0] === id)?.[2]);
}

function stopped(side: Side, id: string): Promise<string> {
  return eventually(`${id} stops`, async () => ((await status(side, id)) === "STOPPED" ? "STOPPED" : undefined));
}

describe("life of a task", () => {
  test("created, started, stopped, deleted", async () => {
    const id = pair.id("life");
    await same(pair, async (side) => {
      await side.must(["containers", "create", pair.image, id, "expr", "0"]);
      const noTask = rows(await side.must(["tasks", "ls"])).length;
      const started = await side.ctr(["tasks", "start", id], { timeout: 20_000 });
      const again = await side.ctr(["tasks", "start", id], { timeout: 20_000 });
      await side.must(["containers", "rm", id]);
      return { noTask, started: started.exitCode, again: again.exitCode };
    });
  });

  test("a stopped task keeps its state until it is deleted; a second delete finds nothing", async () => {
    await withContainer("exit 9", async (side, id) => {
      const state = await stopped(side, id);
      const kill = failure(await side.ctr(["tasks", "kill", id]));
      const exec = failure(await side.ctr(["tasks", "exec", "--exec-id", "e", id, "true"]));
      const deleted = await side.ctr(["tasks", "rm", id]);
      const second = failure(await side.ctr(["tasks", "rm", id]));
      return { state, kill, exec, deleted: deleted.exitCode, second, after: await status(side, id) };
    });
  });

  test("a running task can't be deleted but by force; its container not at all", async () => {
    await withContainer(FOREVER, async (side, id) => {
      const deleted = await side.ctr(["tasks", "rm", id]);
      const container = await side.ctr(["containers", "rm", id]);
      const state = await status(side, id);
      const forced = await side.ctr(["tasks", "rm", "-f", id]);
      return { deleted: deleted.exitCode, container: container.exitCode, state, forced: forced.exitCode };
    });
  });

  test("run -d returns at once; the container goes on", async () => {
    await withContainer(FOREVER, async (side, id) => ({ state: await status(side, id), quiet: await side.must(["tasks", "ls", "-q"]) }));
  });
});

describe("signals", () => {
  // Nothing but SIGKILL ends a pid 1 that has no handler for it.
  test.each(["SIGKILL", "KILL", "9"])("kill -s %s ends in exit code 137", async (signal) => {
    const id = pair.id("signal");
    const seen = await same(pair, async (side) => {
      await using foreground = side.start(["run", "--rm", pair.image, id, "sh", "-c", "echo ready; exec sleep 1000"]);
      await foreground.waitFor(/ready/);
      await side.must(["tasks", "kill", "-s", signal, id]);
      return (await foreground.result()).exitCode;
    });
    expect(seen).toBe(137);
  });

  test("a trap in the container sees the signal", async () => {
    const id = pair.id("trap");
    await same(pair, async (side) => {
      await using foreground = side.start(["run", "--rm", pair.image, id, "sh", "-c", "trap 'echo caught; exit 21' TERM; echo ready; while :; do sleep 0.05; done"]);
      await foreground.waitFor(/ready/);
      await side.must(["tasks", "kill", id]);
      const { stdout, exitCode } = await foreground.result();
      return { stdout, exitCode };
    });
  });

  test("ctr forwards its own signals", async () => {
    const id = pair.id("forward");
    await same(pair, async (side) => {
      await using foreground = side.start(["run", "--rm", pair.image, id, "sh", "-c", "trap 'echo forwarded' WINCH; trap 'echo caught; exit 22' INT; echo ready; while :; do sleep 0.05; done"]);
      await untilForwarding(foreground);
      foreground.kill("SIGINT");
      const { stdout, exitCode } = await foreground.result();
      return { stdout: stdout.replaceAll("forwarded\n", ""), exitCode };
    });
  });

  /** ctr's handler is there a moment after the process has started; before, SIGINT ends ctr itself, and SIGWINCH does nothing. */
  async function untilForwarding(foreground: Running): Promise<void> {
    await foreground.waitFor(/ready/);
    await eventually("ctr forwards signals", () => {
      foreground.kill("SIGWINCH");
      return foreground.stdout().includes("forwarded");
    });
  }

  test("kill -a reaches every process", async () => {
    await withContainer("sleep 1000 & sleep 1001 & trap '' TERM; wait; wait; while :; do sleep 0.05; done", async (side, id) => {
      await eventually("three processes", async () => rows(await side.must(["tasks", "ps", id])).length >= 4);
      await side.must(["tasks", "kill", "-a", "-s", "SIGKILL", id]);
      return await stopped(side, id);
    });
  });

  test("kill of an unknown task, and with an unknown signal", async () => {
    await sameError(pair, ["tasks", "kill", pair.id("none")]);
    await withContainer(FOREVER, async (side, id) => failure(await side.ctr(["tasks", "kill", "-s", "SIGNONSENSE", id])).exitCode);
  });
});

describe("exec", () => {
  test("output, exit code, environment and working directory", async () => {
    await withContainer(FOREVER, async (side, id) => {
      const exec = (...args: string[]) => side.ctr(["tasks", "exec", "--exec-id", "e", ...args]);
      const results = [
        await exec(id, "sh", "-c", "echo out; echo err >&2; exit 33"),
        await exec("--cwd", "/home/alice", id, "pwd"),
        await exec("--user", "1000:50", id, "id"),
        await exec("--user", "games", id, "id"),
        await exec(id, "sh", "-c", "env | sort"),
        await exec(id, "sh", "-c", "kill -9 $$"),
      ];
      return results.map(({ stdout, stderr, exitCode }) => ({ stdout, stderr, exitCode }));
    });
  });

  test("many at once", async () => {
    await withContainer(FOREVER, async (side, id) => {
      const numbers = Array.from({ length: 10 }, (_, i) => i);
      const results = await Promise.all(numbers.map((i) => side.ctr(["tasks", "exec", "--exec-id", `e${i}`, id, "sh", "-c", `echo ${i}; exit ${i}`])));
      return results.map(({ stdout, exitCode }) => ({ stdout, exitCode }));
    });
  });

  test("with stdin, and an id that is taken", async () => {
    await withContainer(FOREVER, async (side, id) => {
      await using first = side.start(["tasks", "exec", "--exec-id", "cat", id, "cat"], { stdin: "open" });
      first.write("one\n");
      await first.waitFor(/one/);
      const second = failure(await side.ctr(["tasks", "exec", "--exec-id", "cat", id, "true"]));
      const listed = rows(await side.must(["tasks", "ps", id])).length;
      first.write("two\n");
      first.endInput();
      const { stdout, exitCode } = await first.result();
      return { second, stdout, exitCode, listed };
    });
  });

  test("killed alone, with --exec-id", async () => {
    await withContainer(FOREVER, async (side, id) => {
      await using exec = side.start(["tasks", "exec", "--exec-id", "e", id, "sh", "-c", "echo ready; exec sleep 1000"]);
      await exec.waitFor(/ready/);
      await side.must(["tasks", "kill", "-s", "SIGTERM", "--exec-id", "e", id]);
      return { exec: (await exec.result()).exitCode, container: await status(side, id) };
    });
  });

  test("detached", async () => {
    await withContainer(FOREVER, async (side, id) => {
      await side.must(["tasks", "exec", "-d", "--exec-id", "bg", id, "sh", "-c", "echo made > /made"]);
      return await eventually("the file is there", async () => {
        const { stdout, exitCode } = await side.ctr(["tasks", "exec", "--exec-id", "look", id, "cat", "/made"]);
        return exitCode === 0 ? stdout : undefined;
      });
    });
  });

  test("a command that doesn't exist, in a container that does and in one that doesn't", async () => {
    await withContainer(FOREVER, async (side, id) => {
      const missing = await side.ctr(["tasks", "exec", "--exec-id", "bad", id, "/no/such/command"]);
      const again = await side.ctr(["tasks", "exec", "--exec-id", "bad", id, "echo", "the id is free again"]);
      return { missing: missing.exitCode, again: again.stdout, user: (await side.ctr(["tasks", "exec", "--user", "nobody-here", "--exec-id", "u", id, "true"])).exitCode };
    });
    await sameError(pair, ["tasks", "exec", "--exec-id", "e", pair.id("none"), "true"]);
  });

  test("ends when its container does", async () => {
    await withContainer(FOREVER, async (side, id) => {
      await using exec = side.start(["tasks", "exec", "--exec-id", "e", id, "sh", "-c", "echo ready; exec sleep 1000"]);
      await exec.waitFor(/ready/);
      await side.must(["tasks", "kill", "-s", "SIGKILL", id]);
      return (await exec.result()).exitCode;
    });
  });
});

describe("attach", () => {
  test("gets the output that follows, and the exit code", async () => {
    await withContainer("while [ ! -e /go ]; do sleep 0.05; done; echo attached output; exit 44", async (side, id) => {
      await using attached = side.start(["tasks", "attach", id]);
      await untilAttached(attached);
      // Its exit code is 137 when the container has ended before it.
      expect([0, 137]).toContain((await side.ctr(["tasks", "exec", "--exec-id", "go", id, "touch", "/go"])).exitCode);
      const { stdout, exitCode } = await attached.result();
      return { stdout, exitCode };
    });
  });
});

interface Metrics {
  memory?: Record<string, unknown>;
  pids: { current: number };
}

/**
 * Fields of memory that a small process has or hasn't by chance (what is 0 is left out): on which of its lists the kernel has its pages, and whether it or
 * another was the first to read, or had to read again, a page of the program's file.
 */
const BY_CHANCE = /^(total_)?(cache|mapped_file|dirty|writeback|shmem|pg_maj_fault|unevictable|(in)?active_(anon|file))$/;

describe("pause, resume, metrics, ps", () => {
  test("a paused container does nothing until it is resumed", async () => {
    await withContainer("i=0; while :; do i=$((i+1)); echo $i > /count; sleep 0.02; done", async (side, id) => {
      const count = () => side.must(["tasks", "metrics", "--format", "json", id]).then((text) => (JSON.parse(text) as { cpu?: { usage?: { total?: number } } }).cpu?.usage?.total);
      await side.must(["tasks", "pause", id]);
      const paused = await status(side, id);
      const [before, after] = [await count(), await new Promise((resolve) => setTimeout(resolve, 200)).then(count)];
      const exec = (await side.ctr(["tasks", "exec", "--exec-id", "e", id, "true"])).exitCode;
      const again = (await side.ctr(["tasks", "pause", id])).exitCode;
      await side.must(["tasks", "resume", id]);
      return { paused, idle: before === after, exec, again, resumed: await status(side, id), twice: (await side.ctr(["tasks", "resume", id])).exitCode };
    });
  });

  test("metrics have the same fields", async () => {
    await withContainer(FOREVER, async (side, id) => {
      const metrics = () => side.must(["tasks", "metrics", "--format", "json", id]).then((text) => JSON.parse(text) as Metrics);
      const table = rows(await side.must(["tasks", "metrics", id])).map((row) => row[0]?.split(" ")[0]);
      // What runc starts a process with has threads and no memory of the process's own yet.
      const json = await eventually("the process runs", async () => metrics().then((seen) => (seen.pids.current === 1 && seen.memory?.["rss"] ? seen : undefined)));
      const memory = Object.keys(json.memory ?? {}).filter((field) => !BY_CHANCE.test(field));
      return { table, fields: Object.keys(json).toSorted(), memory: memory.toSorted(), pids: json.pids };
    });
    await sameError(pair, ["tasks", "metrics", pair.id("none")]);
  });

  test("ps lists host pids, of execs too", async () => {
    await withContainer("sleep 1000 & exec sleep 1001", async (side, id) => {
      await eventually("two processes", async () => rows(await side.must(["tasks", "ps", id])).length === 3);
      const table = rows(await side.must(["tasks", "ps", id]));
      const alive = table.slice(1).every((row) => Number(row[0]) > 1 && process.kill(Number(row[0]), 0));
      return { header: table[0], alive };
    });
  });
});
