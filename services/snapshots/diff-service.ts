import type { containerd, DiffService, IngestsService } from "@stevedore/api";
import { invalidArgument, wrapError } from "@stevedore/errors";
import type { Client, Handlers } from "@stevedore/rpc";
import type { Layers } from "./apply/layers.ts";
import type { DiffWriter } from "./diff/diff-writer.ts";

export interface DiffServiceDeps {
  layers: Layers;
  diffs: DiffWriter;
  ingests: Client<typeof IngestsService>;
  /** Sync every applied layer, whether or not a request asks for it. */
  syncFs: boolean;
}

/** The handlers of `containerd.services.diff.v1.Diff`. */
export function createDiffService({ layers, diffs, ingests, syncFs }: DiffServiceDeps): Handlers<typeof DiffService> {
  const locate = async ({ digest }: containerd.types.IDescriptor, namespace: string): Promise<{ path: string; size: number }> => {
    try {
      return await ingests.locate({ digest: digest ?? "" }, { namespace });
    } catch (error) {
      throw wrapError("failed to get reader from content store", error);
    }
  };
  return {
    async apply({ diff, mounts, syncFs: sync }, { namespace, signal, log }) {
      if (diff == null) throw invalidArgument("diff required");
      const { path, size } = await locate(diff, namespace);
      const startedAt = performance.now();
      const applied = await layers.apply({ path, mediaType: diff.mediaType ?? "", mounts, available: size, end: true, sync: sync || syncFs }, { signal });
      log.debug("diff applied", { digest: diff.digest, size, diffId: applied.digest, ms: Math.round(performance.now() - startedAt) });
      return { applied };
    },
    async diff(request, context) {
      return { diff: await diffs.write(request, context) };
    },
  };
}
