import { nowTimestamp } from "@stevedore/api";
import { failedPrecondition, notFound } from "@stevedore/errors";
import type { ContentStore, ContentWriter, StoredBlob } from "../stores/content-store.ts";
import { PIECE_BYTES } from "../hashing/digester.ts";

export interface SharedWriterParts {
  ref: string;
  /** The stored blob; it must stay while the writer is open. */
  blob: StoredBlob;
  backend: ContentStore;
  /** Opens a real ingest, announced with a size. */
  unshare(total: number): Promise<ContentWriter>;
}

/**
 * A writer whose bytes the store has already, from another namespace: complete from the start, and without an
 * ingest. Data or a truncation make it a real one: with a copy of the blob, or empty.
 */
export function createSharedWriter({ ref, blob, backend, unshare }: SharedWriterParts): ContentWriter {
  const startedAt = nowTimestamp();
  let inner: ContentWriter | undefined;

  const copy = async (): Promise<ContentWriter> => {
    const writer = await startAgain(await unshare(blob.size));
    try {
      await copyBlob(backend, blob.digest, writer);
    } catch (error) {
      await writer.close();
      throw error;
    }
    return writer;
  };
  return {
    get status() {
      return inner?.status ?? { ref, offset: blob.size, total: blob.size, startedAt, updatedAt: startedAt };
    },
    get digest() {
      return inner?.digest ?? blob.digest;
    },
    get path() {
      return inner?.path ?? "";
    },
    async write(data) {
      if (data.length === 0) return;
      inner ??= await copy();
      await inner.write(data);
    },
    async advance(size) {
      if (inner === undefined && size <= blob.size) return;
      inner ??= await copy();
      await inner.advance(size);
    },
    async truncate() {
      if (inner === undefined) inner = await startAgain(await unshare(0));
      else await inner.truncate();
    },
    async seal(options) {
      if (inner !== undefined) return inner.seal(options);
      const { expected = "" } = options;
      if (expected !== "" && expected !== blob.digest) throw failedPrecondition(`${JSON.stringify(ref)} unexpected digest`);
      return { digest: blob.digest, size: blob.size };
    },
    async publish() {
      if (inner !== undefined) return inner.publish();
      await backend.info(blob.digest).catch((error: unknown) => {
        throw notFound(`content ${blob.digest}`, { hint: "its file has vanished: write it again", cause: error });
      });
    },
    close: async () => inner?.close(),
  };
}

// The ref may have bytes of an earlier attempt.
async function startAgain(writer: ContentWriter): Promise<ContentWriter> {
  if (writer.status.offset > 0) await writer.truncate();
  return writer;
}

async function copyBlob(backend: ContentStore, digest: string, writer: ContentWriter): Promise<void> {
  const reader = await backend.reader(digest);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, reader.size));
    for (let at = 0; at < reader.size; ) {
      const read = await reader.read(buffer, at);
      await writer.write(buffer.subarray(0, read));
      at += read;
    }
  } finally {
    await reader.close();
  }
}
