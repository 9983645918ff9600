import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TaskV3Service } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { connect, createHandlerTable, serveTtrpc } from "@stevedore/rpc";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOwnShim } from "../shims/own-shim.ts";
import type { Bundle } from "../shims/bundle.ts";

const log = createLogger({ service: "test", write: () => undefined });
let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-own-shim-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function openShim(socket: string) {
  const channel = connect({ path: socket, patienceMs: 5000 });
  const launcher = createOwnShim({ channel, socket, log: { addTo: () => undefined } as never });
  const shim = await launcher.load({ path: dir } as Bundle);
  return { shim, [Symbol.asyncDispose]: () => channel.close() };
}

const serve = (socket: string, state: (id: string) => Promise<object>) => {
  const table = createHandlerTable();
  table.add(TaskV3Service, { state: ({ id }) => state(id) });
  return serveTtrpc({ table, path: socket, log });
};

test("a question's deadline is meant for the answer of a shim that is there: one that is being started again is waited for", async () => {
  const socket = path.join(dir, "shim.sock");
  await using own = await openShim(socket);
  const asked = own.shim.tasks.state({ id: "one" }, { namespace: "n", timeoutMs: 1000 });
  await new Promise((resolve) => setTimeout(resolve, 1300));
  const server = await serve(socket, async () => ({ id: "one", pid: 7 }));
  expect(await asked).toMatchObject({ id: "one", pid: 7 });
  await own[Symbol.asyncDispose]();
  await server.close();
});

test("one that hangs is told", async () => {
  const socket = path.join(dir, "shim.sock");
  const server = await serve(socket, () => new Promise(() => undefined));
  await using own = await openShim(socket);
  const error = await own.shim.tasks.state({ id: "one" }, { namespace: "n", timeoutMs: 100 }).catch((reason: unknown) => reason);
  expect(isError(error, "deadlineExceeded")).toBe(true);
  await own[Symbol.asyncDispose]();
  await server.close();
});
