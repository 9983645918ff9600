import { ZERO_TIME, type Any, type containerd } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { OutboxEvent } from "@stevedore/metadata";
import { validateIdentifier, validateTopic } from "@stevedore/names";

/**
 * An envelope that somebody forwards, checked as containerd does, as the event that goes into an outbox.
 * @throws InvalidArgument naming the namespace, the topic or the missing timestamp
 */
export function checkEnvelope(envelope: containerd.types.IEnvelope | null | undefined): OutboxEvent & { event: Any } {
  const { namespace, topic, timestamp, event } = envelope ?? {};
  validateIdentifier(namespace ?? "", "event envelope has invalid namespace");
  validateTopic(topic ?? "");
  if ((!timestamp?.seconds && !timestamp?.nanos) || timestamp.seconds === ZERO_TIME.seconds) throw invalidArgument("timestamp must be set on forwarded event");
  return {
    namespace: namespace!,
    topic: topic!,
    event: { type_url: event?.type_url ?? "", value: event?.value ?? new Uint8Array(0) },
    timestamp: { seconds: Number(timestamp.seconds ?? 0), nanos: timestamp.nanos ?? 0 },
  };
}
