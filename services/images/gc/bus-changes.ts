import { containerd, typeNameOf } from "@stevedore/api";
import { messageOf } from "@stevedore/errors";
import type { EventBus } from "@stevedore/events";
import type { Logger } from "@stevedore/log";
import type { SweepListener } from "./collector.ts";
import type { Scheduler } from "./scheduler.ts";

const { SnapshotRemove } = containerd.events;
const RESUBSCRIBE_MS = 1000;

const DELETIONS = new Set(["/content/delete", "/snapshot/remove", "/containers/delete", "/sandboxes/exit"]);
const MUTATIONS = new Set(["/content/create", "/snapshot/prepare", "/snapshot/commit", "/containers/create", "/containers/update", "/sandboxes/create"]);

/**
 * Counts what other services write, by their events: a deletion there leaves garbage as one here does. The removals
 * that garbage collection itself has caused are not counted, or each collection would bring the next.
 */
export function watchOtherServices({ bus, scheduler, log, signal }: { bus: EventBus; scheduler: Pick<Scheduler, "changed">; log: Logger; signal: AbortSignal }): SweepListener {
  const ownRemovals = new Set<string>();
  const read = (namespace: string, topic: string, event: containerd.types.IEnvelope["event"]): void => {
    if (MUTATIONS.has(topic)) return scheduler.changed({ mutations: 1, deletions: 0 });
    if (!DELETIONS.has(topic)) return;
    if (typeNameOf(event) === "containerd.events.SnapshotRemove") {
      const { snapshotter, key } = SnapshotRemove.decode(event?.value ?? new Uint8Array());
      if (ownRemovals.delete(removalKey(namespace, `snapshot/${snapshotter}`, key))) return;
    }
    scheduler.changed({ mutations: 1, deletions: 1 });
  };
  // Deletions of which nobody heard until now may have left garbage.
  const onReady = (): void => scheduler.changed({ mutations: 1, deletions: 1 });
  void (async () => {
    while (!signal.aborted) {
      try {
        for await (const { envelope } of bus.subscribe({ signal, onReady })) read(envelope.namespace, envelope.topic, envelope.event);
      } catch (error) {
        if (signal.aborted) return;
        log.debug("no events from other services to count", { error: messageOf(error) });
      }
      await new Promise((resolve) => setTimeout(resolve, RESUBSCRIBE_MS).unref());
    }
  })();
  return ({ namespace, kind, keys }) => {
    if (!kind.startsWith("snapshot/")) return () => undefined;
    // The events may come before the answer: so all are expected at first, and those that stay are taken back.
    for (const key of keys) ownRemovals.add(removalKey(namespace, kind, key));
    return (removed) => {
      const gone = new Set(removed);
      for (const key of keys) if (!gone.has(key)) ownRemovals.delete(removalKey(namespace, kind, key));
    };
  };
}

function removalKey(namespace: string, kind: string, key: string): string {
  return JSON.stringify([namespace, kind, key]);
}
