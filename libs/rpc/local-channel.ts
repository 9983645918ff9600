import { canceled } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Channel, RawCall, RawStream } from "./channel.ts";
import { createContext } from "./context.ts";
import { dispatchStream, dispatchUnary } from "./dispatch.ts";
import type { HandlerTable } from "./handler-table.ts";
import { createMessageQueue } from "./message-queue.ts";

const NEVER = new AbortController().signal;

/** A channel to a table of the same process: whoever routes calls treats what is near and what is far alike. */
export function createLocalChannel({ table, log }: { table: HandlerTable; log: Logger }): Channel {
  const contextOf = (call: RawCall, signal: AbortSignal) => createContext({ ...call, signal, log });
  const close = async (): Promise<void> => undefined;
  return {
    async unary(call, payload) {
      return dispatchUnary(table.find(call.service, call.method), payload, contextOf(call, call.signal ?? NEVER));
    },
    stream(call, payload) {
      const abort = new AbortController();
      const signal = call.signal === undefined ? abort.signal : AbortSignal.any([call.signal, abort.signal]);
      const requests = createMessageQueue<Uint8Array>();
      if (payload !== undefined) {
        requests.push(payload);
        requests.end();
      }
      signal.addEventListener("abort", () => requests.end(signal.reason), { once: true });
      const stream: RawStream = {
        send: (message) => void requests.push(message),
        closeSend: () => requests.end(),
        get messages() {
          return dispatchStream(table.find(call.service, call.method), requests, contextOf(call, signal));
        },
        cancel: (reason) => abort.abort(reason ?? canceled("call canceled by the client")),
      };
      return stream;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
