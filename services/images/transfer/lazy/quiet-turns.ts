/** Lets what nobody waits for stand back while somebody waits. */
export interface QuietTurns {
  /** Runs what somebody waits for. */
  urgent<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is urgent. */
  quiet(): Promise<void>;
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
    async quiet() {
      while (urgent > 0) await quiet;
    },
  };
}
