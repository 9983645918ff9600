import { containerd, messageTypeOf, typeNameOf, type Any, type StreamingService, type StreamsService } from "@stevedore/api";
import { notFound, unknownError, unknownTypeUrl } from "@stevedore/errors";
import type { Collection, ResourceName, ResourceSource } from "@stevedore/resources";
import { createMessageQueue, namespaceOf, type CallContext, type Handlers, type MessageQueue } from "@stevedore/rpc";

/** Header by which another service names the client's stream that it wants to attach to. */
export const STREAM_HEADER = "stevedore-stream";

const STREAM_KIND = "stream";

interface ClientStream {
  namespace: string;
  id: string;
  /** Of the request that opened it. It need not exist: garbage collection asks for it. */
  lease: string | undefined;
  /** What the client sends. */
  incoming: AsyncIterator<Any>;
  /** What is to be sent to the client; ending it ends the client's call. */
  outgoing: MessageQueue<Any>;
}

export interface Streaming {
  handlers: Handlers<typeof StreamingService>;
  streams: Handlers<typeof StreamsService>;
  /** For garbage collection: a stream is a root, but one that was opened with a lease ends with it. */
  source: ResourceSource;
}

/** Streams that clients open for a later call (a transfer's progress, credentials, archives), keyed by namespace and id. */
export function createStreaming({ collection }: { collection: Pick<Collection, "settled" | "touch"> }): Streaming {
  const open = new Map<string, ClientStream>();
  return {
    handlers: {
      async *stream(requests, context) {
        const incoming = requests[Symbol.asyncIterator]() as AsyncIterator<Any>;
        const name = nameOf(context, readInit(await incoming.next()));
        const { namespace, key: id } = name;
        await collection.settled(name);
        const key = keyOf(name);
        if (open.has(key)) throw unknownError("already exists");
        const outgoing = createMessageQueue<Any>();
        const stream = { namespace, id, lease: context.lease, incoming, outgoing };
        const end = (): void => outgoing.end();
        open.set(key, stream);
        collection.touch(name);
        context.signal.addEventListener("abort", end, { once: true });
        try {
          yield { type_url: "google.protobuf.Empty", value: new Uint8Array(0) };
          yield* outgoing;
        } finally {
          // Once it is swept, the name may be another stream's.
          if (open.get(key) === stream) open.delete(key);
        }
      },
    },
    streams: {
      async *attach(requests, context) {
        const id = context.metadata.get(STREAM_HEADER) ?? "";
        const name = nameOf(context, id);
        await collection.settled(name);
        const stream = open.get(keyOf(name));
        if (stream === undefined) throw notFound(`stream ${JSON.stringify(id)}`);
        void pump(requests as AsyncIterable<Any>, stream.outgoing);
        yield* { [Symbol.asyncIterator]: () => ({ next: () => stream.incoming.next() }) };
      },
    },
    source: createStreamSource(open),
  };
}

function createStreamSource(open: Map<string, ClientStream>): ResourceSource {
  const inNamespace = (namespace: string): ClientStream[] => [...open.values()].filter((stream) => stream.namespace === namespace);
  return {
    kinds: "`stream`",
    owns: (kind) => kind === STREAM_KIND,
    namespaces: () => [...new Set([...open.values()].map(({ namespace }) => namespace))],
    makesNamespace: false,
    list: (namespace) => inNamespace(namespace).map(({ id, lease }) => ({ namespace, kind: STREAM_KIND, key: id, root: lease === undefined, lease: lease ?? "" })),
    // No stream is a record in the store.
    nameOf: () => undefined,
    describe: (name) => name,
    async sweep({ namespace, keys }) {
      return keys.filter((id) => {
        const key = keyOf({ namespace, kind: STREAM_KIND, key: id });
        open.get(key)?.outgoing.end();
        return open.delete(key);
      });
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

// A stream without a namespace is possible, as in containerd.
function nameOf({ metadata }: CallContext, id: string): ResourceName {
  const named = [...metadata.keys()].some((name) => name.startsWith("containerd-namespace"));
  return { namespace: named ? namespaceOf(metadata) : "", kind: STREAM_KIND, key: id };
}

function keyOf({ namespace, key }: ResourceName): string {
  return `${namespace}/${key}`;
}

const INIT = "containerd.services.streaming.v1.StreamInit";

// The words are containerd's.
function readInit(first: IteratorResult<Any>): string {
  if (first.done === true) throw unknownError("EOF");
  const { type_url: url } = first.value;
  if (messageTypeOf(typeNameOf(first.value)) === undefined) throw unknownTypeUrl(url);
  if (url !== INIT) throw unknownError(`can't unmarshal type ${JSON.stringify(url)} to output ${JSON.stringify(INIT)}`);
  return containerd.services.streaming.v1.StreamInit.decode(first.value.value).id;
}
