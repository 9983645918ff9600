import { containerd, nowTimestamp, packAny, type ContainersService } from "@stevedore/api";
import { alreadyExists, invalidArgument, notFound, quote } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import { compactLabels } from "@stevedore/names";
import { encoded, type Handlers } from "@stevedore/rpc";
import { compileContainerFilters } from "./container-filter.ts";
import { deleteContainer, encodeContainerList, findContainer, getContainer, listContainers, putContainer, type Container, type ContainerFields } from "./container-records.ts";
import { applyUpdate } from "./container-update.ts";
import { validateContainer } from "./container-validation.ts";

export interface ContainersDeps {
  store: MetadataStore;
  /** Resolves when the events emitted so far are on the bus. */
  published(): Promise<void>;
  /** Told of a new container before it is stored: its task is likely to follow at once. */
  expectTask(namespace: string, id: string): void;
  /** Told of each record that was written; undefined: deleted. */
  noteStored(namespace: string, id: string, container: ContainerFields | undefined): void;
}

/** containerd.services.containers.v1: records of what can be run. */
export function createContainerHandlers({ store, published, expectTask, noteStored }: ContainersDeps): Handlers<typeof ContainersService> {
  const select = function* (namespace: string, filters: readonly string[]): Generator<Container> {
    const matches = compileContainerFilters(filters);
    for (const container of listContainers(store, namespace)) if (matches(container)) yield container;
  };
  return {
    get: ({ id }, { namespace }) => ({ container: getContainer(store, namespace, id) }),
    list: ({ filters }, { namespace }) => (filters.length === 0 ? encoded(encodeContainerList(store, namespace)) : { containers: [...select(namespace, filters)] }),
    async *listStream({ filters }, { namespace }) {
      for (const container of select(namespace, filters)) yield { container };
    },
    async create(request, { namespace }) {
      expectTask(namespace, request.container?.id ?? "");
      const container = await create(store, namespace, request.container ?? {});
      noteStored(namespace, container.id!, container);
      await published();
      return { container };
    },
    async update(request, { namespace }) {
      const container = await update(store, namespace, request.container ?? {}, request.updateMask?.paths ?? []);
      noteStored(namespace, container.id!, container);
      await published();
      return { container };
    },
    async delete({ id }, { namespace }) {
      await remove(store, namespace, id);
      noteStored(namespace, id, undefined);
      await published();
      return {};
    },
  };
}

async function create(store: MetadataStore, namespace: string, requested: ContainerFields): Promise<ContainerFields> {
  validateContainer(requested, "create container failed validation");
  const now = nowTimestamp();
  const container = { ...requested, labels: compactLabels(requested.labels), createdAt: now, updatedAt: now };
  const { id, image, runtime } = container;
  const { ContainerCreate } = containerd.events;
  await store.transact((tx) => {
    if (findContainer(tx, namespace, id!) !== undefined) throw alreadyExists(`container ${quote(id!)}`);
    putContainer(tx, namespace, container);
    const event = packAny("containerd.events.ContainerCreate", ContainerCreate, { id, image, runtime });
    tx.emit({ namespace, topic: "/containers/create", event });
  });
  return container;
}

async function update(store: MetadataStore, namespace: string, requested: ContainerFields, paths: readonly string[]): Promise<ContainerFields> {
  const id = requested.id ?? "";
  if (id === "") throw invalidArgument("Container.ID required", { verbatim: true });
  const { ContainerUpdate } = containerd.events;
  return store.transact((tx) => {
    const stored = findContainer(tx, namespace, id);
    if (stored === undefined) throw notFound(`container ${quote(id)}`);
    const container = applyUpdate(stored, requested, paths);
    validateContainer(container, "update failed validation");
    container.updatedAt = nowTimestamp();
    // containerd's store never erases a spec or an extension, though its answer is without them; neither is lost here.
    putContainer(tx, namespace, { ...container, spec: container.spec ?? stored.spec ?? null, extensions: { ...stored.extensions, ...container.extensions } });
    const { image, labels, snapshotKey } = container;
    const event = packAny("containerd.events.ContainerUpdate", ContainerUpdate, { id, image, labels, snapshotKey });
    tx.emit({ namespace, topic: "/containers/update", event });
    return container;
  });
}

async function remove(store: MetadataStore, namespace: string, id: string): Promise<void> {
  const { ContainerDelete } = containerd.events;
  await store.transact((tx) => {
    if (!deleteContainer(tx, namespace, id)) throw notFound(`container ${id}`);
    tx.emit({ namespace, topic: "/containers/delete", event: packAny("containerd.events.ContainerDelete", ContainerDelete, { id }) });
  });
}
