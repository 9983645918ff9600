import type { BusEvent, EventBus } from "./bus.ts";

/** A bus that nobody listens to: what is published is gone at once. */
export function createSilentBus(): EventBus {
  const close = async (): Promise<void> => undefined;
  return {
    connected: true,
    publish: close,
    subscribe({ signal, onReady }) {
      onReady?.();
      return untilAborted(signal);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

// Nothing ever comes.
async function* untilAborted(signal: AbortSignal): AsyncGenerator<BusEvent> {
  await new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
  yield* [];
}
