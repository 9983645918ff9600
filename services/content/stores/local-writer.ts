import { constants, fstatSync } from "node:fs";
import { open, writeFile, type FileHandle } from "node:fs/promises";
import { formatRfc3339, nowTimestamp, type Timestamp } from "@stevedore/api";
import { failedPrecondition } from "@stevedore/errors";
import { digestProblem, parseDigest } from "@stevedore/oci";
import type { ContentWriter, IngestStatus, SealOptions } from "./content-store.ts";
import { createInlineDigester, type Digester } from "../hashing/digester.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import { abortedIngest, diskError, isMissing } from "./disk-errors.ts";
import type { IngestPaths } from "./layout.ts";

/** An ingest whose content is verified and on disk. */
export interface SealedIngest {
  paths: IngestPaths;
  ref: string;
  digest: string;
  size: number;
}

export interface LocalWriterParts {
  paths: IngestPaths;
  /** As the ingest was found; its offset is what has been hashed of it. */
  found: IngestStatus;
  hashes: HashPool;
  digester: Digester;
  publish(sealed: SealedIngest): Promise<void>;
  unlock(): void;
}

/** The writer of one ingest in a directory. The ref must be locked; `close` gives the lock back. */
export async function openLocalWriter(parts: LocalWriterParts): Promise<ContentWriter> {
  const { paths, found, hashes, digester, unlock } = parts;
  const { ref } = found;
  const file = await open(paths.data, constants.O_RDWR);
  let updatedAt: Timestamp = found.updatedAt;
  let sealed: { digest: string; size: number } | undefined;
  let published = false;
  let closed = false;

  const inContext = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    if (closed) throw failedPrecondition(`${doing} ${ref}: the writer is closed`);
    try {
      return await work();
    } catch (error) {
      throw diskError(`${doing} ${ref}`, error);
    }
  };
  return {
    path: paths.data,
    get status() {
      return { ...found, offset: digester.offset, updatedAt };
    },
    get digest() {
      return sealed?.digest ?? digester.digest;
    },
    write: (data) =>
      inContext("write", async () => {
        const at = digester.offset;
        const written = writeFully(file, data, at);
        // On this thread, while the write runs on another.
        digester.update?.(data);
        await written;
        if (digester.update === undefined) await digester.advance(at + data.length);
        updatedAt = nowTimestamp();
      }),
    advance: (size) =>
      inContext("read", async () => {
        await digester.advance(size);
        updatedAt = nowTimestamp();
      }),
    truncate: () =>
      inContext("truncate", async () => {
        await file.truncate(0);
        await digester.reset();
        sealed = undefined;
      }),
    seal: (options) =>
      inContext("commit", async () => {
        const digest = await check({ paths, file, digester }, options);
        await hashes.run("seal", { file: paths.data }).catch((error: unknown) => {
          throw isMissing(error) ? abortedIngest(ref) : error;
        });
        sealed = { size: digester.offset, digest };
        await file.sync();
        return sealed;
      }),
    publish: () =>
      inContext("commit", async () => {
        if (sealed === undefined) throw failedPrecondition(`commit ${ref}: not sealed`);
        await parts.publish({ paths, ref, ...sealed });
        published = true;
      }),
    async close() {
      if (closed) return;
      closed = true;
      digester.close();
      if (!published) {
        await writeFile(paths.updatedAt, formatRfc3339(updatedAt)).catch(() => undefined);
        await file.sync().catch(() => undefined);
      }
      await file.close();
      unlock();
    },
  };
}

async function writeFully(file: FileHandle, data: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    const { bytesWritten } = await file.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}

interface Checked {
  paths: IngestPaths;
  file: FileHandle;
  digester: Digester;
}

/** Holds the content against what was announced; returns its digest, by the algorithm of the expected one. */
async function check({ paths, file, digester }: Checked, { total = 0, expected = "" }: SealOptions): Promise<string> {
  // Of an open file: no disk is asked.
  const { size } = fstatSync(file.fd);
  if (size !== digester.offset) throw failedPrecondition(`unexpected commit size ${size}, expected ${digester.offset}`);
  if (total > 0 && size !== total) throw failedPrecondition(`unexpected commit size ${size}, expected ${total}`);
  if (expected === "") return digester.digest;
  const problem = digestProblem(expected);
  if (problem !== undefined) throw failedPrecondition(`unexpected commit digest ${digester.digest}, expected ${expected}`, { hint: problem });
  const { algorithm } = parseDigest(expected);
  const digest = digester.digest.startsWith(`${algorithm}:`) ? digester.digest : await hashAgain(paths.data, expected, size);
  if (digest !== expected) throw failedPrecondition(`unexpected commit digest ${digest}, expected ${expected}`);
  return digest;
}

async function hashAgain(file: string, expected: string, size: number): Promise<string> {
  const digester = createInlineDigester(file, parseDigest(expected).algorithm);
  await digester.advance(size);
  return digester.digest;
}
