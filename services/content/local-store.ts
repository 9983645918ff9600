import { closeSync, fstatSync, openSync, read, readSync } from "node:fs";
import { mkdir, readdir, rm, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { invalidArgument, isError, notFound } from "@stevedore/errors";
import type { BlobReader, ContentStore, ContentWriter, IngestStatus, StoredBlob, WriterOptions } from "./content-store.ts";
import { createInlineDigester } from "./digester.ts";
import { diskError, isMissing } from "./disk-errors.ts";
import type { HashPool } from "./hash-pool.ts";
import { createIngest, readIngest } from "./ingest-directory.ts";
import { createLayout, ingestPaths, type Layout } from "./layout.ts";
import { openLocalWriter } from "./local-writer.ts";
import { createRefLocks } from "./ref-locks.ts";

export interface LocalStoreOptions {
  /** The content directory; made when it is missing. */
  root: string;
}

/** Content in a directory of this host, laid out as containerd does it. */
export async function createLocalStore({ hashes }: { hashes: HashPool }, { root }: LocalStoreOptions): Promise<ContentStore> {
  const layout = createLayout(root);
  const locks = createRefLocks();
  for (const directory of [layout.blobs, layout.ingests]) await mkdir(directory, { recursive: true, mode: 0o755 });

  const openWriter = async (options: WriterOptions): Promise<ContentWriter> => {
    const { ref, total = 0, algorithm = "sha256", hashing = "inline" } = options;
    const paths = layout.ingest(ref);
    const status = await resumeOrCreate(layout, ref, total);
    const digester = hashing === "inline" ? createInlineDigester(paths.data, algorithm) : await hashes.open(paths.data, algorithm);
    try {
      await digester.advance(status.offset);
      return await openLocalWriter({ layout, paths, found: status, digester, unlock: () => locks.unlock(ref) });
    } catch (error) {
      digester.close();
      throw error;
    }
  };

  return {
    async info(digest) {
      return readBlob(layout, digest);
    },
    list: () => listBlobs(layout),
    reader: (digest) => openReader(layout, digest),
    async delete(digest) {
      await unlink(layout.blob(digest)).catch((error: unknown) => {
        throw isMissing(error) ? notFound(`content ${digest}`) : diskError(`delete ${digest}`, error);
      });
    },
    async writer(options) {
      if (options.ref === "") throw invalidArgument("ref must not be empty");
      locks.lock(options.ref);
      try {
        return await openWriter(options);
      } catch (error) {
        locks.unlock(options.ref);
        throw diskError(`open ingest ${options.ref}`, error);
      }
    },
    status: (ref) => readIngest(layout.ingest(ref), ref),
    async abort(ref) {
      await rm(layout.ingest(ref).directory, { recursive: true }).catch((error: unknown) => {
        throw isMissing(error) ? notFound(`reference ${ref}`) : diskError(`abort ${ref}`, error);
      });
    },
    isWriting: locks.isLocked,
    prune: (live) => pruneIngests(layout, () => [...live(), ...locks.locked()]),
    async locate(digest) {
      const { size } = await readBlob(layout, digest);
      return { path: layout.blob(digest), size };
    },
  };
}

async function resumeOrCreate(layout: Layout, ref: string, total: number): Promise<IngestStatus> {
  const paths = layout.ingest(ref);
  const found = await readIngest(paths, ref).catch((error: unknown) => {
    if (isError(error, "notFound")) return undefined;
    throw error;
  });
  const differs = found !== undefined && total > 0 && found.total > 0 && total !== found.total;
  return found === undefined || differs ? createIngest(paths, { ref, total }) : found;
}

async function readBlob(layout: Layout, digest: string): Promise<StoredBlob> {
  const { size, mtimeMs } = await stat(layout.blob(digest)).catch((error: unknown) => {
    throw isMissing(error) ? notFound(`content ${digest}`) : diskError(`content ${digest}`, error);
  });
  return { digest, size, committedAtMs: mtimeMs };
}

async function listBlobs(layout: Layout): Promise<StoredBlob[]> {
  const blobs: StoredBlob[] = [];
  for (const algorithm of await readdir(layout.blobs)) {
    for (const name of await readdir(path.join(layout.blobs, algorithm)).catch(() => [])) {
      const digest = layout.digestOf(algorithm, name);
      const blob = digest === undefined ? undefined : await readBlob(layout, digest).catch(() => undefined);
      if (blob !== undefined) blobs.push(blob);
    }
  }
  return blobs;
}

// Clients read in slices as small as 32 KiB, one call each. For those the thread pool costs more than the system call.
const SMALL_READ_BYTES = 64 << 10;
const readAsync = promisify(read);

async function openReader(layout: Layout, digest: string): Promise<BlobReader> {
  const fd = openBlob(layout, digest);
  const { size } = fstatSync(fd);
  return {
    size,
    async read(buffer, position) {
      if (buffer.length <= SMALL_READ_BYTES) return readSync(fd, buffer, 0, buffer.length, position);
      let done = 0;
      while (done < buffer.length) {
        const { bytesRead } = await readAsync(fd, buffer, done, buffer.length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    close: async () => closeSync(fd),
  };
}

function openBlob(layout: Layout, digest: string): number {
  try {
    return openSync(layout.blob(digest), "r");
  } catch (error) {
    throw isMissing(error) ? notFound(`blob ${digest} expected at ${layout.blob(digest)}`) : diskError(`open ${digest}`, error);
  }
}

// Directories are named after a hash of the ref, so that those where a crash left no ref file are judged too. What is
// live is asked after the listing: an ingest that is being made now is not in the list, or is live.
async function pruneIngests(layout: Layout, liveRefs: () => Iterable<string>): Promise<number> {
  const names = await readdir(layout.ingests);
  const live = new Set([...liveRefs()].map((ref) => layout.ingest(ref).directory));
  let freed = 0;
  for (const name of names) {
    const { directory, data } = ingestPaths(path.join(layout.ingests, name));
    if (live.has(directory)) continue;
    freed += await stat(data).then(({ size }) => size, () => 0);
    await rm(directory, { recursive: true, force: true });
  }
  return freed;
}
