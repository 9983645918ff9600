import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, goClient, NEWEST_CONTAINERD, type Side } from "../kit/mod.ts";
import { settle } from "./event-log.ts";
import { rows, same, sentByStock, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

// The name that version 2 files have for it.
const OFTEN = '[plugins."io.containerd.internal.v1.restart"]\n  interval = "500ms"\n';
const PREFIX = "containerd.io/restart.";

// Debian's 1.6.20 knows the status label only.
const stock = await goClient(NEWEST_CONTAINERD);

beforeAll(async () => {
  pair = await startPairWithImage({ bothConfig: OFTEN, ...("path" in stock && { stockBinary: stock.path }) });
});

afterAll(() => pair?.[Symbol.asyncDispose]());

/** On both sides where stock containerd knows the policies; else on ours alone. */
async function compared<T>(steps: (side: Side) => Promise<T>, part?: (seen: T) => unknown): Promise<T> {
  return "path" in stock ? same(pair, steps, part) : steps(pair.ours);
}

async function run(side: Side, id: string, labels: Record<string, string>, command: string[]): Promise<void> {
  const flags = Object.entries(labels).flatMap(([name, value]) => ["--label", `${PREFIX}${name}=${value}`]);
  await side.must(["run", "-d", ...flags, pair.image, id, ...command]);
}

// Put on a container that has its task already: stock's monitor may start one between its client's calls for the container and for the task.
const label = (side: Side, id: string, name: string, value: string): Promise<string> => side.must(["containers", "label", id, `${PREFIX}${name}=${value}`]);

async function statusOf(side: Side, id: string): Promise<string | undefined> {
  return rows(await side.must(["tasks", "ls"])).find(([name]) => name === id)?.[2];
}

async function labelsOf(side: Side, id: string): Promise<Record<string, string>> {
  const { Labels } = JSON.parse(await side.must(["containers", "info", id])) as { Labels: Record<string, string> };
  return Object.fromEntries(Object.entries(Labels).filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]));
}

async function remove(side: Side, id: string): Promise<void> {
  await label(side, id, "status", "stopped");
  await eventually("it is stopped", async () => (await statusOf(side, id)) !== "RUNNING", 20_000);
  await side.ctr(["tasks", "rm", id]);
  await side.must(["containers", "rm", id]);
}

test("on-failure:2: the same count, the same end, the same events", async () => {
  const id = pair.id("fails");
  const seen = await compared(async (side) => {
    await using events = side.start(["events"]);
    await settle(side, events);
    // Status comes last: else the monitor could meet the container before its first start.
    await run(side, id, { policy: "on-failure:2" }, ["sh", "-c", "exit 3"]);
    await label(side, id, "status", "running");
    await eventually("two restarts, and the end of the last", async () => (await labelsOf(side, id))["count"] === "2" && (await statusOf(side, id)) === "STOPPED", 20_000);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const labels = await labelsOf(side, id);
    const status = await statusOf(side, id);
    const topics = [...events.stdout().matchAll(/ (\/(?:tasks|containers)\/\S+)/g)].map(([, topic]) => topic!);
    await remove(side, id);
    const counted = topics.filter((topic) => topic === "/containers/update").length;
    return { labels, status, counted, tasks: topics.filter((topic) => topic.startsWith("/tasks/")) };
  }, ({ tasks, ...rest }) => ({ ...rest, tasks: tasks.filter(sentByStock) }));
  const life = ["/tasks/create", "/tasks/start", "/tasks/exit"];
  expect(seen).toEqual({ labels: { policy: "on-failure:2", status: "running", count: "2" }, status: "STOPPED", counted: 3, tasks: [...life, "/tasks/delete", ...life, "/tasks/delete", ...life] });
});

test("always runs again after a kill, unless-stopped as long as nobody stopped it, status stopped ends it", async () => {
  const id = pair.id("kept");
  await compared(async (side) => {
    await run(side, id, { policy: "always" }, ["sleep", "1000"]);
    await label(side, id, "status", "running");
    const again = async (): Promise<void> => {
      const before = (await labelsOf(side, id))["count"];
      await side.must(["tasks", "kill", "-s", "SIGKILL", id]);
      await eventually("it runs again", async () => (await labelsOf(side, id))["count"] !== before && (await statusOf(side, id)) === "RUNNING", 20_000);
    };
    await again();
    await label(side, id, "policy", "unless-stopped");
    await label(side, id, "explicitly-stopped", "false");
    await again();
    await label(side, id, "explicitly-stopped", "true");
    await side.must(["tasks", "kill", "-s", "SIGKILL", id]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const stopped = await statusOf(side, id);
    const labels = await labelsOf(side, id);
    await remove(side, id);
    return { stopped, policy: labels["policy"] };
  });
});

test("down and up: what ran goes on, and what has no task any more is started from its snapshot", async () => {
  const [runs, gone] = [pair.id("runs"), pair.id("gone")];
  await compared(async (side) => {
    await run(side, runs, {}, ["sleep", "1000"]);
    await label(side, runs, "status", "running");
    await run(side, gone, { policy: "no", status: "running" }, ["sh", "-c", "sleep 1000"]);
    await side.must(["tasks", "exec", "--exec-id", "write", gone, "touch", "/written"]);
    await side.must(["tasks", "kill", "-s", "SIGKILL", gone]);
    await eventually("it stops", async () => (await statusOf(side, gone)) === "STOPPED");
    await side.ctr(["tasks", "rm", gone]);
    await label(side, gone, "policy", "always");
    const pid = rows(await side.must(["tasks", "ls"])).find(([name]) => name === runs)?.[1];
    await side.stop();
    await side.restart();
    await eventually("both run", async () => (await statusOf(side, gone)) === "RUNNING" && (await statusOf(side, runs)) === "RUNNING", 20_000);
    const same = pid === rows(await side.must(["tasks", "ls"])).find(([name]) => name === runs)?.[1];
    const written = (await side.ctr(["tasks", "exec", "--exec-id", "look", gone, "ls", "/written"])).stdout;
    for (const id of [runs, gone]) await remove(side, id);
    return { same, written };
  });
});

test("stock containerd took part", ({ skip }) => {
  if ("skip" in stock) skip(stock.skip);
});

test("clients find the monitor and its policies among the plugins", async () => {
  const text = await pair.ours.must(["plugins", "ls", "-d", "id==restart"]);
  expect(text).toMatch(/io\.containerd\.monitor\.container\.v1/);
  expect(text).toMatch(/no,\s*always,\s*on-failure,\s*unless-stopped|Capabilities:\s+no/);
});
