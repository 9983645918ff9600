import { containerd, packAny, type google } from "@stevedore/api";
import { checkEnvelope } from "@stevedore/events";
import type { MetadataStore, OutboxEvent } from "@stevedore/metadata";
import { createRecentEvents } from "./recent-events.ts";
import { noteEventId, type EventId } from "./event-id.ts";
import { keyOf, subjectOf, type TaskEventSubject } from "./task-event.ts";

export interface Exit {
  pid: number;
  exitStatus: number;
  exitedAt: google.protobuf.ITimestamp;
}

/** Records events about tasks in the outbox, from where they are published in the order of their recording. */
export interface EventRecorder {
  /** Resolves when the event is on disk. An event that was recorded before is dropped. @throws InvalidArgument */
  forward(envelope: containerd.types.IEnvelope | null | undefined, id: EventId | undefined): Promise<void>;
  /** Records the end of a task whose shim can't tell it any more: its exit, if that is not known, and its deletion. */
  reportLost(namespace: string, containerId: string, exit: Exit): Promise<void>;
  /** Resolves when the event is on the bus, or at the latest after `patienceMs`: a shim that forgets an event stops nobody. */
  published(subject: TaskEventSubject, patienceMs: number): Promise<void>;
  /** A process is gone, or new under an id that was used before: its earlier events are not its own. */
  forget(subject: Omit<TaskEventSubject, "topic">): void;
}

export interface EventRecorderDeps {
  store: MetadataStore;
  published(): Promise<void>;
}

export function createEventRecorder({ store, published }: EventRecorderDeps): EventRecorder {
  const recent = createRecentEvents();

  // Nothing may be awaited before `transact`: the order of calls is the order of events.
  const record = async (event: OutboxEvent, id: EventId | undefined): Promise<void> => {
    const subject = subjectOf(event.namespace, event.topic, event.event);
    await store.transact((tx) => {
      if (id === undefined || noteEventId(tx, id)) tx.emit(event);
    });
    if (subject !== undefined) recent.add(keyOf(subject));
  };
  return {
    forward(envelope, id) {
      const event = checkEnvelope(envelope);
      if (id === undefined && recent.isRepetition(event)) return Promise.resolve();
      return record(event, id);
    },
    async reportLost(namespace, containerId, exit) {
      const exitSubject = { topic: "/tasks/exit", namespace, containerId, processId: containerId };
      const { TaskExit, TaskDelete } = containerd.events;
      const recorded: Promise<void>[] = [];
      if (!recent.has(keyOf(exitSubject))) {
        const event = packAny("containerd.events.TaskExit", TaskExit, { containerId, id: containerId, ...exit });
        recorded.push(record({ namespace, topic: "/tasks/exit", event }, undefined));
      }
      const event = packAny("containerd.events.TaskDelete", TaskDelete, { containerId, ...exit });
      recorded.push(record({ namespace, topic: "/tasks/delete", event }, undefined));
      await Promise.all(recorded);
    },
    async published(subject, patienceMs) {
      await recent.when(keyOf(subject), patienceMs);
      await published();
    },
    forget(subject) {
      for (const topic of ["/tasks/exit", "/tasks/delete"]) recent.forget(keyOf({ ...subject, topic }));
    },
  };
}
