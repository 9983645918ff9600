import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { renewed, stopShim } from "./audit.ts";
import { IN, createContainer, processSpec, startShim, until, type TestShim } from "./kit.ts";

let shim: TestShim;
beforeAll(async () => void (shim = await startShim()));
afterEach(async (context) => void (shim = await renewed(shim, context)));
afterAll(() => stopShim(shim));

interface Log {
  uri: string;
  file: string;
  /** The parts' contents, oldest first; the last is the one that is written to. */
  parts(): string[];
  text(): string;
}

function logOf(name: string, query: string): Log {
  const file = path.join(shim.state, "logs", name);
  const parts = (): string[] => {
    const names = [file];
    while (existsSync(`${file}.${names.length}`)) names.push(`${file}.${names.length}`);
    return names.reverse().map((part) => readFileSync(part, "utf8"));
  };
  return { uri: `file://${file}?${query}`, file, parts, text: () => parts().join("") };
}

async function startIn(id: string, script: string, { uri }: Log, terminal = false): Promise<void> {
  await createContainer(shim, id, ["sh", "-c", script], { stdout: uri, stderr: uri, terminal });
  await shim.tasks.start({ id }, IN);
}

async function finish(id: string): Promise<number> {
  const { exitStatus } = await shim.tasks.wait({ id }, IN);
  await shim.tasks.delete({ id }, IN);
  return exitStatus;
}

const numbers = (to: number, prefix = ""): string => Array.from({ length: to }, (_, index) => `${prefix}${index + 1}\n`).join("");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

test("a flood comes whole, and every file ends with a line", async () => {
  const log = logOf("flood.log", "max-size=100k&max-file=1000");
  await startIn("flood", "seq 1 1000000", log);
  expect(await finish("flood")).toBe(0);
  const expected = numbers(1_000_000);
  await until(() => log.text().length === expected.length);
  expect(sha256(log.text())).toBe(sha256(expected));
  const parts = log.parts();
  expect(parts.length).toBeGreaterThan(60);
  for (const part of parts) {
    expect(part.endsWith("\n")).toBe(true);
    expect(part.length).toBeLessThanOrEqual(100 * 1024 + "1000000\n".length);
  }
});

test("both outputs keep their order, and only so many files stay", async () => {
  const log = logOf("both.log", "max-size=1000&max-file=3&unknown=ignored");
  await startIn("both", "for i in $(seq 1 500); do echo $i; echo $i >&2; done", log);
  expect(await finish("both")).toBe(0);
  const expected = Array.from({ length: 500 }, (_, index) => `${index + 1}\n${index + 1}\n`).join("");
  await until(() => log.text().endsWith("500\n500\n"));
  expect(log.parts()).toHaveLength(3);
  expect(existsSync(`${log.file}.3`)).toBe(false);
  expect(expected.endsWith(log.text())).toBe(true);
  expect(log.text().length).toBeGreaterThan(2000);
  expect(statSync(log.file).mode & 0o777).toBe(0o644);
});

test("max-file=1 begins the file anew", async () => {
  const log = logOf("one.log", "max-size=1kB&max-file=1");
  await startIn("one", "seq 1 1000", log);
  expect(await finish("one")).toBe(0);
  await until(() => log.text().endsWith("\n1000\n"));
  expect(log.parts()).toHaveLength(1);
  expect(log.text().length).toBeLessThanOrEqual(1024);
});

test("a line without an end is torn at last, and a terminal's output rotates too", async () => {
  const long = logOf("long.log", "max-size=16k&max-file=1000");
  await startIn("long", "head -c 1000000 /dev/zero; echo; echo short", long);
  expect(await finish("long")).toBe(0);
  await until(() => long.text().endsWith("short\n"));
  expect(long.text().length).toBe(1_000_007);
  expect(long.parts().length).toBeGreaterThan(10);
  const tty = logOf("tty.log", "max-size=1k&max-file=1000");
  await startIn("tty", "seq 1 2000", tty, true);
  expect(await finish("tty")).toBe(0);
  await until(() => tty.text() === numbers(2000).replaceAll("\n", "\r\n"));
  expect(tty.parts().length).toBeGreaterThan(8);
});

test("several processes write to one log, through a new shim too", async () => {
  const log = logOf("many.log", "max-size=2k&max-file=1000");
  const script = (name: string): string => `for i in $(seq 1 2000); do echo ${name}$i; done`;
  await startIn("many", `${script("init")}; while [ ! -e /tmp/go ]; do sleep 0.05; done`, log);
  const execs = ["a", "b", "c"];
  for (const execId of execs) {
    await shim.tasks.exec({ id: "many", execId, stdout: log.uri, stderr: log.uri, spec: processSpec(["sh", "-c", script(execId)]) }, IN);
    await shim.tasks.start({ id: "many", execId }, IN);
  }
  await shim.killAndRestart();
  for (const execId of execs) {
    expect(await shim.tasks.wait({ id: "many", execId }, IN)).toMatchObject({ exitStatus: 0 });
    await shim.tasks.delete({ id: "many", execId }, IN);
  }
  writeFileSync(path.join(shim.state, "bundles/many/rootfs/tmp/go"), "");
  expect(await finish("many")).toBe(0);
  await until(() => log.text().split("\n").length === 8001);
  for (const name of ["init", ...execs]) expect(log.text().split("\n").filter((line) => line.startsWith(name)).join("\n")).toBe(numbers(2000, name).trim());
  for (const part of log.parts()) expect(part.endsWith("\n")).toBe(true);
});

test("a file that somebody else moves away is made anew", async () => {
  const log = logOf("moved.log", "max-size=10m");
  await startIn("moved", "echo one; while [ ! -e /tmp/go ]; do sleep 0.02; done; echo two", log);
  await until(() => existsSync(log.file) && log.text() === "one\n");
  renameSync(log.file, `${log.file}-moved`);
  writeFileSync(path.join(shim.state, "bundles/moved/rootfs/tmp/go"), "");
  expect(await finish("moved")).toBe(0);
  await until(() => existsSync(log.file) && log.text() === "two\n");
  expect(readFileSync(`${log.file}-moved`, "utf8")).toBe("one\n");
});

test("a full disk holds the output up, and loses none", async () => {
  const disk = path.join(shim.state, "logs/disk");
  mkdirSync(disk, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "log", disk]);
  try {
    const log = logOf("disk/full.log", "max-size=64k&max-file=1000");
    await startIn("full", "seq 1 60000", log);
    await until(() => log.text().length >= 240_000);
    execFileSync("mount", ["-o", "remount,size=1m", disk]);
    expect(await finish("full")).toBe(0);
    await until(() => log.text() === numbers(60_000));
  } finally {
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true });
  }
});

test.each([
  ["max-size=", /max-size "" is no size/],
  ["max-size=0", /max-size "0" is no size/],
  ["max-size=10x", /max-size "10x" is no size.*max-size=10m/],
  ["max-size=-1k", /max-size "-1k" is no size/],
  ["max-size=1m&max-file=0", /max-file "0" is no number of files: it must be from 1 to 1000/],
  ["max-size=1m&max-file=many", /max-file "many"/],
  ["max-file=3", /add max-size/],
])("%s is refused", async (query, message) => {
  const { uri, file } = logOf("refused.log", query);
  const id = `refused-${query.replaceAll(/\W/g, "-")}x`;
  await expect(createContainer(shim, id, ["true"], { stdout: uri })).rejects.toMatchObject({ code: 3, message: expect.stringMatching(message) as string });
  expect(existsSync(file)).toBe(false);
});

test("parameters that mean nothing are ignored, as containerd ignores all", async () => {
  const log = logOf("ignored.log", "size=1&max_size=2#max-size=1");
  await startIn("ignored", "seq 1 1000", log);
  expect(await finish("ignored")).toBe(0);
  expect(log.parts()).toEqual([numbers(1000)]);
});
