import { isError, messageOf } from "@stevedore/errors";
import { type Descriptor, digestOf } from "@stevedore/oci";
import { addLabels } from "../blobs.ts";
import type { Scope } from "../deps.ts";
import { openIngest } from "../ingest.ts";

const BATCH = 1 << 20;

export interface BytesToStore {
  ref: string;
  /** 0: not known before. */
  size: number;
  /** Empty: not known before. */
  digest: string;
  body: AsyncIterable<Buffer>;
  labels?: Record<string, string>;
}

/** Stores a blob, or finds that it is there; gives its digest. */
export async function storeBytes(scope: Scope, blob: BytesToStore): Promise<string> {
  const { labels = {} } = blob;
  try {
    await using ingest = await openIngest(scope, { ref: blob.ref, descriptor: { mediaType: "", digest: blob.digest, size: blob.size }, restart: true });
    if (ingest.path !== undefined) {
      let batch: Buffer[] = [];
      let length = 0;
      for await (const chunk of blob.body) {
        batch.push(chunk);
        length += chunk.length;
        if (length < BATCH) continue;
        await ingest.append(batch);
        batch = [];
        length = 0;
      }
      if (length > 0) await ingest.append(batch);
    }
    return await ingest.commit(labels);
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw error;
    // Without an expected digest, the store says whose content it was: "content sha256:…: already exists".
    const digest = blob.digest || /sha(?:256|384|512):[0-9a-f]+/.exec(messageOf(error))?.[0];
    if (digest === undefined) throw error;
    if (Object.keys(labels).length > 0) await addLabels(scope, digest, labels);
    return digest;
  }
}

/** Stores a document. */
export async function store(scope: Scope, bytes: Buffer, mediaType: string): Promise<Descriptor> {
  const digest = digestOf(bytes);
  async function* body(): AsyncGenerator<Buffer> { yield bytes; }
  await storeBytes(scope, { ref: `import-${digest}`, size: bytes.length, digest, body: body() });
  return { mediaType, digest, size: bytes.length };
}
