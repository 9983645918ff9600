/** Work that belongs together: the first failure ends it all. */
export interface Tasks {
  add(task: Promise<void>): void;
  /** Waits for all, also those added meanwhile. Throws the first failure, after it has stopped the others. */
  settled(): Promise<void>;
}

export function createTasks(stop: AbortController): Tasks {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  return {
    add(task) {
      const guarded = task
        .catch((error: unknown) => {
          failure ??= { error };
          stop.abort(error);
        })
        .finally(() => running.delete(guarded));
      running.add(guarded);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
      if (failure !== undefined) throw failure.error;
    },
  };
}
