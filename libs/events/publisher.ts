import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Outbox } from "@stevedore/metadata";
import type { EventBus } from "./bus.ts";

// Events on their way at the same time.
const WINDOW = 256;
const RETRY_MS = 250;

interface Flight {
  sequence: number;
  landed: boolean;
  answer?: Promise<void>;
}

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
  let sent = 0;
  let inRetry = false;
  let stopped = false;
  const flying: Flight[] = [];
  const waiters = new Set<{ sequence: number; resolve: () => void }>();

  const advance = (): void => {
    while (flying[0]?.landed) published = flying.shift()!.sequence;
    outbox.remove(published);
    for (const waiter of waiters) if (waiter.sequence <= published) waiter.resolve();
  };
  // One connection keeps their order, so events travel without waiting for each other's answers.
  const send = (): void => {
    if (stopped || inRetry) return;
    for (const entry of outbox.pending(WINDOW - flying.length, sent)) {
      const flight: Flight = { sequence: entry.sequence, landed: false };
      flight.answer = bus.publish(entry, `${source}-${entry.sequence}`);
      flying.push(flight);
      sent = entry.sequence;
      flight.answer.then(() => ((flight.landed = true), advance(), send()), (error: unknown) => void retry(error));
    }
  };
  // All begin again behind the last that is known to have arrived, lest a later event overtakes the one that did not.
  const retry = async (error: unknown): Promise<void> => {
    if (inRetry) return;
    inRetry = true;
    log.debug("events wait for the bus", { error: messageOf(error), waiting: flying.length });
    await Promise.allSettled(flying.map(({ answer }) => answer));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    flying.length = 0;
    sent = published;
    inRetry = false;
    send();
  };
  outbox.onAppend(send);
  send();

  return {
    flushed(timeoutMs = RETRY_MS) {
      const sequence = outbox.last;
      if (sequence <= published || outbox.pending(1).length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => waiter.resolve(), timeoutMs);
        const waiter = { sequence, resolve: () => (clearTimeout(timer), waiters.delete(waiter), resolve()) };
        waiters.add(waiter);
      });
    },
    stop: () => void (stopped = true),
  };
}
