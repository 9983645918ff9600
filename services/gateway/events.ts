import { EventsService } from "@stevedore/api";
import { invalidArgument, messageOf, unavailable, unknownError, wrapError } from "@stevedore/errors";
import { checkEnvelope, type BusEvent, type EventBus } from "@stevedore/events";
import { compileFilters, type FieldLookup, type Filter } from "@stevedore/filters";
import type { MetadataStore } from "@stevedore/metadata";
import { validateTopic } from "@stevedore/names";
import { createMessageQueue, encoded, type CallContext, type Handlers, type MessageQueue } from "@stevedore/rpc";
import { createEventLookup } from "./event-filter.ts";

/** Header by which a subscriber asks for the past: a sequence number (events behind it) or an RFC 3339 time (events since). */
export const REPLAY_HEADER = "stevedore-replay";

export interface EventsDeps {
  store: MetadataStore;
  bus: EventBus;
  /** Resolves when the events emitted so far are on the bus. */
  published(): Promise<void>;
  signal: AbortSignal;
}

export interface EventsApi {
  handlers: Handlers<typeof EventsService>;
  /** True once the live feed from the bus is in place. */
  ready(): boolean;
}

/** The Events service: one live feed from the bus for all subscribers, a feed of its own for who wants the past. */
export function createEvents(deps: EventsDeps): EventsApi {
  const feed = createFeed(deps);

  return {
    ready: feed.ready,
    handlers: {
      async forward(request) {
        const event = checkEnvelope(request.envelope);
        await deps.store.transact((tx) => tx.emit(event));
        await deps.published();
        return {};
      },
      async publish(request, context) {
        const namespace = publisherOf(context);
        validateTopic(request.topic);
        const event = { type_url: request.event?.type_url ?? "", value: request.event?.value ?? new Uint8Array(0) };
        await deps.store.transact((tx) => tx.emit({ namespace, topic: request.topic, event }));
        await deps.published();
        return {};
      },
      async *subscribe(request, context) {
        const filter = compileSubscription(request.filters);
        const events = context.metadata.has(REPLAY_HEADER) ? replay(deps.bus.subscribe({ signal: context.signal, ...readReplay(context) })) : feed.subscribe(context.signal);
        // Stock clients decode every event that they get and complain of what they don't know: our own topics are for those who name them.
        const wantsOwn = request.filters.some((text) => text.includes(OWN_TOPICS));
        for await (const event of events) if ((wantsOwn || !event.isOwn) && filter(event.lookup)) yield encoded(event.bytes());
        // A stream that simply ends, or ends with Canceled, makes dockerd believe that it asked for that.
        if (deps.signal.aborted) throw unavailable("the daemon is stopping");
      },
    },
  };
}

const OWN_TOPICS = "/stevedore/";

function publisherOf(context: CallContext): string {
  try {
    return context.namespace;
  } catch (error) {
    throw wrapError("failed publishing event", error);
  }
}

function compileSubscription(filters: string[]): Filter {
  try {
    return compileFilters(filters);
  } catch (error) {
    throw unknownError(`subscription error: failed parsing subscription filters: ${messageOf(error)}`, { cause: error });
  }
}

function readReplay({ metadata }: CallContext): { after?: number; since?: Date } {
  const value = metadata.get(REPLAY_HEADER) ?? "";
  if (/^\d+$/.test(value)) return { after: Number(value) };
  const since = new Date(value);
  if (Number.isNaN(since.getTime())) throw invalidArgument(`${REPLAY_HEADER} ${JSON.stringify(value)}`, { hint: "give a sequence number or an RFC 3339 time" });
  return { since };
}

/** An event as all its subscribers share it: decoded for the first filter that asks, encoded for the first who gets it. */
interface SharedEvent {
  /** Of a topic that containerd doesn't have. */
  isOwn: boolean;
  lookup: FieldLookup;
  bytes(): Uint8Array;
}

function share({ envelope }: BusEvent): SharedEvent {
  let bytes: Uint8Array | undefined;
  return { isOwn: envelope.topic.startsWith(OWN_TOPICS), lookup: createEventLookup(envelope), bytes: () => (bytes ??= EventsService.methods.subscribe.response.encode(envelope)) };
}

async function* replay(events: AsyncIterable<BusEvent>): AsyncIterable<SharedEvent> {
  for await (const event of events) yield share(event);
}

interface Feed {
  ready(): boolean;
  subscribe(signal: AbortSignal): AsyncIterable<SharedEvent>;
}

/** Follows the bus once and hands each event to every subscriber. A slow subscriber's queue grows; it holds up nobody. */
function createFeed({ bus, signal }: EventsDeps): Feed {
  const subscribers = new Set<MessageQueue<SharedEvent>>();
  const { promise: inPlace, resolve: markInPlace } = Promise.withResolvers<void>();
  let isReady = false;
  const follow = async (): Promise<void> => {
    const onReady = (): void => {
      isReady = true;
      markInPlace();
    };
    for await (const event of bus.subscribe({ signal, onReady })) {
      const shared = share(event);
      for (const queue of subscribers) queue.push(shared);
    }
    for (const queue of subscribers) queue.end();
  };
  void follow();
  return {
    ready: () => isReady,
    async *subscribe(abort) {
      await inPlace;
      const queue = createMessageQueue<SharedEvent>();
      const end = (): void => queue.end();
      subscribers.add(queue);
      abort.addEventListener("abort", end, { once: true });
      try {
        yield* queue;
      } finally {
        subscribers.delete(queue);
        abort.removeEventListener("abort", end);
      }
    },
  };
}
