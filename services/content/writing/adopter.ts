import path from "node:path";
import type { google } from "@stevedore/api";
import { alreadyExists, invalidArgument, isError } from "@stevedore/errors";
import type { Scope } from "@stevedore/leases";
import { validateLabels } from "@stevedore/names";
import { inStore } from "../catalogue.ts";
import type { Adoption, ContentStore, ForeignFile } from "../stores/content-store.ts";
import { refuseKnown } from "./ingest-engine.ts";
import { recordBlob, type IngestDeps } from "./ingest-writer.ts";

export interface ForeignBlob extends ForeignFile {
  labels: Readonly<Record<string, string>>;
  /** Of the record; now when absent. */
  createdAt: google.protobuf.ITimestamp | undefined;
  updatedAt: google.protobuf.ITimestamp | undefined;
}

/** Takes files of another store of this host as blobs. */
export interface Adopter {
  /** @throws AlreadyExists when the namespace has the blob, NotFound when there is no file, DataLoss when it is not what the digest says */
  adopt(scope: Scope, blob: ForeignBlob): Promise<Adoption | "present">;
}

export function createAdopter(deps: IngestDeps): Adopter {
  const { store, backend, leases, guard, published } = deps;
  return {
    async adopt(scope, blob) {
      const { namespace } = scope;
      const { digest } = blob;
      validateLabels(blob.labels, "info.Labels");
      if (!path.isAbsolute(blob.path)) throw invalidArgument(`adopt ${digest}: ${JSON.stringify(blob.path)} is no absolute path`);
      await refuseKnown(deps, scope, digest);
      await leases.add(scope, { type: "content", id: digest });
      const { how, created } = await guard.alone(digest, async () => {
        const adopted: Adoption | "present" = (await isThere(backend, blob)) ? "present" : await backend.adopt(blob);
        return { how: adopted, created: await inStore(store, `adopt ${digest}`, (tx) => recordBlob(tx, { namespace, ...blob })) };
      });
      if (!created) throw alreadyExists(`content ${digest}`);
      await published();
      return how;
    },
  };
}

// From another namespace, and whole.
async function isThere(backend: ContentStore, { digest, size }: ForeignFile): Promise<boolean> {
  try {
    const found = await backend.info(digest);
    await backend.verify(digest, { trust: "verified" });
    return found.size === size;
  } catch (error) {
    if (isError(error, "notFound") || isError(error, "dataLoss")) return false;
    throw error;
  }
}
