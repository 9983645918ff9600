import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { formatRfc3339, parseRfc3339, nowTimestamp, timestampOf, type Timestamp } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import type { HashPool } from "../hashing/hash-pool.ts";
import type { IngestStatus } from "./content-store.ts";
import { isMissing } from "./disk-errors.ts";
import type { IngestPaths } from "./layout.ts";

/** Makes an ingest's directory anew, empty. */
export async function createIngest(hashes: HashPool, paths: IngestPaths, { ref, total }: { ref: string; total: number }): Promise<IngestStatus> {
  const startedAt = nowTimestamp();
  const time = formatRfc3339(startedAt);
  const files = [
    { file: paths.ref, text: ref },
    { file: paths.startedAt, text: time },
    { file: paths.updatedAt, text: time },
    ...(total > 0 ? [{ file: paths.total, text: String(total) }] : []),
    // Last: an ingest without data is half-made and is made again.
    { file: paths.data, text: "" },
  ];
  await hashes.run("create", { directory: paths.directory, files });
  return { ref, offset: 0, total, startedAt, updatedAt: startedAt };
}

/** What an ingest's files say. @throws NotFound when there is no such ingest, or only half of one */
export async function readIngest(paths: IngestPaths, ref: string): Promise<IngestStatus> {
  // Nearly always it is new: then one look is enough, and takes less than to ask another thread for it.
  const data = statSync(paths.data, { bigint: true, throwIfNoEntry: false });
  if (data === undefined) throw notFound(`reference ${ref}`);
  const [storedRef, startedAt, updatedAt, total] = await Promise.all([
    readText(paths.ref),
    readText(paths.startedAt),
    readText(paths.updatedAt),
    readText(paths.total),
  ]);
  const started = startedAt === undefined ? undefined : parseRfc3339(startedAt.trim());
  if (storedRef !== ref || started === undefined) throw notFound(`reference ${ref}`);
  const written = parseRfc3339(updatedAt?.trim() ?? "") ?? started;
  // The file of the time is written rarely: the data's own time may be the newer one.
  const updated = later(written, timestampOf({ ns: data.mtimeNs }));
  return { ref, offset: Number(data.size), total: Number(total ?? 0) || 0, startedAt: started, updatedAt: updated };
}

function later(a: Timestamp, b: Timestamp): Timestamp {
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.nanos >= b.nanos) ? a : b;
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(ignoreMissing);
}

function ignoreMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
