import { setTimeout as sleep } from "node:timers/promises";
import type { Any, google } from "@stevedore/api";
import { createMessageQueue } from "@stevedore/rpc";
import type { Scope } from "./deps.ts";

/** A stream that the client opened with Streaming.Stream and named in its request. */
export interface ClientStream {
  send(message: Any): void;
  /** What the client sends next; undefined when it has closed its side. */
  next(): Promise<google.protobuf.IAny | undefined>;
  /** Closes the client's stream once everything is sent. */
  close(): Promise<void>;
  /** Rejects when the stream does not exist or broke; never resolves otherwise. */
  readonly failed: Promise<never>;
}

// The gateway answers a half-close at once; a client that does not read must not hold the transfer up.
const CLOSE_TIMEOUT_MS = 2000;

/** Attaches to a client's stream. That it does not exist shows in `failed` and `next` (NotFound). */
export function attachStream({ deps, call }: Scope, id: string): ClientStream {
  const outgoing = createMessageQueue<Any>();
  const incoming = createMessageQueue<google.protobuf.IAny>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const receiving = (async () => {
    try {
      for await (const message of deps.streams.attach(outgoing, { ...call, metadata: { "stevedore-stream": id } })) incoming.push(message);
      incoming.end();
    } catch (error) {
      incoming.end(error);
      failed.reject(error);
    }
  })();
  const messages = incoming[Symbol.asyncIterator]();
  return {
    send: (message) => outgoing.push(message),
    async next() {
      const { value, done } = await messages.next();
      return done === true ? undefined : value;
    },
    async close() {
      outgoing.end();
      const timeout = new AbortController();
      await Promise.race([receiving, sleep(CLOSE_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => {})]);
      timeout.abort();
    },
    failed: failed.promise,
  };
}
