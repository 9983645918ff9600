import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Outbox } from "@stevedore/metadata";
import type { EventBus } from "./bus.ts";

const BATCH = 256;
const RETRY_MS = 250;

export interface Publisher {
  /** Resolves when everything recorded so far is on the bus, or after `timeoutMs`: an absent bus must not stop a reply. */
  flushed(timeoutMs?: number): Promise<void>;
  stop(): void;
}

export interface PublisherOptions {
  outbox: Outbox;
  bus: EventBus;
  /** Prefix of the message ids: unique to this outbox in the whole cluster, and the same after a restart. */
  source: string;
  log: Logger;
}

/** Moves events from an outbox to the bus, in order, each at least once; the bus drops repetitions by id. */
export function createPublisher({ outbox, bus, source, log }: PublisherOptions): Publisher {
  let published = 0;
  let running = false;
  let stopped = false;
  const waiters = new Set<{ sequence: number; resolve: () => void }>();

  const advance = (sequence: number): void => {
    published = sequence;
    outbox.remove(sequence);
    for (const waiter of waiters) if (waiter.sequence <= sequence) waiter.resolve();
  };
  const drain = async (): Promise<void> => {
    if (running) return;
    running = true;
    while (!stopped) {
      const entries = outbox.pending(BATCH);
      if (entries.length === 0) break;
      try {
        // One connection keeps their order, so the batch travels without waiting for each answer.
        await Promise.all(entries.map((entry) => bus.publish(entry, `${source}-${entry.sequence}`)));
        advance(entries.at(-1)!.sequence);
      } catch (error) {
        log.debug("events wait for the bus", { error: messageOf(error), waiting: entries.length });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
    running = false;
  };
  outbox.onAppend(() => void drain());
  void drain();

  return {
    flushed(timeoutMs = RETRY_MS) {
      const sequence = outbox.last;
      if (sequence <= published || (!running && outbox.pending(1).length === 0)) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => waiter.resolve(), timeoutMs);
        const waiter = { sequence, resolve: () => (clearTimeout(timer), waiters.delete(waiter), resolve()) };
        waiters.add(waiter);
      });
    },
    stop: () => void (stopped = true),
  };
}
