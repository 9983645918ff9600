/**
 * Keeps a blob's file and the records that refer to it in step. `alone` lets one at a time make a record or remove
 * the file; `pin` keeps the file while somebody relies on it who has no record yet.
 */
export interface BlobGuard {
  alone<T>(digest: string, work: () => Promise<T>): Promise<T>;
  /** Returns how to let go. */
  pin(digest: string): () => void;
  isPinned(digest: string): boolean;
}

export function createBlobGuard(): BlobGuard {
  const tails = new Map<string, Promise<unknown>>();
  const pins = new Map<string, number>();
  return {
    async alone(digest, work) {
      const previous = tails.get(digest);
      const { promise: mine, resolve: done } = Promise.withResolvers<void>();
      tails.set(digest, mine);
      await previous;
      try {
        return await work();
      } finally {
        if (tails.get(digest) === mine) tails.delete(digest);
        done();
      }
    },
    pin(digest) {
      pins.set(digest, (pins.get(digest) ?? 0) + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = pins.get(digest)! - 1;
        if (left === 0) pins.delete(digest);
        else pins.set(digest, left);
      };
    },
    isPinned: (digest) => pins.has(digest),
  };
}
