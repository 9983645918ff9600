import type { ContentConfig } from "@stevedore/config";
import { failedPrecondition } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import { BLOBS_PREFIX, namespacesWith } from "../records.ts";

const BUCKET = "settings";
const KEY = "backend";

/**
 * Refuses a backend that is not the one whose blobs the records name: they would all be missing.
 * @throws FailedPrecondition
 */
export async function keepBackend(store: MetadataStore, { backend, s3 }: ContentConfig): Promise<void> {
  const wanted = backend === "s3" ? `s3 ${s3.bucket}/${s3.prefix}` : backend;
  await store.transact((tx) => {
    const found = tx.get(BUCKET, KEY)?.value;
    // Roots are older than this record.
    const known = found === undefined ? "local" : Buffer.from(found).toString();
    if (known === wanted) return;
    if (namespacesWith(tx, BLOBS_PREFIX).length > 0) {
      throw failedPrecondition(`the records of this root are of blobs in ${JSON.stringify(known)}, and the configuration says ${JSON.stringify(wanted)}`, {
        hint: "set [stevedore.content] back, or start on another root and import or pull the images there",
      });
    }
    tx.put(BUCKET, KEY, Buffer.from(wanted));
  });
}
