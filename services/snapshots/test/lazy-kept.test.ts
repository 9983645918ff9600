import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { connectKeeper } from "../lazy/connection.ts";
import { createTempDir, isRoot } from "./kit.ts";
import { createLazyBox, estargzOf, type EstargzLayer, type LazyBox } from "./lazy-kit.ts";
import { buildTar, type BuiltEntry } from "./tar-builder.ts";
import { listTree } from "./tree-listing.ts";
import { createUnpackBox, type UnpackBox } from "./unpack-kit.ts";

// Nothing that compresses.
const noise = (length: number, seed: number): Buffer => {
  let state = seed;
  return Buffer.from(Array.from({ length }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0) >>> 24));
};
const FILES: BuiltEntry[] = [
  { name: "whole", data: noise(700_000, 1), mode: 0o4711, uid: 12, gid: 13, mtime: 1_234_567_890, pax: { "SCHILY.xattr.user.note": "kept" } },
  { name: "dir/", type: "directory", mode: 0o755 },
  { name: "dir/partly", data: noise(2_000_000, 2) },
  { name: "dir/link", type: "hardLink", link: "whole" },
  { name: "unread", data: noise(400_000, 3) },
  { name: "small", data: "a few bytes" },
  { name: "empty", data: "" },
];

async function shownLayer(box: LazyBox, entries: readonly BuiltEntry[]): Promise<EstargzLayer> {
  const layer = await estargzOf(buildTar([...entries]), 300_000);
  box.content.blobs.set(layer.digest, layer.bytes);
  box.own(1);
  await box.layers.attach(1, { ...layer, parents: [] });
  return layer;
}

// By another process, for this one answers; past the kernel's cache.
async function read(box: LazyBox, name: string, blocks: readonly string[] = []): Promise<Buffer> {
  const { stdout } = await promisify(execFile)("dd", [`if=${box.shown}/1/${name}`, "iflag=direct", "bs=1M", "status=none", ...blocks], { encoding: "buffer", maxBuffer: 1 << 26 });
  return stdout;
}

const keptDirectory = (box: LazyBox): string => path.join(box.own(1), "../lazy/kept");

function plain(layer: EstargzLayer, box: UnpackBox): Promise<unknown> {
  return box.unpack(layer.bytes, { target: box.directory("plain/fs") });
}

describe.skipIf(!isRoot)("a lazy layer whose files have been read (needs root)", () => {
  test("is unpacked without inflating them again, and they are not written again", async () => {
    await using box = await createLazyBox();
    using unpacked = createUnpackBox();
    const layer = await shownLayer(box, FILES);
    expect((await read(box, "whole")).equals(noise(700_000, 1))).toBe(true);
    expect((await read(box, "small")).toString()).toBe("a few bytes");
    await read(box, "dir/partly", ["bs=300000", "skip=4", "count=1"]);
    const kept = await box.layers.kept(1);
    const result = await unpacked.unpack(layer.bytes, kept === undefined ? {} : { kept });
    expect(result.digest).toBe(layer.diffId);
    // Of 3.1 MB that hardly compress: one file whole, and a chunk of another.
    expect(result.kept).toBeGreaterThan(700_000);
    expect(result.kept).toBeLessThan(1_200_000);
    await plain(layer, unpacked);
    expect(listTree(unpacked.target)).toEqual(listTree(unpacked.directory("plain/fs")));
    const inodes = readdirSync(keptDirectory(box)).map((name) => statSync(path.join(keptDirectory(box), name)).ino);
    const isAdopted = (name: string): boolean => inodes.includes(statSync(path.join(unpacked.target, name)).ino);
    expect(["whole", "small", "dir/partly", "unread"].map(isAdopted)).toEqual([true, true, false, false]);

    box.layers.arrived(1);
    while (existsSync(keptDirectory(box))) await delay(10);
    expect(statSync(path.join(unpacked.target, "small")).nlink).toBe(1);
  });

  test("gives what was inflated once from the disk", async () => {
    await using box = await createLazyBox();
    const layer = await shownLayer(box, FILES);
    await read(box, "whole");
    box.content.blobs.delete(layer.digest);
    expect((await read(box, "whole")).equals(noise(700_000, 1))).toBe(true);
    // It has arrived, and nobody has said so yet: the bytes are asked for once more.
    rmSync(keptDirectory(box), { recursive: true });
    writeFileSync(path.join(box.own(1), "whole"), noise(700_000, 9));
    writeFileSync(path.join(box.own(1), "../lazy/arrived"), "");
    expect((await read(box, "whole")).equals(noise(700_000, 9))).toBe(true);
  });

  test("has what is likely to be read next on disk already, also of the next file", async () => {
    await using box = await createLazyBox();
    const names = ["a", "b", "c", "d"];
    const layer = await shownLayer(box, names.map((name, i) => ({ name, data: noise(100_000, i + 20) })));
    for (const name of ["a", "b"]) await read(box, name);
    while (readdirSync(keptDirectory(box)).length < names.length + 1) await delay(10);
    const kept = await box.layers.kept(1);
    // The first stream is the landmark's, which nobody reads.
    while (kept?.shared.kept.subarray(1).includes(0) === true) await delay(10);
    box.content.blobs.delete(layer.digest);
    expect((await read(box, "d")).equals(noise(100_000, 23))).toBe(true);
  });

  test("of another process nothing that was kept is believed", async () => {
    await using box = await createLazyBox();
    using unpacked = createUnpackBox();
    const layer = await shownLayer(box, FILES);
    await read(box, "whole");
    await box.restart();
    expect(existsSync(keptDirectory(box))).toBe(false);
    expect((await read(box, "small")).toString()).toBe("a few bytes");
    const kept = await box.layers.kept(1);
    expect(await unpacked.unpack(layer.bytes, kept === undefined ? {} : { kept })).toMatchObject({ digest: layer.diffId, kept: expect.any(Number) });
  });

  test("a table of contents that says other than the archive is found out, and then left aside", async () => {
    await using box = await createLazyBox();
    using unpacked = createUnpackBox();
    // Of one name the table knows the last.
    const layer = await shownLayer(box, [{ name: "twice", data: noise(50_000, 4) }, { name: "twice", data: noise(50_000, 5) }]);
    expect((await read(box, "twice")).equals(noise(50_000, 5))).toBe(true);
    const kept = await box.layers.kept(1);
    await expect(unpacked.unpack(layer.bytes, kept === undefined ? {} : { kept })).rejects.toThrow(/"twice": its bytes are not where the table of contents has them/);
    box.layers.distrustKept(1);
    expect(await box.layers.kept(1)).toBeUndefined();
  });
});

test.each([[true], [false]])("a keeper that says hello is told of files, an older one gets bytes: %s", async (saysHello) => {
  using temp = createTempDir();
  const socketPath = path.join(temp.path, "keeper.sock");
  mkdirSync(temp.path, { recursive: true });
  const accepted = Promise.withResolvers<Socket>();
  const server = createServer((socket) => accepted.resolve(socket)).listen(socketPath);
  const seen = Promise.withResolvers<boolean>();
  const answer = async (_: unknown, { takesFiles }: { takesFiles: boolean }): Promise<undefined> => void seen.resolve(takesFiles);
  const connection = await connectKeeper(socketPath, { answer, quiet: async () => undefined });
  const socket = await accepted.promise;
  for (const opcode of saysHello ? [0, 15] : [15]) {
    const message = Buffer.alloc(40);
    message.writeUInt32LE(40, 0);
    message.writeUInt32LE(opcode, 4);
    socket.write(message);
  }
  expect(await seen.promise).toBe(saysHello);
  connection.close();
  socket.destroy();
  server.close();
});
