import { setTimeout as sleep } from "node:timers/promises";
import { packAny, containerd, nowTimestamp, type Any } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { EVENT_AFTER_HEADER, EVENT_ID_HEADER } from "@stevedore/rpc";
import type { EventJournal, JournalEvent } from "./event-journal.ts";

const FORWARD_TIMEOUT_MS = 5000;
const RETRY_MS = { first: 20, most: 2000 };

/** Resolves when the receiver has confirmed an event. */
export type Confirmation = Promise<void>;

/** Sends task events in the order of the calls, until each is confirmed. */
export interface TaskEvents extends AsyncDisposable {
  /** The event is in the journal when this returns. */
  emit<T extends EventName>(namespace: string, name: T, message: EventMessage<T>): Confirmation;
  /** Sends what an earlier shim left, then goes on. */
  start(): void;
  readonly waiting: number;
}

const TOPICS = {
  TaskCreate: "/tasks/create",
  TaskStart: "/tasks/start",
  TaskExecAdded: "/tasks/exec-added",
  TaskExecStarted: "/tasks/exec-started",
  TaskExit: "/tasks/exit",
  TaskDelete: "/tasks/delete",
  TaskOOM: "/tasks/oom",
  TaskPaused: "/tasks/paused",
  TaskResumed: "/tasks/resumed",
} as const;

export type EventName = keyof typeof TOPICS;
type EventMessage<T extends EventName> = ConstructorParameters<(typeof containerd.events)[T]>[0] & {};

/** Takes events: the client of a service `containerd.services.events.ttrpc.v1.Events`, or what stands in for it. */
export interface EventReceiver {
  /** It takes several at once in their order, and refuses one whose predecessor it did not get (`EVENT_AFTER_HEADER`). */
  readonly ordered?: boolean;
  forward(request: { envelope: EventEnvelope }, options: { namespace: string; timeoutMs: number; metadata: Record<string, string> }): Promise<unknown>;
}

export interface EventEnvelope {
  timestamp: { seconds: number; nanos: number };
  namespace: string;
  topic: string;
  event: Any;
}

export interface TaskEventsOptions {
  journal: EventJournal;
  receiver: EventReceiver;
  log: Logger;
}

interface Queued {
  event: JournalEvent;
  confirmed: boolean;
  confirm(): void;
}

// Events on their way at the same time, to an ordered receiver.
const WINDOW = 32;

export function createTaskEvents({ journal, receiver, log }: TaskEventsOptions): TaskEvents {
  const queue: Queued[] = journal.leftover.map((event) => ({ event, confirmed: false, confirm: () => undefined }));
  const flying = new Set<Promise<void>>();
  const stopping = new AbortController();
  const window = receiver.ordered === true ? WINDOW : 1;
  let started = false;
  let sent = 0;
  let delay = RETRY_MS.first;
  let retrying: Promise<void> | undefined;

  const settle = (one: Queued): void => {
    one.confirmed = true;
    while (queue[0]?.confirmed) {
      const { event, confirm } = queue.shift()!;
      sent--;
      journal.confirm(event);
      confirm();
    }
    delay = RETRY_MS.first;
  };
  const send = (): void => {
    while (started && retrying === undefined && !stopping.signal.aborted && sent < Math.min(window, queue.length)) {
      const one = queue[sent]!;
      const before = queue[sent - 1]?.event;
      sent++;
      const flight = forward(one.event, before, receiver).then(() => settle(one), (error: unknown) => refused(one, error));
      flying.add(flight);
      void flight.then(() => (flying.delete(flight), send()));
    }
  };
  // A receiver that is away gets everything when it is back; only an event that it calls invalid is given up.
  const refused = (one: Queued, error: unknown): void => {
    if (isError(error, "invalidArgument")) {
      log.error("event refused by its receiver", { topic: one.event.topic, namespace: one.event.namespace, error: messageOf(error) });
      return settle(one);
    }
    log.debug("event not delivered, trying again", { topic: one.event.topic, delay, error: messageOf(error) });
    retrying ??= retry();
  };
  const retry = async (): Promise<void> => {
    await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
    await Promise.all(flying);
    delay = Math.min(delay * 2, RETRY_MS.most);
    for (const one of queue) one.confirmed = false;
    sent = 0;
    retrying = undefined;
    send();
  };
  return {
    emit(namespace, name, message) {
      const { seconds, nanos } = nowTimestamp();
      const type = containerd.events[name] as { encode(message: unknown): { finish(): Uint8Array } };
      const any = packAny(`containerd.events.${name}`, type, message);
      const value = Buffer.from(any.value).toString("base64");
      const event = journal.append({ namespace, topic: TOPICS[name], time: [seconds, nanos], typeUrl: any.type_url, value });
      const confirmation = new Promise<void>((resolve) => queue.push({ event, confirmed: false, confirm: resolve }));
      send();
      return confirmation;
    },
    start() {
      started = true;
      send();
    },
    get waiting() {
      return queue.length;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await retrying;
      await Promise.all(flying);
      journal.close();
    },
  };
}

async function forward(event: JournalEvent, before: JournalEvent | undefined, receiver: EventReceiver): Promise<void> {
  const { namespace, topic } = event;
  const envelope = {
    timestamp: { seconds: event.time[0], nanos: event.time[1] },
    namespace,
    topic,
    event: { type_url: event.typeUrl, value: Buffer.from(event.value, "base64") },
  };
  const metadata = { [EVENT_ID_HEADER]: event.id, ...(before && { [EVENT_AFTER_HEADER]: before.id }) };
  await receiver.forward({ envelope }, { namespace, timeoutMs: FORWARD_TIMEOUT_MS, metadata });
}
