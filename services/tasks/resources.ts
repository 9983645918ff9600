import type { ResourceName, Resource, ResourceSource } from "@stevedore/resources";
import type { MetadataStore } from "@stevedore/metadata";
import { containerNameOf, containerNamespaces, decodeContainer, hasContainers, listContainers, type Container } from "./containers/container-records.ts";
import { decodeSandbox, deleteSandboxes, listSandboxes, sandboxNameOf, sandboxNamespaces, type Sandbox } from "./sandboxes/sandbox-records.ts";

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

/** The same of sandboxes: roots too, whose labels hold things. A namespace may be deleted while it has some, as in containerd. */
export function createSandboxSource(store: MetadataStore): ResourceSource {
  return {
    kinds: "`sandbox`",
    owns: (kind) => kind === "sandbox",
    namespaces: () => sandboxNamespaces(store),
    *list(namespace) {
      for (const sandbox of listSandboxes(store, namespace)) yield sandboxRow({ namespace, kind: "sandbox", key: sandbox.sandboxId }, sandbox);
    },
    nameOf: sandboxNameOf,
    describe: (name, value) => sandboxRow(name, decodeSandbox(value)),
    drop: (namespace, revision) => store.transact((tx) => deleteSandboxes(tx, namespace, revision)),
  };
}

// Of a sandbox's labels containerd follows plain references only.
function sandboxRow(name: ResourceName, { labels }: Sandbox): Resource {
  const references = Object.entries(labels).filter(([key]) => key.startsWith("containerd.io/gc.ref."));
  return { ...name, labels: Object.fromEntries(references), refs: [], root: true };
}
