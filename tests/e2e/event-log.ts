import { setTimeout as sleep } from "node:timers/promises";
import { containerd, EventsService, packAny } from "@stevedore/api";
import { connectGrpc, eventually, type Running, type Side } from "../kit/mod.ts";

/** An event of the tests' own, which is not counted. */
export const LISTENING = "/kit/listening";

/** Lets the event of `settle` through, beside another filter. */
export const LISTENING_FILTER = `topic=="${LISTENING}"`;

export interface Event {
  topic: string;
  body: Record<string, unknown>;
}

/** Lines of `ctr events` (time, namespace, topic, body as JSON), with what no two runs share masked. */
export function parseEvents(text: string): Event[] {
  return text.split("\n").filter((line) => line !== "" && !line.includes(` ${LISTENING} `)).map((line) => {
    const [, topic = "", body = ""] = /(\/\S+) (.*)$/.exec(line) ?? [];
    return { topic, body: mask(JSON.parse(body || "{}") as Record<string, unknown>) };
  });
}

// Pids, times, the random part of keys, the paths of client FIFOs and of rootfs mounts.
function mask(body: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(body, (key, value: unknown) => (key === "pid" || key === "exited_at" ? "MASKED" : key === "rootfs" ? "MOUNTS" : value));
  return JSON.parse(
    text
      .replace(/extract-\d+-[\w-]+ /g, "extract-N ")
      .replace(/-view-\d+-[\w-]+"/g, '-view-N"')
      .replace(/("containerd.io\/gc.expire":")[^"]*/g, "$1TIME")
      .replace(/"[^"]*\/\d+\/([^"/]+-std(in|out|err))"/g, '"FIFO/$1"')
      .replace(/"bundle":"[^"]*\/(io\.containerd[^"]*)"/g, '"bundle":"$1"'),
  ) as Record<string, unknown>;
}

/**
 * Waits until each `ctr events` has subscribed, which it doesn't tell: it has when it shows what is published. Those with filters need `LISTENING_FILTER` besides.
 * Each shows then what was published before, too.
 */
export async function settle(side: Side, ...listeners: Running[]): Promise<void> {
  await using client = connectGrpc(side.address, side.namespace);
  const id = `listening-${counter++}`;
  const event = packAny("containerd.events.ContainerDelete", containerd.events.ContainerDelete, { id });
  await eventually("ctr events has subscribed", async () => {
    for (const listener of listeners) if (listener.child.exitCode !== null) throw new Error(`ctr events ended: ${listener.stderr()}`);
    await client.unary(EventsService.name, EventsService.methods.publish, { topic: LISTENING, event });
    await sleep(50);
    return listeners.every((listener) => listener.stdout().includes(id));
  }, 20_000);
}

let counter = 0;

/** What a side tells while `act` runs and until it has been silent for half a second. Order is not kept: services and shims tell side by side. */
export async function eventsDuring(side: Side, act: () => Promise<void>, binary?: string): Promise<string[]> {
  await using listener = side.start(["events"], { timeout: 300_000, ...(binary === undefined ? {} : { binary }) });
  await settle(side, listener);
  await act();
  for (let seen = -1; seen !== listener.stdout().length; ) {
    seen = listener.stdout().length;
    await sleep(500);
  }
  return parseEvents(listener.stdout()).map(({ topic, body }) => `${topic} ${JSON.stringify(body)}`).toSorted();
}
