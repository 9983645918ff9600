/** Work that may be done side by side, and work that must be done alone. */
export interface Gate {
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Begins when all that goes on has ended; what comes meanwhile waits. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(): Gate {
  const inside = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;
  return {
    async together(work) {
      while (closed !== undefined) await closed;
      const running = work();
      inside.add(running);
      try {
        return await running;
      } finally {
        inside.delete(running);
      }
    },
    async alone(work) {
      while (closed !== undefined) await closed;
      const { promise, resolve } = Promise.withResolvers<void>();
      closed = promise;
      try {
        await Promise.allSettled(inside);
        return await work();
      } finally {
        closed = undefined;
        resolve();
      }
    },
  };
}
