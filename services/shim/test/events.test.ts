import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { aborted, invalidArgument, unavailable } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEventJournal } from "../event-journal.ts";
import { createTaskEvents, type EventReceiver } from "../events.ts";

const log = createLogger({ service: "test", write: () => undefined });
let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), "stevedore-shim-events-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** An ordered receiver as the tasks service is one; `failOnce`: container ids whose event is not recorded the first time. */
function createReceiver(failOnce: string[] = [], invalid: string[] = []) {
  const received: string[] = [];
  const seen = new Set<string>();
  let atOnce = 0;
  let most = 0;
  const receiver: EventReceiver = {
    ordered: true,
    async forward({ envelope }, { metadata }) {
      const { containerId } = containerd.events.TaskOOM.decode(envelope.event.value);
      const { "stevedore-event-id": id, "stevedore-event-after": after } = metadata;
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      if (failOnce.includes(containerId)) {
        failOnce.splice(failOnce.indexOf(containerId), 1);
        throw unavailable("the disk is full");
      }
      if (invalid.includes(containerId)) throw invalidArgument("no such thing");
      if (after !== undefined && !seen.has(after)) throw aborted(`not without ${after}`);
      if (seen.has(id!)) return;
      seen.add(id!);
      received.push(containerId);
    },
  };
  return { receiver, received, most: () => most };
}

const ids = Array.from({ length: 100 }, (_, i) => `c${i}`);

async function send(receiver: EventReceiver): Promise<void> {
  const journal = openEventJournal(dir);
  await using events = createTaskEvents({ journal, receiver, log });
  events.start();
  await Promise.all(ids.map((containerId) => events.emit("n", "TaskOOM", { containerId })));
  expect(events.waiting).toBe(0);
}

test("events travel side by side and arrive in their order", async () => {
  const { receiver, received, most } = createReceiver();
  await send(receiver);
  expect(received).toEqual(ids);
  expect(most()).toBeGreaterThan(8);
  expect(openEventJournal(dir).leftover).toEqual([]);
});

test("one that could not be recorded is overtaken by none", async () => {
  const { receiver, received } = createReceiver(["c0", "c3", "c40", "c99"]);
  await send(receiver);
  expect(received).toEqual(ids);
});

test("one that its receiver calls invalid is given up, and holds up nobody", async () => {
  const { receiver, received } = createReceiver(["c7"], ["c0", "c5", "c50"]);
  await send(receiver);
  expect(received).toEqual(ids.filter((id) => !["c0", "c5", "c50"].includes(id)));
});

test("to a receiver that keeps no order they go one after the other", async () => {
  const { receiver, received, most } = createReceiver(["c2"]);
  await send({ forward: receiver.forward });
  expect(received).toEqual(ids);
  expect(most()).toBe(1);
});
