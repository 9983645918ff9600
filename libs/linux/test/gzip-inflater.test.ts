import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createGzipInflater } from "@stevedore/linux";

const parts = [0, 1, 2].map((i) => Buffer.concat([randomBytes(1000 * i), Buffer.alloc(200_000 * i, `text ${i}`), randomBytes(77)]));
const members = parts.map((part) => gzipSync(part));

/** Everything, handed over in pieces of `step` bytes and taken in pieces of `room`. */
function inflate(stream: Buffer, { step, room }: { step: number; room: number }): { bytes: Buffer; ends: number } {
  const inflater = createGzipInflater()!;
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

test.each([1, 7, 18, 1000, 65_536, 1 << 20])("members one behind the other, in pieces of %d bytes", (step) => {
  const { bytes, ends } = inflate(Buffer.concat(members), { step, room: 10_000 });
  expect(bytes.equals(Buffer.concat(parts))).toBe(true);
  expect(ends).toBe(members.length);
});

test("a cut stream has no end; changed bytes, a changed sum, a changed length and another header are errors", () => {
  const [, , member] = members as [Buffer, Buffer, Buffer];
  const changed = (at: number): Buffer => {
    const copy = Buffer.from(member);
    copy[at]! ^= 0xff;
    return copy;
  };
  const all = { step: 4096, room: 1 << 20 };
  expect(inflate(member.subarray(0, -1), all).ends).toBe(0);
  for (const at of [member.length - 8, member.length - 1, member.length >> 1]) expect(() => inflate(changed(at), all)).toThrow(expect.objectContaining({ code: "Z_DATA_ERROR" }));
  expect(() => inflate(changed(0), all)).toThrow("incorrect header check");
  expect(() => inflate(changed(2), all)).toThrow("unknown compression method");
});
