import { containerd } from "@stevedore/api";
import type { MetadataStore, Reader, StoredRecord, Transaction } from "@stevedore/metadata";
import { imageBucket, removeImage } from "../image-store.ts";
import { leaseBucket, listLeaseEntries, parseEntryBucket, removeLease } from "../lease-entry.ts";
import type { Written } from "../write-barrier.ts";
import { isExpired, type Ref } from "./labels.ts";
import type { IsKept, LeaseNode, Node } from "./mark.ts";

const { Image } = containerd.services.images.v1;
const { Lease, Resource } = containerd.services.leases.v1;
const IMAGES = imageBucket("");
const LEASES = leaseBucket("");

/** A record of this service, and the revision at which it was read. */
interface Versioned {
  namespace: string;
  key: string;
  revision: number;
}

/** The images and leases of all namespaces, as garbage collection takes them. */
export interface OwnRecords {
  nodes: Node[];
  leases: LeaseNode[];
  images: Versioned[];
  /** Leases whose time was over when they were read. */
  expired: Versioned[];
}

export function readOwnRecords(reader: Reader, now: number): OwnRecords {
  const own: OwnRecords = { nodes: [], leases: [], images: [], expired: [] };
  for (const [namespace, record] of recordsOf(reader, IMAGES)) {
    own.nodes.push(imageNode(namespace, record.value));
    own.images.push({ namespace, key: record.key, revision: record.revision });
  }
  for (const [namespace, record] of recordsOf(reader, LEASES)) {
    const { labels } = Lease.decode(record.value);
    const resources = listLeaseEntries(reader, namespace, record.key).map(refOf);
    own.leases.push({ namespace, id: record.key, labels, resources });
    if (isExpired(labels, now)) own.expired.push({ namespace, key: record.key, revision: record.revision });
  }
  return own;
}

/** What was written while a collection ran: each image as it was, each lease entry, whether or not they are still there. */
export function readWritten(reader: Reader, written: readonly Written[]): Pick<OwnRecords, "nodes" | "leases"> {
  const nodes: Node[] = [];
  const leases: LeaseNode[] = [];
  for (const { bucket, value } of written) {
    const entry = parseEntryBucket(bucket);
    if (bucket.startsWith(IMAGES)) nodes.push(imageNode(bucket.slice(IMAGES.length), value));
    else if (entry !== undefined) leases.push(entryNode(reader, entry, value));
  }
  return { nodes, leases };
}

// The labels of a lease that is gone again are not known: then its resources are kept in full.
function entryNode(reader: Reader, { namespace, lease }: { namespace: string; lease: string }, value: Uint8Array): LeaseNode {
  const record = reader.get(leaseBucket(namespace), lease);
  const labels = record === undefined ? {} : Lease.decode(record.value).labels;
  return { namespace, id: lease, labels, resources: [refOf(Resource.decode(value))] };
}

/**
 * Removes the expired images that nothing keeps and the expired leases, unless a client has changed them since they
 * were read. Returns how many of each.
 */
export function removeOwnRecords(store: MetadataStore, own: OwnRecords, isKept: IsKept): Promise<{ images: number; leases: number }> {
  const images = own.images.filter(({ namespace, key }) => !isKept(namespace, { kind: "image", key }));
  if (images.length + own.expired.length === 0) return Promise.resolve({ images: 0, leases: 0 });
  return store.transact((tx) => ({
    images: removeUnchanged(tx, images, imageBucket, removeImage),
    leases: removeUnchanged(tx, own.expired, leaseBucket, removeLease),
  }));
}

type Remove = (tx: Transaction, namespace: string, key: string) => unknown;

function removeUnchanged(tx: Transaction, records: readonly Versioned[], bucketOf: (namespace: string) => string, remove: Remove): number {
  const unchanged = records.filter(({ namespace, key, revision }) => tx.get(bucketOf(namespace), key)?.revision === revision);
  for (const { namespace, key } of unchanged) remove(tx, namespace, key);
  return unchanged.length;
}

function* recordsOf(reader: Reader, prefix: string): Iterable<[namespace: string, record: StoredRecord]> {
  for (const bucket of reader.buckets(prefix)) for (const record of reader.list(bucket)) yield [bucket.slice(prefix.length), record];
}

function imageNode(namespace: string, value: Uint8Array): Node {
  const { name, labels, target } = Image.decode(value);
  return { namespace, kind: "image", key: name, labels, refs: [{ kind: "content", key: target?.digest ?? "" }] };
}

const KIND_OF_TYPE: Record<string, string> = { content: "content", images: "image", ingests: "ingest" };

function refOf({ type, id }: { type?: string | null; id?: string | null }): Ref {
  const kind = KIND_OF_TYPE[type ?? ""] ?? (type ?? "").replace(/^snapshots\//, "snapshot/");
  return { kind, key: id ?? "" };
}
