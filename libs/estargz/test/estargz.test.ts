import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { createTar, estargzVerifier, run, type TarEntry } from "../../../tests/kit/mod.ts";
import { afterAll, describe, expect, test } from "vitest";
import { buildEstargz, encodeFooter, indexToc, inflateChunk, openEstargz, parseFooter, type BlobSource, type Toc } from "../mod.ts";

const dir = mkdtempSync(join(tmpdir(), "stevedore-test-estargz-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const LONG = `${"long-directory-name/".repeat(12)}file`;
const big = Buffer.concat([randomBytes(150_000), Buffer.alloc(150_000)]);
const entries: TarEntry[] = [
  { name: "./", type: "dir" },
  { name: "etc/", type: "dir", mode: 0o1755 },
  { name: "etc/empty", data: "" },
  { name: "etc/passwd", data: "root:x:0:0::/root:/bin/sh\n", mode: 0o4640, uid: 12, gid: 34, mtime: 1_700_000_001.6 },
  { name: "big", data: big },
  { name: "exactly", data: big.subarray(0, 200_000) },
  { name: LONG, data: "deep" },
  { name: "link", type: "symlink", linkname: "etc/passwd" },
  { name: "hard", type: "link", linkname: "big" },
  { name: "dev/null", type: "char", device: [1, 3], mode: 0o666 },
  { name: "pipe", type: "fifo" },
  { name: "capable", data: "x", xattrs: { "security.capability": Buffer.from([1, 0, 0, 2, 0xff]), "user.text": "ä" } },
  { name: "ends", type: "dir" },
];

async function build(tar: Buffer, options = {}): Promise<{ blob: Buffer; built: Awaited<ReturnType<typeof buildEstargz>> }> {
  const chunks: Buffer[] = [];
  const built = await buildEstargz(pieces(tar), { write: (bytes) => void chunks.push(bytes), chunkSize: 100_000, ...options });
  return { blob: Buffer.concat(chunks), built };
}

// In pieces that end anywhere.
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let offset = 0, i = 0; offset < bytes.length; i++) {
    const length = [1, 777, 70_000][i % 3] as number;
    yield bytes.subarray(offset, offset + length);
    offset += length;
  }
}

function sourceOf(blob: Buffer): BlobSource & { reads: number } {
  const source = { size: blob.length, reads: 0, read: async (offset: number, length: number) => (source.reads++, blob.subarray(offset, offset + length)) };
  return source;
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

describe("a blob that was built", () => {
  test("is a gzip of a tar with the same files, whose headers were not touched, and a landmark and the table", async () => {
    const tar = createTar(entries);
    const { blob, built } = await build(tar);
    const inflated = gunzipSync(blob);
    expect(built).toMatchObject({ size: blob.length, uncompressedSize: inflated.length, diffId: sha256(inflated) });
    const file = join(dir, "layer.tgz");
    writeFileSync(file, blob);
    const list = (path: string): string[] => execFileSync("tar", ["--full-time", "-tvf", path]).toString().split("\n").filter((line) => line !== "");
    writeFileSync(join(dir, "plain.tar"), tar);
    const lines = list(file);
    expect(lines.at(0)).toContain(".no.prefetch.landmark");
    expect(lines.at(-1)).toContain("stargz.index.json");
    expect(lines.slice(1, -1)).toEqual(list(join(dir, "plain.tar")));
    // All but the end of the archive is there, byte for byte.
    expect(inflated.includes(tar.subarray(0, -1024))).toBe(true);
  });

  test("tells of every file what the tar says, and gives each chunk alone", async () => {
    const { blob, built } = await build(createTar(entries));
    const source = sourceOf(blob);
    const opened = await openEstargz(source, { tocDigest: built.tocDigest });
    expect(source.reads).toBe(1);
    const { files } = opened;
    expect([...files.keys()]).toEqual([".no.prefetch.landmark", "", "etc", "etc/empty", "etc/passwd", "big", "exactly", LONG, "link", "hard", "dev/null", "pipe", "capable", "ends"]);
    expect(files.get("etc/passwd")!.entry).toMatchObject({ mode: 0o4640, uid: 12, gid: 34, modtime: "2023-11-14T22:13:22Z", size: 26 });
    expect(files.get("dev/null")!.entry).toMatchObject({ type: "char", devMajor: 1, devMinor: 3 });
    expect(files.get("link")!.entry).toMatchObject({ type: "symlink", linkName: "etc/passwd" });
    expect(files.get("hard")!.entry).toMatchObject({ type: "hardlink", linkName: "big" });
    expect(files.get("capable")!.entry.xattrs).toEqual({ "security.capability": Buffer.from([1, 0, 0, 2, 0xff]).toString("base64"), "user.text": Buffer.from("ä").toString("base64") });
    expect(files.get("big")!.chunks.map(({ size }) => size)).toEqual([100_000, 100_000, 100_000]);
    expect(files.get("exactly")!.chunks.map(({ size }) => size)).toEqual([100_000, 100_000]);
    for (const entry of entries.filter(({ data }) => data !== undefined)) {
      const file = files.get(entry.name)!;
      const bytes = Buffer.concat(await Promise.all(file.chunks.map(opened.readChunk)));
      expect(bytes.equals(Buffer.from(entry.data!))).toBe(true);
      expect(file.entry.digest).toBe(sha256(bytes));
    }
    // A tail that has only the footer costs one read more.
    const second = sourceOf(blob);
    await openEstargz(second, { tailBytes: 60 });
    expect(second.reads).toBe(2);
  });

  test("of one that was built before has one table and one landmark", async () => {
    const once = await build(createTar(entries));
    const twice = await build(gunzipSync(once.blob));
    expect(twice.blob.equals(once.blob)).toBe(true);
  });

  test("is what stargz-snapshotter's own library reads and verifies", async ({ skip }) => {
    const verifier = await estargzVerifier();
    if ("skip" in verifier) return skip(verifier.skip);
    const { blob, built } = await build(createTar(entries));
    const file = join(dir, "for-go.tgz");
    writeFileSync(file, blob);
    const { stdout, stderr, exitCode } = await run(verifier.path, [file, built.tocDigest]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const told = stdout.trim().split("\n").map((line) => JSON.parse(line) as { name: string; sha256?: string });
    const expected = entries.filter(({ data }) => data !== undefined && data.length > 0).map(({ name, data }) => ({ name, sha256: sha256(Buffer.from(data!)) }));
    expect(told.filter(({ name }) => !name.startsWith("."))).toEqual(expect.arrayContaining(expected));
  });
});

describe("footers", () => {
  test("of eStargz and of the older stargz", () => {
    expect(encodeFooter(0x1234).length).toBe(51);
    expect(gunzipSync(encodeFooter(5)).length).toBe(0);
    expect(parseFooter(Buffer.concat([Buffer.alloc(9), encodeFooter(0x1234)]), 0x10000)).toEqual({ tocOffset: 0x1234, length: 51 });
    const legacy = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 22, 0]), Buffer.from("0000000000000abcSTARGZ"), Buffer.from([1, 0, 0, 0xff, 0xff]), Buffer.alloc(8)]);
    expect(parseFooter(legacy, 0x10000)).toEqual({ tocOffset: 0xabc, length: 47 });
    expect(parseFooter(gzipSync("nothing"), 1000)).toBeUndefined();
    expect(parseFooter(encodeFooter(0x1234), 0x1000)).toBeUndefined();
  });
});

describe("refused", () => {
  const broken = (change: (blob: Buffer) => void) => async (): Promise<unknown> => {
    const { blob, built } = await build(createTar(entries));
    change(blob);
    const opened = await openEstargz(sourceOf(blob), { tocDigest: built.tocDigest });
    return Promise.all(opened.files.get("big")!.chunks.map(opened.readChunk));
  };

  test.each([
    ["a blob without a footer", async () => openEstargz(sourceOf(gzipSync(createTar(entries)))), "no footer"],
    ["an empty blob", async () => openEstargz(sourceOf(Buffer.alloc(0))), "no footer"],
    ["another table than was expected", async () => openEstargz(sourceOf((await build(createTar(entries))).blob), { tocDigest: sha256(big) }), "expected sha256:"],
    ["a chunk whose bytes are others", broken((blob) => blob.fill(0x55, 1000, 60_000)), /chunk sha256:.*(incorrect|invalid|digest)/],
    ["no tar", async () => build(randomBytes(2000)), "tar: invalid"],
    ["half a tar", async () => build(createTar(entries).subarray(0, 100_000)), "unexpected EOF"],
    ["a type that the table has no word for", async () => build(withFlag("S")), "can't have"],
  ])("%s", async (_what, act, words) => {
    await expect(act()).rejects.toThrow(words);
  });

  test.each<[string, Toc]>([
    ["a version of tomorrow", { version: 9, entries: [] }],
    ["a chunk without its file", { version: 1, entries: [{ name: "a", type: "chunk", offset: 1, chunkDigest: sha256(big) }] }],
    ["a payload behind the end", { version: 1, entries: [{ name: "a", type: "reg", size: 5, offset: 5000, chunkDigest: sha256(big) }] }],
    ["chunks that leave a gap", { version: 1, entries: [{ name: "a", type: "reg", size: 5, offset: 5, chunkSize: 2, chunkDigest: sha256(big) }, { name: "a", type: "chunk", offset: 9, chunkOffset: 3, chunkDigest: sha256(big) }] }],
    ["a file that is longer than its chunks", { version: 1, entries: [{ name: "a", type: "reg", size: 5, offset: 5, chunkSize: 2, chunkDigest: sha256(big) }] }],
    ["a chunk without a digest", { version: 1, entries: [{ name: "a", type: "reg", size: 5, offset: 5 }] }],
  ])("a table with %s", (_what, toc) => {
    expect(() => indexToc(toc, 100)).toThrow(/table of contents/);
  });

  test("a stream that inflates to more than the chunk is read no further", async () => {
    const bomb = gzipSync(Buffer.concat([big, Buffer.alloc(64 << 20)]));
    const chunk = { offset: 0, length: bomb.length, innerOffset: 10, fileOffset: 0, size: 1000, digest: sha256(big.subarray(10, 1010)) };
    expect((await inflateChunk(bomb, chunk)).equals(big.subarray(10, 1010))).toBe(true);
  });
});

function withFlag(flag: string): Buffer {
  const tar = createTar([{ name: "odd", data: "x" }]);
  const sum = tar.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0) - "0".charCodeAt(0) + flag.charCodeAt(0);
  tar.write(flag, 156, "latin1");
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return tar;
}

test("the fixture is a tar that tar itself reads", () => {
  writeFileSync(join(dir, "fixture.tar"), createTar(entries));
  expect(execFileSync("tar", ["-tf", join(dir, "fixture.tar")]).toString()).toContain(LONG);
  expect(readFileSync(join(dir, "fixture.tar")).length % 512).toBe(0);
});
