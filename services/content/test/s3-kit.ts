import path from "node:path";
import { openBucket, type Bucket } from "@stevedore/s3";
import { startS3Server, type S3Server, type S3ServerName } from "@stevedore/tests/kit";
import type { ContentStore } from "../stores/content-store.ts";
import { createHashPool } from "../hashing/hash-pool.ts";
import { createS3Store, type S3StoreOptions } from "../stores/s3-store.ts";
import { createTempDir, log } from "./kit.ts";

export const BUCKET = "blobs";

/** A server with one bucket. */
export async function startBucket(options: { tls?: boolean; server?: S3ServerName } = {}): Promise<S3Server> {
  const server = await startS3Server(options);
  try {
    await server.createBucket(BUCKET);
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

export function bucketOf({ endpoint, keys, caFile }: Pick<S3Server, "endpoint" | "keys" | "caFile">, name = BUCKET): Promise<Bucket> {
  return openBucket({ endpoint, bucket: name, region: "us-east-1", ...keys, ...(caFile === undefined ? {} : { caFile }) }, { log });
}

export interface OpenS3Store extends AsyncDisposable {
  readonly store: ContentStore;
  readonly bucket: Bucket;
  readonly root: string;
}

let stores = 0;

/** A store with a prefix of its own in the server's bucket, on a directory of its own. */
export async function openS3Store(server: Pick<S3Server, "endpoint" | "keys" | "caFile">, options: Partial<S3StoreOptions> & { bucket?: Bucket } = {}): Promise<OpenS3Store> {
  await using stack = new AsyncDisposableStack();
  const root = options.root ?? path.join(stack.use(createTempDir()).path, "content");
  const bucket = options.bucket ?? (await bucketOf(server));
  stack.defer(() => bucket.close());
  const hashes = stack.use(createHashPool({ threads: 1 }));
  const store = await createS3Store({ bucket, hashes, log }, { prefix: `store-${++stores}/`, shared: false, cacheBytes: 1 << 30, partBytes: 5 << 20, ...options, root });
  const owned = stack.move();
  return { store, bucket, root, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
