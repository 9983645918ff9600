import type { Metadata } from "./metadata.ts";

export interface RawCall {
  service: string;
  method: string;
  metadata: Metadata;
  /** 0: no deadline. */
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** One streaming call as bytes. */
export interface RawStream {
  /** Resolves when the peer has room for more. `onGone` is told when the payload is not needed here any more; not by every channel, and not of every payload. */
  send(payload: Uint8Array, onGone?: () => void): Promise<void> | undefined;
  closeSend(): void;
  /** Ends when the server has finished; throws the error that the call ended with. */
  readonly messages: AsyncIterable<Uint8Array>;
  /** Gives the call up; `messages` then throws the reason. */
  cancel(reason?: unknown): void;
}

/** A way to a server that moves messages as bytes: what clients are built on, and what the gateway forwards with. */
export interface Channel extends AsyncDisposable {
  unary(call: RawCall, payload: Uint8Array): Promise<Uint8Array>;
  /** `payload` is the request of a server stream; absent where the client streams. */
  stream(call: RawCall, payload?: Uint8Array): RawStream;
  close(): Promise<void>;
}
