import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isError } from "@stevedore/errors";
import { afterAll, describe, expect, test } from "vitest";
import { openBolt, readGoTime, readVarint } from "../mod.ts";
import { branch, bucketValue, file, inline, leaf, meta, PAGE } from "./pages.ts";

const directory = mkdtempSync(path.join(tmpdir(), "stevedore-bolt-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let count = 0;

function write(bytes: Buffer): string {
  const name = path.join(directory, `${++count}.db`);
  writeFileSync(name, bytes);
  return name;
}

function read(bytes: Buffer): Record<string, unknown> {
  using database = openBolt({ path: write(bytes) });
  const walk = (bucket: typeof database.root): Record<string, unknown> => Object.fromEntries([...bucket.entries()].map(({ key, value, bucket: child }) => [key, child === undefined ? value.toString() : walk(child)]));
  return walk(database.root);
}

function failure(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a failure");
}

const simple = (value: string, transaction = 1n, root = 3n): Buffer => file([meta({ transaction, root }), meta({ transaction: transaction - 1n, root: 4n }), leaf(2n, []), leaf(3n, [{ key: "k", value }]), leaf(4n, [{ key: "k", value: "before" }])]);

describe("a bolt file", () => {
  test("buckets inside buckets, small and large ones, and branches", () => {
    const nested = inline([{ key: "x", value: "1" }, { key: "y", bucket: inline([]) }]);
    const bytes = file([
      meta({ transaction: 2n, root: 3n }),
      meta({ transaction: 1n, root: 2n }),
      leaf(2n, []),
      branch(3n, [["a", 4n], ["m", 5n]]),
      leaf(4n, [{ key: "a", value: "first" }, { key: "b", bucket: nested }]),
      leaf(5n, [{ key: "m", bucket: bucketValue(6n) }, { key: "z", value: "" }]),
      leaf(6n, [{ key: "deep", value: "down" }]),
    ]);
    expect(read(bytes)).toEqual({ a: "first", b: { x: "1", y: {} }, m: { deep: "down" }, z: "" });
    using database = openBolt({ path: write(bytes) });
    expect(database.root.get("a")?.toString()).toBe("first");
    expect([database.root.get("0"), database.root.get("aa"), database.root.get("b"), database.root.get("zz")]).toEqual([undefined, undefined, undefined, undefined]);
    expect(database.root.bucket("m")?.get("deep")?.toString()).toBe("down");
    expect([database.root.bucket("a"), database.root.bucket("n")]).toEqual([undefined, undefined]);
  });

  test("a value larger than a page runs over", () => {
    const large = "v".repeat(3 * PAGE);
    expect(read(file([meta({ transaction: 1n, root: 2n }), meta({ transaction: 0n, root: 2n }), leaf(2n, [{ key: "k", value: large }])]))).toEqual({ k: large });
  });

  test("the later transaction counts; where its meta page is torn, the one before", () => {
    expect(read(simple("now"))).toEqual({ k: "now" });
    const torn = simple("now");
    torn[16 + 20]! ^= 1;
    expect(read(torn)).toEqual({ k: "before" });
    torn[PAGE + 16 + 20]! ^= 1;
    expect(isError(failure(() => read(torn)), "dataLoss")).toBe(true);
  });

  test("what is none, or damaged, is refused with the page", () => {
    expect(isError(failure(() => read(Buffer.from("SQLite format 3"))), "failedPrecondition")).toBe(true);
    expect(isError(failure(() => read(Buffer.alloc(0))), "failedPrecondition")).toBe(true);
    const cut = simple("x").subarray(0, 3 * PAGE + 10);
    expect(failure(() => read(cut)).message).toContain("page 3 is not in the file");
    const wrong = simple("x");
    wrong[3 * PAGE] = 9;
    expect(failure(() => read(wrong)).message).toContain("page 3 says that it is page 9");
    const outside = simple("x");
    outside.writeUInt32LE(60_000, 3 * PAGE + 16 + 12);
    expect(failure(() => read(outside)).message).toContain("ends outside");
    const cycle = file([meta({ transaction: 1n, root: 2n }), meta({ transaction: 0n, root: 2n }), branch(2n, [["a", 2n]])]);
    expect(isError(failure(() => read(cycle)), "dataLoss")).toBe(true);
  });

  test("one that another process has locked for writing is Unavailable", async () => {
    const name = write(simple("x"));
    const holder = spawn("flock", ["--exclusive", name, "-c", "echo locked; read _"], { stdio: ["pipe", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    expect(isError(failure(() => openBolt({ path: name })), "unavailable")).toBe(true);
    holder.stdin.end();
    await once(holder, "exit");
    openBolt({ path: name })[Symbol.dispose]();
  });
});

test("times and numbers as Go writes them", () => {
  // 2024-05-06T07:08:09.123456789Z.
  expect(readGoTime(Buffer.from("010000000eddca78d9075bcd15ffff", "hex"))).toEqual({ seconds: Date.UTC(2024, 4, 6, 7, 8, 9) / 1000, nanos: 123_456_789 });
  expect([readGoTime(undefined), readGoTime(Buffer.from("01")), readGoTime(Buffer.alloc(15))]).toEqual([undefined, undefined, undefined]);
  expect(["00", "01", "02", "d804", "ac02", "80"].map((hex) => readVarint(Buffer.from(hex, "hex")))).toEqual([0, -1, 1, 300, 150, undefined]);
  expect(readVarint(undefined)).toBeUndefined();
});
