import { SnapshotsService } from "@stevedore/api";
import type { HostConfig } from "@stevedore/config";
import { isError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { MetadataStore } from "@stevedore/metadata";
import { connectGrpc, createClient } from "@stevedore/rpc";
import type { SnapshotterState } from "../load-snapshotters.ts";
import type { CollectableSnapshotter } from "../snapshotter.ts";
import { createClientSnapshotter } from "./client-snapshotter.ts";
import { createProxySnapshotter } from "./proxy-snapshotter.ts";

export interface LoadedProxies {
  snapshotters: CollectableSnapshotter[];
  states: SnapshotterState[];
  close(): Promise<void>;
}

export interface ProxiesDeps {
  store: MetadataStore;
  sweepStore: MetadataStore;
  log: Logger;
}

/** The snapshotters of `proxy_plugins`. Each is connected to when it is used: until then nobody knows whether it is there. */
export function loadProxies(deps: ProxiesDeps, { proxyPlugins, disabledPlugins }: HostConfig): LoadedProxies {
  const wanted = Object.entries(proxyPlugins).filter(([name, { type }]) => type === "snapshot" && !disabledPlugins.includes(`io.containerd.snapshotter.v1.${name}`));
  const opened = wanted.map(([name, { address, capabilities, exports }]) => {
    const channel = connectGrpc({ target: { path: address } });
    const client = createClient(SnapshotsService, channel);
    const cleanBackend = async (namespace: string): Promise<void> => {
      await client.cleanup({ snapshotter: name }, { namespace }).catch((error: unknown) => {
        if (!isError(error, "unimplemented")) throw error;
      });
    };
    const snapshotter = createProxySnapshotter({ ...deps, backend: createClientSnapshotter(client, name), cleanBackend }, { name });
    const state: SnapshotterState = { name, root: exports["root"] ?? "", capabilities, exports: { ...exports, address }, missing: undefined };
    return { channel, snapshotter, state };
  });
  return {
    snapshotters: opened.map(({ snapshotter }) => snapshotter),
    states: opened.map(({ state }) => state),
    close: async () => void (await Promise.all(opened.map(({ channel }) => channel.close()))),
  };
}
