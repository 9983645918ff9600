import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { formatRfc3339, parseRfc3339, nowTimestamp, timestampOf, type Timestamp } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import type { IngestStatus } from "./content-store.ts";
import { isMissing } from "./disk-errors.ts";
import type { IngestPaths } from "./layout.ts";

/** Makes an ingest's directory anew, empty. */
export async function createIngest(paths: IngestPaths, { ref, total }: { ref: string; total: number }): Promise<IngestStatus> {
  const startedAt = nowTimestamp();
  const time = formatRfc3339(startedAt);
  await mkdir(paths.directory, { mode: 0o755 }).catch(async () => {
    await rm(paths.directory, { recursive: true, force: true });
    await mkdir(paths.directory, { recursive: true, mode: 0o755 });
  });
  const files = [writeFile(paths.ref, ref), writeFile(paths.startedAt, time), writeFile(paths.updatedAt, time)];
  if (total > 0) files.push(writeFile(paths.total, String(total)));
  await Promise.all(files);
  // Last: an ingest without data is half-made and is made again.
  await (await open(paths.data, "w", 0o644)).close();
  return { ref, offset: 0, total, startedAt, updatedAt: startedAt };
}

/** What an ingest's files say. @throws NotFound when there is no such ingest, or only half of one */
export async function readIngest(paths: IngestPaths, ref: string): Promise<IngestStatus> {
  // Nearly always it is new: then one look is enough.
  const data = await stat(paths.data, { bigint: true }).catch(ignoreMissing);
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
