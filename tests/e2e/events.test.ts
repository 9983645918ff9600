import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type Running, type Side } from "../kit/mod.ts";
import { multiPlatformImage, pushLayout } from "../kit/mod.ts";
import { type Event, LISTENING_FILTER, parseEvents, settle } from "./event-log.ts";
import { pull, same, sentByStock, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

test("run --rm: the same topics in the same order, with the same bodies", async () => {
  const id = pair.id("run");
  const seen = await same(pair, (side) => during(side, "/containers/delete", async () => {
    await side.ctr(["run", "--rm", pair.image, id, "sh", "-c", "exit 7"]);
  }), reliable);
  expect(seen.tasks.map(({ topic }) => topic)).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
  expect(seen.others.map(({ topic }) => topic)).toEqual(["/snapshot/prepare", "/containers/create", "/snapshot/remove", "/containers/delete"]);
});

test("run --rm: ours keeps one order over all services", async () => {
  const id = pair.id("order");
  const topics = await inOrder(pair.ours, "/containers/delete", async () => {
    await pair.ours.ctr(["run", "--rm", pair.image, id, "true"]);
  });
  expect(topics).toEqual(["/snapshot/prepare", "/containers/create", "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete", "/snapshot/remove", "/containers/delete"]);
});

test("exec, pause, resume, kill", async () => {
  const id = pair.id("life");
  const seen = await same(pair, (side) => during(side, "/containers/delete", async () => {
    await side.must(["run", "-d", pair.image, id, "sleep", "1000"]);
    await side.ctr(["tasks", "exec", "--exec-id", "e1", id, "sh", "-c", "exit 3"]);
    await side.must(["tasks", "pause", id]);
    await side.must(["tasks", "resume", id]);
    await side.must(["tasks", "kill", "-s", "SIGKILL", id]);
    await eventually("it stops", async () => (await side.must(["tasks", "ls"])).includes("STOPPED"));
    await side.ctr(["tasks", "rm", id]);
    await side.must(["containers", "rm", id]);
  }), reliable);
  expect(seen.tasks.map(({ topic }) => topic)).toEqual([
    "/tasks/create", "/tasks/start", "/tasks/exec-added", "/tasks/exec-started", "/tasks/exit", "/tasks/paused", "/tasks/resumed", "/tasks/exit", "/tasks/delete",
  ]);
});

test("pull, tag and removal of an image", async () => {
  const reference = await pushLayout(pair.registry, await multiPlatformImage(), "events");
  const seen = await same(pair, async (side) => {
    const { others } = await during(side, "/namespaces/delete", async () => {
      await pull(side, reference);
      await side.must(["images", "tag", reference, "tagged:1"]);
      await side.must(["images", "label", "tagged:1", "a=b"]);
      await side.must(["images", "rm", "tagged:1"]);
      await side.must(["images", "rm", "--sync", reference]);
      await side.must(["namespaces", "create", `${pair.namespace}-x`]);
      await side.must(["namespaces", "rm", `${pair.namespace}-x`]);
    });
    // Blobs arrive at once, so their events have no order; keys of extractions are random.
    const content = others.filter(({ topic }) => topic.startsWith("/content/")).map((event) => JSON.stringify(event)).toSorted();
    return { content, rest: others.filter(({ topic }) => !topic.startsWith("/content/")) };
  });
  expect(seen.rest.map(({ topic }) => topic)).toContain("/images/update");
});

test("filters select by topic, namespace and field", async () => {
  const id = pair.id("filter");
  for (const filter of [`topic=="/tasks/exit"`, "topic~=|^/containers/|", `event.container_id==${id}`, `namespace==${pair.namespace},topic=="/containers/create"`, "namespace==nobody"]) {
    await same(pair, async (side) => {
      await using events = side.start(["events", LISTENING_FILTER, filter]);
      await using all = side.start(["events"]);
      await settle(side, events, all);
      await side.ctr(["run", "--rm", pair.image, id, "true"]);
      await all.waitFor(/\/tasks\/exit/);
      await all.waitFor(/\/containers\/delete/);
      await untilDeleted(side, all);
      await settle(side, events, all);
      return parseEvents(events.stdout()).map(({ topic }) => topic).filter(sentByStock);
    });
  }
});

interface Told {
  tasks: Event[];
  others: Event[];
}

const reliable = ({ tasks, others }: Told): Told => ({ tasks: tasks.filter(({ topic }) => sentByStock(topic)), others });

/** The events of the namespace while `act` runs, up to one with topic `last`: of tasks, and others, each in their order. */
async function during(side: Side, last: string, act: () => Promise<void>): Promise<Told> {
  await using listener = side.start(["events"]);
  await settle(side, listener);
  await act();
  await listener.waitFor(new RegExp(last));
  if (listener.stdout().includes("/tasks/create")) await untilDeleted(side, listener);
  const events = parseEvents(listener.stdout());
  const isTask = ({ topic }: Event) => topic.startsWith("/tasks/");
  return { tasks: events.filter(isTask), others: events.filter((event) => !isTask(event)) };
}

// The shim's events travel on a way of their own; stock's may not tell of the task's deletion at all.
async function untilDeleted(side: Side, listener: Running): Promise<void> {
  const told = eventually("the task's deletion is told", () => listener.stdout().includes("/tasks/delete"), side.name === "stevedore" ? 20_000 : 5000);
  await (side.name === "stevedore" ? told : told.catch(() => undefined));
}

async function inOrder(side: Side, last: string, act: () => Promise<void>): Promise<string[]> {
  await using listener = side.start(["events"]);
  await settle(side, listener);
  await act();
  await listener.waitFor(new RegExp(last));
  return parseEvents(listener.stdout()).map(({ topic }) => topic);
}
