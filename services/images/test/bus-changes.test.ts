import { setTimeout as sleep } from "node:timers/promises";
import { containerd, packAny } from "@stevedore/api";
import type { BusEvent, EventBus } from "@stevedore/events";
import { expect, test } from "vitest";
import { watchOtherServices } from "../gc/bus-changes.ts";
import { quiet } from "./support.ts";

const { SnapshotRemove } = containerd.events;

function deletion(namespace: string, key: string): BusEvent {
  const event = packAny("containerd.events.SnapshotRemove", SnapshotRemove, { key, snapshotter: "overlayfs" });
  return { sequence: 1, envelope: { namespace, topic: "/snapshot/remove", event } as containerd.types.Envelope };
}

// A bus that is late, and then breaks, is no part that can be had for real at a given moment.
test("whenever a subscription is there at last, something may have been deleted before; own removals count for nothing", async () => {
  const changes: number[] = [];
  const lives: (() => Promise<BusEvent[]>)[] = [async () => [deletion("n", "clients"), deletion("n", "swept")], async () => []];
  const bus: Pick<EventBus, "subscribe"> = {
    async *subscribe({ onReady, signal }) {
      const life = lives.shift();
      if (life === undefined) return void (await sleep(60_000, undefined, { signal }).catch(() => undefined));
      await sleep(20);
      onReady?.();
      yield* await life();
      throw new Error("the bus is gone");
    },
  };
  const stop = new AbortController();
  const onSweep = watchOtherServices({ bus: bus as EventBus, scheduler: { changed: ({ deletions }) => void changes.push(deletions) }, log: quiet, signal: stop.signal });
  onSweep({ namespace: "n", kind: "snapshot/overlayfs", keys: ["swept"] })(["swept"]);
  while (changes.length < 3) await sleep(10);
  stop.abort();
  expect([changes, lives.length]).toEqual([[1, 1, 1], 0]);
});
