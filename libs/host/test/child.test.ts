import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { superviseChild, type Child, type ChildSpec } from "../child.ts";
import { openLogFile } from "../log-file.ts";
import { createScratch, createTestLog, eventually, isAlive, type Scratch } from "./kit.ts";

function superviseScript(scratch: Scratch, script: string, rest: Partial<ChildSpec> = {}): { child: Child; lines: Record<string, unknown>[]; logFile: string } {
  const { log, lines } = createTestLog();
  const logFile = scratch.path("child.log");
  const child = superviseChild({ name: "child", command: "sh", args: ["-c", script], env: process.env, log: openLogFile(logFile), ...rest }, log);
  return { child, lines, logFile };
}

const SERVE = "echo ready >&3; exec cat";

describe("a supervised process", () => {
  test("is ready when it says so, gets a standard input, and is stopped by SIGTERM", async () => {
    using scratch = createScratch();
    const { child } = superviseScript(scratch, SERVE);
    await child.ready;
    expect(child).toMatchObject({ state: "ready", restarts: 0 });
    const pid = child.pid!;
    expect(isAlive(pid)).toBe(true);
    await child.stop();
    expect(isAlive(pid)).toBe(false);
    expect(child).toMatchObject({ state: "stopped", pid: undefined, restarts: 0 });
  });

  test("is started again when it is killed, and is ready again", async () => {
    using scratch = createScratch();
    const { child, lines } = superviseScript(scratch, SERVE);
    await child.ready;
    const first = child.pid!;
    process.kill(first, "SIGKILL");
    await eventually("it runs again", () => child.state === "ready" && child.pid !== first && child.pid !== undefined);
    expect(child.restarts).toBe(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: "warn", msg: "child ended; it is started again", signal: "SIGKILL", pid: first }));
    await child.stop();
  });

  test("that ends at once is started with growing pauses, and its last words are logged", async () => {
    using scratch = createScratch();
    const times = scratch.path("times");
    const { child, lines } = superviseScript(scratch, `date +%s%N >>${times}; echo first; echo "no luck" >&2; exit 3`);
    await eventually("five starts", () => existsSync(times) && readFileSync(times, "utf8").trim().split("\n").length >= 5);
    await child.stop();
    const starts = readFileSync(times, "utf8").trim().split("\n").map((line) => Number(line) / 1e6);
    const gaps = starts.slice(1, 5).map((time, index) => time - starts[index]!);
    // A pause is never shorter than it should be: 100, 200, 400, 800 ms.
    [100, 200, 400, 800].forEach((least, index) => expect(gaps[index]).toBeGreaterThanOrEqual(least));
    expect(lines[0]).toMatchObject({ code: 3, last: "no luck" });
    expect(child.state).toBe("stopped");
  });

  test("that can't be started is reported, not thrown", async () => {
    using scratch = createScratch();
    const { child, lines } = superviseScript(scratch, "", { command: scratch.path("absent") });
    await eventually("an error is logged", () => lines.some(({ level }) => level === "error"));
    expect(String(lines.find(({ level }) => level === "error")?.["error"])).toContain("ENOENT");
    await child.stop();
  });

  test("writes to its log, and inherits what it is given", async () => {
    using scratch = createScratch();
    const fd = openSync(scratch.path("inherited"), "a");
    const { child, logFile } = superviseScript(scratch, `echo out; echo err >&2; echo through >&4; ${SERVE}`, { inherit: [fd] });
    await child.ready;
    expect(await eventually("the log has both lines", () => readFileSync(logFile, "utf8").includes("err") && readFileSync(logFile, "utf8"))).toContain("out\n");
    expect(readFileSync(scratch.path("inherited"), "utf8")).toBe("through\n");
    await child.stop();
    closeSync(fd);
  });
});
