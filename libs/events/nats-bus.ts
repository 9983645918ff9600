import { containerd } from "@stevedore/api";
import { messageOf, unavailable } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { OutboxEntry } from "@stevedore/metadata";
import { DeliverPolicy, DiscardPolicy, jetstream, jetstreamManager, type ConsumerMessages, type JetStreamClient, type JsMsg, type OrderedPushConsumerOptions, type PushConsumer } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { BusEvent, EventBus, SubscribeOptions } from "./bus.ts";
import { STREAM_NAME, SUBJECT_PREFIX, subjectOf } from "./subject.ts";

const { Envelope } = containerd.types;
const DUPLICATE_WINDOW_NS = 120 * 1e9;
const RETRY_MS = 200;

export interface NatsBusOptions {
  url: string;
  token?: string;
  /** Name of this client at the server. */
  name: string;
  log: Logger;
  /** How long and how much of the past is kept for replay. */
  maxAgeSeconds?: number;
  maxBytes?: number;
}

interface Connected {
  connection: NatsConnection;
  client: JetStreamClient;
}

/** The bus on NATS JetStream. Returns at once; the connection is made in the background, and again whenever it is lost. */
export function createNatsBus(options: NatsBusOptions): EventBus {
  const closing = new AbortController();
  let isConnected = false;
  const ready = establish(options, closing.signal, (up) => (isConnected = up));
  // Whoever needs the connection awaits it; an unused bus that never connected is no error.
  ready.catch(() => undefined);

  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    const connected = isConnected ? await ready : undefined;
    await connected?.connection.close();
  };
  return {
    async publish(entry, id) {
      const { client } = await ready;
      try {
        await client.publish(subjectOf(entry.namespace, entry.topic), encodeEnvelope(entry), { msgID: id, timeout: 2000 });
      } catch (error) {
        throw unavailable(`publish event ${entry.topic}: ${messageOf(error)}`, { cause: error });
      }
    },
    subscribe: (subscription) => follow(ready, subscription, AbortSignal.any([subscription.signal, closing.signal]), options.log),
    get connected() {
      return isConnected;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function encodeEnvelope({ namespace, topic, timestamp, event }: OutboxEntry): Uint8Array {
  // An event that was published without a payload reaches its subscribers without one.
  const isEmpty = event.type_url === "" && event.value.length === 0;
  return Envelope.encode({ namespace, topic, timestamp, event: isEmpty ? null : event }).finish();
}

async function establish(options: NatsBusOptions, signal: AbortSignal, onStatus: (up: boolean) => void): Promise<Connected> {
  let told = "";
  for (;;) {
    signal.throwIfAborted();
    let connection: NatsConnection | undefined;
    try {
      connection = await connect({
        servers: options.url,
        name: options.name,
        ...(options.token === undefined ? {} : { token: options.token }),
        maxReconnectAttempts: -1,
        reconnectTimeWait: RETRY_MS,
        pingInterval: 20_000,
        headers: true,
        // A stack kept for each request costs more than the request.
        noAsyncTraces: true,
      } as Parameters<typeof connect>[0]);
      await ensureStream(connection, options);
      onStatus(true);
      void watchStatus(connection, onStatus, options.log);
      return { connection, client: jetstream(connection) };
    } catch (error) {
      const said = messageOf(error);
      // A server that isn't up yet is none to warn of, one that won't have our stream is.
      if (connection !== undefined && said !== told) options.log.warn("there are no events: the server has no stream for them", { stream: STREAM_NAME, error: said });
      else options.log.debug("event bus is not there yet", { error: said });
      told = said;
      await connection?.close();
      await delay(RETRY_MS / 4, signal);
    }
  }
}

async function ensureStream(connection: NatsConnection, options: NatsBusOptions): Promise<void> {
  const manager = await jetstreamManager(connection);
  const config = {
    name: STREAM_NAME,
    subjects: [`${SUBJECT_PREFIX}.>`],
    discard: DiscardPolicy.Old,
    max_age: (options.maxAgeSeconds ?? 86_400) * 1e9,
    max_bytes: options.maxBytes ?? 256 << 20,
    duplicate_window: DUPLICATE_WINDOW_NS,
  };
  await manager.streams.info(STREAM_NAME).catch(() =>
    // Every service of a host tries at the same moment: adding what is there with the same settings is no error.
    manager.streams.add(config),
  );
}

async function watchStatus(connection: NatsConnection, onStatus: (up: boolean) => void, log: Logger): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === "disconnect" || status.type === "reconnect") {
      onStatus(status.type === "reconnect");
      log.info(`event bus: ${status.type}`);
    }
  }
  onStatus(false);
}

/** Delivers events in order; when the consumer is lost, a new one goes on behind the last event delivered. */
async function* follow(ready: Promise<Connected>, options: SubscribeOptions, signal: AbortSignal, log: Logger): AsyncGenerator<BusEvent> {
  let position: Partial<OrderedPushConsumerOptions> = startOf(options);
  let announce = options.onReady;
  while (!signal.aborted) {
    try {
      const { client } = await ready;
      if (position.deliver_policy === DeliverPolicy.New) position = await pinToNow(client);
      const consumer = (await client.consumers.getPushConsumer(STREAM_NAME, { filter_subjects: `${SUBJECT_PREFIX}.>`, ...position })) as PushConsumer;
      const messages = await consumer.consume();
      announce?.();
      announce = undefined;
      for await (const message of readMessages(messages, signal)) {
        yield { sequence: message.seq, envelope: Envelope.decode(message.data) };
        position = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: message.seq + 1 };
      }
    } catch (error) {
      if (signal.aborted) return;
      log.warn("event subscription lost; it is made again", { error: messageOf(error) });
      await delay(RETRY_MS, signal).catch(() => undefined);
    }
  }
}

function startOf({ after, since }: SubscribeOptions): Partial<OrderedPushConsumerOptions> {
  if (after !== undefined) return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: after + 1 };
  if (since !== undefined) return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: since.toISOString() };
  return { deliver_policy: DeliverPolicy.New };
}

// A consumer of "new" events that has to be made again would skip what came between; a sequence number does not.
async function pinToNow(client: JetStreamClient): Promise<Partial<OrderedPushConsumerOptions>> {
  const manager = await client.jetstreamManager();
  const { state } = await manager.streams.info(STREAM_NAME);
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: state.last_seq + 1 };
}

async function* readMessages(messages: ConsumerMessages, signal: AbortSignal): AsyncGenerator<JsMsg> {
  const stop = (): void => void messages.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const message of messages) yield message;
  } finally {
    signal.removeEventListener("abort", stop);
    await messages.close();
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
  });
}

