import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMMIT, createTempDir, failure, openWrite, randomData, readAll, sha256, STAT, startContent, WRITE } from "./kit.ts";

const ns = { namespace: "default" };
const MB = 1 << 20;
const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.log("skipped: a full disk needs root, to mount a small tmpfs");

function mountTmpfs(megabytes: number): Disposable & { readonly path: string } {
  const dir = createTempDir();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", dir.path]);
  return {
    path: dir.path,
    [Symbol.dispose]() {
      // Lazily: after a failure a writer may still be closing its file.
      execFileSync("umount", ["-l", dir.path]);
      dir[Symbol.dispose]();
    },
  };
}

/** Takes all the space there is. */
function fillDisk(file: string): void {
  for (const size of [MB, 4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      expect(error).toMatchObject({ code: "ENOSPC" });
    }
  }
}

describe.skipIf(!isRoot)("a full disk", () => {
  test("a write is ResourceExhausted; with space again it goes on behind what fitted in", async () => {
    using disk = mountTmpfs(16);
    const filler = path.join(disk.path, "filler");
    const data = randomData(8 * MB);
    await using host = await startContent({ root: disk.path });
    writeFileSync(filler, Buffer.alloc(10 * MB));
    await using first = openWrite(host.content, ns);
    await first.ask({ action: STAT, ref: "r", total: data.length });
    const refused = await failure(
      (async () => {
        for (let at = 0; at < data.length; at += MB) await first.ask({ action: WRITE, offset: at, data: data.subarray(at, at + MB) });
      })(),
    );
    expect(refused).toMatchObject({
      code: 8,
      message: "write default/1/r: no space left on device (free some, then resume: what was written is kept): resource exhausted",
    });
    rmSync(filler);
    await using second = openWrite(host.content, ns);
    const { offset, digest } = await second.ask({ action: STAT, ref: "r", total: data.length });
    expect(Number(offset)).toBeGreaterThan(3 * MB);
    expect(digest).toBe(sha256(data.subarray(0, Number(offset))));
    await second.ask({ action: COMMIT, offset, data: data.subarray(Number(offset)), expected: sha256(data) });
    expect((await readAll(host.content, sha256(data), ns)).equals(data)).toBe(true);
  });

  test("nothing can be opened on a disk without a free block, and all is well once there is one", async () => {
    using disk = mountTmpfs(12);
    const filler = path.join(disk.path, "filler");
    await using host = await startContent({ root: disk.path });
    fillDisk(filler);
    await using first = openWrite(host.content, ns);
    const refused = await failure(
      (async () => {
        await first.ask({ action: STAT, ref: "r" });
        await first.ask({ action: COMMIT, data: randomData(MB) });
      })(),
    );
    expect(refused).toMatchObject({ code: 8, message: expect.stringContaining("no space left on device") });
    rmSync(filler);
    await using second = openWrite(host.content, ns);
    await second.ask({ action: COMMIT, ref: "r", data: Buffer.from("fits") });
    expect((await readAll(host.content, sha256("fits"), ns)).toString()).toBe("fits");
  });
});
