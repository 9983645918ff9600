import { utimes } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "./disk-errors.ts";
import type { Layout } from "./layout.ts";

/**
 * Verified copies of blobs in a directory, the last used ones, up to a number of bytes. When a copy was last used is its
 * file's access time, so that it survives a restart. A copy that is being read is never taken away.
 * What is wanted as a file and has no room, because it is larger than all of it or because all else is in use, lies beside it, uncounted, while it is
 * read or lent, and never longer than this process.
 */
export interface BlobCache {
  /** False for a blob that is larger than the whole cache. */
  fits(size: number): boolean;
  /** False also when what is in use leaves no room for so many bytes. */
  hasRoom(size: number): boolean;
  /** Keeps a copy from being taken away; undefined when there is none. */
  pin(digest: string): PinnedCopy | undefined;
  /** Keeps a copy for as long as another process may need to open it by its path. */
  lend(digest: string): void;
  /** Makes room for bytes that are about to come, until they are `adopt`ed or given up; where there is none they will lie beside it. */
  reserve(bytes: number): Reservation;
  /** Counts a file that lies at its place now; whatever was used longest ago goes until the rest fits. One that lies beside the cache is lent. */
  adopt(digest: string, size: number, options?: { isBeside?: boolean }): void;
  drop(digest: string): Promise<void>;
  /** What the cache holds. */
  readonly bytes: number;
}

export interface PinnedCopy {
  readonly path: string;
  readonly size: number;
  /** May be called more than once. */
  release(): void;
}

export interface Reservation {
  readonly isBeside: boolean;
  release(): void;
}

export interface BlobCacheOptions {
  maxBytes: number;
  /** How long a copy whose path was told stays. */
  lendMs?: number;
}

interface Entry {
  size: number;
  /** It does not count, and goes when nobody needs it. */
  isBeside: boolean;
  usedAtMs: number;
  notedAtMs: number;
  lentUntilMs: number;
  pins: number;
}

const LEND_MS = 120_000;
// Times of use are written to disk no oftener.
const NOTE_EVERY_MS = 1000;

/** Opens the cache over a content directory, with what is there. */
export async function openBlobCache(layout: Layout, { maxBytes, lendMs = LEND_MS }: BlobCacheOptions): Promise<BlobCache> {
  const entries = await scan(layout);
  const fits = (size: number): boolean => size <= maxBytes;
  for (const [digest, { size }] of entries) {
    if (fits(size)) continue;
    entries.delete(digest);
    await rm(layout.blob(digest), { force: true });
  }
  let bytes = [...entries.values()].reduce((sum, { size }) => sum + size, 0);
  let reserved = 0;

  const use = (digest: string, entry: Entry): void => {
    const now = Date.now();
    entry.usedAtMs = now;
    if (now - entry.notedAtMs < NOTE_EVERY_MS) return;
    entry.notedAtMs = now;
    // The time of modification stays what it is; a copy that has just gone needs none.
    const file = layout.blob(digest);
    void stat(file).then(({ mtime }) => utimes(file, new Date(now), mtime, () => undefined)).catch(() => undefined);
  };
  const evict = (digest: string): void => {
    const entry = entries.get(digest);
    if (entry?.isBeside === false) bytes -= entry.size;
    entries.delete(digest);
    rm(layout.blob(digest), { force: true }).catch(() => undefined);
  };
  // True when what is left fits.
  const shrinkTo = (limit: number): boolean => {
    if (bytes <= limit) return true;
    const now = Date.now();
    const idle = [...entries].filter(([, entry]) => !entry.isBeside && isIdle(entry, now)).sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs);
    for (const [digest] of idle) {
      if (bytes <= limit) break;
      evict(digest);
    }
    return bytes <= limit;
  };
  shrinkTo(maxBytes);
  const hasRoom = (size: number): boolean => {
    if (!fits(size)) return false;
    const now = Date.now();
    let used = reserved + size;
    for (const entry of entries.values()) if (!entry.isBeside && !isIdle(entry, now)) used += entry.size;
    return used <= maxBytes;
  };
  // What lies beside the cache goes when nobody needs it.
  const dismiss = (digest: string): void => {
    const entry = entries.get(digest);
    if (entry === undefined || !entry.isBeside || entry.pins > 0) return;
    const rest = entry.lentUntilMs - Date.now();
    if (rest < 0) evict(digest);
    else setTimeout(dismiss, rest + 1, digest).unref();
  };
  const lend = (digest: string, entry: Entry): void => {
    entry.lentUntilMs = Date.now() + lendMs;
    dismiss(digest);
  };

  return {
    get bytes() {
      return bytes;
    },
    fits,
    hasRoom,
    pin(digest) {
      const entry = entries.get(digest);
      if (entry === undefined) return undefined;
      use(digest, entry);
      entry.pins += 1;
      let held = true;
      const release = (): void => {
        if (!held) return;
        held = false;
        entry.pins -= 1;
        if (entry.pins > 0) return;
        if (entry.isBeside) dismiss(digest);
        else shrinkTo(maxBytes - reserved);
      };
      return { path: layout.blob(digest), size: entry.size, release };
    },
    lend(digest) {
      const entry = entries.get(digest);
      if (entry !== undefined) lend(digest, entry);
    },
    reserve(wanted) {
      if (!hasRoom(wanted)) return { isBeside: true, release: () => undefined };
      shrinkTo(maxBytes - reserved - wanted);
      reserved += wanted;
      let held = true;
      return {
        isBeside: false,
        release() {
          if (held) reserved -= wanted;
          held = false;
        },
      };
    },
    adopt(digest, size, { isBeside = !fits(size) } = {}) {
      const now = Date.now();
      if (!entries.has(digest)) {
        const entry = { size, isBeside, usedAtMs: now, notedAtMs: now, lentUntilMs: 0, pins: 0 };
        entries.set(digest, entry);
        if (isBeside) return lend(digest, entry);
        bytes += size;
      }
      shrinkTo(maxBytes - reserved);
    },
    async drop(digest) {
      if (!entries.has(digest)) return;
      evict(digest);
      await rm(layout.blob(digest), { force: true });
    },
  };
}

function isIdle({ pins, lentUntilMs }: Entry, now: number): boolean {
  return pins === 0 && lentUntilMs < now;
}

async function scan(layout: Layout): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  await mkdir(layout.blobs, { recursive: true, mode: 0o755 });
  for (const algorithm of await readdir(layout.blobs)) {
    for (const name of await readdir(path.join(layout.blobs, algorithm)).catch(() => [])) {
      const digest = layout.digestOf(algorithm, name);
      if (digest === undefined) continue;
      const found = await stat(layout.blob(digest)).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      if (found?.isFile()) entries.set(digest, { size: found.size, isBeside: false, usedAtMs: found.atimeMs, notedAtMs: found.atimeMs, lentUntilMs: 0, pins: 0 });
    }
  }
  return entries;
}
