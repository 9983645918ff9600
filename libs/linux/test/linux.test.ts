import { closeSync, existsSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isError } from "@stevedore/errors";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as linux from "../mod.ts";
import { systemCall } from "../system-call.ts";

let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-linux-"))));
afterEach(() => {
  for (const point of linux.mountedUnder(dir)) linux.unmount(point, linux.MNT.DETACH);
  rmSync(dir, { recursive: true, force: true });
});
const make = (name: string): string => {
  mkdirSync(path.join(dir, name), { recursive: true });
  return path.join(dir, name);
};
const isRoot = process.getuid?.() === 0;

test("options become flags and data, later ones winning", () => {
  expect(linux.parseMountOptions(["ro", "rw", "rbind", "lowerdir=/a:/b", "index=off"])).toEqual({ flags: linux.MS.BIND | linux.MS.REC, data: ["lowerdir=/a:/b", "index=off"], loop: false, uidMap: "", gidMap: "" });
});

test("a call's reason stays its own, whatever the thread calls until it is asked for", () => {
  const result = systemCall("flock", "int fd, int operation")(-1, 1);
  expect(existsSync("/no/such/file")).toBe(false);
  expect(() => linux.check(result, () => "lock it")).toThrow("lock it: bad file descriptor (EBADF)");
});

test("a failed call names itself, its operands and the reason", () => {
  const error = (() => { try { linux.mkfifo(path.join(dir, "no/fifo"), 0o600); } catch (caught) { return caught; } })();
  expect(linux.isSystemError(error, "ENOENT")).toBe(true);
  expect(isError(error, "notFound")).toBe(true);
  expect((error as Error).message).toContain("no/fifo: no such file or directory (ENOENT)");
});

test("FIFOs, times to the nanosecond and of links themselves, directory sync", () => {
  linux.mkfifo(path.join(dir, "fifo"), 0o600);
  expect(lstatSync(path.join(dir, "fifo")).isFIFO()).toBe(true);
  symlinkSync("nowhere", path.join(dir, "link"));
  linux.setTimes(path.join(dir, "link"), { seconds: 1, nanoseconds: 2 }, { seconds: 1_000_000_000, nanoseconds: 123_456_789 });
  expect(lstatSync(path.join(dir, "link"), { bigint: true }).mtimeNs).toBe(1_000_000_000_123_456_789n);
  linux.syncDirectory(dir);
});

test("paths of bytes that are not UTF-8, and times before 1970", () => {
  const file = Buffer.concat([Buffer.from(path.join(dir, "odd-")), Buffer.from([0xff, 0xfe])]);
  linux.mkfifo(file, 0o600);
  linux.setTimes(file, { seconds: -2, nanoseconds: 5 }, { seconds: 5_000_000_000, nanoseconds: 999_999_999 });
  const stat = lstatSync(file, { bigint: true });
  expect([stat.isFIFO(), stat.atimeNs, stat.mtimeNs]).toEqual([true, -1_999_999_995n, 5_000_000_000_999_999_999n]);
  const fd = openSync(path.join(dir, "open"), "w");
  linux.setFileTimes(fd, { seconds: 7, nanoseconds: 8 }, { seconds: 9, nanoseconds: 10 });
  closeSync(fd);
  expect(lstatSync(path.join(dir, "open"), { bigint: true }).mtimeNs).toBe(9_000_000_010n);
});

test("a lock held by one descriptor is refused to another", () => {
  const [one, two] = [1, 2].map(() => openSync(path.join(dir, "lock"), "a"));
  expect(linux.tryLock(one!, "shared")).toBe(true);
  expect(linux.tryLock(two!, "exclusive")).toBe(false);
  linux.tryLock(one!, "unlock");
  expect(linux.tryLock(two!, "exclusive")).toBe(true);
  closeSync(one!);
  closeSync(two!);
});

test("device numbers are packed as the kernel does", () => {
  expect(linux.makeDevice(1, 3)).toBe(statSync("/dev/null").rdev);
  expect(linux.makeDevice(0x12345, 0x54321)).toBe(0x12 * 2 ** 44 + 0x543 * 2 ** 20 + 0x345 * 256 + 0x21);
});

describe.skipIf(!isRoot)("as root", () => {
  test("device nodes and xattrs, of links too", () => {
    linux.mknod(path.join(dir, "null"), linux.S_IFCHR | 0o666, linux.makeDevice(1, 3));
    expect(statSync(path.join(dir, "null")).rdev).toBe(linux.makeDevice(1, 3));
    writeFileSync(path.join(dir, "file"), "x");
    linux.setXattr(path.join(dir, "file"), "trusted.a", Buffer.from([0, 255]));
    expect(linux.listXattrs(path.join(dir, "file"))).toEqual(["trusted.a"]);
    expect(linux.getXattr(path.join(dir, "file"), "trusted.a")).toEqual(Buffer.from([0, 255]));
    expect(linux.getXattr(path.join(dir, "file"), "trusted.b")).toBeUndefined();
    linux.removeXattr(path.join(dir, "file"), "trusted.a");
    expect(linux.listXattrs(path.join(dir, "file"))).toEqual([]);
  });

  test("a read-only bind mount is read-only, and unmountAll takes all that is stacked", () => {
    const [source, target] = [make("source"), make("target")];
    writeFileSync(path.join(source, "a"), "1");
    linux.mount({ type: "bind", source, options: ["rbind", "ro"] }, target);
    linux.mount({ type: "bind", source, options: ["rbind", "rw"] }, target);
    expect(linux.mountedUnder(dir)).toEqual([target, target]);
    linux.unmount(target);
    expect(() => writeFileSync(path.join(target, "b"), "")).toThrow(/EROFS/);
    linux.unmountAll(target);
    linux.unmountAll(target);
    linux.unmountAll(path.join(dir, "gone"));
    expect(linux.mountedUnder(dir)).toEqual([]);
  });

  test("when a later mount fails, the earlier ones are undone", () => {
    const [source, target] = [make("source"), make("target")];
    const mounts = [{ type: "bind", source, options: ["rbind"] }, { type: "bind", source: path.join(dir, "missing"), options: ["rbind"] }];
    expect(() => linux.mountAll(mounts, target)).toThrow(/mount bind .*missing.*ENOENT/);
    expect(linux.mountedUnder(dir)).toEqual([]);
  });

  test("an overlay of 128 layers mounts, and shows the topmost", () => {
    const layers = Array.from({ length: 128 }, (_, i) => make(`a-rather-long-directory-name-for-snapshots/snapshots/${i + 1000}/fs`));
    layers.forEach((layer, i) => writeFileSync(path.join(layer, "who"), String(i)));
    writeFileSync(path.join(layers[127]!, "deep"), "bottom");
    const [upper, work, target] = [make("upper"), make("work"), make("target")];
    linux.mount({ type: "overlay", source: "overlay", options: [`workdir=${work}`, `upperdir=${upper}`, `lowerdir=${layers.join(":")}`, "index=off"] }, target);
    expect(readFileSync(path.join(target, "who"), "utf8")).toBe("0");
    expect(readFileSync(path.join(target, "deep"), "utf8")).toBe("bottom");
    writeFileSync(path.join(target, "new"), "");
    expect(existsSync(path.join(upper, "new"))).toBe(true);
  });
});

test("a buffer's memory is given back when its last piece is; the pool's never", () => {
  const large = Buffer.allocUnsafeSlow(1 << 20);
  const [head, tail] = [large.subarray(0, 1000), large.subarray(1000)];
  linux.freeBuffer(head);
  expect([head.length, tail.length]).toEqual([1000, (1 << 20) - 1000]);
  linux.freeBuffer(tail);
  expect([head.length, tail.length, large.length]).toEqual([0, 0, 0]);
  const read = Buffer.allocUnsafeSlow(64 << 10);
  linux.freeBuffer(read);
  expect(read.length).toBe(0);
  const pooled = Buffer.from("in the pool");
  linux.freeBuffer(pooled);
  // Its end is the pool's, too.
  linux.freeBuffer(new Uint8Array(pooled.buffer));
  expect(pooled.toString()).toBe("in the pool");
});
