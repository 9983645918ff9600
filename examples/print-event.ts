import { containerd, typeNameOf } from "@stevedore/api";

/** One event as a line of JSON: place in the stream (where that is known), time, namespace, topic, payload's type and fields. */
export function printEvent({ namespace, topic, timestamp, event }: containerd.types.IEnvelope, sequence?: number): void {
  const type = typeNameOf(event);
  const time = new Date(Number(timestamp?.seconds ?? 0) * 1000 + (timestamp?.nanos ?? 0) / 1e6).toISOString();
  process.stdout.write(`${JSON.stringify({ sequence, time, namespace, topic, type, event: decode(type, event?.value ?? new Uint8Array()) })}\n`);
}

// Types are found by their full name: containerd.events.TaskExit is `containerd`, `events`, `TaskExit`. Anybody may publish others.
function decode(type: string, bytes: Uint8Array): unknown {
  let at: unknown = { containerd };
  for (const part of type.split(".")) at = (at as Record<string, unknown> | undefined)?.[part];
  return (at as { decode(bytes: Uint8Array): unknown } | undefined)?.decode(bytes) ?? Buffer.from(bytes).toString("base64");
}
