import { closeSync, fstatSync, openSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { tryLock } from "@stevedore/linux";
import type { Logger } from "@stevedore/log";

export interface IdleWatchOptions {
  /** The group's directory, with the file `lock` that the launcher holds while it looks for this process. */
  directory: string;
  /** How long the process stays when nobody needs it. */
  graceMs: number;
  /** No container, none being created, no event on its way. */
  isIdle(): boolean;
  log: Logger;
}

/** Decides when a shim that serves a stock containerd ends. */
export interface IdleWatch {
  /** How many connections there are; a containerd keeps one for each container. */
  connections(count: number): void;
  /** Ends at once, unless a launcher is at work. */
  endNow(): void;
  /** Resolves when the process is to end. The lock is held from then on: no launcher finds it any more. */
  readonly ended: Promise<void>;
  /** Removes the directory; the last act. */
  remove(): void;
}

/**
 * A launcher looks for the process, and leaves its mark (the lock's mtime), under the lock; this looks at the mark under the lock
 * too. So a container that was promised a shim finds it.
 */
export function createIdleWatch({ directory, graceMs, isIdle, log }: IdleWatchOptions): IdleWatch {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const file = path.join(directory, "lock");
  let count = 0;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    if (count === 0 && !over) timer = setTimeout(end, graceMs, graceMs);
  };
  const end = (patienceMs: number): void => {
    if (over) return;
    if (count > 0 || !isIdle() || !mayEnd(file, patienceMs)) return arm();
    over = true;
    log.debug("no containers any more, ending");
    resolve();
  };
  arm();
  return {
    connections(now) {
      count = now;
      arm();
    },
    endNow: () => end(0),
    ended,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Takes the lock, which ends with the process. False when a launcher has it, or had it a moment ago. */
function mayEnd(file: string, patienceMs: number): boolean {
  let fd: number;
  try {
    fd = openSync(file, "r+");
  } catch {
    return true; // somebody has removed the directory: nobody can find this process any more
  }
  const own = fstatSync(fd);
  const since = Date.now() - own.mtimeMs;
  if (tryLock(fd, "exclusive") && (statSync(file, { throwIfNoEntry: false })?.ino !== own.ino || fstatSync(fd).mtimeMs === own.mtimeMs) && since >= patienceMs) return true;
  closeSync(fd);
  return false;
}
