import { setTimeout as sleep } from "node:timers/promises";
import { packAny, containerd, nowTimestamp, type Any } from "@stevedore/api";
import { isError, messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { EventJournal, JournalEvent } from "./event-journal.ts";

/** The header that carries an event's id to the receiver. */
export const EVENT_ID_HEADER = "stevedore-event-id";

const FORWARD_TIMEOUT_MS = 5000;
const RETRY_MS = { first: 20, most: 2000 };

/** Resolves when the receiver has confirmed an event. */
export type Confirmation = Promise<void>;

/** Sends task events, one after the other in the order of the calls, until each is confirmed. */
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
  confirm(): void;
}

export function createTaskEvents({ journal, receiver, log }: TaskEventsOptions): TaskEvents {
  const queue: Queued[] = journal.leftover.map((event) => ({ event, confirm: () => undefined }));
  const stopping = new AbortController();
  let sending: Promise<void> | undefined;
  let started = false;

  const sendAll = async (): Promise<void> => {
    for (let next = queue[0]; next !== undefined && !stopping.signal.aborted; next = queue[0]) {
      if (!(await sendUntilConfirmed(next.event, receiver, stopping.signal, log))) return;
      journal.confirm(next.event);
      queue.shift();
      next.confirm();
    }
  };
  const wake = (): void => {
    if (!started || sending !== undefined) return;
    sending = sendAll().finally(() => {
      sending = undefined;
      if (queue.length > 0 && !stopping.signal.aborted) wake();
    });
  };
  return {
    emit(namespace, name, message) {
      const { seconds, nanos } = nowTimestamp();
      const type = containerd.events[name] as { encode(message: unknown): { finish(): Uint8Array } };
      const any = packAny(`containerd.events.${name}`, type, message);
      const value = Buffer.from(any.value).toString("base64");
      const event = journal.append({ namespace, topic: TOPICS[name], time: [seconds, nanos], typeUrl: any.type_url, value });
      const confirmation = new Promise<void>((resolve) => queue.push({ event, confirm: resolve }));
      wake();
      return confirmation;
    },
    start() {
      started = true;
      if (queue.length > 0) wake();
    },
    get waiting() {
      return queue.length;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await sending;
      journal.close();
    },
  };
}

// A receiver that is away gets everything when it is back; only an event that it calls invalid is given up.
async function sendUntilConfirmed(
  event: JournalEvent,
  receiver: EventReceiver,
  signal: AbortSignal,
  log: Logger,
): Promise<boolean> {
  for (let delay = RETRY_MS.first; !signal.aborted; delay = Math.min(delay * 2, RETRY_MS.most)) {
    try {
      await forward(event, receiver);
      return true;
    } catch (error) {
      if (isError(error, "invalidArgument")) {
        log.error("event refused by its receiver", { topic: event.topic, namespace: event.namespace, error: messageOf(error) });
        return true;
      }
      log.debug("event not delivered, trying again", { topic: event.topic, delay, error: messageOf(error) });
      await sleep(delay, undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
}

async function forward(event: JournalEvent, receiver: EventReceiver): Promise<void> {
  const { namespace, topic } = event;
  const envelope = {
    timestamp: { seconds: event.time[0], nanos: event.time[1] },
    namespace,
    topic,
    event: { type_url: event.typeUrl, value: Buffer.from(event.value, "base64") },
  };
  await receiver.forward({ envelope }, { namespace, timeoutMs: FORWARD_TIMEOUT_MS, metadata: { [EVENT_ID_HEADER]: event.id } });
}
