import { open } from "node:fs/promises";

/** What brings commits to the disk that did not wait for it. */
export interface WalSync {
  /** Something was committed without being synced. */
  grown(): void;
  /** A later commit was synced, and with it all before. */
  synced(): void;
  /** Resolves when everything that was committed is on disk. @throws what the disk says */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const DELAY_MS = 50;

/** Syncs the write-ahead log some time after it has grown, on another thread; `onSynced` is called whenever everything is on disk. */
export function createWalSync(file: string, onSynced: () => void): WalSync {
  let commits = 0;
  let onDisk = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const reached = (commit: number): void => {
    onDisk = Math.max(onDisk, commit);
    if (onDisk < commits) return;
    clearTimeout(timer);
    timer = undefined;
    onSynced();
  };
  const run = async (): Promise<void> => {
    const upTo = commits;
    // SQLite's locks are not on this file: opening and closing it takes none from it.
    const log = await open(file, "r");
    try {
      await log.datasync();
    } finally {
      await log.close();
    }
    reached(upTo);
  };
  const settled = async (): Promise<void> => {
    while (onDisk < commits) {
      // One that began before the last commit does not count for it.
      running ??= run().finally(() => { running = undefined; });
      await running;
    }
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // The disk's word is for those who wait; the events stay where they are, to be told of with the next commit.
      settled().catch(() => undefined);
    }, DELAY_MS);
  };
  return {
    grown() {
      commits += 1;
      schedule();
    },
    synced: () => reached(++commits),
    settled,
    async close() {
      clearTimeout(timer);
      await settled().catch(() => undefined);
    },
  };
}
