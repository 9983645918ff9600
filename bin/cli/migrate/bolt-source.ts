import path from "node:path";
import { ZERO_TIME, type Timestamp } from "@stevedore/api";
import { openBolt, readGoTime, readVarint, type BoltBucket } from "@stevedore/bolt";
import { dataLoss, failedPrecondition } from "@stevedore/errors";
import type { Labels, Source, SourceBlob, SourceImage, SourceLease, SourceNamespace } from "./source.ts";

/** containerd's records below its root. */
export const BOLT_FILE = "io.containerd.metadata.v1.bolt/meta.db";

/**
 * The records of a stopped containerd, from its bolt file (schema v1: `core/metadata/buckets.go`).
 * @throws Unavailable when a daemon has it open, FailedPrecondition when it is none of containerd's
 */
export function openBoltSource(root: string): Source {
  const file = path.join(root, BOLT_FILE);
  const database = openBolt({ path: file });
  const version = database.root.bucket("v1");
  if (version === undefined) {
    database[Symbol.dispose]();
    throw failedPrecondition(`${file} has no bucket v1: no containerd since 1.0 wrote it`);
  }
  return {
    description: file,
    async namespaces() {
      return [...version.entries()].filter(({ bucket }) => bucket !== undefined).map(({ key }) => key);
    },
    async read(name) {
      return readNamespace(name, version.bucket(name));
    },
    hasBlob: async (name, digest) => descend(version, name, "content", "blob", digest) !== undefined,
    [Symbol.asyncDispose]: async () => database[Symbol.dispose](),
  };
}

function readNamespace(name: string, bucket: BoltBucket | undefined): SourceNamespace {
  return {
    name,
    labels: readMap(bucket, "labels"),
    images: childrenOf(bucket?.bucket("images")).map(readImage),
    blobs: childrenOf(descend(bucket, "content", "blob")).map(readBlob),
    leases: childrenOf(bucket?.bucket("leases")).map(readLease),
    left: {
      containers: childrenOf(bucket?.bucket("containers")).length,
      snapshots: childrenOf(bucket?.bucket("snapshots")).reduce((sum, { bucket: keys }) => sum + childrenOf(keys).length, 0),
      ingests: childrenOf(descend(bucket, "content", "ingests")).length,
      sandboxes: childrenOf(bucket?.bucket("sandboxes")).length,
    },
  };
}

interface Child {
  key: string;
  bucket: BoltBucket;
}

function readImage({ key, bucket }: Child): SourceImage {
  const target = bucket.bucket("target");
  const digest = target?.get("digest")?.toString();
  if (digest === undefined) throw dataLoss(`image ${JSON.stringify(key)} has no target`);
  const descriptor = { digest, mediaType: target?.get("mediatype")?.toString() ?? "", size: readVarint(target?.get("size")) ?? 0 };
  return { name: key, labels: readMap(bucket, "labels"), target: { ...descriptor, annotations: readMap(bucket, "annotations") }, createdAt: readTime(bucket, "createdat") };
}

function readBlob({ key, bucket }: Child): SourceBlob {
  const size = readVarint(bucket.get("size")) ?? 0;
  return { digest: key, size, labels: readMap(bucket, "labels"), createdAt: readTime(bucket, "createdat"), updatedAt: readTime(bucket, "updatedat") };
}

function readLease({ key, bucket }: Child): SourceLease {
  const flat = ["content", "images", "ingests"].flatMap((type) => keysOf(bucket.bucket(type)).map((id) => ({ type, id })));
  const snapshots = childrenOf(bucket.bucket("snapshots")).flatMap(({ key: snapshotter, bucket: keys }) => keysOf(keys).map((id) => ({ type: `snapshots/${snapshotter}`, id })));
  return { id: key, labels: readMap(bucket, "labels"), resources: [...flat, ...snapshots] };
}

function readMap(bucket: BoltBucket | undefined, name: string): Labels {
  const entries = [...(bucket?.bucket(name)?.entries() ?? [])];
  return Object.fromEntries(entries.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value.toString()]])));
}

function readTime(bucket: BoltBucket, key: string): Timestamp {
  return readGoTime(bucket.get(key)) ?? ZERO_TIME;
}

function keysOf(bucket: BoltBucket | undefined): string[] {
  return [...(bucket?.entries() ?? [])].map(({ key }) => key);
}

function childrenOf(bucket: BoltBucket | undefined): Child[] {
  return [...(bucket?.entries() ?? [])].flatMap(({ key, bucket: child }) => (child === undefined ? [] : [{ key, bucket: child }]));
}

function descend(bucket: BoltBucket | undefined, ...names: string[]): BoltBucket | undefined {
  return names.reduce<BoltBucket | undefined>((at, name) => at?.bucket(name), bucket);
}
