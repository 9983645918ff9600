import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setXattr } from "@stevedore/linux";
import { describe, expect, test } from "vitest";
import { blobPath, busyboxImage, createTar, leftovers, must, normalise, processesOf, pushLayout, run, start, startFaultProxy, startRegistry, tempDir, treeOf } from "../kit/mod.ts";
import { largestLayer } from "../e2e/layouts.ts";

describe("the audit", () => {
  test("sees a process and a mount that are left, and nothing when they are gone", async () => {
    await using dir = await tempDir("audit");
    const owned = { directories: [dir.path], namespaces: [] };
    expect(leftovers(owned)).toEqual([]);
    {
      await using sleeper = start("sleep", ["1000"], { cwd: dir.path });
      await must("mkdir", [join(dir.path, "m")]);
      await must("mount", ["-t", "tmpfs", "tmpfs", join(dir.path, "m")]);
      expect(processesOf(owned).map(({ pid }) => pid)).toEqual([sleeper.pid]);
      expect(leftovers(owned)).toHaveLength(2);
      await must("umount", [join(dir.path, "m")]);
    }
    expect(leftovers(owned)).toEqual([]);
  });

  test("a directory goes with what is mounted below, also when the test throws", async () => {
    let path = "";
    const failing = async () => {
      await using dir = await tempDir("audit");
      path = dir.path;
      await must("mount", ["-t", "tmpfs", "tmpfs", dir.path]);
      throw new Error("on purpose");
    };
    await expect(failing()).rejects.toThrow("on purpose");
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });
});

describe("a started command", () => {
  test("its last words count, also when its end is seen before them", async () => {
    await using running = start("sh", ["-c", "(sleep 0.3; echo last words) & exit 0"]);
    expect((await running.waitFor(/last words/))[0]).toBe("last words");
    await expect(running.waitFor(/never said/)).rejects.toThrow("no /never said/ in its output");
  });
});

describe("treeOf", () => {
  test.each<[string, (dir: string) => void]>([
    ["a byte", (dir) => writeFileSync(join(dir, "file"), "texT")],
    ["a mode", (dir) => chmodSync(join(dir, "file"), 0o4755)],
    ["a time", (dir) => utimesSync(join(dir, "file"), 1, 1_600_000_000.5)],
    ["an attribute", (dir) => setXattr(join(dir, "file"), "user.x", Buffer.from("1"))],
    ["a name", (dir) => mkdirSync(join(dir, "more"))],
    ["a hard link", (dir) => (unlinkSync(join(dir, "copy")), linkSync(join(dir, "file"), join(dir, "copy")))],
  ])("notices %s", async (_, change) => {
    await using dir = await tempDir("tree");
    for (const name of ["file", "copy"]) {
      writeFileSync(join(dir.path, name), "text");
      utimesSync(join(dir.path, name), 1, 1);
    }
    utimesSync(dir.path, 1, 1);
    const before = treeOf(dir.path);
    expect(treeOf(dir.path)).toEqual(before);
    change(dir.path);
    expect(treeOf(dir.path)).not.toEqual(before);
  });
});

test("archives are as GNU tar reads them", async () => {
  await using dir = await tempDir("tar");
  const name = `${"long/".repeat(60)}ä`;
  writeFileSync(
    join(dir.path, "a.tar"),
    createTar([{ name, data: "text", mtime: "1.5", uid: 3_000_000, xattrs: { "user.x": "y" } }, { name: "null", type: "char", device: [1, 3] }, { name: "l", type: "link", linkname: name }]),
  );
  const listed = await must("tar", ["--numeric-owner", "--quoting-style=literal", "-tvf", join(dir.path, "a.tar")]);
  expect(listed).toContain(name);
  expect(listed).toMatch(/3000000\/0 +4 1970/);
  expect(listed).toMatch(/^crw-r--r-- 0\/0 +1,3/m);
});

test("the faulty registry goes wrong as told, and is right again", async () => {
  await using registry = await startRegistry();
  await using proxy = await startFaultProxy(registry);
  const layout = await busyboxImage();
  await pushLayout(registry, layout, "image");
  const { digest } = await largestLayer(layout);
  const blob = readFileSync(blobPath(layout, digest));
  const get = async () => Buffer.from(await (await fetch(`http://${proxy.host}/v2/image/blobs/${digest}`)).arrayBuffer());
  expect((await get()).equals(blob)).toBe(true);
  proxy.inject(/blobs/, { flipByteAt: 1000 }, 1);
  expect((await get()).findIndex((byte, i) => byte !== blob[i])).toBe(1000);
  proxy.inject(/blobs/, { truncateTo: 1000 }, 1);
  expect((await get()).length).toBe(1000);
  proxy.inject(/blobs/, { stopAfter: 1000 }, 1);
  await expect(get()).rejects.toThrow();
  proxy.inject(/blobs/, { status: 503 }, 1);
  expect((await fetch(`http://${proxy.host}/v2/image/blobs/${digest}`)).status).toBe(503);
  expect((await get()).equals(blob)).toBe(true);
});

test("results name a command's end as a shell does", async () => {
  expect(await run("sh", ["-c", "echo out; echo err >&2; exit 3"])).toEqual({ stdout: "out\n", stderr: "err\n", exitCode: 3, timedOut: false });
  expect((await run("sh", ["-c", "kill -9 $$"])).exitCode).toBe(137);
  expect(await run("sleep", ["1000"], { timeout: 50 })).toMatchObject({ exitCode: 137, timedOut: true });
});

test("normalise replaces a side's own paths everywhere", () => {
  expect(normalise({ a: ["/r/x", { b: "in /s/y" }], n: 1 }, { root: "/r", state: "/s" })).toEqual({ a: ["ROOT/x", { b: "in STATE/y" }], n: 1 });
});
