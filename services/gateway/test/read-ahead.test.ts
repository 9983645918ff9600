import * as api from "@stevedore/api";
import { dataLoss, isError, notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { createClient, createHandlerTable, createLocalChannel } from "@stevedore/rpc";
import { expect, test } from "vitest";
import { createReadAhead } from "../read-ahead.ts";

const log = createLogger({ service: "test", write: () => undefined });
const KB = 1 << 10;

/** A client through read-ahead to a service that notes what it is asked for, with one blob of `size` bytes, the one at `damagedAt` lost. */
function setUp(size: number) {
  const blob = Buffer.from(Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
  const asked: [offset: number, size: number][] = [];
  const state = { mark: 1 as number | undefined, gone: false, damagedAt: Number.POSITIVE_INFINITY };
  const table = createHandlerTable();
  table.add(api.ContentService, {
    async *read({ offset, size: wanted }) {
      asked.push([offset, wanted]);
      if (state.gone) throw notFound("no such blob");
      if (offset > size) throw new RangeError("behind the end");
      const data = blob.subarray(offset, offset + wanted);
      if (offset + data.length > state.damagedAt) {
        state.gone = true;
        throw dataLoss("it is damaged");
      }
      for (let at = 0; at < data.length; at += 100 * KB) yield { offset: at, data: data.subarray(at, at + 100 * KB) };
    },
  });
  const client = createClient(api.ContentService, createReadAhead(createLocalChannel({ table, log }), { marks: { read: () => state.mark } }));
  const read = async (offset: number, wanted: number, namespace = "n"): Promise<Buffer> =>
    Buffer.concat((await Array.fromAsync(client.read({ digest: "d", offset, size: wanted }, { namespace }))).map(({ data }) => data));
  const readFrom = async (offset: number, slice: number): Promise<Buffer> => {
    const slices: Buffer[] = [];
    for (let at = offset; at < size; at += slice) slices.push(await read(at, slice));
    return Buffer.concat(slices);
  };
  return { blob, asked, state, read, readFrom };
}

test.each([32 * KB, 33 * KB + 1, 64 * KB])("a blob that is read in slices of %i comes whole, in few questions", async (slice) => {
  const { blob, asked, readFrom } = setUp(3_000_001);
  expect((await readFrom(0, slice)).equals(blob)).toBe(true);
  expect(asked.length).toBeLessThan(20);
  expect(Math.max(...asked.map(([, size]) => size))).toBe(1 << 20);
});

test("two who read the same blob are both read ahead for; who reads here and there, or large pieces, is not", async () => {
  const { blob, asked, read } = setUp(1_000_000);
  for (let at = 0; at < 500_000; at += 32 * KB) {
    for (const from of [0, 400_001]) expect((await read(from + at, 32 * KB)).equals(blob.subarray(from + at, from + at + 32 * KB))).toBe(true);
  }
  expect(asked.length).toBeLessThan(16);
  asked.splice(0);
  for (const at of [5, 900_000, 300_000, 10, 600_000]) await read(at, 32 * KB);
  for (let at = 0; at < 1_000_000; at += 100_000) await read(at, 100_000);
  expect(asked).toHaveLength(15);
});

test("behind the end there is nothing, and further behind it the service's error", async () => {
  const { read } = setUp(200_000);
  for (let at = 0; at < 6; at++) await read(at * 32 * KB, 32 * KB);
  expect(await read(6 * 32 * KB, 32 * KB)).toHaveLength(200_000 - 6 * 32 * KB);
  expect(await read(200_000, 32 * KB)).toHaveLength(0);
  await expect(read(200_001, 32 * KB)).rejects.toThrow("behind the end");
});

test("after a change of records the service decides: a blob that is gone is gone, one that is not goes on from what was fetched", async () => {
  const { asked, state, read } = setUp(1_000_000);
  for (let at = 0; at < 4; at++) await read(at * 32 * KB, 32 * KB);
  const before = asked.length;
  state.mark = 2;
  await read(4 * 32 * KB, 32 * KB);
  expect(asked.slice(before)).toEqual([[4 * 32 * KB, 32 * KB]]);
  await read(5 * 32 * KB, 32 * KB);
  expect(asked).toHaveLength(before + 1);
  Object.assign(state, { mark: 3, gone: true });
  await expect(read(6 * 32 * KB, 32 * KB)).rejects.toThrow("no such blob");
  // Nobody else's namespace is answered from it.
  await expect(read(7 * 32 * KB, 32 * KB, "other")).rejects.toThrow("no such blob");
});

test("without marks nothing is fetched ahead", async () => {
  const { asked, state, readFrom } = setUp(1_000_000);
  state.mark = undefined;
  await readFrom(0, 32 * KB);
  expect(asked).toHaveLength(Math.ceil(1_000_000 / (32 * KB)));
});

test("damage that shows while reading ahead is DataLoss to who reads on, though the service has set the blob aside by then", async () => {
  const { state, readFrom } = setUp(900_000);
  state.damagedAt = 899_999;
  const failure = await readFrom(0, 32 * KB).catch((error: unknown) => error);
  expect(isError(failure, "dataLoss"), String(failure)).toBe(true);
});
