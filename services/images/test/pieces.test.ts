import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { unavailable } from "@stevedore/errors";
import type { Fetcher } from "@stevedore/registry";
import { describe, expect, test } from "vitest";
import { createPieces, type Pieces, type Place } from "../transfer/lazy/pieces.ts";
import { createQuietTurns } from "../transfer/lazy/quiet-turns.ts";
import { createSpareFile } from "../transfer/lazy/spare-file.ts";

const MB = 1 << 20;
const blob = Buffer.alloc(12 * MB + 4321);
for (let i = 0; i < blob.length; i += 64) createHash("sha256").update(String(i)).digest().copy(blob, i);
const descriptor = { mediaType: "application/octet-stream", digest: `sha256:${createHash("sha256").update(blob).digest("hex")}`, size: blob.length };
const { signal } = new AbortController();

interface Box extends AsyncDisposable {
  pieces: Pieces;
  spare: string;
  /** Of each request: where it began, and its length. */
  requests: { offset: number; length: number }[];
  /** What requests do before they are answered. */
  before: (request: { offset: number }) => Promise<void>;
  /** Turns a byte round of what is answered. */
  broken: boolean;
  /** Fills the file that grows; gives what it has in the end. */
  arrive(): Promise<Buffer>;
  read(offset: number, length: number, options?: { ahead?: number; again?: boolean }): Promise<Buffer>;
}

async function createBox({ rangeBytes = 8 * MB } = {}): Promise<Box> {
  const directory = await mkdtemp(path.join(tmpdir(), "pieces-"));
  const grownFile = path.join(directory, "grown");
  await writeFile(grownFile, "");
  let available = 0;
  const spare = path.join(directory, "spare", "file");
  const answer = (offset: number, length: number): Buffer => {
    const bytes = Buffer.from(blob.subarray(offset, offset + length));
    if (box.broken) bytes[0] = (bytes[0] as number) ^ 1;
    return bytes;
  };
  const fetcher: Fetcher = {
    async *open(_, { offset = 0 } = {}) {
      box.requests.push({ offset, length: blob.length - offset });
      for (let at = offset; at < blob.length; at += 100_000) yield [answer(at, Math.min(100_000, blob.length - at))];
    },
    async range(_, { offset, length }) {
      box.requests.push({ offset, length });
      await box.before({ offset });
      return answer(offset, length);
    },
    read: () => Promise.reject(new Error("not asked for")),
  };
  const pieces = createPieces({
    descriptor, rangeBytes,
    spare: createSpareFile(spare),
    fetcher: () => fetcher,
    grown: (end) => (available >= end ? Promise.resolve({ path: grownFile, end: available }) : undefined),
    turns: createQuietTurns(),
    turn: () => () => undefined,
  });
  const box: Box = {
    pieces, spare,
    requests: [],
    before: () => Promise.resolve(),
    broken: false,
    async arrive() {
      await using file = await open(grownFile, "r+");
      for await (const batch of pieces.inOrder(available, signal)) {
        for (const bytes of batch) await file.write(bytes, 0, bytes.length, available).then(() => { available += bytes.length; });
      }
      return readFile(grownFile);
    },
    async read(offset, length, { ahead = 0, again = false } = {}) {
      return readAt(await pieces.locate({ offset, length, ahead, again }), offset, length);
    },
    async [Symbol.asyncDispose]() {
      await pieces.close();
      await rm(directory, { recursive: true });
    },
  };
  return box;
}

async function readAt({ path: file, end }: Place, offset: number, length: number): Promise<Buffer> {
  expect(end).toBeGreaterThanOrEqual(offset + length);
  await using handle = await open(file);
  const buffer = Buffer.alloc(length);
  expect((await handle.read(buffer, 0, length, offset)).bytesRead).toBe(length);
  return buffer;
}

const sum = (requests: { length: number }[]): number => requests.reduce((total, { length }) => total + length, 0);

describe("the pieces of a blob", () => {
  test.each([8 * MB, 0])("what was read before its turn is not fetched again (requests of %i bytes)", async (rangeBytes) => {
    await using box = await createBox({ rangeBytes });
    for (const offset of [9 * MB + 17, 5 * MB, 12 * MB + 4000]) expect((await box.read(offset, 300, { ahead: 2 * MB })).equals(blob.subarray(offset, offset + 300))).toBe(true);
    expect((await box.arrive()).equals(blob)).toBe(true);
    expect(sum(box.requests)).toBe(blob.length);
    const seen = box.requests.length;
    expect((await box.read(0, blob.length)).equals(blob)).toBe(true);
    expect(box.requests.length).toBe(seen);
  });

  test("while it arrives: who reads waits for what is on its way, and each byte comes once", async () => {
    await using box = await createBox();
    box.before = () => new Promise((resolve) => setTimeout(resolve, 20));
    const arriving = box.arrive();
    const reads = Array.from({ length: 40 }, (_, i) => (i * 7_919_777) % (blob.length - 5000));
    for (const got of await Promise.all(reads.map(async (offset) => (await box.read(offset, 5000, { ahead: MB })).equals(blob.subarray(offset, offset + 5000))))) expect(got).toBe(true);
    expect((await arriving).equals(blob)).toBe(true);
    expect(sum(box.requests)).toBe(blob.length);
  });

  test("of a far registry it is asked by few requests, one at a time when it shall be so", async () => {
    await using box = await createBox({ rangeBytes: 0 });
    let atOnce = 0;
    let most = 0;
    box.before = async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 400));
      atOnce--;
    };
    expect((await box.arrive()).equals(blob)).toBe(true);
    expect(most).toBe(1);
    expect(box.requests.length).toBeLessThan(8);
  });

  test("what hangs is asked for once more by who waits; what fails is told", async () => {
    await using box = await createBox();
    const stuck = Promise.withResolvers<void>();
    box.before = () => (box.requests.length === 1 ? stuck.promise : Promise.resolve());
    const arriving = box.arrive();
    while (box.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await box.read(100, 100)).equals(blob.subarray(100, 200))).toBe(true);
    stuck.resolve();
    expect((await arriving).equals(blob)).toBe(true);

    await using other = await createBox();
    other.before = () => Promise.reject(unavailable("the registry is away"));
    await expect(other.read(0, 10)).rejects.toThrow("the registry is away");
    await expect(other.arrive()).rejects.toThrow("the registry is away");
    other.before = () => Promise.resolve();
    expect((await other.read(0, 10)).equals(blob.subarray(0, 10))).toBe(true);
  });

  test("what came another way is not fetched, and the beginning is fetched before anybody asks", async () => {
    await using box = await createBox();
    const tailAt = blob.length - 700_000;
    await box.pieces.add(tailAt, blob.subarray(tailAt));
    await box.pieces.prefetch(3 * MB - 1);
    expect([sum(box.requests), Math.max(...box.requests.map(({ offset, length }) => offset + length))]).toEqual([3 * MB, 3 * MB]);
    expect((await box.read(2 * MB, MB)).equals(blob.subarray(2 * MB, 3 * MB))).toBe(true);
    expect((await box.read(blob.length - 400_000, 400_000)).equals(blob.subarray(-400_000))).toBe(true);
    expect(sum(box.requests)).toBe(3 * MB);
    await box.pieces.prefetch(3 * MB);
    expect((await box.arrive()).equals(blob)).toBe(true);
    // Of what was added, whole pieces of 256 KiB count.
    expect(sum(box.requests)).toBe(Math.ceil(tailAt / (MB / 4)) * (MB / 4));
  });

  test("wrong bytes are fetched again when they are told, and forgotten with their file at the end", async () => {
    const box = await createBox();
    box.broken = true;
    expect((await box.read(0, 10)).equals(blob.subarray(0, 10))).toBe(false);
    box.broken = false;
    expect((await box.read(0, 10)).equals(blob.subarray(0, 10))).toBe(false);
    expect((await box.read(0, 10, { again: true })).equals(blob.subarray(0, 10))).toBe(true);
    expect(box.pieces.keptFrom(0)).toBeGreaterThan(0);
    expect(existsSync(box.spare)).toBe(true);
    await box[Symbol.asyncDispose]();
    expect(existsSync(box.spare)).toBe(false);
  });
});
