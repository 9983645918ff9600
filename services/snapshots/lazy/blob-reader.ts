import fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { LazyContentService } from "@stevedore/api";
import { unavailable } from "@stevedore/errors";
import type { Client } from "@stevedore/rpc";
import type { LazyBlob } from "./layer-directory.ts";

/** The bytes of a blob that is arriving, as files of this host have them. Nobody has verified them. */
export interface BlobReader {
  /**
   * Gives these bytes to a task, for its time alone. `ahead`: so many bytes behind these are likely to be wanted next; `again`: what was there is
   * wrong. @throws what the images service says
   */
  use<T>(range: { offset: number; length: number }, options: { ahead: number; again: boolean }, task: (bytes: Buffer) => Promise<T>): Promise<T>;
}

interface Known {
  path: string;
  from: number;
  end: number;
}

// The images service asks its registries again by itself; this is for when it does not answer at all.
const TIMEOUT_MS = 60_000;
// A file gets another name when its blob is stored.
const TRIES = 5;
const RETRY_MS = 50;
const REMEMBERED = 8;

/** Asks the images service where bytes are, and reads them there: they pass through no socket. */
export function createBlobReader(content: Client<typeof LazyContentService>, { namespace, digest }: LazyBlob): BlobReader {
  let known: Known[] = [];
  const scratch = createScratch();
  const place = async (offset: number, end: number, options: { ahead: number; again: boolean }): Promise<Known> => {
    const found = options.again ? undefined : known.find((one) => one.from <= offset && end <= one.end);
    if (found !== undefined) return found;
    const reply = await content.locate({ digest, offset, length: end - offset, ...options }, { namespace, timeoutMs: TIMEOUT_MS });
    const made = { path: reply.path ?? "", from: offset, end: Number(reply.end ?? 0) };
    known = [made, ...known].slice(0, REMEMBERED);
    return made;
  };
  return {
    async use({ offset, length }, options, task) {
      for (let tries = 1; ; tries++) {
        const { path } = await place(offset, offset + length, options);
        const bytes = scratch.take(length);
        try {
          if (await readInto(bytes, path, offset)) return await task(bytes);
        } finally {
          scratch.giveBack(bytes);
        }
        known = [];
        if (tries === TRIES) throw unavailable(`blob ${digest}: ${path} has not the ${length} bytes at ${offset} that it should have`);
        await delay(RETRY_MS);
      }
    },
  };
}

const read = promisify(fs.read);

/** False when there is no such file, or it ends before. */
async function readInto(buffer: Buffer, file: string, offset: number): Promise<boolean> {
  let fd: number;
  try {
    // No disk is waited for: it was written a moment ago.
    fd = fs.openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  try {
    for (let has = 0; has < buffer.length; ) {
      const { bytesRead } = await read(fd, buffer, has, buffer.length - has, offset + has);
      if (bytesRead === 0) return false;
      has += bytesRead;
    }
    return true;
  } finally {
    fs.closeSync(fd);
  }
}

interface Scratch {
  take(length: number): Buffer;
  giveBack(buffer: Buffer): void;
}

const SPARES = 4;

// New buffers for every chunk would have the collector of garbage run all the time.
function createScratch(): Scratch {
  const free: Buffer[] = [];
  return {
    take(length) {
      const fit = free.findIndex((buffer) => buffer.buffer.byteLength >= length);
      const found = fit === -1 ? Buffer.allocUnsafeSlow(Math.max(length, 1 << 20)) : (free.splice(fit, 1)[0] as Buffer);
      return Buffer.from(found.buffer, 0, length);
    },
    giveBack(buffer) {
      if (free.length < SPARES) free.push(buffer);
    },
  };
}
