import { randomUUID } from "node:crypto";
import type { Bucket } from "./bucket.ts";

/**
 * Does once what a store does with a bucket, under a key of its own below `prefix`, and leaves nothing behind.
 * @throws what the first call that fails throws
 */
export async function tryBucket(bucket: Bucket, prefix: string): Promise<void> {
  const key = `${prefix}.try-${randomUUID()}`;
  for await (const found of bucket.list(key)) await bucket.remove(found.key);
  await bucket.put(key, Buffer.from("try"));
  try {
    if ((await bucket.head(key))?.size !== 3) throw new Error(`${bucket.name}: what was written as ${key} is not there afterwards`);
    for await (const chunk of await bucket.read(key, { offset: 0, length: 3 })) void chunk;
  } finally {
    await bucket.remove(key);
  }
  await bucket.abort({ key, id: await bucket.begin(key) });
}
