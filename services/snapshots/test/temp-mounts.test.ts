import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLogger } from "@stevedore/log";
import { mountedUnder } from "@stevedore/linux";
import { afterAll, expect, test } from "vitest";
import { createTempMounts } from "../temp-mounts.ts";

const isRoot = process.getuid?.() === 0;
const dir = mkdtempSync(path.join(tmpdir(), "stevedore-test-temp-mounts-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.skipIf(!isRoot).each(["volatile", "fsync=volatile"])("an overlay with %s is mounted without it: again and again, and nothing is left (needs root)", async (option) => {
  const at = (name: string): string => path.join(dir, option, name);
  for (const name of ["lower", "upper", "work"]) mkdirSync(at(name), { recursive: true });
  const mounts = createTempMounts({ log: createLogger({ service: "test", write: () => undefined }) }, { directory: at("mounts") });
  const overlay = { type: "overlay", source: "overlay", target: "", options: [`lowerdir=${at("lower")}`, `upperdir=${at("upper")}`, `workdir=${at("work")}`, option] };
  for (const turn of ["1", "2"]) {
    await mounts.use([overlay], async (tree) => writeFileSync(path.join(tree, "file"), turn));
    expect(existsSync(at("work/work/incompat/volatile"))).toBe(false);
  }
  expect(readFileSync(at("upper/file"), "utf8")).toBe("2");
  expect([readdirSync(at("mounts")), mountedUnder(dir)]).toEqual([[], []]);
});
