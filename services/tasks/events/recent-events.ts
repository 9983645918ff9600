import type { OutboxEvent } from "@stevedore/metadata";

// What is older than this many events is forgotten; nobody waits that long.
const CAPACITY = 4096;

/** Remembers which events came lately, so that others can wait for one or recognise it. In memory: it only helps with orders. */
export interface RecentEvents {
  add(key: string): void;
  has(key: string): boolean;
  /** Resolves when the event has come, or after `patienceMs`. */
  when(key: string, patienceMs: number): Promise<void>;
  /** Forgets an event: what comes under its key from now on is another one. */
  forget(key: string): void;
  /** True when exactly this event, with its timestamp, came before. */
  isRepetition(event: OutboxEvent): boolean;
}

export function createRecentEvents(): RecentEvents {
  const seen = new Set<string>();
  const waiting = new Map<string, Set<() => void>>();
  const add = (key: string): void => {
    seen.delete(key);
    seen.add(key);
    if (seen.size > CAPACITY) seen.delete(seen.values().next().value!);
  };
  return {
    add(key) {
      add(key);
      for (const resolve of waiting.get(key) ?? []) resolve();
    },
    has: (key) => seen.has(key),
    forget: (key) => void seen.delete(key),
    isRepetition({ namespace, topic, timestamp, event }) {
      const identity = `${namespace} ${topic} ${timestamp?.seconds}.${timestamp?.nanos} ${Buffer.from(event.value).toString("base64")}`;
      const repeated = seen.has(identity);
      add(identity);
      return repeated;
    },
    when(key, patienceMs) {
      if (seen.has(key) || patienceMs <= 0) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const resolvers = waiting.get(key) ?? new Set();
      waiting.set(key, resolvers.add(resolve));
      const timer = setTimeout(resolve, patienceMs);
      return promise.finally(() => {
        clearTimeout(timer);
        resolvers.delete(resolve);
        if (resolvers.size === 0) waiting.delete(key);
      });
    },
  };
}
