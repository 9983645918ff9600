import type { containerd } from "@stevedore/api";
import type { OutboxEntry } from "@stevedore/metadata";

export type Envelope = containerd.types.IEnvelope;

/** An event as it lies on the bus: its place in the cluster-wide order, and containerd's envelope. */
export interface BusEvent {
  /** Sequence number in the stream; it grows and has no meaning beyond order and replay. */
  readonly sequence: number;
  readonly envelope: containerd.types.Envelope;
}

export interface SubscribeOptions {
  /** Ends the subscription. */
  signal: AbortSignal;
  /** Where to begin: behind a sequence number, or at a time; absent: only what comes from now on. */
  after?: number;
  since?: Date;
  /** Called once the subscription is in place: what is published from then on is delivered. */
  onReady?: () => void;
}

/**
 * The event bus of a cluster. Events are kept in the order in which they were published; publishing the same
 * message id again within two minutes adds nothing. A lost connection is made again, and a subscription then goes on
 * behind the last event that it delivered.
 */
export interface EventBus extends AsyncDisposable {
  /** Resolves when the bus has stored the event. `id` identifies it across retries. @throws Unavailable */
  publish(entry: OutboxEntry, id: string): Promise<void>;
  subscribe(options: SubscribeOptions): AsyncIterable<BusEvent>;
  readonly connected: boolean;
  close(): Promise<void>;
}
