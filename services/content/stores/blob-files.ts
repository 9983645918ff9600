import { existsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import { notFound } from "@stevedore/errors";
import { parseDigest } from "@stevedore/oci";
import type { HashPool } from "../hashing/hash-pool.ts";
import { abortedIngest, isMissing } from "./disk-errors.ts";
import type { Layout } from "./layout.ts";
import type { SealedIngest } from "./local-writer.ts";

/** Gives sealed content its name among the blobs. @throws NotFound when the ingest was aborted */
export async function moveToBlobs({ hashes, layout }: { hashes: HashPool; layout: Layout }, { paths, ref, digest }: SealedIngest): Promise<void> {
  const { directory, data, ref: refFile, startedAt, updatedAt, total } = paths;
  // The file is complete, read-only and on disk before it gets the name that says so; the name is on disk before anybody is told.
  const target = layout.blob(digest);
  await makeDirectory(path.dirname(target));
  // Also over a blob that is there: what that holds nobody knows, this has just been verified.
  await hashes.run("move", { from: data, to: target, directory, beside: [refFile, startedAt, updatedAt, total] }).catch((error: unknown) => {
    throw isMissing(error) ? abortedIngest(ref) : error;
  });
  await syncDirectory(path.dirname(target));
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
  // Nearly always it is there, and remembered by the kernel: to look takes less than to ask another thread.
  if (existsSync(directory)) return;
  const made = await mkdir(directory, { recursive: true, mode: 0o755 });
  if (made !== undefined) await syncDirectory(path.dirname(directory));
}

/** Puts the names in a directory on disk. */
export async function syncDirectory(directory: string): Promise<void> {
  await using handle = await open(directory, "r");
  await handle.sync();
}
