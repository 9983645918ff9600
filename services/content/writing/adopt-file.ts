import { constants } from "node:fs";
import { chmod, copyFile, link, mkdir, open, rm, stat } from "node:fs/promises";
import { dataLoss, notFound } from "@stevedore/errors";
import { parseDigest } from "@stevedore/oci";
import type { Adoption, ForeignFile } from "../stores/content-store.ts";
import { isMissing } from "../stores/disk-errors.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import type { IngestPaths } from "../stores/layout.ts";
import type { SealedIngest } from "../stores/local-writer.ts";

export interface AdoptParts {
  hashes: HashPool;
  publish(sealed: SealedIngest): Promise<void>;
}

export interface AdoptedFile {
  file: ForeignFile;
  /** Locked by the caller. */
  ref: string;
  paths: IngestPaths;
}

/** Makes a file the data of an ingest of its own, verifies that, and publishes it. */
export async function adoptFile({ hashes, publish }: AdoptParts, { file, ref, paths }: AdoptedFile): Promise<Adoption> {
  const { path, digest, size } = file;
  const found = await stat(path).catch((error: unknown) => {
    throw isMissing(error) ? notFound(`blob ${digest} expected at ${path}`) : error;
  });
  if (found.size !== size) throw dataLoss(`${path} has ${found.size} bytes, not the ${size} of ${digest}`);
  await rm(paths.directory, { recursive: true, force: true });
  await mkdir(paths.directory, { recursive: true, mode: 0o755 });
  try {
    const how = await place(path, paths.data);
    await requireDigest(hashes, { file: paths.data, path, digest, size });
    await syncFile(paths.data);
    await publish({ paths, ref, digest, size });
    return how;
  } finally {
    await rm(paths.directory, { recursive: true, force: true });
  }
}

// A clone shares the bytes until somebody writes, a second name for ever; nobody writes to a blob, but a clone is the safer of the two.
async function place(from: string, to: string): Promise<Adoption> {
  const cloned = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
  if (!cloned) {
    const linked = await link(from, to).then(
      () => true,
      () => false,
    );
    // The original's mode and times are the second name's as well: they stay.
    if (linked) return "linked";
    await copyFile(from, to);
  }
  await chmod(to, 0o444);
  return cloned ? "cloned" : "copied";
}

interface Checked {
  /** Our name for the bytes. */
  file: string;
  /** Where they came from. */
  path: string;
  digest: string;
  size: number;
}

async function requireDigest(hashes: HashPool, { file, path, digest, size }: Checked): Promise<void> {
  const digester = await hashes.open(file, parseDigest(digest).algorithm);
  try {
    await digester.advance(size);
    if (digester.digest !== digest) throw dataLoss(`${path} is corrupt: it holds ${digester.digest}, not ${digest}`);
  } finally {
    digester.close();
  }
}

async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, "r");
  await handle.sync();
}
