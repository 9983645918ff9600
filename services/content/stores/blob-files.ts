import { mkdir, open, rename, rm, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { notFound } from "@stevedore/errors";
import { parseDigest } from "@stevedore/oci";
import { isMissing } from "./disk-errors.ts";
import type { IngestPaths, Layout } from "./layout.ts";
import type { SealedIngest } from "./local-writer.ts";

/** Gives sealed content its name among the blobs. @throws NotFound when the ingest was aborted */
export async function moveToBlobs(layout: Layout, { paths, ref, digest }: SealedIngest): Promise<void> {
  // The file is complete, read-only and on disk before it gets the name that says so; the name is on disk before
  // anybody is told.
  const target = layout.blob(digest);
  await makeDirectory(path.dirname(target));
  // Also over a blob that is there: what that holds nobody knows, this has just been verified.
  await rename(paths.data, target).catch((error: unknown) => {
    throw isMissing(error) ? notFound(`reference ${ref}`, { hint: "the ingest was aborted" }) : error;
  });
  await Promise.all([syncDirectory(path.dirname(target)), dropIngest(paths)]);
}

// What is in it is known: to walk it takes four times as many calls.
async function dropIngest({ directory, ref, startedAt, updatedAt, total }: IngestPaths): Promise<void> {
  try {
    await Promise.allSettled([ref, startedAt, updatedAt, total].map((file) => unlink(file)));
    await rmdir(directory);
  } catch {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Moves what lies under a digest to where nobody looks for blobs; the name has the time in it. @throws NotFound */
export async function setBlobAside(layout: Layout, digest: string): Promise<string> {
  const from = layout.blob(digest);
  const { algorithm, hex } = parseDigest(digest);
  const to = path.join(layout.aside, `${algorithm}-${hex}.${new Date().toISOString().replaceAll(":", "")}`);
  await makeDirectory(layout.aside);
  await rename(from, to).catch((error: unknown) => {
    throw isMissing(error) ? notFound(`blob ${digest} expected at ${from}`) : error;
  });
  await Promise.all([syncDirectory(path.dirname(from)), syncDirectory(layout.aside)]);
  return to;
}

async function makeDirectory(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true, mode: 0o755 });
  if (made !== undefined) await syncDirectory(path.dirname(directory));
}

/** Puts the names in a directory on disk. */
export async function syncDirectory(directory: string): Promise<void> {
  await using handle = await open(directory, "r");
  await handle.sync();
}
