import { createHash, randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually, tempDir, type Side, type TempDir } from "../kit/mod.ts";
import { same, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;
let dir: TempDir;

beforeAll(async () => {
  dir = await tempDir("stdio");
  pair = await startPairWithImage();
});

afterEach(async () => {
  await pair.stock.assertNoContainers();
  await pair.ours.assertNoContainers();
});

afterAll(async () => {
  await pair?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const bind = () => ["--mount", `type=bind,src=${dir.path},dst=/data,options=rbind:rw`];

describe("much output", () => {
  test("1 GB through stdout: nothing lost, nothing out of order", async () => {
    const part = randomBytes(32 << 20);
    writeFileSync(join(dir.path, "part"), part);
    const expected = createHash("sha256");
    for (let i = 0; i < 32; i++) expected.update(`${i}\n`).update(part);
    const digest = expected.digest("hex");
    const seen = await same(pair, (side) => digestOf(side, ["run", "--rm", ...bind(), pair.image, pair.id("gigabyte"), "sh", "-c", "i=0; while [ $i -lt 32 ]; do echo $i; cat /data/part; i=$((i+1)); done; exit 3"]));
    expect(seen).toEqual({ digest, bytes: 32 * (32 << 20) + 86, exitCode: 3 });
  });

  test("stdout and stderr at once, and through an exec", async () => {
    const id = pair.id("both");
    const script = "i=0; while [ $i -lt 3000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done";
    await same(pair, async (side) => {
      const { stdout, stderr } = await side.ctr(["run", "--rm", pair.image, id, "sh", "-c", script]);
      await side.must(["run", "-d", pair.image, id, "sleep", "1000"]);
      const exec = await side.ctr(["tasks", "exec", "--exec-id", "e", id, "sh", "-c", script]);
      await side.must(["tasks", "rm", "-f", id]);
      await side.must(["containers", "rm", id]);
      return { stdout, stderr, exec: [exec.stdout, exec.stderr] };
    });
  });

  test("a reader that is slow loses nothing", async () => {
    const seen = await same(pair, async (side) => {
      await using running = side.start(["run", "--rm", pair.image, pair.id("slow"), "sh", "-c", "seq 1 300000; exit 2"]);
      running.child.stdout?.pause();
      await new Promise((resolve) => setTimeout(resolve, 500));
      running.child.stdout?.resume();
      const { stdout, exitCode } = await running.result();
      return { lines: stdout.split("\n").length, last: stdout.trimEnd().split("\n").at(-1), exitCode };
    });
    expect(seen).toEqual({ lines: 300_001, last: "300000", exitCode: 2 });
  });
});

describe("stdin", () => {
  test("32 MB in and out again, then closed", async () => {
    const input = randomBytes(24 << 20).toString("base64");
    const expected = createHash("sha256").update(input).digest("hex");
    // Not beside stock: its shim, now and then, gives up on the last bytes of a container that has ended.
    const seen = await digestOf(pair.ours, ["run", "--rm", pair.image, pair.id("cat"), "cat"], input);
    expect(seen).toMatchObject({ bytes: input.length, digest: expected, exitCode: 0 });
  });

  test("arrives line by line, and its end is seen", async () => {
    await same(pair, async (side) => {
      await using running = side.start(["run", "--rm", pair.image, pair.id("lines"), "sh", "-c", "while read line; do echo got $line; done; echo end; exit 12"], { stdin: "open" });
      running.write("one\n");
      await running.waitFor(/got one/);
      running.write("two\n");
      await running.waitFor(/got two/);
      running.endInput();
      const { stdout, exitCode } = await running.result();
      return { stdout, exitCode };
    });
  });

  test("of an exec", async () => {
    const id = pair.id("exec");
    await same(pair, async (side) => {
      await side.must(["run", "-d", pair.image, id, "sleep", "1000"]);
      await using running = side.start(["tasks", "exec", "--exec-id", "e", id, "sh", "-c", "echo ready; wc -c"], { stdin: "open" });
      await running.waitFor(/ready/);
      running.write("x".repeat(100_000));
      running.endInput();
      const { stdout, exitCode } = await running.result();
      await side.must(["tasks", "rm", "-f", id]);
      await side.must(["containers", "rm", id]);
      return { stdout, exitCode };
    });
  });
});

describe("a terminal", () => {
  test("is there, has ctr's size and follows it", async () => {
    await same(pair, async (side) => {
      const file = join(dir.path, `resize-${side.label}`);
      // The size is set after the process has started, by every client.
      const script = `until [ "$(stty size 2>/dev/null)" = "33 77" ]; do sleep 0.05; done; stty size; test -t 0 && test -t 1 && test -t 2 && echo terminal; : > /data/resize-${side.label}; until [ "$(stty size 2>/dev/null)" = "50 132" ]; do sleep 0.05; done; stty size; exit 8`;
      await using running = side.startOnTerminal(["run", "--rm", "-t", ...bind(), pair.image, pair.id("tty"), "sh", "-c", script], { rows: 33, columns: 77, resize: { file, rows: 50, columns: 132 } });
      const { stdout, exitCode } = await running.result();
      expect(existsSync(file)).toBe(true);
      return { lines: linesOf(stdout), exitCode };
    });
  });

  test("echoes, edits lines, and turns ^C into a signal", async () => {
    const seen = await same(pair, async (side) => {
      await using running = side.startOnTerminal(["run", "--rm", "-t", pair.image, pair.id("tty"), "sh", "-c", "trap 'echo interrupted; exit 130' INT; echo ready; read line; echo got:$line; while :; do sleep 0.05; done"]);
      await running.waitFor(/ready/);
      running.write("typed\r");
      await running.waitFor(/got:typed/);
      running.write("\x03");
      const { stdout, exitCode } = await running.result();
      return { got: linesOf(stdout).filter((line) => /^(got|interrupted)|interrupted$/.test(line)).map((line) => line.replace("^C", "")), exitCode };
    });
    expect(seen).toEqual({ got: ["got:typed", "interrupted"], exitCode: 130 });
  });

  test("^D ends the input", async () => {
    const seen = await same(pair, async (side) => {
      await using running = side.startOnTerminal(["run", "--rm", "-t", pair.image, pair.id("tty"), "sh", "-c", "echo ready; cat > /dev/null; echo ended; exit 4"]);
      await running.waitFor(/ready/);
      running.write("\x04");
      const { exitCode } = await running.result();
      return exitCode;
    });
    expect(seen).toBe(4);
  });

  test("of an exec, beside one of the container", async () => {
    const id = pair.id("tty");
    await same(pair, async (side) => {
      await side.must(["run", "-d", pair.image, id, "sleep", "1000"]);
      await using running = side.startOnTerminal(["tasks", "exec", "-t", "--exec-id", "e", id, "sh", "-c", 'until [ "$(stty size 2>/dev/null)" = "20 60" ]; do sleep 0.05; done; stty size; tty; echo err >&2; exit 6'], { rows: 20, columns: 60 });
      const { stdout, exitCode } = await running.result();
      await side.must(["tasks", "rm", "-f", id]);
      await side.must(["containers", "rm", id]);
      return { lines: linesOf(stdout), exitCode };
    });
  });

  test("much output through it", async () => {
    // Not beside stock, which loses lines of this now and then.
    await using running = pair.ours.startOnTerminal(["run", "--rm", "-t", pair.image, pair.id("tty"), "sh", "-c", "seq 1 100000"]);
    const { stdout, exitCode } = await running.result();
    const lines = linesOf(stdout);
    expect({ ordered: lines.every((line, i) => line === String(i + 1)), count: lines.length, exitCode }).toEqual({ ordered: true, count: 100_000, exitCode: 0 });
  });
});

test("output of a detached container that nobody reads is not an error", async () => {
  const id = pair.id("unread");
  await same(pair, async (side) => {
    await side.must(["run", "-d", pair.image, id, "sh", "-c", "echo unread; sleep 1000"]);
    const exec = await side.must(["tasks", "exec", "--exec-id", "e", id, "echo", "alive"]);
    await eventually("it runs", async () => (await side.must(["tasks", "ls"])).includes("RUNNING"));
    await side.must(["tasks", "rm", "-f", id]);
    await side.must(["containers", "rm", id]);
    return exec;
  });
});

async function digestOf(side: Side, args: string[], stdin?: string): Promise<{ digest: string; bytes: number; exitCode: number }> {
  await using running = side.start(args, { timeout: 100_000, ...(stdin === undefined ? {} : { stdin: "open" as const }) });
  const hash = createHash("sha256");
  let bytes = 0;
  running.child.stdout?.removeAllListeners("data");
  running.child.stdout?.on("data", (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  if (stdin !== undefined) {
    running.write(stdin);
    running.endInput();
  }
  const { exitCode } = await running.result();
  return { digest: hash.digest("hex"), bytes, exitCode };
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.replaceAll("\r", "")).filter(Boolean);
}
