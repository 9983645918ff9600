import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLogger } from "@stevedore/log";
import { openSqliteStore } from "@stevedore/metadata";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNatsBus, createPublisher, subjectOf, type BusEvent, type EventBus } from "../mod.ts";

const log = createLogger({ service: "test", write: () => undefined });
const natsServer = ["/usr/sbin/nats-server", "/usr/bin/nats-server"].find((file) => existsSync(file));
let dir: string;
let port: number;
let server: ChildProcess | undefined;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port: free } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return free;
}

async function startServer(args: readonly string[] = []): Promise<void> {
  server = spawn(natsServer!, ["-js", "-sd", path.join(dir, "js"), "-a", "127.0.0.1", "-p", String(port), ...args], { stdio: "ignore" });
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const up = await new Promise((resolve) => socket.once("connect", () => resolve(true)).once("error", () => resolve(false)));
    socket.destroy();
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function stopServer(): Promise<void> {
  if (server === undefined || server.exitCode !== null) return;
  server.kill("SIGKILL");
  await once(server, "exit");
  server = undefined;
}

const newBus = (): EventBus => createNatsBus({ url: `nats://127.0.0.1:${port}`, name: "test", log });
const newStore = (name = "s") => openSqliteStore({ path: path.join(dir, `${name}.db`) });
const event = (namespace: string, topic: string, text = "x") => ({ namespace, topic, event: { type_url: "t", value: Buffer.from(text) } });

async function take(events: AsyncIterable<BusEvent>, count: number): Promise<BusEvent[]> {
  const taken: BusEvent[] = [];
  for await (const one of events) {
    taken.push(one);
    if (taken.length === count) break;
  }
  return taken;
}

/** A subscription that is in place when this returns. */
async function listen(bus: EventBus, count: number, options: { after?: number } = {}): Promise<{ events: Promise<BusEvent[]> }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const events = take(bus.subscribe({ signal: new AbortController().signal, onReady: resolve, ...options }), count);
  await promise;
  return { events };
}

test("subjects: slashes become dots, dots inside names don't", () => {
  expect(subjectOf("default", "/tasks/exit")).toBe("events.default.tasks.exit");
  expect(subjectOf("plugins.moby", "/tasks/exec-added")).toBe("events.plugins%2Emoby.tasks.exec-added");
});

describe.skipIf(natsServer === undefined)("on a real nats-server", () => {
  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), "stevedore-events-"));
    port = await freePort();
    await startServer();
  });
  afterEach(async () => {
    await stopServer();
    rmSync(dir, { recursive: true, force: true });
  });

  test("what an outbox records arrives in order, with its envelope, once", async () => {
    await using bus = newBus();
    await using store = newStore();
    const { events } = await listen(bus, 500);
    const publisher = createPublisher({ outbox: store.outbox, bus, source: "s", log });
    for (let i = 0; i < 50; i++) await store.transact((tx) => Array.from({ length: 10 }, (_, j) => tx.emit(event("n.s", "/tasks/exit", String(i * 10 + j)))));
    const received = await events;
    expect(received.map(({ envelope }) => Number(Buffer.from(envelope.event!.value!).toString()))).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(received[0]?.envelope).toMatchObject({ namespace: "n.s", topic: "/tasks/exit" });
    await publisher.flushed();
    expect(store.outbox.pending(1)).toEqual([]);
    publisher.stop();
  });

  test("a repeated message id adds nothing", async () => {
    await using bus = newBus();
    const entry = { ...event("n", "/a"), sequence: 1, timestamp: { seconds: 1, nanos: 0 } };
    await bus.publish(entry, "one");
    await bus.publish(entry, "one");
    await bus.publish({ ...entry, topic: "/b" }, "two");
    const { events } = await listen(bus, 2, { after: 0 });
    expect((await events).map(({ envelope }) => envelope.topic)).toEqual(["/a", "/b"]);
  });

  test("a server that is killed and comes back loses nothing: not what was sent, nor who listens", async () => {
    await using bus = newBus();
    await using store = newStore();
    const { events } = await listen(bus, 3);
    const publisher = createPublisher({ outbox: store.outbox, bus, source: "s", log });
    await store.transact((tx) => tx.emit(event("n", "/one")));
    await publisher.flushed(5000);
    await stopServer();
    await store.transact((tx) => tx.emit(event("n", "/two")));
    await store.transact((tx) => tx.emit(event("n", "/three")));
    await startServer();
    expect((await events).map(({ envelope }) => envelope.topic)).toEqual(["/one", "/two", "/three"]);
    publisher.stop();
  }, 30_000);

  test("a subscriber can begin behind a sequence number", async () => {
    await using bus = newBus();
    for (const [i, topic] of ["/a", "/b", "/c"].entries()) await bus.publish({ ...event("n", topic), sequence: i, timestamp: { seconds: 1, nanos: 0 } }, topic);
    const { events } = await listen(bus, 2, { after: 1 });
    expect((await events).map(({ sequence, envelope }) => [sequence, envelope.topic])).toEqual([[2, "/b"], [3, "/c"]]);
  });

  test("a server that has no room for the stream is told of once", async () => {
    await stopServer();
    const file = path.join(dir, "small.conf");
    writeFileSync(file, "jetstream { max_file_store: 1MB }\n");
    await startServer(["-c", file]);
    const lines: string[] = [];
    await using bus = createNatsBus({ url: `nats://127.0.0.1:${port}`, name: "test", log: createLogger({ service: "test", write: (line) => void lines.push(line) }), maxBytes: 2 << 20 });
    while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(lines.map((line) => JSON.parse(line) as { level: string; error: string })).toMatchObject([{ level: "warn", error: "insufficient storage resources available" }]);
    expect(bus.connected).toBe(false);
  });
});

test("an absent bus stops nobody: the outbox keeps the events", async () => {
  dir = mkdtempSync(path.join(tmpdir(), "stevedore-events-"));
  port = await freePort();
  await using bus = newBus();
  await using store = newStore();
  const publisher = createPublisher({ outbox: store.outbox, bus, source: "s", log });
  await store.transact((tx) => tx.emit(event("n", "/a")));
  await publisher.flushed(20);
  expect(store.outbox.pending(10)).toHaveLength(1);
  publisher.stop();
  rmSync(dir, { recursive: true, force: true });
});
