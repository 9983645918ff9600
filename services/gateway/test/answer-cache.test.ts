import * as api from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { createClient, createHandlerTable, createLocalChannel } from "@stevedore/rpc";
import { expect, test } from "vitest";
import { CACHED, createCachingChannel } from "../answer-cache.ts";

const log = createLogger({ service: "test", write: () => undefined });

/** Clients through the cache to services that count how often they are asked; `mark` is what the services' marks would say. */
function setUp(blobBytes = 100) {
  const asked: string[] = [];
  const state = { mark: 1 as number | undefined, label: "one", beforeAnswer: () => undefined as void };
  const table = createHandlerTable();
  table.add(api.ContentService, {
    info({ digest }, { namespace }) {
      asked.push(`info ${namespace} ${digest}`);
      if (digest === "missing") throw notFound("no such blob");
      const { label } = state;
      state.beforeAnswer();
      return { info: { digest, labels: { label } } };
    },
    async *read({ size }) {
      asked.push(`read ${size}`);
      yield { data: Buffer.alloc(blobBytes, 1) };
      yield { offset: blobBytes, data: Buffer.alloc(blobBytes, 2) };
    },
  });
  const channel = createCachingChannel(createLocalChannel({ table, log }), { marks: { read: () => state.mark }, methods: CACHED.content });
  const client = createClient(api.ContentService, channel);
  const info = async (digest: string, namespace = "n"): Promise<string> => (await client.info({ digest }, { namespace })).info!.labels!.label!;
  const read = async (request: object): Promise<number> => Buffer.concat((await Array.fromAsync(client.read(request, { namespace: "n" }))).map(({ data }) => data)).length;
  return { asked, state, info, read };
}

test("an answer is given again to the same question, in the same namespace, until the mark changes", async () => {
  const { asked, state, info } = setUp();
  expect(await info("a")).toBe("one");
  state.label = "two";
  expect(await info("a")).toBe("one");
  expect(await info("a", "other")).toBe("two");
  state.mark = 2;
  expect(await info("a")).toBe("two");
  expect(asked).toEqual(["info n a", "info other a", "info n a"]);
});

test("an answer that was overtaken by a change is not given again", async () => {
  const { state, info } = setUp();
  state.beforeAnswer = () => void ((state.label = "two"), (state.mark = 2));
  expect(await info("a")).toBe("one");
  state.beforeAnswer = () => undefined;
  expect(await info("a")).toBe("two");
});

test("errors are not kept; without marks nothing is", async () => {
  const { asked, state, info } = setUp();
  await expect(info("missing")).rejects.toThrow("no such blob");
  await expect(info("missing")).rejects.toThrow("no such blob");
  state.mark = undefined;
  await info("a");
  await info("a");
  expect(asked).toHaveLength(4);
});

test("of streams: what was read whole, of small blobs from their start", async () => {
  const { asked, read } = setUp();
  expect([await read({ digest: "d", size: 200 }), await read({ digest: "d", size: 200 })]).toEqual([200, 200]);
  expect(asked).toEqual(["read 200"]);
  for (const request of [{ size: 200, offset: 1 }, { size: 0 }, { size: 65_537 }]) for (let i = 0; i < 2; i++) await read({ digest: "d", ...request });
  expect(asked).toHaveLength(7);
});

test("a stream that its reader broke off is asked for again", async () => {
  const { asked, state } = setUp();
  const table = createHandlerTable();
  table.add(api.ContentService, { async *read() { asked.push("read"); yield { data: Buffer.from("a") }; yield { data: Buffer.from("b") }; } });
  const client = createClient(api.ContentService, createCachingChannel(createLocalChannel({ table, log }), { marks: { read: () => state.mark }, methods: CACHED.content }));
  for await (const _ of client.read({ digest: "d", size: 2 }, { namespace: "n" })) break;
  expect((await Array.fromAsync(client.read({ digest: "d", size: 2 }, { namespace: "n" }))).map(({ data }) => String(data))).toEqual(["a", "b"]);
  expect(asked).toEqual(["read", "read"]);
});
