import type { ResourceName, Resource, ResourceSource } from "@stevedore/resources";
import type { MetadataStore } from "@stevedore/metadata";
import { containerNameOf, containerNamespaces, decodeContainer, hasContainers, listContainers, type Container } from "./containers/container-records.ts";

/**
 * What garbage collection and the namespaces API ask of containers. They are roots: none is ever swept, but
 * they hold snapshots and, by their labels, anything else.
 */
export function createContainerSource(store: MetadataStore): ResourceSource {
  return {
    kinds: "`container`",
    owns: (kind) => kind === "container",
    namespaces: () => containerNamespaces(store),
    *list(namespace) {
      for (const container of listContainers(store, namespace)) yield containerRow({ namespace, kind: "container", key: container.id }, container);
    },
    nameOf: containerNameOf,
    describe: (name, value) => containerRow(name, decodeContainer(value)),
    left: (namespace) => (hasContainers(store, namespace) ? ["containers"] : []),
  };
}

function containerRow(name: ResourceName, { labels, snapshotter, snapshotKey }: Container): Resource {
  const refs = snapshotKey === "" ? [] : [{ kind: `snapshot/${snapshotter}`, key: snapshotKey }];
  return { ...name, labels, refs, root: true };
}
