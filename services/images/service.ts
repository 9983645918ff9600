import type { ImagesService, LeasesService, NamespacesService } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";
import type { ImageStore } from "./image-store.ts";
import type { LeaseStore } from "./lease-store.ts";
import type { NamespaceStore } from "./namespace-store.ts";

export interface ApiDeps {
  /** Resolves when the events of what was just written are on the bus, or after a moment. */
  published: () => Promise<void>;
  /** Resolves after a garbage collection that began after the call; for calls with `sync`. */
  collect: () => Promise<unknown>;
}

export function createImagesHandlers({ images, published, collect }: ApiDeps & { images: ImageStore }): Handlers<typeof ImagesService> {
  return {
    get: async ({ name }, { namespace }) => ({ image: await images.get(namespace, name) }),
    list: async ({ filters }, { namespace }) => ({ images: await images.list(namespace, filters) }),
    async create({ image, sourceDateEpoch }, { namespace, lease }) {
      if (!image?.name) throw nameRequired();
      const created = await images.create(namespace, image, { lease, sourceDateEpoch });
      await published();
      return { image: created };
    },
    async update({ image, updateMask, sourceDateEpoch }, { namespace, lease }) {
      if (!image?.name) throw nameRequired();
      const updated = await images.update(namespace, image, { lease, sourceDateEpoch, paths: updateMask?.paths ?? [] });
      await published();
      return { image: updated };
    },
    async delete({ name, sync, target }, { namespace, lease }) {
      await images.delete(namespace, name, { lease, target: target?.digest ?? undefined });
      await published();
      if (sync) await collect();
      return {};
    },
  };
}

function nameRequired(): Error {
  return invalidArgument("Image.Name required", { verbatim: true });
}

export function createNamespacesHandlers({ namespaces, published }: Pick<ApiDeps, "published"> & { namespaces: NamespaceStore }): Handlers<typeof NamespacesService> {
  return {
    get: ({ name }) => ({ namespace: { name, labels: namespaces.labels(name) } }),
    list: async () => ({ namespaces: await namespaces.list() }),
    async create({ namespace }) {
      await namespaces.create(namespace?.name ?? "", namespace?.labels);
      await published();
      return { namespace: namespace ?? null };
    },
    // As in containerd, the reply of an update carries nothing.
    async update({ namespace, updateMask }) {
      await namespaces.update(namespace?.name ?? "", namespace?.labels, updateMask?.paths ?? []);
      await published();
      return {};
    },
    async delete({ name }) {
      await namespaces.delete(name);
      await published();
      return {};
    },
  };
}

export function createLeasesHandlers({ leases, collect }: Pick<ApiDeps, "collect"> & { leases: LeaseStore }): Handlers<typeof LeasesService> {
  return {
    create: async ({ id, labels }, { namespace }) => ({ lease: await leases.create(namespace, { id, labels }) }),
    async delete({ id, sync }, { namespace }) {
      await leases.delete(namespace, id);
      if (sync) await collect();
      return {};
    },
    list: async ({ filters }, { namespace }) => ({ leases: await leases.list(namespace, filters) }),
    async addResource({ id, resource }, { namespace, deferred }) {
      await leases.addResource(namespace, id, resource, { deferred });
      return {};
    },
    async deleteResource({ id, resource }, { namespace, deferred }) {
      await leases.deleteResource(namespace, id, resource, { deferred });
      return {};
    },
    listResources: async ({ id }, { namespace }) => ({ resources: await leases.listResources(namespace, id) }),
  };
}
