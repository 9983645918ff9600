import { ContentService, IngestsService, IntegrityService, ResourcesService, type RepairsService } from "@stevedore/api";
import { unimplemented } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import { createHandlerTable, type Client, type HandlerTable } from "@stevedore/rpc";
import { createAdopter } from "./writing/adopter.ts";
import { createBlobGuard } from "./gc/blob-guard.ts";
import { createCatalogue } from "./catalogue.ts";
import { createCollector } from "./gc/collector.ts";
import type { ContentStore } from "./stores/content-store.ts";
import { createIngestEngine } from "./writing/ingest-engine.ts";
import { createIngestsService } from "./ingests-service.ts";
import { createIntegrity } from "./integrity/integrity.ts";
import { createIntegrityService } from "./integrity/integrity-service.ts";
import type { Leases } from "@stevedore/leases";
import { createCollection, createResourcesHandlers } from "@stevedore/resources";
import { resourceNameOf } from "./records.ts";
import { createRepairer } from "./integrity/repairer.ts";
import { createContentSources } from "./gc/resource-sources.ts";
import { scrub, type ScrubOptions } from "./integrity/scrubber.ts";
import { createContentService } from "./service.ts";
import type { Sharing } from "./writing/sharing.ts";

export interface ContentDeps {
  store: MetadataStore;
  backend: ContentStore;
  leases: Leases;
  sharing: Sharing;
  published(): Promise<void>;
  /** What is kept is another containerd's: it collects garbage itself, and what it deletes is off the disk when it is told so. */
  isPlugin?: boolean;
  /** Whether a shared store's blobs of other hosts can be read here. */
  sharesAll?: boolean;
  log: Logger;
  /** The end of the process. */
  signal: AbortSignal;
  /** Who fetches lost blobs again; absent where nobody does. */
  repairs?: Client<typeof RepairsService>;
  scrub?: ScrubOptions;
}

export interface Content {
  table: HandlerTable;
  /** Clears what an earlier life left behind; returns the bytes freed. */
  recover(): Promise<number>;
  /** Begins what goes on by itself: fetching lost blobs again, reading blobs for damage. */
  start(): void;
}

/** The whole service over any store. */
export function createContent(deps: ContentDeps): Content {
  const { published, log, signal } = deps;
  const collection = createCollection({ store: deps.store, nameOf: resourceNameOf });
  const guard = createBlobGuard();
  const repairer = createRepairer({ store: deps.store, client: deps.repairs ?? nobodyRepairs, log, signal });
  const integrity = createIntegrity({ ...deps, store: collection.store, guard, onLost: repairer.wake });
  const parts = { ...deps, store: collection.store, collection, guard, integrity };
  const catalogue = createCatalogue(parts);
  const engine = createIngestEngine(parts);
  const collector = createCollector({ ...deps, collection, guard });
  const table = createHandlerTable();
  table.add(ContentService, createContentService({ catalogue, engine, published, ...(deps.isPlugin === true && { deleted: collector.free }) }));
  table.add(IngestsService, createIngestsService({ catalogue, engine, adopter: createAdopter(parts) }));
  table.add(IntegrityService, createIntegrityService({ store: deps.store, integrity, repairer }));
  table.add(ResourcesService, createResourcesHandlers({ collection, sources: createContentSources({ ...deps, guarded: collection.store, collector }), published }));
  return {
    table,
    recover: collector.recover,
    start() {
      repairer.resume();
      if (deps.scrub !== undefined) void scrub({ store: deps.store, integrity, log, signal }, deps.scrub);
    },
  };
}

const nobodyRepairs: Client<typeof RepairsService> = {
  fetch: () => Promise.reject(unimplemented("nobody here fetches blobs again", { hint: "pull or import the image again" })),
};
