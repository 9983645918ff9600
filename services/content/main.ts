import { LeasesService, NamespacesService, RepairsService } from "@stevedore/api";
import { createClient } from "@stevedore/rpc";
import { runService } from "@stevedore/service";
import { createContent } from "./content.ts";
import { createHashPool } from "./hashing/hash-pool.ts";
import { createLeases } from "@stevedore/leases";
import { loadStore } from "./stores/load-store.ts";
import { keepBackend } from "./stores/same-backend.ts";
import { createSharing } from "./writing/sharing.ts";

await runService("content", async (host) => {
  const { config, log } = host;
  const store = host.store();
  const images = host.channel("images");
  const hashes = createHashPool();
  await keepBackend(store, config.stevedore.content);
  const { backend, close } = await loadStore({ hashes, log }, config);
  const sharing = createSharing(
    { store, namespaces: createClient(NamespacesService, images), log },
    { policy: config.plugins.contentSharingPolicy },
  );
  const leases = createLeases({ client: createClient(LeasesService, images) });
  const sharesAll = config.plugins.contentSharingPolicy === "shared";
  const isPlugin = config.stevedore.only.length > 0;
  const content = createContent({
    store,
    backend,
    leases,
    sharing,
    sharesAll,
    published: () => host.published(),
    isPlugin,
    log,
    signal: host.signal,
    ...(!isPlugin && { repairs: createClient(RepairsService, images) }),
    scrub: { intervalMs: config.stevedore.content.scrubIntervalMs, bytesPerSecond: config.stevedore.content.scrubRate },
  });
  const freed = await content.recover();
  if (freed > 0) log.info("leftovers of ingests removed", { bytes: freed });
  content.start();
  const closeAll = async (): Promise<void> => {
    await close();
    await hashes.close();
  };
  return { table: content.table, close: closeAll };
});
