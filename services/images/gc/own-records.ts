import { containerd } from "@stevedore/api";
import type { MetadataStore, Reader, StoredRecord } from "@stevedore/metadata";
import type { ResourceName, Written } from "@stevedore/resources";
import { imageBucket, removeImage } from "../image-store.ts";
import { leaseBucket, listLeaseEntries, parseEntryBucket, removeLease } from "../lease-entry.ts";
import type { Ref } from "./labels.ts";
import type { LeaseNode, Node } from "./graph.ts";

const { Image } = containerd.services.images.v1;
const { Lease, Resource } = containerd.services.leases.v1;
const IMAGES = imageBucket("");
const LEASES = leaseBucket("");

/** The images and leases of all namespaces, as garbage collection takes them. */
export interface OwnRecords {
  nodes: Node[];
  leases: LeaseNode[];
}

/** Which image or lease a record is. */
export function ownNameOf(bucket: string, key: string): ResourceName | undefined {
  if (bucket.startsWith(IMAGES)) return { namespace: bucket.slice(IMAGES.length), kind: "image", key };
  if (bucket.startsWith(LEASES)) return { namespace: bucket.slice(LEASES.length), kind: "lease", key };
  return undefined;
}

export function readOwnRecords(reader: Reader): OwnRecords {
  const own: OwnRecords = { nodes: [], leases: [] };
  for (const [namespace, record] of recordsOf(reader, IMAGES)) own.nodes.push(imageNode(namespace, record.value));
  for (const [namespace, record] of recordsOf(reader, LEASES)) {
    const { labels } = Lease.decode(record.value);
    own.leases.push({ namespace, id: record.key, labels, resources: listLeaseEntries(reader, namespace, record.key).map(refOf) });
  }
  return own;
}

/** What was written while a collection ran: each image as it was, each lease entry, whether or not they are still there. */
export function readWritten(reader: Reader, written: readonly Written[]): OwnRecords {
  const nodes: Node[] = [];
  const leases: LeaseNode[] = [];
  for (const { bucket, value } of written) {
    const entry = parseEntryBucket(bucket);
    if (bucket.startsWith(IMAGES)) nodes.push({ ...imageNode(bucket.slice(IMAGES.length), value), root: true });
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

/** Removes images and leases that were condemned. Returns how many of each. */
export function removeOwnRecords(store: MetadataStore, condemned: readonly ResourceName[]): Promise<{ images: number; leases: number }> {
  if (condemned.length === 0) return Promise.resolve({ images: 0, leases: 0 });
  return store.transact((tx) => {
    const removed = { images: 0, leases: 0 };
    for (const { namespace, kind, key } of condemned) {
      if (kind === "lease") removed.leases += removeLease(tx, namespace, key) ? 1 : 0;
      else if (tx.get(imageBucket(namespace), key) !== undefined) {
        removeImage(tx, namespace, key);
        removed.images++;
      }
    }
    return removed;
  });
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
