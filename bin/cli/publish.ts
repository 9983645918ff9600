import { buffer } from "node:stream/consumers";
import { EventsTtrpcService, google, nowTimestamp } from "@stevedore/api";
import { connect, createClient } from "@stevedore/rpc";

export interface PublishOptions {
  /** The host's ttrpc socket. */
  socket: string;
  namespace: string;
  topic: string;
}

const TIMEOUT_MS = 10_000;

/** Publishes the event on standard input, a protobuf Any: what foreign shims call their daemon's binary for. */
export async function publishEvent({ socket, namespace, topic }: PublishOptions): Promise<void> {
  const event = google.protobuf.Any.decode(await buffer(process.stdin));
  const channel = connect({ path: socket });
  try {
    await createClient(EventsTtrpcService, channel).forward({ envelope: { timestamp: nowTimestamp(), namespace, topic, event } }, { namespace, timeoutMs: TIMEOUT_MS });
  } finally {
    await channel.close();
  }
}
