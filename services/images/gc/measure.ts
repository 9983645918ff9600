import type { ContentService, SnapshotsService } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import type { Client } from "@stevedore/rpc";
import type { Measure } from "./preview.ts";

/** Asks the services that own the disk. */
export function createMeasure({ content, snapshots }: { content: Client<typeof ContentService>; snapshots: Client<typeof SnapshotsService> }): Measure {
  const ask: Measure = async ({ namespace, kind, key }) => {
    if (kind === "content") return (await content.info({ digest: key }, { namespace })).info?.size ?? 0;
    if (kind === "ingest") return (await content.status({ ref: key }, { namespace })).status?.offset ?? 0;
    const snapshotter = /^snapshot\/(.+)$/.exec(kind)?.[1];
    return snapshotter === undefined ? 0 : (await snapshots.usage({ snapshotter, key }, { namespace })).size;
  };
  return (ref) => ask(ref).catch((error: unknown) => {
    if (isError(error, "notFound")) return 0;
    throw error;
  });
}
