import { chmodSync, copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLogger } from "@stevedore/log";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSpawner, type Spawner } from "../spawner.ts";

const isRoot = process.getuid?.() === 0;
const binary = path.resolve(import.meta.dirname, "../monitor/monitor");
const log = createLogger({ service: "test", write: () => undefined });
const MARK = "_LIBCONTAINER_CLONED_BINARY=1";
let dir: string;
let crun: string;
let spawner: Spawner;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "stevedore-sealed-"));
  crun = path.join(dir, "crun");
  spawner = createSpawner({ binary, env: { PATH: process.env["PATH"]!, GREETING: "hello" }, log });
});
afterAll(async () => {
  await spawner[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

const run = (...args: string[]) => spawner.run([crun, ...args], { cwd: dir });

/** Puts another program in the place of crun, as an upgrade does. */
function install(program: string): void {
  copyFileSync(program, `${crun}.new`);
  renameSync(`${crun}.new`, crun);
}

// On a kernel or in a namespace that refuses the mount, crun protects itself as ever.
describe.skipIf(!isRoot)("crun, executed from a read-only mount of itself (needs root)", () => {
  test("is told so in its environment, keeps the rest of it, and can't be written to", async () => {
    install("/usr/bin/env");
    expect((await run()).output.split("\n")).toEqual(expect.arrayContaining([MARK, "GREETING=hello"]));
    install("/usr/bin/chmod");
    expect(await run("700", "/proc/self/exe")).toMatchObject({ code: 1, output: expect.stringContaining("Read-only file system") as string });
  });

  test("that was upgraded is the new one at the next run", async () => {
    install("/usr/bin/true");
    expect((await run()).code).toBe(0);
    install("/usr/bin/false");
    expect((await run()).code).toBe(1);
    rmSync(crun);
    expect((await run()).code).toBe(127);
  });

  test("that is a script runs as ever", async () => {
    writeFileSync(`${crun}.new`, "#!/bin/sh\necho script $1\n");
    chmodSync(`${crun}.new`, 0o755);
    renameSync(`${crun}.new`, crun);
    expect(await run("one")).toEqual({ code: 0, output: "script one\n" });
  });

  test("no other program is", async () => {
    const other = path.join(dir, "other");
    copyFileSync("/usr/bin/env", other);
    expect((await spawner.run([other], { cwd: dir })).output).not.toContain(MARK);
  });
});
