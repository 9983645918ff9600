import type { Fetcher } from "@stevedore/registry";

/** Lets what nobody waits for stand back while somebody waits. */
export interface QuietTurns {
  /** Runs what somebody waits for. */
  urgent<T>(task: () => Promise<T>): Promise<T>;
  /** The same fetcher, which reads on only while nothing is urgent. */
  patient(fetcher: Fetcher): Fetcher;
}

// Who reads file after file asks for the next in no time.
const LINGER_MS = 20;

export function createQuietTurns(): QuietTurns {
  let urgent = 0;
  let quiet = Promise.resolve();
  let announce = (): void => undefined;
  const begin = (): void => {
    if (urgent++ > 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    quiet = promise;
    announce = resolve;
  };
  const end = (): void => {
    if (--urgent === 0) announce();
  };
  return {
    async urgent(task) {
      begin();
      try {
        return await task();
      } finally {
        setTimeout(end, LINGER_MS).unref();
      }
    },
    patient: (fetcher) => ({
      ...fetcher,
      // Its stillness is ours: nobody is to be taken for slow.
      async *open(descriptor, { stall: _stall, onStall: _onStall, ...options } = {}) {
        for await (const batch of fetcher.open(descriptor, options)) {
          yield batch;
          while (urgent > 0) await quiet;
        }
      },
    }),
  };
}
