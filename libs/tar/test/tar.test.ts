import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, linkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTarParser, encodeHeader, paddingOf, readTar, TAR_END, toText, TypeFlag, type ReadOptions, type TarEntry, type TarRecord } from "../mod.ts";

const dir = mkdtempSync(join(tmpdir(), "stevedore-test-tar-"));
const LONG = `deep/${"directory-".repeat(12)}/${"name-".repeat(30)}.txt`;
const FORMATS = ["v7", "ustar", "gnu", "oldgnu", "pax"];
const FILE: TarRecord = { name: "file", linkName: "", type: TypeFlag.regular, mode: 0o644, uid: 0, gid: 0, size: 4, mtime: 1_700_000_000, deviceMajor: 0, deviceMinor: 0, pax: {} };

beforeAll(() => {
  mkdirSync(join(dir, "in/short"), { recursive: true });
  writeFileSync(join(dir, "in/short/ä.txt"), "umlaut");
  writeFileSync(join(dir, "in/large"), Buffer.alloc(100_000, "x"));
  writeFileSync(join(dir, "in/empty"), "");
  symlinkSync("short/ä.txt", join(dir, "in/link"));
  linkSync(join(dir, "in/large"), join(dir, "in/second"));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function* pieces(tar: Buffer, length = 700): AsyncGenerator<Buffer> {
  for (let at = 0; at < tar.length; at += length) yield tar.subarray(at, at + length);
}

interface Seen extends Pick<TarEntry, "name" | "linkName" | "type" | "mode" | "uid" | "gid" | "size" | "modified"> {
  data: string;
}

async function pulled(tar: Buffer, options?: ReadOptions): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const { name, linkName, type, mode, uid, gid, size, modified, body } of readTar(pieces(tar), options)) {
    const data = Buffer.concat(await Array.fromAsync(body)).toString();
    seen.push({ name, linkName, type, mode, uid, gid, size, modified, data });
  }
  return seen;
}

function pushed(tar: Buffer): Seen[] {
  const seen: Seen[] = [];
  const parser = createTarParser({
    entry: ({ name, linkName, type, mode, uid, gid, size, modified }) => void seen.push({ name: toText(name), linkName: toText(linkName), type, mode, uid, gid, size, modified, data: "" }),
    data: (chunk, start, end) => void (seen.at(-1)!.data += chunk.toString("latin1", start, end)),
    finish: () => {},
  });
  for (let at = 0; at < tar.length; at += 700) parser.write(tar.subarray(at, at + 700));
  parser.end();
  return seen;
}

function file(record: Partial<TarRecord>, data = "data"): Buffer {
  return Buffer.concat([encodeHeader({ ...FILE, ...record }), Buffer.from(data), paddingOf(data.length)]);
}

describe("what tar writes", () => {
  test.each(FORMATS)("in format %s is read alike, pulled and pushed", async (format) => {
    if (format !== "v7" && format !== "ustar") {
      mkdirSync(join(dir, "in", LONG, ".."), { recursive: true });
      writeFileSync(join(dir, "in", LONG), "long");
    }
    execFileSync("tar", [`--format=${format}`, "--mtime=2024-05-06 07:08:09.5Z", "--sort=name", "-cf", "out.tar", "-C", "in", "."], { cwd: dir });
    const tar = execFileSync("cat", [join(dir, "out.tar")]);
    const seen = await pulled(tar);
    expect(seen).toEqual(pushed(tar));
    const listed = execFileSync("tar", ["--quoting-style=literal", "-tf", join(dir, "out.tar")]).toString().trimEnd().split("\n");
    expect(seen.map(({ name }) => name)).toEqual(listed);
    expect(seen.find(({ name }) => name === "./short/ä.txt")).toMatchObject({ data: "umlaut", modified: { seconds: Date.parse("2024-05-06T07:08:09Z") / 1000 } });
    expect(seen.find(({ name }) => name === "./link")).toMatchObject({ type: TypeFlag.symlink, linkName: "short/ä.txt" });
  });

  test("a header that was read is the header that was there, with all that extends it", async () => {
    execFileSync("tar", ["--format=pax", "-cf", "raw.tar", "-C", "in", "large", "short"], { cwd: dir });
    const tar = execFileSync("cat", [join(dir, "raw.tar")]);
    const copy: Buffer[] = [];
    for await (const { raw, body, size } of readTar(pieces(tar))) copy.push(raw, ...(await Array.fromAsync(body)), paddingOf(size));
    expect(Buffer.concat(copy).equals(tar.subarray(0, Buffer.concat(copy).length))).toBe(true);
    expect(tar.subarray(Buffer.concat(copy).length).every((byte) => byte === 0)).toBe(true);
  });

  test.each(["gnu", "pax"])("a sparse file in format %s is told from others", async (format) => {
    writeFileSync(join(dir, "sparse"), "x");
    truncateSync(join(dir, "sparse"), 1 << 20);
    execFileSync("tar", [`--format=${format}`, "--sparse", "-cf", "sparse.tar", "sparse", "-C", "in", "empty"], { cwd: dir });
    const told = [];
    for await (const { isSparse } of readTar(pieces(execFileSync("cat", [join(dir, "sparse.tar")])))) told.push(isSparse);
    expect(told).toEqual([true, false]);
  });
});

describe("the reader", () => {
  test("skips what of a body is not read, and stops behind the archive unless it is to read on", async () => {
    const tar = Buffer.concat([file({ name: "a", size: 9000 }, "x".repeat(9000)), file({ name: "b" }), TAR_END, Buffer.alloc(5000)]);
    for (const toEnd of [false, true]) {
      const names: string[] = [];
      let taken = 0;
      const counted = async function* (): AsyncGenerator<Buffer> {
        for await (const piece of pieces(tar)) {
          taken += piece.length;
          yield piece;
        }
      };
      for await (const { name, body } of readTar(counted(), { toEnd })) {
        names.push(name);
        for await (const _ of body) break;
      }
      expect([names, taken === tar.length]).toEqual([["a", "b"], toEnd]);
    }
  });

  const broken: [string, Buffer, { what: string; message: string }][] = [
    ["a wrong checksum", patched((header) => header.write("0000001\0", 148)), { what: "checksum", message: "tar: invalid header checksum" }],
    ["letters for a size", patched((header) => header.write("size", 124), true), { what: "number", message: "tar: invalid number in header" }],
    ["a negative size", patched((header) => header.fill(0xff, 124, 136), true), { what: "number", message: "tar: invalid size in header" }],
    ["a malformed pax record", Buffer.concat([file({ type: TypeFlag.pax, name: "pax" }, "nope"), file({})]), { what: "extension", message: "tar: invalid extended header" }],
    ["an extended header without end", encodeHeader({ ...FILE, type: TypeFlag.pax, size: 1 << 30 }), { what: "extension", message: `tar: extended header of ${1 << 30} bytes` }],
    ["half a header", file({}).subarray(0, 300), { what: "end", message: "tar: unexpected EOF in header" }],
    ["an extension of nothing", file({ type: TypeFlag.gnuLongName }), { what: "end", message: "tar: unexpected EOF in header" }],
    ["half an extension", file({ type: TypeFlag.gnuLongName }).subarray(0, 514), { what: "end", message: "tar: unexpected EOF in extended header" }],
    ["half a file", file({}).subarray(0, 514), { what: "end", message: "tar: unexpected EOF" }],
  ];
  test.each(broken)("refuses %s", async (_, tar, expected) => {
    await expect(pulled(tar)).rejects.toMatchObject({ message: expect.stringMatching(new RegExp(`^${expected.message}: invalid argument`)) as string, code: 3 });
    const told: unknown[] = [];
    const fault = (message: string, what: string): Error => {
      told.push({ message, what });
      return new Error("mine");
    };
    await expect(pulled(tar, { fault })).rejects.toThrow("mine");
    expect(told).toEqual([expected]);
  });
});

// A file whose header says something else.
function patched(change: (header: Buffer) => void, mendChecksum = false): Buffer {
  const tar = file({});
  change(tar);
  if (!mendChecksum) return tar;
  tar.fill(" ", 148, 156);
  tar.write(`${tar.subarray(0, 512).reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `, 148);
  return tar;
}

test("what is written is what tar reads: long names, great numbers, attributes", async () => {
  const records: Partial<TarRecord>[] = [{ name: LONG }, { name: "ümlaut" }, { name: "old", mtime: -5 }, { name: "owned", uid: 3_000_000, gid: 5 }, { name: "x", pax: { "SCHILY.xattr.user.a": "b" } }];
  const tar = Buffer.concat([...records.map((record) => file({ ...record, name: Buffer.from(record.name!).toString("latin1") })), TAR_END]);
  writeFileSync(join(dir, "written.tar"), tar);
  const listed = execFileSync("tar", ["--numeric-owner", "--quoting-style=literal", "-tvf", join(dir, "written.tar")]).toString();
  const seen = await pulled(tar);
  expect(seen).toEqual(pushed(tar));
  for (const [i, record] of records.entries()) {
    expect(seen[i]).toMatchObject({ name: record.name, uid: record.uid ?? 0, modified: { seconds: record.mtime ?? FILE.mtime }, data: "data" });
    expect(listed).toContain(record.name);
  }
  expect(listed).toContain("3000000/5");
});
