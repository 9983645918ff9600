import path from "node:path";
import { LeasesService, NamespacesService } from "@stevedore/api";
import { createClient } from "@stevedore/rpc";
import { runService } from "@stevedore/service";
import { createContent } from "./content.ts";
import { createHashPool } from "./hash-pool.ts";
import { createLeases } from "@stevedore/leases";
import { createLocalStore } from "./local-store.ts";
import { createSharing } from "./sharing.ts";

await runService("content", async (host) => {
  const { config, log } = host;
  const store = host.store();
  const images = host.channel("images");
  const hashes = createHashPool();
  const backend = await createLocalStore({ hashes }, { root: path.join(config.root, "io.containerd.content.v1.content") });
  const sharing = createSharing(
    { store, namespaces: createClient(NamespacesService, images), log },
    { policy: config.plugins.contentSharingPolicy },
  );
  const leases = createLeases({ client: createClient(LeasesService, images) });
  const content = createContent({ store, backend, leases, sharing, published: () => host.published() });
  const freed = await content.recover();
  if (freed > 0) log.info("leftovers of ingests removed", { bytes: freed });
  return { table: content.table, close: () => hashes.close() };
});
