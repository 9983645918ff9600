import type { ResourcesService, stevedore } from "@stevedore/api";
import type { MetadataStore } from "@stevedore/metadata";
import type { Handlers } from "@stevedore/rpc";
import { containerNamespaces, hasContainers, listContainers, type Container } from "./containers/container-records.ts";

const BATCH = 256;

type Resource = stevedore.v1.IResource;

/**
 * What garbage collection and the namespaces API ask of this service. Containers are roots: nothing here is ever
 * swept, but they hold snapshots and, by their labels, anything else.
 */
export function createResourceHandlers(store: MetadataStore): Handlers<typeof ResourcesService> {
  return {
    namespaces: () => ({ names: containerNamespaces(store) }),
    // The revision that the mark gets is newer than everything before, older than everything after.
    begin: async () => ({ epoch: await store.transact((tx) => tx.put("gc", "epoch", new Uint8Array(0))) }),
    async *list({ namespace }) {
      let resources: Resource[] = [];
      for (const name of namespace === "" ? containerNamespaces(store) : [namespace]) {
        for (const container of listContainers(store, name)) {
          resources.push(describe(name, container));
          if (resources.length < BATCH) continue;
          yield { resources };
          resources = [];
        }
      }
      if (resources.length > 0) yield { resources };
    },
    sweep: () => ({ removed: [] }),
    cleanup: () => ({ freedBytes: 0 }),
    checkEmpty: ({ namespace }) => ({ kinds: hasContainers(store, namespace) ? ["containers"] : [] }),
  };
}

function describe(namespace: string, { id, labels, snapshotter, snapshotKey }: Container): Resource {
  const refs = snapshotKey === "" ? [] : [{ kind: `snapshot/${snapshotter}`, key: snapshotKey }];
  return { namespace, kind: "container", key: id, labels, refs, root: true };
}
