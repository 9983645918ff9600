import { createLimiter, type Limiter } from "./limiter.ts";

/** One holder at a time for each key; those who wait enter in order, and different keys don't wait for each other. */
export interface KeyedLock {
  run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Whether somebody holds it, or waits for it. */
  isHeld(key: string): boolean;
}

export function createKeyedLock(): KeyedLock {
  const locks = new Map<string, { limiter: Limiter; users: number }>();
  return {
    async run(key, task, signal) {
      const lock = locks.get(key) ?? { limiter: createLimiter(1), users: 0 };
      locks.set(key, lock);
      lock.users++;
      try {
        return await lock.limiter.run(task, signal);
      } finally {
        lock.users--;
        if (lock.users === 0) locks.delete(key);
      }
    },
    isHeld: (key) => locks.has(key),
  };
}
