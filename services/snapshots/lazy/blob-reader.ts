import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { LazyContentService } from "@stevedore/api";
import { unavailable } from "@stevedore/errors";
import type { Client } from "@stevedore/rpc";
import type { LazyBlob } from "./layer-directory.ts";

/** The bytes of a blob that is arriving, as files of this host have them. Nobody has verified them. */
export interface BlobReader {
  /** `ahead`: so many bytes behind these are likely to be wanted next; `again`: what was there is wrong. @throws what the images service says */
  read(range: { offset: number; length: number }, options: { ahead: number; again: boolean }): Promise<Buffer>;
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
  const place = async (offset: number, end: number, options: { ahead: number; again: boolean }): Promise<Known> => {
    const found = options.again ? undefined : known.find((one) => one.from <= offset && end <= one.end);
    if (found !== undefined) return found;
    const reply = await content.locate({ digest, offset, length: end - offset, ...options }, { namespace, timeoutMs: TIMEOUT_MS });
    const made = { path: reply.path ?? "", from: offset, end: Number(reply.end ?? 0) };
    known = [made, ...known].slice(0, REMEMBERED);
    return made;
  };
  return {
    async read({ offset, length }, options) {
      for (let tries = 1; ; tries++) {
        const { path } = await place(offset, offset + length, options);
        const bytes = await readPart(path, offset, length);
        if (bytes !== undefined) return bytes;
        known = [];
        if (tries === TRIES) throw unavailable(`blob ${digest}: ${path} has not the ${length} bytes at ${offset} that it should have`);
        await delay(RETRY_MS);
      }
    },
  };
}

/** Undefined when there is no such file, or it ends before. */
async function readPart(file: string, offset: number, length: number): Promise<Buffer | undefined> {
  try {
    await using handle = await open(file, "r");
    const buffer = Buffer.allocUnsafe(length);
    for (let has = 0; has < length; ) {
      const { bytesRead } = await handle.read(buffer, has, length - has, offset + has);
      if (bytesRead === 0) return undefined;
      has += bytesRead;
    }
    return buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
