import { createKeyedLock, createPins, type Pins } from "@stevedore/locks";

/**
 * Keeps a blob's file and the records that refer to it in step. `alone` lets one at a time make a record or remove
 * the file; `pin` keeps the file while somebody relies on it who has no record yet.
 */
export interface BlobGuard extends Pins {
  alone<T>(digest: string, work: () => Promise<T>): Promise<T>;
}

export function createBlobGuard(): BlobGuard {
  const lock = createKeyedLock();
  return { ...createPins(), alone: (digest, work) => lock.run(digest, work) };
}
