import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, prepareHybridCgroups, serviceProcesses, startHost, startStock, type Host, type Side } from "../kit/mod.ts";
import { createStressClient, type SeenEvent, type StressClient } from "./client.ts";
import { checkEvents, liveShortly, liveTooLarge, liveWithExecs, STARTS_WITH_EXECS, type Life } from "./lives.ts";

/** Starts and execs in all. */
const COUNT = Number(process.env["STEVEDORE_STRESS_COUNT"] ?? 100);
const AT_ONCE = 8;
const PEER_IS_STOCK = process.env["STEVEDORE_TESTS_PEER"] === "stock";
const HOUR_MS = 3_600_000;

let side: Side;
let client: StressClient;

beforeAll(async () => {
  await prepareHybridCgroups();
  side = PEER_IS_STOCK ? await startStock() : await startHost();
  client = await createStressClient(side);
});

afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await side?.[Symbol.asyncDispose]();
});

/** Runs lives until they are enough, so many at once; what one of them fails with is a fault of its own. */
async function runLives(lives: readonly ((code: number) => Promise<Life>)[]): Promise<Life[]> {
  const done: Life[] = [];
  const queue = lives.entries();
  const worker = async (): Promise<void> => {
    for (const [index, live] of queue) {
      const code = 3 + (index % 120);
      done.push(await live(code).catch((error: Error) => ({ id: `life ${index}`, exits: {}, faults: [error.message] })));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** Events come after answers: waits for the last of each life, and for what may come too much. */
async function allEvents(lives: readonly Life[]): Promise<Map<string, SeenEvent[]>> {
  const isGone = (id: string) => client.seen.some((event) => event.topic === "/containers/delete" && event.containerId === id);
  const last = lives.at(-1)!;
  await eventually("the last event", () => isGone(last.id)).catch(() => undefined);
  await liveShortly(client, `${side.namespace}-last-${Date.now()}`, 0);
  return Map.groupBy(client.seen, ({ containerId }) => containerId);
}

test(`${COUNT} starts and execs, ${AT_ONCE} at once: no event is lost, double, early, wrong or out of order`, { timeout: HOUR_MS }, async () => {
  const pairs = Math.ceil(COUNT / (STARTS_WITH_EXECS + 1));
  const id = (kind: string, index: number) => `${side.namespace}-${kind}-${index}`;
  const begun = performance.now();
  const lives = await runLives(
    Array.from({ length: pairs }, (_, index) => [(code: number) => liveWithExecs(client, id("execs", index), code), (code: number) => liveShortly(client, id("short", index), code)]).flat(),
  );
  const seconds = (performance.now() - begun) / 1000;
  const events = await allEvents(lives);
  console.log(`${pairs * (STARTS_WITH_EXECS + 1)} starts and execs in ${seconds.toFixed(1)} s, ${client.seen.length} events`);
  expect(lives.flatMap(({ faults }) => faults)).toEqual([]);
  expect(lives.flatMap((life) => checkEvents(life, events.get(life.id) ?? []))).toEqual([]);
  await side.assertNoContainers();
  if (PEER_IS_STOCK) return;
  expect((await serviceProcesses(side as Host)).filter(({ restarts }) => restarts > 0)).toEqual([]);
  // A machine that has more to do than it can may have kept one from answering just now.
  await eventually("all services are well", async () => (await serviceProcesses(side as Host)).every(({ health }) => health === "ok"), 60_000);
});

test("a container that is killed for its memory: the reason is told before the end", async () => {
  const lives = await runLives(Array.from({ length: 2 * AT_ONCE }, (_, index) => () => liveTooLarge(client, `${side.namespace}-oom-${index}`)));
  const events = await allEvents(lives);
  expect(lives.flatMap(({ faults }) => faults)).toEqual([]);
  expect(lives.flatMap((life) => checkEvents(life, events.get(life.id) ?? [], { oom: true }))).toEqual([]);
  await side.assertNoContainers();
});
