import { mkdirSync, mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import path from "node:path";
import { messageOf } from "@stevedore/errors";
import { MNT, mountAll, mountedUnder, unmount, type Mount } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";

/** Mounts that are there only while they are used, below one directory. */
export interface TempMounts {
  /** Mounts all on a directory of their own, runs `use` with it, and unmounts whatever happens. No mounts: an empty directory. */
  use<T>(mounts: readonly Mount[], use: (directory: string) => Promise<T>): Promise<T>;
  /** Unmounts and removes what a crash has left. */
  recover(): void;
}

const PREFIX = "mount-";

export function createTempMounts({ log }: { log: Logger }, { directory }: { directory: string }): TempMounts {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return {
    async use(mounts, use) {
      const own = mkdtempSync(path.join(directory, PREFIX));
      try {
        mountAll(mounts.map(withoutVolatile), own);
        return await use(own);
      } finally {
        discard(own, log);
      }
    },
    recover() {
      for (const name of readdirSync(directory)) {
        const own = path.join(directory, name);
        discard(own, log, MNT.DETACH);
      }
    },
  };
}

// Never removes files: should a mount be left, they are somebody's.
function discard(directory: string, log: Logger, flags = 0): void {
  try {
    for (const point of mountedUnder(directory)) unmount(point, MNT.UMOUNT_NOFOLLOW | flags);
    rmdirSync(directory);
  } catch (error) {
    log.warn("a temporary mount is left; the next start tries again", { directory, error: messageOf(error) });
  }
}

// A volatile overlay refuses to be mounted a second time, and may lack what it was given at a power cut. Newer kernels call it fsync=volatile.
function withoutVolatile(mount: Mount): Mount {
  if (mount.type !== "overlay") return mount;
  return { ...mount, options: mount.options.filter((option) => option !== "volatile" && option !== "fsync=volatile") };
}
