import type { containerd, DiffService, IngestsService } from "@stevedore/api";
import { invalidArgument, isError, messageOf, notFound, wrapError } from "@stevedore/errors";
import type { Mount } from "@stevedore/linux";
import type { Client, Handlers } from "@stevedore/rpc";
import { fromApiMounts, toApiMount } from "./api-mount.ts";
import { erofsLayerOf } from "./erofs/layer-of-mounts.ts";
import type { Layers } from "./apply/layers.ts";
import type { DiffWriter } from "./diff/diff-writer.ts";
import type { MountManager } from "./mounts/mount-manager.ts";

export interface DiffServiceDeps {
  layers: Layers;
  diffs: DiffWriter;
  ingests: Client<typeof IngestsService>;
  mounts: Pick<MountManager, "during">;
  /** Sync every applied layer, whether or not a request asks for it. */
  syncFs: boolean;
}

/** The handlers of `containerd.services.diff.v1.Diff`. */
export function createDiffService({ layers, diffs, ingests, mounts: manager, syncFs }: DiffServiceDeps): Handlers<typeof DiffService> {
  const locate = async ({ digest }: containerd.types.IDescriptor, namespace: string): Promise<{ path: string; size: number }> => {
    try {
      return await ingests.locate({ digest: digest ?? "" }, { namespace });
    } catch (error) {
      // Nothing can have been stored under what is no digest.
      throw wrapError("failed to get reader from content store", isError(error, "invalidArgument") ? notFound(`content digest ${digest}`, { hint: messageOf(error) }) : error);
    }
  };
  return {
    async apply({ diff, mounts, payloads, syncFs: sync }, { namespace, signal, log }) {
      if (diff == null) throw invalidArgument("diff required");
      const { path, size } = await locate(diff, namespace);
      const startedAt = performance.now();
      const { mediaType } = diff;
      const applyTo = (system: readonly Mount[]): Promise<containerd.types.IDescriptor> =>
        layers.apply({ path, mediaType: mediaType ?? "", digest: diff.digest ?? "", mounts: system.map(toApiMount), available: size, end: true, sync: sync || syncFs, payloads }, { signal });
      const list = fromApiMounts(mounts);
      const applied = erofsLayerOf(list) === undefined ? await manager.during(namespace, list, applyTo) : await applyTo(list);
      log.debug("diff applied", { digest: diff.digest, size, diffId: applied.digest, ms: Math.round(performance.now() - startedAt) });
      return { applied };
    },
    async diff(request, context) {
      return { diff: await diffs.write(request, context) };
    },
  };
}
