import type { LazyContentService } from "@stevedore/api";
import { unavailable } from "@stevedore/errors";
import type { BlobSource } from "@stevedore/estargz";
import type { Client } from "@stevedore/rpc";
import type { LazyBlob } from "./layer-directory.ts";

// The images service asks its registries again by itself; this is for when it does not answer at all.
const TIMEOUT_MS = 60_000;

/** The bytes of a blob that is arriving, as the images service finds them. */
export function createContentSource(content: Client<typeof LazyContentService>, { namespace, digest, size }: LazyBlob): BlobSource {
  return {
    size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      let has = 0;
      for await (const { data } of content.read({ digest, size, offset, length }, { namespace, timeoutMs: TIMEOUT_MS })) {
        if (has + data.length > length) throw unavailable(`blob ${digest}: more than the ${length} bytes that were asked for at ${offset}`);
        bytes.set(data, has);
        has += data.length;
      }
      if (has < length) throw unavailable(`blob ${digest}: ${has} of ${length} bytes at ${offset}`);
      return bytes;
    },
  };
}
