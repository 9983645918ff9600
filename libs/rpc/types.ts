import type { Codec, MethodDescriptor, ServiceDescriptor } from "@stevedore/api";
import type { CallContext } from "./context.ts";

type Sent<C> = C extends Codec<infer Properties, infer _> ? Properties : never;
type Received<C> = C extends Codec<infer _, infer Message> ? Message : never;

type RequestOf<M extends MethodDescriptor> = Received<M["request"]>;
type ReplyOf<M extends MethodDescriptor> = Sent<M["response"]>;

/** What answers one method, by its shape: unary, server stream, client stream, or both. */
export type Handler<M extends MethodDescriptor> = M["requestStream"] extends true
  ? M["responseStream"] extends true
    ? (requests: AsyncIterable<RequestOf<M>>, context: CallContext) => AsyncIterable<ReplyOf<M>>
    : (requests: AsyncIterable<RequestOf<M>>, context: CallContext) => Promise<ReplyOf<M>>
  : M["responseStream"] extends true
    ? (request: RequestOf<M>, context: CallContext) => AsyncIterable<ReplyOf<M>>
    : (request: RequestOf<M>, context: CallContext) => Promise<ReplyOf<M>> | ReplyOf<M>;

/** The handlers of a service; a method that is absent answers UNIMPLEMENTED. */
export type Handlers<S extends ServiceDescriptor> = { [K in keyof S["methods"]]?: Handler<S["methods"][K]> };

export interface CallOptions {
  namespace?: string;
  lease?: string;
  /** The lease holds already what the call makes: nobody has to tell it. */
  leaseHeld?: boolean;
  requestId?: string;
  /** Has the called service answer before its writes are on disk: `Resources.Settle` waits for them. */
  deferred?: boolean;
  metadata?: Readonly<Record<string, string>>;
  /** Cancels the call, at the server too. */
  signal?: AbortSignal;
  timeoutMs?: number;
}

export type ClientMethod<M extends MethodDescriptor> = M["requestStream"] extends true
  ? M["responseStream"] extends true
    ? (requests: AsyncIterable<Sent<M["request"]>>, options?: CallOptions) => AsyncIterable<Received<M["response"]>>
    : (requests: AsyncIterable<Sent<M["request"]>>, options?: CallOptions) => Promise<Received<M["response"]>>
  : M["responseStream"] extends true
    ? (request: Sent<M["request"]>, options?: CallOptions) => AsyncIterable<Received<M["response"]>>
    : (request: Sent<M["request"]>, options?: CallOptions) => Promise<Received<M["response"]>>;

/** The typed client of a service: one function for each method. */
export type Client<S extends ServiceDescriptor> = { [K in keyof S["methods"]]: ClientMethod<S["methods"][K]> };
