import type { CallContext } from "@stevedore/rpc";

/** A client that goes away takes its wait with it. */
export function untilAborted<T>(promise: Promise<T>, { signal }: CallContext): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
