import { existsSync, lstatSync, mkdirSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, unknownError } from "@stevedore/errors";
import { isSystemError, mountedUnder, unmount } from "@stevedore/linux";
import { HANDLERS } from "./handlers.ts";

const BUSY_TRIES = 50;

/** Where activations are mounted: a directory for each, by its number, with places `0`, `1`, … for its mounts. */
export interface MountDirectory {
  /** Makes the directory of a new activation. */
  create(id: number): void;
  place(id: number, index: number): string;
  /** Numbers of all that have a directory. */
  list(): number[];
  /** Whether every place is what it was when it was made. */
  isWhole(id: number, count: number): boolean;
  /**
   * Takes down what is mounted in an activation's directory, newest first, and removes it; nothing there is no error.
   * `stale`: it is from before a reboot, and links to devices lead to somebody else's. @throws Unknown for a mount that stays busy
   */
  clear(id: number, options?: { stale?: boolean }): Promise<void>;
}

/** `busyMs`: how long to wait, up to 50 times, for a mount that is in use. */
export function createMountDirectory(directory: string, { busyMs = 50 }: { busyMs?: number } = {}): MountDirectory {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const own = (id: number): string => path.join(directory, String(id));
  const place = (id: number, index: number): string => path.join(own(id), String(index));
  return {
    create: (id) => void mkdirSync(own(id), { mode: 0o700 }),
    place,
    list: () => readdirSync(directory).filter((name) => /^\d+$/.test(name)).map(Number),
    isWhole(id, count) {
      const points = new Set(mountedUnder(own(id)));
      return Array.from({ length: count }, (_, index) => place(id, index)).every((at) => points.has(at) || isLink(at));
    },
    async clear(id, { stale = false } = {}) {
      if (!existsSync(own(id))) return;
      const failures: string[] = [];
      for (const name of readdirSync(own(id)).toSorted((a, b) => Number(b) - Number(a))) {
        await clearPlace(path.join(own(id), name), { stale, busyMs }).catch((error: unknown) => failures.push(messageOf(error)));
      }
      if (failures.length > 0) throw unknownError(failures.join("; "));
      rmdirSync(own(id));
    },
  };
}

// Never removes files: should something be mounted still, they are somebody's.
async function clearPlace(place: string, { stale, busyMs }: { stale: boolean; busyMs: number }): Promise<void> {
  if (isLink(place)) {
    if (stale) unlinkSync(place);
    else HANDLERS.loop.release?.(place);
    return;
  }
  for (const point of mountedUnder(place)) await unmountPatiently(point, busyMs);
  rmdirSync(place);
}

async function unmountPatiently(point: string, busyMs: number): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      unmount(point);
      return;
    } catch (error) {
      if (isSystemError(error, "EINVAL") || isSystemError(error, "ENOENT")) return;
      if (!isSystemError(error, "EBUSY") || tries === BUSY_TRIES) throw error;
    }
    await sleep(busyMs);
  }
}

function isLink(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
