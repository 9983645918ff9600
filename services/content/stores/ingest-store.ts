import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { invalidArgument, isError, notFound } from "@stevedore/errors";
import { adoptFile } from "../writing/adopt-file.ts";
import type { ContentStore, ContentWriter, IngestStatus, WriterOptions } from "./content-store.ts";
import { createInlineDigester } from "../hashing/digester.ts";
import { diskError, isMissing } from "./disk-errors.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import { createIngest, readIngest } from "./ingest-directory.ts";
import { ingestPaths, type IngestPaths, type Layout } from "./layout.ts";
import { openLocalWriter, type SealedIngest } from "./local-writer.ts";
import { createRefLocks } from "../writing/ref-locks.ts";

/** The part of a store that is about ingests. */
export type IngestStore = Pick<ContentStore, "writer" | "status" | "abort" | "isWriting" | "prune" | "adopt">;

export interface IngestStoreDeps {
  hashes: HashPool;
  layout: Layout;
  /** Makes what was sealed a blob, durably, and removes its ingest. When it throws, the ingest stays to be committed later. */
  publish(sealed: SealedIngest): Promise<void>;
  /** Called before an ingest's files are removed without having become a blob. */
  discard?(paths: IngestPaths): Promise<void>;
}

/** Ingests as files in a directory of this host, for every backend that takes bytes in here. */
export function createIngestStore(deps: IngestStoreDeps): IngestStore {
  const { hashes, layout, publish, discard = async () => undefined } = deps;
  const locks = createRefLocks();

  const openWriter = async (options: WriterOptions): Promise<ContentWriter> => {
    const { ref, total = 0, algorithm = "sha256", hashing = "inline" } = options;
    const paths = layout.ingest(ref);
    const status = await resumeOrCreate(hashes, paths, { ref, total, discard });
    const digester = hashing === "inline" ? createInlineDigester(paths.data, algorithm) : await hashes.open(paths.data, algorithm);
    try {
      await digester.advance(status.offset);
      return await openLocalWriter({ paths, found: status, hashes, digester, publish, unlock: () => locks.unlock(ref) });
    } catch (error) {
      digester.close();
      throw error;
    }
  };
  return {
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
      const paths = layout.ingest(ref);
      await discard(paths);
      await rm(paths.directory, { recursive: true }).catch((error: unknown) => {
        throw isMissing(error) ? notFound(`reference ${ref}`) : diskError(`abort ${ref}`, error);
      });
    },
    async adopt(file) {
      const ref = `adopt/${file.digest}`;
      // Locked, so that what is half there is nobody's leftover.
      locks.lock(ref);
      try {
        return await adoptFile({ hashes, publish }, { file, ref, paths: layout.ingest(ref) });
      } catch (error) {
        throw diskError(`adopt ${file.path}`, error);
      } finally {
        locks.unlock(ref);
      }
    },
    isWriting: locks.isLocked,
    prune: (live) => pruneIngests({ layout, discard }, () => [...live(), ...locks.locked()]),
  };
}

interface WantedIngest {
  ref: string;
  total: number;
  discard(paths: IngestPaths): Promise<void>;
}

async function resumeOrCreate(hashes: HashPool, paths: IngestPaths, { ref, total, discard }: WantedIngest): Promise<IngestStatus> {
  const found = await readIngest(paths, ref).catch((error: unknown) => {
    if (isError(error, "notFound")) return undefined;
    throw error;
  });
  if (found === undefined) return createIngest(hashes, paths, { ref, total });
  if (total === 0 || found.total === 0 || total === found.total) return found;
  await discard(paths);
  return createIngest(hashes, paths, { ref, total });
}

// Directories are named after a hash of the ref, so that those where a crash left no ref file are judged too. What is
// live is asked after the listing: an ingest that is being made now is not in the list, or is live.
async function pruneIngests({ layout, discard }: Required<Pick<IngestStoreDeps, "layout" | "discard">>, liveRefs: () => Iterable<string>): Promise<number> {
  const names = await readdir(layout.ingests);
  const live = new Set([...liveRefs()].map((ref) => layout.ingest(ref).directory));
  let freed = 0;
  for (const name of names) {
    const paths = ingestPaths(path.join(layout.ingests, name));
    if (live.has(paths.directory)) continue;
    freed += await stat(paths.data).then(({ size }) => size, () => 0);
    await discard(paths);
    await rm(paths.directory, { recursive: true, force: true });
  }
  return freed;
}
