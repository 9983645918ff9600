import { randomBytes } from "node:crypto";
import { containerd, nowTimestamp } from "@stevedore/api";
import { alreadyExists, notFound } from "@stevedore/errors";
import { lookupIn, type FieldLookup } from "@stevedore/filters";
import type { MetadataStore, Reader, TransactOptions } from "@stevedore/metadata";
import { compactLabels } from "@stevedore/names";
import type { Collection } from "@stevedore/resources";
import { compileListFilters } from "./filters.ts";
import { addLeaseEntry, leaseBucket, listLeaseEntries, parseLeaseResource, removeLease, removeLeaseEntry, type LeaseResource } from "./lease-entry.ts";
import { ensureNamespace } from "./namespace-record.ts";

const { Lease: LeaseMessage } = containerd.services.leases.v1;

export type Lease = containerd.services.leases.v1.ILease;

/**
 * The leases of all namespaces and what they hold. A resource need not exist to be leased. An expired lease stays
 * until it is collected. Changes are on disk when their promise resolves.
 */
export interface LeaseStore {
  /** No id: one is made up. @throws AlreadyExists */
  create(namespace: string, lease: { id?: string; labels?: Record<string, string> | null }): Promise<Lease>;
  /** @throws NotFound */
  delete(namespace: string, id: string): Promise<void>;
  /** In bytewise order of ids. @throws InvalidArgument for a bad filter */
  list(namespace: string, filters?: readonly string[]): Promise<Lease[]>;
  /** @throws NotFound, InvalidArgument, Unimplemented */
  addResource(namespace: string, id: string, resource: LeaseResource | null | undefined, options?: TransactOptions): Promise<void>;
  /** A resource that the lease does not hold is no error. @throws NotFound, InvalidArgument, Unimplemented */
  deleteResource(namespace: string, id: string, resource: LeaseResource | null | undefined, options?: TransactOptions): Promise<void>;
  /** Content, images, ingests, snapshots. @throws NotFound */
  listResources(namespace: string, id: string): Promise<LeaseResource[]>;
}

/** `settled`: of a lease that garbage collection has condemned nothing is told before the verdict. */
export function createLeaseStore(store: MetadataStore, { settled, settledAll }: Pick<Collection, "settled" | "settledAll">): LeaseStore {
  return {
    create: (namespace, { id, labels }) =>
      store.transact((tx) => {
        const lease = { id: id || createLeaseId(), createdAt: nowTimestamp(), labels: compactLabels(labels) };
        if (tx.get(leaseBucket(namespace), lease.id) !== undefined) throw alreadyExists(`lease ${JSON.stringify(id)}`);
        ensureNamespace(tx, namespace);
        tx.put(leaseBucket(namespace), lease.id, LeaseMessage.encode(lease).finish());
        return lease;
      }),
    delete: (namespace, id) =>
      store.transact((tx) => {
        if (!removeLease(tx, namespace, id)) throw notFound(`lease ${JSON.stringify(id)}`);
      }),
    async list(namespace, filters) {
      const matches = compileListFilters(filters);
      await settledAll(namespace, "lease");
      return listLeases(store, namespace).filter((lease) => matches(leaseFields(lease)));
    },
    addResource: (namespace, lease, resource, options) =>
      store.transact((tx) => {
        requireLease(tx, namespace, lease);
        addLeaseEntry(tx, { namespace, lease, ...parseLeaseResource(resource) });
      }, options),
    deleteResource: (namespace, lease, resource, options) =>
      store.transact((tx) => {
        requireLease(tx, namespace, lease);
        removeLeaseEntry(tx, { namespace, lease, ...parseLeaseResource(resource) });
      }, options),
    async listResources(namespace, id) {
      await settled({ namespace, kind: "lease", key: id });
      requireLease(store, namespace, id);
      return listLeaseEntries(store, namespace, id);
    },
  };
}

/** Every lease of a namespace, expired ones too. */
export function listLeases(reader: Reader, namespace: string): Lease[] {
  return reader.list(leaseBucket(namespace)).map(({ value }) => LeaseMessage.decode(value));
}

function requireLease(reader: Reader, namespace: string, id: string): void {
  if (reader.get(leaseBucket(namespace), id) === undefined) throw notFound(`lease ${JSON.stringify(id)}`);
}

/** `<nanoseconds of the second>-<4 characters>`, as containerd makes them up. */
function createLeaseId(): string {
  return `${nowTimestamp().nanos}-${randomBytes(3).toString("base64url")}`;
}

function leaseFields(lease: Lease): FieldLookup {
  return ([field, ...rest]) => {
    if (field === "id") return lease.id || undefined;
    return field === "labels" ? lookupIn(lease.labels, rest) : undefined;
  };
}
