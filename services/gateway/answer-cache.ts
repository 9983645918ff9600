import * as api from "@stevedore/api";
import type { ServiceName } from "@stevedore/config";
import { createMarkReader, type MarkReader } from "@stevedore/metadata";
import { NAMESPACE_HEADER, type Channel, type RawCall, type RawStream } from "@stevedore/rpc";
import type { ServiceHost } from "@stevedore/service";

export interface CachedMethod {
  /** The kind of bucket that, with the request and the namespace, alone decides the answer. */
  kind: string;
  /** Which requests' answers are kept; absent: all. */
  worth?(payload: Uint8Array): boolean;
}

type CachedMethods = ReadonlyMap<string, CachedMethod>;

const SMALL_BLOB_BYTES = 64 << 10;

/** What is kept of each service, by `package.Service/Method`. */
export const CACHED: Readonly<Record<"content" | "images" | "tasks", CachedMethods>> = {
  content: methodsOf([api.ContentService, "Info", { kind: "blobs" }], [api.ContentService, "Read", { kind: "blobs", worth: isSmallRead }]),
  images: methodsOf([api.ImagesService, "Get", { kind: "images" }], [api.ImagesService, "List", { kind: "images" }], [api.NamespacesService, "Get", { kind: "namespaces" }]),
  tasks: methodsOf(...["Get", "List", "ListStream"].map((method) => [api.ContainersService, method, { kind: "containers" }] as const)),
};

function methodsOf(...methods: (readonly [api.ServiceDescriptor, string, CachedMethod])[]): CachedMethods {
  return new Map(methods.map(([{ name }, method, cached]) => [`${name}/${method}`, cached]));
}

// Manifests and configs, which clients ask for again and again; not the pieces of a layer.
function isSmallRead(payload: Uint8Array): boolean {
  try {
    const { offset, size } = api.containerd.services.content.v1.ReadContentRequest.decode(payload);
    return Number(offset) === 0 && Number(size) > 0 && Number(size) <= SMALL_BLOB_BYTES;
  } catch {
    // What is no such request is for the service to refuse.
    return false;
  }
}

/** The channel to a service of this host, with what is `CACHED` of it. */
export function createCaching(host: Pick<ServiceHost, "channel" | "paths">, service: ServiceName, methods: CachedMethods): Channel {
  return createCachingChannel(host.channel(service), { marks: createMarkReader(host.paths.marks(service)), methods });
}

export interface AnswerCacheOptions {
  /** The marks of the service behind the channel. */
  marks: MarkReader;
  methods: CachedMethods;
}

interface Answer {
  mark: number;
  messages: readonly Uint8Array[];
  bytes: number;
}

// One answer, and all of a channel's.
const MAX_ANSWER_BYTES = 6 << 20;
const MAX_BYTES = 12 << 20;
const FORGET_AFTER_MS = 30_000;

/**
 * A channel that keeps the answers of questions about records and gives them again for as long as no such record has changed, which the
 * service's change marks tell at the price of one read of eight bytes. An answer is kept with the mark that was read before its question was asked,
 * so it is never older than the last change that a client was told of. Errors are not kept.
 */
export function createCachingChannel(inner: Channel, { marks, methods }: AnswerCacheOptions): Channel {
  const answers = createAnswers();
  const markFor = ({ service, method }: RawCall, payload: Uint8Array): number | undefined => {
    const cached = methods.get(`${service}/${method}`);
    return cached === undefined || cached.worth?.(payload) === false ? undefined : marks.read(cached.kind);
  };
  return {
    async unary(call, payload) {
      const mark = markFor(call, payload);
      if (mark === undefined) return inner.unary(call, payload);
      const key = keyOf(call, payload);
      const known = answers.find(key, mark);
      if (known !== undefined) return known.messages[0]!;
      const message = await inner.unary(call, payload);
      answers.keep(key, mark, [message]);
      return message;
    },
    stream(call, payload) {
      const mark = payload === undefined ? undefined : markFor(call, payload);
      if (mark === undefined || payload === undefined) return inner.stream(call, payload);
      const key = keyOf(call, payload);
      const known = answers.find(key, mark);
      if (known !== undefined) return replay(known.messages);
      const stream = inner.stream(call, payload);
      return { ...stream, messages: keepWhole(stream.messages, (messages) => answers.keep(key, mark, messages)) };
    },
    close: () => inner.close(),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

function keyOf({ service, method, metadata }: RawCall, payload: Uint8Array): string {
  return `${service}/${method}\n${metadata.get(NAMESPACE_HEADER) ?? ""}\n${Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString("latin1")}`;
}

function replay(messages: readonly Uint8Array[]): RawStream {
  return { send: () => undefined, closeSend: () => undefined, cancel: () => undefined, messages: toAsync(messages) };
}

async function* toAsync(messages: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* messages;
}

// A stream that its reader or its server breaks off is no answer.
async function* keepWhole(messages: AsyncIterable<Uint8Array>, keep: (messages: Uint8Array[]) => void): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] | undefined = [];
  let bytes = 0;
  for await (const message of messages) {
    bytes += message.length;
    if (bytes > MAX_ANSWER_BYTES) kept = undefined;
    kept?.push(message);
    yield message;
  }
  if (kept !== undefined) keep(kept);
}

/** Answers by their question, the least recently used forgotten first, all of them when nobody asks for a while. */
function createAnswers(): { find(key: string, mark: number): Answer | undefined; keep(key: string, mark: number, messages: readonly Uint8Array[]): void } {
  const answers = new Map<string, Answer>();
  let bytes = 0;
  let used = false;
  let sweeper: NodeJS.Timeout | undefined;
  const forget = (key: string, answer: Answer): void => {
    answers.delete(key);
    bytes -= answer.bytes;
  };
  const sweep = (): void => {
    if (!used) {
      answers.clear();
      bytes = 0;
      clearInterval(sweeper);
      sweeper = undefined;
    }
    used = false;
  };
  return {
    find(key, mark) {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      if (answer.mark !== mark) return void forget(key, answer);
      used = true;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    keep(key, mark, messages) {
      const size = messages.reduce((sum, { length }) => sum + length, key.length);
      if (size > MAX_ANSWER_BYTES) return;
      const old = answers.get(key);
      if (old !== undefined) forget(key, old);
      // Copies: what came from a socket is a part of a larger buffer.
      answers.set(key, { mark, messages: messages.map((message) => Buffer.from(message)), bytes: size });
      bytes += size;
      for (const [oldest, answer] of answers) {
        if (bytes <= MAX_BYTES) break;
        forget(oldest, answer);
      }
      used = true;
      sweeper ??= setInterval(sweep, FORGET_AFTER_MS).unref();
    },
  };
}
