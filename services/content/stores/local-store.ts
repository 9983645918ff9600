import { closeSync, fstatSync, openSync, read, readSync, statSync, type Stats } from "node:fs";
import { mkdir, readdir, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { notFound } from "@stevedore/errors";
import { moveToBlobs, setBlobAside } from "./blob-files.ts";
import type { BlobReader, ContentStore, StoredBlob } from "./content-store.ts";
import { diskError, isMissing } from "./disk-errors.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import { createIngestStore } from "./ingest-store.ts";
import { createLayout, type Layout } from "./layout.ts";
import type { SealedIngest } from "./local-writer.ts";
import { createVerifiedBlobs, type VerifiedBlobs } from "./verified-blobs.ts";

export interface LocalStoreOptions {
  /** The content directory; made when it is missing. */
  root: string;
}

/** Content in a directory of this host, laid out as containerd does it. */
export async function createLocalStore({ hashes }: { hashes: HashPool }, { root }: LocalStoreOptions): Promise<ContentStore> {
  const layout = createLayout(root);
  for (const directory of [layout.blobs, layout.ingests]) await mkdir(directory, { recursive: true, mode: 0o755 });
  const verified = createVerifiedBlobs({ hashes, fileOf: layout.blob });
  const publish = async (sealed: SealedIngest): Promise<void> => {
    await moveToBlobs({ hashes, layout }, sealed);
    verified.note(sealed.digest);
  };
  return {
    ...createIngestStore({ hashes, layout, publish }),
    info: async (digest) => readBlob(layout, digest),
    list: () => listBlobs(layout),
    reader: (digest) => openReader({ layout, verified }, digest),
    verify: verified.verify,
    async setAside(digest) {
      verified.forget(digest);
      return setBlobAside(layout, digest);
    },
    async delete(digest) {
      verified.forget(digest);
      await unlink(layout.blob(digest)).catch((error: unknown) => {
        throw isMissing(error) ? notFound(`content ${digest}`) : diskError(`delete ${digest}`, error);
      });
    },
    async locate(digest) {
      await verified.verify(digest, { trust: "verified" });
      const { size } = readBlob(layout, digest);
      return { path: layout.blob(digest), size };
    },
  };
}

// Of a file that was used a moment ago, or isn't there: to ask another thread would take ten times as long as the look itself.
function readBlob(layout: Layout, digest: string): StoredBlob {
  const found = look(layout, digest);
  if (found === undefined) throw notFound(`content ${digest}`);
  return { digest, size: found.size, committedAtMs: found.mtimeMs };
}

function look(layout: Layout, digest: string): Stats | undefined {
  try {
    return statSync(layout.blob(digest), { throwIfNoEntry: false });
  } catch (error) {
    throw diskError(`content ${digest}`, error);
  }
}

async function listBlobs(layout: Layout): Promise<StoredBlob[]> {
  const blobs: StoredBlob[] = [];
  for (const algorithm of await readdir(layout.blobs)) {
    for (const name of await readdir(path.join(layout.blobs, algorithm)).catch(() => [])) {
      const digest = layout.digestOf(algorithm, name);
      const found = digest === undefined ? undefined : await stat(layout.blob(digest)).catch(() => undefined);
      if (digest !== undefined && found !== undefined) blobs.push({ digest, size: found.size, committedAtMs: found.mtimeMs });
    }
  }
  return blobs;
}

// Clients read in slices as small as 32 KiB, one call each. For those the thread pool costs more than the system call.
const SMALL_READ_BYTES = 64 << 10;
const readAsync = promisify(read);

/** Opens a blob's file. @throws NotFound */
export async function openReader({ layout, verified }: { layout: Layout; verified: VerifiedBlobs }, digest: string): Promise<BlobReader> {
  const fd = openBlob(layout, digest);
  const { size } = fstatSync(fd);
  // Begun with the first read, on another thread, while the bytes are on their way.
  let whole: Promise<void> | undefined;
  let isWhole = verified.isKnown(digest, fd);
  const verify = async (): Promise<void> => {
    await (whole ??= verified.verify(digest, { trust: "verified" }));
    isWhole = true;
  };
  return {
    size,
    async read(buffer, position) {
      if (!isWhole) {
        const verifying = verify();
        if (position + buffer.length >= size) await verifying;
        // Who reads the end hears of it.
        else verifying.catch(() => undefined);
      }
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
