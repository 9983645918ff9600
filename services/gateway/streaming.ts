import { containerd, typeNameOf, type Any, type StreamingService, type StreamsService } from "@stevedore/api";
import { createError, notFound, unknownError } from "@stevedore/errors";
import { createMessageQueue, namespaceOf, type CallContext, type Handlers, type MessageQueue } from "@stevedore/rpc";

/** Header by which another service names the client's stream that it wants to attach to. */
export const STREAM_HEADER = "stevedore-stream";

interface ClientStream {
  /** What the client sends. */
  incoming: AsyncIterator<Any>;
  /** What is to be sent to the client; ending it ends the client's call. */
  outgoing: MessageQueue<Any>;
}

export interface Streaming {
  handlers: Handlers<typeof StreamingService>;
  streams: Handlers<typeof StreamsService>;
}

/** Streams that clients open for a later call (a transfer's progress, credentials, archives), keyed by namespace and id. */
export function createStreaming(): Streaming {
  const open = new Map<string, ClientStream>();
  return {
    handlers: {
      async *stream(requests, context) {
        const incoming = requests[Symbol.asyncIterator]() as AsyncIterator<Any>;
        const key = keyOf(context, readInit(await incoming.next()));
        if (open.has(key)) throw unknownError("already exists");
        const outgoing = createMessageQueue<Any>();
        const end = (): void => outgoing.end();
        open.set(key, { incoming, outgoing });
        context.signal.addEventListener("abort", end, { once: true });
        try {
          yield { type_url: "google.protobuf.Empty", value: new Uint8Array(0) };
          yield* outgoing;
        } finally {
          open.delete(key);
        }
      },
    },
    streams: {
      async *attach(requests, context) {
        const id = context.metadata.get(STREAM_HEADER) ?? "";
        const stream = open.get(keyOf(context, id));
        if (stream === undefined) throw notFound(`stream ${JSON.stringify(id)}`);
        void pump(requests as AsyncIterable<Any>, stream.outgoing);
        yield* { [Symbol.asyncIterator]: () => ({ next: () => stream.incoming.next() }) };
      },
    },
  };
}

async function pump(from: AsyncIterable<Any>, to: MessageQueue<Any>): Promise<void> {
  try {
    for await (const message of from) to.push({ type_url: message.type_url, value: message.value });
  } catch {
    // Whoever attached has gone: for the client that is the end of the stream.
  }
  to.end();
}

function keyOf({ metadata }: CallContext, id: string): string {
  const named = [...metadata.keys()].some((name) => name.startsWith("containerd-namespace"));
  return `${named ? namespaceOf(metadata) : ""}/${id}`;
}

const INIT = "containerd.services.streaming.v1.StreamInit";

function readInit(first: IteratorResult<Any>): string {
  if (first.done === true) throw createError("unknown", "stream ended before its first message");
  if (typeNameOf(first.value) !== INIT) throw createError("unknown", `unexpected first message ${first.value.type_url}: expected ${INIT}`);
  return containerd.services.streaming.v1.StreamInit.decode(first.value.value).id;
}
