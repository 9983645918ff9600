import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { dataLoss, isError, messageOf, notFound } from "@stevedore/errors";
import { createFlights } from "@stevedore/locks";
import type { Logger } from "@stevedore/log";
import { parseDigest } from "@stevedore/oci";
import type { Bucket } from "@stevedore/s3";
import { openBlobCache, type BlobCache, type PinnedCopy } from "./blob-cache.ts";
import { fetchBlob } from "./blob-fetch.ts";
import { moveToBlobs } from "./blob-files.ts";
import { findUpload, uploadBlob } from "./blob-upload.ts";
import type { BlobReader, ContentStore, StoredBlob } from "./content-store.ts";
import { abortedIngest } from "./disk-errors.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import { createIngestStore } from "./ingest-store.ts";
import { createLayout, type IngestPaths, type Layout } from "./layout.ts";
import { openReader } from "./local-store.ts";
import type { SealedIngest } from "./local-writer.ts";
import { createPartHashes, hashParts } from "./part-hashes.ts";
import { createPassingBlobs } from "./passing-blobs.ts";
import { createVerifiedBlobs, type VerifiedBlobs } from "./verified-blobs.ts";

export interface S3StoreDeps {
  hashes: HashPool;
  bucket: Bucket;
  log: Logger;
}

export interface S3StoreOptions {
  /** Of ingests and of the cache: a directory of this host that is nobody else's. */
  root: string;
  prefix: string;
  /** Other hosts use the bucket too: nothing is deleted. */
  shared: boolean;
  cacheBytes: number;
  partBytes: number;
  /** How long a copy whose path was told stays. */
  lendMs?: number;
}

/**
 * Content in a bucket, an object for each blob: `PREFIXblobs/<algorithm>/<hex>`. Ingests are files of this host; publishing one writes
 * its object, and leaves the file as the cache's copy. Reads go through the cache: what is not in it is fetched whole and
 * verified first, once for all who ask. A blob that has no room in the cache is read from its object, verified on the way.
 */
export async function createS3Store(deps: S3StoreDeps, options: S3StoreOptions): Promise<ContentStore> {
  const { bucket, hashes, log } = deps;
  const { root, prefix, shared, partBytes } = options;
  const layout = createLayout(root);
  const arriving = path.join(root, "arriving");
  await rm(arriving, { recursive: true, force: true });
  for (const directory of [layout.blobs, layout.ingests]) await mkdir(directory, { recursive: true, mode: 0o755 });
  const cache = await openBlobCache(layout, { maxBytes: options.cacheBytes, ...(options.lendMs === undefined ? {} : { lendMs: options.lendMs }) });
  const objects = createObjects(bucket, { layout, prefix });
  // Of the cache's copies, which a disk may damage as any other file.
  const verified = createVerifiedBlobs({ hashes, fileOf: layout.blob });
  const copies = createCopies(cache, async (blob) => {
    await fetchBlob({ bucket, cache, layout, hashes, directory: arriving }, { ...blob, key: objects.keyOf(blob.digest) }, { rangeBytes: partBytes });
    verified.note(blob.digest);
  }, objects);

  const parts = createPartHashes(path.join(root, "parts"));
  const passing = createPassingBlobs(bucket, { rangeBytes: partBytes, parts, damaged: objects.damaged });

  const publish = async (sealed: SealedIngest): Promise<void> => {
    const { paths, digest, size, ref } = sealed;
    try {
      if (!(await objects.has(digest, size))) await uploadBlob({ bucket }, { paths, key: objects.keyOf(digest), size, partBytes });
    } catch (error) {
      const gone = await stat(paths.data).then(() => false, () => true);
      throw gone ? abortedIngest(ref) : error;
    }
    objects.wrote(digest);
    if (!cache.fits(size)) await parts.keep(digest, await hashParts(paths.data));
    await moveToBlobs({ hashes, layout }, sealed);
    verified.note(digest);
    cache.adopt(digest, size);
  };
  // Nobody waits for a server that may be away; an upload that stays behind is for the bucket's lifecycle rule.
  const discard = async (paths: IngestPaths): Promise<void> => {
    const upload = await findUpload(paths);
    if (upload === undefined) return;
    bucket.abort(upload).catch((error: unknown) => log.warn("an upload stays unfinished in the bucket", { key: upload.key, error: messageOf(error) }));
  };
  // A copy that the disk has lost or spoilt is brought again: only the object is the blob.
  const fromCopy = async <T>(digest: string, copy: PinnedCopy, use: (copy: PinnedCopy) => Promise<T>): Promise<T> => {
    try {
      return await use(copy);
    } catch (error) {
      if (!isError(error, "dataLoss") && !isError(error, "notFound")) throw error;
      log.warn("a cached copy is damaged, and is fetched again", { digest, error: messageOf(error) });
      await cache.drop(digest);
      return use(await copies.get(digest));
    }
  };
  return {
    ...createIngestStore({ hashes, layout, publish, discard }),
    shared,
    info: objects.info,
    list: objects.list,
    async reader(digest, part) {
      const copy = cache.pin(digest);
      const blob = copy === undefined ? await objects.info(digest) : undefined;
      // What has no room is not kept: nobody else has to give way to it.
      if (blob !== undefined && !cache.hasRoom(blob.size) && !copies.isComing(digest)) return passing.reader({ ...blob, key: objects.keyOf(digest) }, part);
      return fromCopy(digest, copy ?? (await copies.get(digest, blob)), (held) => readerOf({ layout, verified }, digest, held));
    },
    // The server is asked only when all is to be read: what is fetched is verified on the way.
    async verify(digest, { trust, size } = {}) {
      if (trust !== undefined) return;
      const found = await objects.info(digest);
      if (size !== undefined && found.size !== size) throw dataLoss(`it has ${found.size} bytes, not ${size}`);
      const cached = cache.pin(digest);
      cached?.release();
      if (cached === undefined && !cache.hasRoom(found.size)) return passing.verify({ ...found, key: objects.keyOf(digest) });
      const copy = await copies.get(digest, found);
      const isWhole = await verified.verify(digest).then(() => true, () => false);
      copy.release();
      if (isWhole) return;
      // A damaged copy is fetched again; only the object is the blob.
      await cache.drop(digest);
      (await copies.get(digest)).release();
    },
    async setAside(digest) {
      objects.damaged(digest);
      await cache.drop(digest);
      return "";
    },
    async delete(digest) {
      if (!shared) await objects.remove(digest);
      await cache.drop(digest);
      await parts.drop(digest);
    },
    async locate(digest) {
      return fromCopy(digest, await copies.get(digest), async (copy) => {
        try {
          await verified.verify(digest, { trust: "verified", size: copy.size });
          cache.lend(digest);
        } finally {
          copy.release();
        }
        return { path: copy.path, size: copy.size };
      });
    },
  };
}

async function readerOf(files: { layout: Layout; verified: VerifiedBlobs }, digest: string, copy: PinnedCopy): Promise<BlobReader> {
  try {
    const reader = await openReader(files, digest);
    if (reader.size !== copy.size) {
      await reader.close();
      throw dataLoss(`content ${digest} has ${reader.size} bytes, not ${copy.size}`);
    }
    const close = async (): Promise<void> => {
      copy.release();
      await reader.close();
    };
    return { size: reader.size, read: reader.read, close };
  } catch (error) {
    copy.release();
    throw error;
  }
}

interface Objects {
  keyOf(digest: string): string;
  info(digest: string): Promise<StoredBlob>;
  list(): Promise<StoredBlob[]>;
  has(digest: string, size: number): Promise<boolean>;
  /** Notes that an object was written a moment ago. */
  wrote(digest: string): void;
  remove(digest: string): Promise<void>;
  /** Notes that an object was found not to be what its name says: it counts as missing until it is written again. */
  damaged(digest: string): void;
}

function createObjects(bucket: Bucket, { layout, prefix }: { layout: Layout; prefix: string }): Objects {
  const begin = `${prefix}blobs/`;
  const startedAtMs = Date.now();
  const written = new Map<string, number>();
  const broken = new Set<string>();
  const keyOf = (digest: string): string => `${begin}${parseDigest(digest).algorithm}/${parseDigest(digest).hex}`;
  // The server's clock is not this host's: what was not written in this life was there when it began.
  const blobOf = (digest: string, { size, modifiedAtMs }: { size: number; modifiedAtMs: number }): StoredBlob => ({ digest, size, committedAtMs: written.get(digest) ?? Math.min(modifiedAtMs, startedAtMs) });
  const info = async (digest: string): Promise<StoredBlob> => {
    const found = broken.has(digest) ? undefined : await bucket.head(keyOf(digest));
    if (found === undefined) throw notFound(`content ${digest}`);
    return blobOf(digest, found);
  };
  return {
    keyOf,
    info,
    async list() {
      const blobs: StoredBlob[] = [];
      for await (const object of bucket.list(begin)) {
        const [algorithm = "", name = "", more] = object.key.slice(begin.length).split("/");
        const digest = more === undefined ? layout.digestOf(algorithm, name) : undefined;
        if (digest !== undefined) blobs.push(blobOf(digest, object));
      }
      return blobs;
    },
    async has(digest, size) {
      return !broken.has(digest) && (await bucket.head(keyOf(digest)))?.size === size;
    },
    wrote(digest) {
      broken.delete(digest);
      written.set(digest, Date.now());
    },
    async remove(digest) {
      await info(digest);
      await bucket.remove(keyOf(digest));
      written.delete(digest);
    },
    damaged: (digest) => void broken.add(digest),
  };
}

interface Copies {
  /** The cache's copy, brought there if need be; one fetch for all who ask meanwhile. */
  get(digest: string, blob?: StoredBlob): Promise<PinnedCopy>;
  isComing(digest: string): boolean;
}

function createCopies(cache: BlobCache, fetch: (blob: StoredBlob) => Promise<void>, objects: Pick<Objects, "info" | "damaged">): Copies {
  const flights = createFlights<void>();
  const coming = new Set<string>();
  const fly = async (digest: string, blob: StoredBlob | undefined): Promise<void> => {
    coming.add(digest);
    try {
      await fetch(blob ?? (await objects.info(digest)));
    } catch (error) {
      if (isError(error, "dataLoss")) objects.damaged(digest);
      throw error;
    } finally {
      coming.delete(digest);
    }
  };
  return {
    isComing: (digest) => coming.has(digest),
    async get(digest, blob) {
      for (;;) {
        const copy = cache.pin(digest);
        if (copy !== undefined) return copy;
        await flights.join(digest, () => fly(digest, blob));
      }
    },
  };
}
