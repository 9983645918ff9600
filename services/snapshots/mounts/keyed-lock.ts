/** Orders what is done under one key; different keys don't wait for each other. */
export interface KeyedLock {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Counts as busy while `work` runs, without keeping anybody out. */
  hold<T>(key: string, work: () => Promise<T>): Promise<T>;
  isBusy(key: string): boolean;
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<unknown>>();
  const held = new Set<string>();
  return {
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(work);
      const tail: Promise<unknown> = result.catch(() => undefined).then(() => void (tails.get(key) === tail && tails.delete(key)));
      tails.set(key, tail);
      return result;
    },
    async hold(key, work) {
      held.add(key);
      return work().finally(() => held.delete(key));
    },
    isBusy: (key) => held.has(key) || tails.has(key),
  };
}
