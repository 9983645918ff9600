import { unavailable } from "@stevedore/errors";

/** Which refs have a writer. In memory: a writer's life is a stream's, and streams do not outlive the process. */
export interface RefLocks {
  /** @throws Unavailable when the ref has a writer already */
  lock(ref: string): void;
  unlock(ref: string): void;
  isLocked(ref: string): boolean;
  locked(): string[];
}

export function createRefLocks(): RefLocks {
  const since = new Map<string, number>();
  return {
    lock(ref) {
      const start = since.get(ref);
      if (start !== undefined) {
        const held = `${((Date.now() - start) / 1000).toFixed(3)}s`;
        throw unavailable(`ref ${ref} locked for ${held} (since ${new Date(start).toISOString()})`);
      }
      since.set(ref, Date.now());
    },
    unlock: (ref) => void since.delete(ref),
    isLocked: (ref) => since.has(ref),
    locked: () => [...since.keys()],
  };
}
