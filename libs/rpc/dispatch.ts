import { createError, messageOf, unimplemented } from "@stevedore/errors";
import type { CallContext } from "./context.ts";
import type { RegisteredMethod } from "./handler-table.ts";

const ENCODED = Symbol("encoded");

/** A reply that a handler encoded itself: one that goes to many callers is encoded once, one that is stored needs no encoding. `bytes` must not change any more. */
export function encoded<T>(bytes: Uint8Array): T {
  return { [ENCODED]: bytes } as T;
}

/** Calls a handler with raw bytes; what a transport has to do beside framing. */
export async function dispatchUnary(registered: RegisteredMethod, payload: Uint8Array, context: CallContext): Promise<Uint8Array> {
  const handler = requireHandler(registered);
  return encode(registered, await handler(decodeRequest(registered, payload), context));
}

/** As `dispatchUnary`, for a call where either side is a stream. A unary side is a stream of one message. */
export async function* dispatchStream(
  registered: RegisteredMethod,
  payloads: AsyncIterable<Uint8Array>,
  context: CallContext,
): AsyncIterable<Uint8Array> {
  const handler = requireHandler(registered);
  const { requestStream, responseStream } = registered.descriptor;
  const request = requestStream ? decodeAll(registered, payloads) : decodeRequest(registered, await readOne(payloads), "grpc: failed to unmarshal the received message");
  const answer = handler(request, context);
  if (!responseStream) {
    yield encode(registered, await answer);
    return;
  }
  for await (const message of answer as AsyncIterable<unknown>) yield encode(registered, message);
}

function encode({ descriptor }: RegisteredMethod, message: unknown): Uint8Array {
  return (message as { [ENCODED]?: Uint8Array })[ENCODED] ?? descriptor.response.encode(message as never);
}

function requireHandler(registered: RegisteredMethod): NonNullable<RegisteredMethod["handler"]> {
  if (registered.handler !== undefined) return registered.handler;
  throw unimplemented(`${registered.service}/${registered.descriptor.name}`);
}

// grpc-go answers Internal to bytes that are no message, in other words where a call streams; clients know that wording.
function decodeRequest(registered: RegisteredMethod, payload: Uint8Array, wording = "grpc: error unmarshalling request"): unknown {
  try {
    return registered.descriptor.request.decode(payload);
  } catch (error) {
    throw createError("internal", `${wording}: ${messageOf(error)}`, { cause: error, verbatim: true });
  }
}

async function* decodeAll(registered: RegisteredMethod, payloads: AsyncIterable<Uint8Array>): AsyncIterable<unknown> {
  for await (const payload of payloads) yield decodeRequest(registered, payload, "grpc: failed to unmarshal the received message");
}

async function readOne(payloads: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const payload of payloads) return payload;
  return new Uint8Array(0);
}
