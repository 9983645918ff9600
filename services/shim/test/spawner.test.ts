import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLogger } from "@stevedore/log";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSpawner, type Spawner } from "../spawner.ts";
import { until } from "./until.ts";

const isRoot = process.getuid?.() === 0;
let dir: string;
let spawner: Spawner;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "stevedore-spawner-"));
  const log = createLogger({ service: "test", write: () => undefined });
  spawner = createSpawner({ binary: path.resolve(import.meta.dirname, "../monitor/monitor"), env: { PATH: process.env["PATH"]! }, log });
});
afterAll(async () => {
  await spawner[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

const mountsBelow = (place: string): number => readFileSync("/proc/self/mounts", "utf8").split("\n").filter((line) => line.split(" ")[1]?.startsWith(place)).length;

/** A directory with so many file systems stacked on it. */
function makeStack(name: string, height: number): string {
  const place = path.join(dir, name);
  mkdirSync(place);
  for (let i = 0; i < height; i++) execFileSync("mount", ["-t", "tmpfs", "tmpfs", place]);
  return place;
}

describe.skipIf(!isRoot)("unmounting (needs root)", () => {
  test("takes all down that is stacked on the places, and one that somebody uses out of sight", async () => {
    const plain = makeStack("plain", 3);
    const used = makeStack("used", 2);
    const fd = openSync(path.join(used, "open"), "w");
    await spawner.unmount([plain, used]);
    expect(mountsBelow(dir)).toBe(0);
    closeSync(fd);
  });

  test("nothing mounted, and nothing there, is no error; what is no directory has one, and stops nothing", async () => {
    const last = makeStack("last", 1);
    await spawner.unmount([dir, path.join(dir, "nowhere"), last]);
    expect(mountsBelow(dir)).toBe(0);
    writeFileSync(path.join(dir, "file"), "");
    const again = makeStack("again", 1);
    await expect(spawner.unmount([path.join(dir, "file", "below"), again])).rejects.toThrow(`unmount ${path.join(dir, "file", "below")}: Not a directory`);
    expect(mountsBelow(dir)).toBe(0);
  });
});

test("a monitor whose creation is aborted goes at once, though nobody hears its answer", async () => {
  const own = path.join(dir, "aborted");
  mkdirSync(own);
  const logger = path.join(own, "logger");
  writeFileSync(logger, "#!/bin/sh\nsleep 1000; true\n", { mode: 0o755 });
  const fields = Object.entries({ dir: own, cwd: own, title: "aborted", "pid-file": path.join(own, "pid"), stdout: "logger", stderr: "logger", logger, create: "/bin/true" });
  const pid = await spawner.monitor(fields);
  const socket = connect(path.join(own, "control"));
  await once(socket, "data");
  socket.write("1 abort\n", () => socket.destroy());
  // One that has been refused waits for 30 s for somebody to hear of it.
  await until(() => !existsSync(`/proc/${pid}`), 15_000);
});
