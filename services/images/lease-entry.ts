import { containerd } from "@stevedore/api";
import { invalidArgument, notFound, unimplemented, unknownError } from "@stevedore/errors";
import type { Reader, Transaction } from "@stevedore/metadata";
import { validateDigest } from "@stevedore/names";

const { Resource } = containerd.services.leases.v1;

export type LeaseResource = containerd.services.leases.v1.IResource;

/** One resource of one lease. */
export interface LeaseEntry {
  namespace: string;
  lease: string;
  /** `content`, `images`, `ingests` or `snapshots/<snapshotter>`. */
  type: string;
  id: string;
}

export const leaseBucket = (namespace: string): string => `leases/${namespace}`;
const ENTRY_BUCKETS = "lease-resources/";
const entryBucket = (namespace: string, lease: string): string => `${ENTRY_BUCKETS}${namespace}/${lease}`;

/** The namespace and lease of a bucket of entries; undefined for other buckets. */
export function parseEntryBucket(bucket: string): { namespace: string; lease: string } | undefined {
  if (!bucket.startsWith(ENTRY_BUCKETS)) return undefined;
  const rest = bucket.slice(ENTRY_BUCKETS.length);
  const slash = rest.indexOf("/");
  return { namespace: rest.slice(0, slash), lease: rest.slice(slash + 1) };
}

// The line feed sorts before everything in a snapshotter's name, so entries come by type and then by id.
const entryKey = (type: string, id: string): string => `${type}\n${id}`;

export function isIngestEntry(bucket: string, key: string): boolean {
  return bucket.startsWith(ENTRY_BUCKETS) && key.startsWith("ingests\n");
}

/** Adds to the lease that a call named in its metadata. @throws NotFound */
export function addLeaseEntry(tx: Transaction, { namespace, lease, type, id }: LeaseEntry): void {
  if (tx.get(leaseBucket(namespace), lease) === undefined) throw notFound("lease does not exist");
  // What the bolt store behind containerd says to an empty key.
  if (id === "") throw unknownError("key required");
  tx.put(entryBucket(namespace, lease), entryKey(type, id), Resource.encode({ id, type }).finish());
}

/** An entry, or its lease, that does not exist is no error. */
export function removeLeaseEntry(tx: Transaction, { namespace, lease, type, id }: LeaseEntry): void {
  tx.delete(entryBucket(namespace, lease), entryKey(type, id));
}

/** Content, images, ingests, snapshots; each in bytewise order. */
export function listLeaseEntries(reader: Reader, namespace: string, lease: string): LeaseResource[] {
  return reader.list(entryBucket(namespace, lease)).map(({ value }) => Resource.decode(value));
}

/** Deletes a lease with its entries. False when there was none. */
export function removeLease(tx: Transaction, namespace: string, lease: string): boolean {
  const bucket = entryBucket(namespace, lease);
  for (const { key } of tx.list(bucket)) tx.delete(bucket, key);
  return tx.delete(leaseBucket(namespace), lease);
}

/** @throws InvalidArgument for a wrong shape, Unimplemented for a type that leases can't hold */
export function parseLeaseResource(resource: LeaseResource | null | undefined): { type: string; id: string } {
  const type = resource?.type ?? "";
  const id = resource?.id ?? "";
  const [kind, ...rest] = type.split("/");
  if (kind === "snapshots") {
    if (rest.length !== 1) throw invalidArgument(`invalid snapshot resource type ${type}`);
    // containerd's database, which has no class for it.
    if (rest[0] === "") throw unknownError("bucket name required");
    return { type, id };
  }
  if (kind !== "content" && kind !== "images" && kind !== "ingests") throw unimplemented(`resource type ${type} not supported yet`);
  if (rest.length > 0) throw invalidArgument(`invalid resource type ${type}`);
  if (kind === "content") validateDigest(id, (problem) => `invalid content resource id ${id}: ${problem}`);
  return { type, id };
}
