import type { NamespacesService } from "@stevedore/api";
import type { Logger } from "@stevedore/log";
import { messageOf } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import type { Client } from "@stevedore/rpc";
import { BLOBS_PREFIX, hasBlob, namespacesWith } from "../records.ts";

const SHAREABLE_LABEL = "containerd.io/namespace.shareable";

/** Decides whether a namespace may take a blob that the store has without bringing its bytes. */
export interface Sharing {
  mayShare(digest: string): Promise<boolean>;
}

export interface SharingDeps {
  store: MetadataStore;
  namespaces: Client<typeof NamespacesService>;
  log: Logger;
}

/** `shared`: always. `isolated`: only what a namespace with the label `containerd.io/namespace.shareable=true` has. */
export function createSharing({ store, namespaces, log }: SharingDeps, { policy }: { policy: "shared" | "isolated" }): Sharing {
  const isShareable = async (name: string): Promise<boolean> => {
    try {
      const { namespace } = await namespaces.get({ name });
      return namespace?.labels?.[SHAREABLE_LABEL] === "true";
    } catch (error) {
      // Not knowing is not sharing: the caller then has to bring the bytes.
      log.warn("namespace labels unknown, blob is not shared", { namespace: name, error: messageOf(error) });
      return false;
    }
  };
  return {
    async mayShare(digest) {
      if (policy === "shared") return true;
      for (const name of namespacesWith(store, BLOBS_PREFIX)) {
        if (hasBlob(store, name, digest) && (await isShareable(name))) return true;
      }
      return false;
    },
  };
}
