import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLogger } from "@stevedore/log";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSpawner, type Spawner } from "../spawner.ts";

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
