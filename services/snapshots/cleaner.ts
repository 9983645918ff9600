import { existsSync, readdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";

/** Takes the directories of removed snapshots off the disk, in the background. */
export interface Cleaner {
  /** Removes what no record names: what a crash has left. */
  adopt(known: ReadonlySet<number>): void;
  /** Takes a directory out of use at once, and removes it later; `size` counts as freed then. */
  discard(id: number, size: number): void;
  /** Resolves when everything discarded so far is off the disk. */
  settled(): Promise<void>;
  /** Resolves with the bytes freed since the last call, when everything discarded so far is off the disk. */
  finish(): Promise<number>;
}

const REMOVED_PREFIX = "rm-";

/** `erase` takes one off the disk. */
export function createCleaner({ directory, erase = eraseTree }: { directory: string; erase?: ((file: string) => Promise<void>) | undefined }, log: Logger): Cleaner {
  let work = Promise.resolve();
  let freed = 0;
  const removeLater = (name: string, size = 0): void => {
    work = work
      .then(() => erase(path.join(directory, name)))
      .then(
        () => void (freed += size),
        (error: unknown) => log.warn("a removed snapshot's directory is left; the next start tries again", { name, error: messageOf(error) }),
      );
  };
  return {
    adopt(known) {
      for (const name of readdirSync(directory)) {
        if (!/^\d+$/.test(name) || !known.has(Number(name))) removeLater(name);
      }
    },
    discard(id, size) {
      const own = path.join(directory, String(id));
      // A view that shows its parent's directory has none of its own.
      if (!existsSync(own)) return;
      const name = `${REMOVED_PREFIX}${id}`;
      try {
        renameSync(own, path.join(directory, name));
        removeLater(name, size);
      } catch (error) {
        log.warn("a removed snapshot's directory is left; the next start tries again", { name: String(id), error: messageOf(error) });
      }
    },
    settled: () => work,
    async finish() {
      await work;
      const bytes = freed;
      freed = 0;
      return bytes;
    },
  };
}

async function eraseTree(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
