import type { MethodDescriptor, ServiceDescriptor } from "@stevedore/api";
import type { Channel, RawCall, RawStream } from "./channel.ts";
import { DURABILITY_HEADER, LEASE_HEADER, LEASE_HELD_HEADER, NAMESPACE_HEADER, NAMESPACE_TTRPC_HEADER, REQUEST_ID_HEADER } from "./metadata.ts";
import type { CallOptions, Client } from "./types.ts";

/** The typed client of a service over a channel. */
export function createClient<S extends ServiceDescriptor>(service: S, channel: Channel): Client<S> {
  const client: Record<string, unknown> = {};
  for (const [key, method] of Object.entries(service.methods)) client[key] = createMethod(service.name, method, channel);
  return client as Client<S>;
}

function createMethod(service: string, method: MethodDescriptor, channel: Channel): unknown {
  const encode = method.request.encode as (message: unknown) => Uint8Array;
  const callOf = (options: CallOptions | undefined): RawCall => toRawCall(service, method.name, options);
  if (!method.requestStream && !method.responseStream) {
    return async (request: unknown, options?: CallOptions) =>
      method.response.decode(await channel.unary(callOf(options), encode(request)));
  }
  const open = (requests: unknown, options?: CallOptions): RawStream => {
    if (!method.requestStream) return channel.stream(callOf(options), encode(requests));
    const stream = channel.stream(callOf(options));
    void sendAll(stream, requests as AsyncIterable<unknown>, encode);
    return stream;
  };
  if (method.responseStream) return (requests: unknown, options?: CallOptions) => decodeAll(() => open(requests, options), method);
  return async (requests: unknown, options?: CallOptions) => {
    for await (const message of decodeAll(() => open(requests, options), method)) return message;
    throw new Error(`${service}/${method.name} ended without an answer`);
  };
}

function toRawCall(service: string, method: string, options: CallOptions = {}): RawCall {
  const metadata = new Map(Object.entries(options.metadata ?? {}));
  if (options.namespace !== undefined) {
    metadata.set(NAMESPACE_HEADER, options.namespace);
    metadata.set(NAMESPACE_TTRPC_HEADER, options.namespace);
  }
  if (options.lease !== undefined) metadata.set(LEASE_HEADER, options.lease);
  if (options.requestId !== undefined) metadata.set(REQUEST_ID_HEADER, options.requestId);
  if (options.leaseHeld === true) metadata.set(LEASE_HELD_HEADER, "true");
  if (options.deferred === true) metadata.set(DURABILITY_HEADER, "deferred");
  const deadline = options.timeoutMs === undefined ? undefined : AbortSignal.timeout(options.timeoutMs);
  const signals = [options.signal, deadline].filter((signal) => signal !== undefined);
  const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  return { service, method, metadata, timeoutMs: options.timeoutMs ?? 0, signal };
}

// A fault in the caller's own iterable must end the call, not only its sending half.
async function sendAll(stream: RawStream, requests: AsyncIterable<unknown>, encode: (message: unknown) => Uint8Array): Promise<void> {
  try {
    for await (const request of requests) await stream.send(encode(request));
    stream.closeSend();
  } catch (error) {
    stream.cancel(error);
  }
}

async function* decodeAll(open: () => RawStream, method: MethodDescriptor): AsyncGenerator<unknown> {
  const stream = open();
  let finished = false;
  try {
    for await (const payload of stream.messages) yield method.response.decode(payload);
    finished = true;
  } finally {
    if (!finished) stream.cancel();
  }
}
