import { ContentService, IngestsService, ResourcesService } from "@stevedore/api";
import type { MetadataStore } from "@stevedore/metadata";
import { createHandlerTable, type HandlerTable } from "@stevedore/rpc";
import { createAdopter } from "./adopter.ts";
import { createBlobGuard } from "./blob-guard.ts";
import { createCatalogue } from "./catalogue.ts";
import { createCollector } from "./collector.ts";
import type { ContentStore } from "./content-store.ts";
import { createIngestEngine } from "./ingest-engine.ts";
import { createIngestsService } from "./ingests-service.ts";
import type { Leases } from "@stevedore/leases";
import { createCollection, createResourcesHandlers } from "@stevedore/resources";
import { resourceNameOf } from "./records.ts";
import { createContentSources } from "./resource-sources.ts";
import { createContentService } from "./service.ts";
import type { Sharing } from "./sharing.ts";

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
}

/** The whole service over any store: its handler table, and the clearing of what an earlier life left behind. */
export function createContent(deps: ContentDeps): { table: HandlerTable; recover(): Promise<number> } {
  const { published } = deps;
  const collection = createCollection({ store: deps.store, nameOf: resourceNameOf });
  const parts = { ...deps, store: collection.store, collection };
  const guard = createBlobGuard();
  const catalogue = createCatalogue(parts);
  const engine = createIngestEngine({ ...parts, guard });
  const collector = createCollector({ ...deps, collection, guard });
  const table = createHandlerTable();
  table.add(ContentService, createContentService({ catalogue, engine, published, ...(deps.isPlugin === true && { deleted: collector.free }) }));
  table.add(IngestsService, createIngestsService({ catalogue, engine, adopter: createAdopter({ ...parts, guard }) }));
  table.add(ResourcesService, createResourcesHandlers({ collection, sources: createContentSources({ ...deps, guarded: collection.store, collector }) }));
  return { table, recover: collector.recover };
}
