import type { MetadataStore } from "@stevedore/metadata";

const BLOCK = 64;

/** Numbers for directories, never given twice, also after a crash; taken from the store in blocks, so that most cost no write. */
export function createNumbers(store: MetadataStore, counter: string): () => Promise<number> {
  let next = 0;
  let end = 0;
  let refill: Promise<void> | undefined;
  const takeBlock = async (): Promise<void> => {
    const block = await store.transact((tx) => tx.nextSequence(counter));
    next = (block - 1) * BLOCK + 1;
    end = next + BLOCK;
  };
  return async () => {
    while (next === end) {
      refill ??= takeBlock().finally(() => (refill = undefined));
      await refill;
    }
    return next++;
  };
}
