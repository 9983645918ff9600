import { randomBytes } from "node:crypto";
import { constants, createZstdCompress, gzipSync, zstdCompressSync, type ZstdOptions } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createInflater, type Compression } from "@stevedore/linux";

const parts = [0, 1, 2].map((i) => Buffer.concat([randomBytes(1000 * i), Buffer.alloc(200_000 * i, `text ${i}`), randomBytes(77)]));
const withSum: ZstdOptions = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const members = { gzip: parts.map((part) => gzipSync(part)), zstd: parts.map((part) => zstdCompressSync(part, withSum)) };

/** Everything, handed over in pieces of `step` bytes and taken in pieces of `room`. */
function inflate(compression: Compression, stream: Buffer, { step, room }: { step: number; room: number }): { bytes: Buffer; ends: number } {
  const inflater = createInflater(compression)!;
  const output = Buffer.alloc(room);
  const got: Buffer[] = [];
  let ends = 0;
  try {
    for (let at = 0; at < stream.length; at += step) {
      const piece = stream.subarray(at, at + step);
      for (let done = 0, isFull = false; done < piece.length || isFull; ) {
        const { taken, given, isEnd } = inflater.run(piece.subarray(done), output);
        done += taken;
        if (isEnd) ends += 1;
        isFull = given === room && !isEnd;
        got.push(Buffer.from(output.subarray(0, given)));
      }
    }
  } finally {
    inflater.close();
  }
  return { bytes: Buffer.concat(got), ends };
}

const all = { step: 4096, room: 1 << 20 };

function changed(member: Buffer, at: number): Buffer {
  const copy = Buffer.from(member);
  copy[at]! ^= 0xff;
  return copy;
}

describe.each(["gzip", "zstd"] as const)("%s", (compression) => {
  test.each([1, 7, 18, 1000, 65_536, 1 << 20])("members one behind the other, in pieces of %d bytes", (step) => {
    const { bytes, ends } = inflate(compression, Buffer.concat(members[compression]), { step, room: 10_000 });
    expect(bytes.equals(Buffer.concat(parts))).toBe(true);
    expect(ends).toBe(parts.length);
  });

  test("a cut stream has no end", () => {
    expect(inflate(compression, members[compression][2]!.subarray(0, -1), all).ends).toBe(0);
  });
});

test("gzip: changed bytes, a changed sum, a changed length and another header are errors", () => {
  const member = members.gzip[2]!;
  for (const at of [member.length - 8, member.length - 1, member.length >> 1]) expect(() => inflate("gzip", changed(member, at), all)).toThrow(expect.objectContaining({ code: "Z_DATA_ERROR" }));
  expect(() => inflate("gzip", changed(member, 0), all)).toThrow("incorrect header check");
  expect(() => inflate("gzip", changed(member, 2), all)).toThrow("unknown compression method");
});

test("zstd: changed bytes, a changed sum and another header are errors", () => {
  const member = members.zstd[2]!;
  for (const at of [member.length - 1, member.length >> 1]) expect(() => inflate("zstd", changed(member, at), all)).toThrow(expect.objectContaining({ code: "ZSTD_error" }));
  expect(() => inflate("zstd", changed(member, member.length - 1), all)).toThrow(/checksum/);
  expect(() => inflate("zstd", changed(member, 0), all)).toThrow("Unknown frame descriptor");
});

test.each([[28, true], [30, false]] as const)("zstd with a window of 2^%d bytes: %s, as containerd", async (windowLog, isTaken) => {
  // Only a stream whose length isn't known tells of a window that is larger than itself.
  const compressor = createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: windowLog, [constants.ZSTD_c_compressionLevel]: 1 } });
  compressor.end(parts[2]);
  const stream = Buffer.concat(await compressor.toArray() as Buffer[]);
  if (isTaken) expect(inflate("zstd", stream, all).bytes.equals(parts[2]!)).toBe(true);
  else expect(() => inflate("zstd", stream, all)).toThrow(/too much memory/);
});
