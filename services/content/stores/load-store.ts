import path from "node:path";
import type { ContentBackend, HostConfig } from "@stevedore/config";
import { ContentService } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import { connectGrpc, createClient } from "@stevedore/rpc";
import { openBucket } from "@stevedore/s3";
import type { ContentStore } from "./content-store.ts";
import type { HashPool } from "../hashing/hash-pool.ts";
import { createLocalStore } from "./local-store.ts";
import { createProxyBucket } from "./proxy-bucket.ts";
import { createS3Store } from "./s3-store.ts";

export interface StoreDeps {
  hashes: HashPool;
  log: Logger;
}

/** The backend that a host's content is in. */
export interface LoadedStore {
  backend: ContentStore;
  /** Ends what the backend keeps open: connections, timers. */
  close(): Promise<void>;
}

type OpenStore = (deps: StoreDeps, config: HostConfig) => Promise<LoadedStore>;

const BACKENDS: Readonly<Record<ContentBackend, OpenStore>> = {
  local: async (deps, { root }) => ({ backend: await createLocalStore(deps, { root: path.join(root, "io.containerd.content.v1.content") }), close: async () => undefined }),
  s3: openS3,
  proxy: openProxy,
};

async function openS3({ hashes, log }: StoreDeps, { root, stevedore }: HostConfig): Promise<LoadedStore> {
  const { s3 } = stevedore.content;
  const bucket = await openBucket(s3, { log });
  // Not where the local backend's blobs are: those are no copies of anything.
  const backend = await createS3Store({ hashes, bucket, log }, { ...s3, root: path.join(root, "io.stevedore.content.s3") });
  return { backend, close: async () => bucket.close() };
}

// Small parts: they go one behind the other, and wait in memory for their turn.
const PROXY_PART_BYTES = 4 << 20;

async function openProxy({ hashes, log }: StoreDeps, { root, stevedore, proxyPlugins }: HostConfig): Promise<LoadedStore> {
  const { namespace, cacheBytes } = stevedore.content.proxy;
  const found = Object.values(proxyPlugins).find(({ type }) => type === "content");
  if (found === undefined) throw invalidArgument('[stevedore.content] backend = "proxy" needs an entry of proxy_plugins with type = "content"');
  const { address } = found;
  const channel = connectGrpc({ target: { path: address } });
  const bucket = createProxyBucket(createClient(ContentService, channel), { address, namespace });
  const backend = await createS3Store({ hashes, bucket, log }, { prefix: "", shared: false, cacheBytes, partBytes: PROXY_PART_BYTES, root: path.join(root, "io.stevedore.content.proxy") });
  const close = async (): Promise<void> => {
    bucket.close();
    await channel.close();
  };
  return { backend, close };
}

/**
 * Opens the backend that `[stevedore.content] backend` names. One that is elsewhere may be away meanwhile: its calls fail until it is back.
 * @throws InvalidArgument for settings that can't work
 */
export function loadStore(deps: StoreDeps, config: HostConfig): Promise<LoadedStore> {
  return BACKENDS[config.stevedore.content.backend](deps, config);
}
