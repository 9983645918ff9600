import { containerd, stevedore, type Timestamp } from "@stevedore/api";
import type { Reader, Transaction } from "@stevedore/metadata";
import type { ResourceName } from "@stevedore/resources";

export type Info = containerd.services.content.v1.IInfo & { digest: string; size: number };

/** What is known of an ingest beside its files. */
export interface IngestRecord {
  /** The store's name for it, `<namespace>/<sequence>/<ref>`: unique for ever, so that an aborted ingest is never resumed. */
  backendRef: string;
  /** The blob that it shares, when it needs no bytes of its own. */
  expected?: string;
  /** When it may be collected; absent while a lease holds it. */
  expireAt?: Timestamp;
}

export const BLOBS_PREFIX = "blobs/";
export const INGESTS_PREFIX = "ingests/";
/** Of blobs that were found damaged: their labels go on to keep other things until they are back. */
export const LOST_PREFIX = "lost/";

/** Which blob or ingest a record is. */
export function resourceNameOf(bucket: string, key: string): ResourceName | undefined {
  if (bucket.startsWith(BLOBS_PREFIX)) return { namespace: bucket.slice(BLOBS_PREFIX.length), kind: "content", key };
  if (bucket.startsWith(LOST_PREFIX)) return { namespace: bucket.slice(LOST_PREFIX.length), kind: "content", key };
  if (bucket.startsWith(INGESTS_PREFIX)) return { namespace: bucket.slice(INGESTS_PREFIX.length), kind: "ingest", key };
  return undefined;
}

export function blobResource(namespace: string, digest: string): ResourceName {
  return { namespace, kind: "content", key: digest };
}

export function ingestResource(namespace: string, ref: string): ResourceName {
  return { namespace, kind: "ingest", key: ref };
}

const blobsOf = (namespace: string): string => BLOBS_PREFIX + namespace;
const ingestsOf = (namespace: string): string => INGESTS_PREFIX + namespace;
const PAGE = 500;

/** The blob's record in a namespace. */
export function getBlob(reader: Reader, namespace: string, digest: string): Info | undefined {
  const record = reader.get(blobsOf(namespace), digest);
  return record === undefined ? undefined : decodeBlob(record.value);
}

export function hasBlob(reader: Reader, namespace: string, digest: string): boolean {
  return reader.get(blobsOf(namespace), digest) !== undefined;
}

export function putBlob(tx: Transaction, namespace: string, info: Info): void {
  tx.put(blobsOf(namespace), info.digest, containerd.services.content.v1.Info.encode(info).finish());
}

export function deleteBlob(tx: Transaction, namespace: string, digest: string): boolean {
  return tx.delete(blobsOf(namespace), digest);
}

export type LostBlob = stevedore.v1.ILostBlob & { digest: string; size: number };

const lostOf = (namespace: string): string => LOST_PREFIX + namespace;

export function getLost(reader: Reader, namespace: string, digest: string): LostBlob | undefined {
  const record = reader.get(lostOf(namespace), digest);
  return record === undefined ? undefined : decodeLost(record.value);
}

export function putLost(tx: Transaction, namespace: string, lost: LostBlob): void {
  tx.put(lostOf(namespace), lost.digest, stevedore.v1.LostBlob.encode(lost).finish());
}

export function deleteLost(tx: Transaction, namespace: string, digest: string): boolean {
  return tx.delete(lostOf(namespace), digest);
}

export function* pagesOfLost(reader: Reader, namespace: string): Iterable<LostBlob[]> {
  for (const page of pagesOf(reader, lostOf(namespace))) yield page.map(({ value }) => decodeLost(value));
}

/** Deletes those of a namespace that were last recorded at or before a revision. */
export function deleteAllLost(tx: Transaction, namespace: string, revision: number): void {
  for (const record of tx.list(lostOf(namespace))) if (record.revision <= revision) deleteLost(tx, namespace, record.key);
}

function decodeLost(value: Uint8Array): LostBlob {
  return stevedore.v1.LostBlob.decode(value) as LostBlob;
}

/** Pages of the blobs of a namespace, in order of their digests. */
export function* pagesOfBlobs(reader: Reader, namespace: string): Iterable<Info[]> {
  for (const page of pagesOf(reader, blobsOf(namespace))) yield page.map(({ value }) => decodeBlob(value));
}

export function getIngest(reader: Reader, namespace: string, ref: string): IngestRecord | undefined {
  const record = reader.get(ingestsOf(namespace), ref);
  return record === undefined ? undefined : decodeIngest(record.value);
}

export function putIngest(tx: Transaction, { namespace, ref }: IngestKey, record: IngestRecord): void {
  tx.put(ingestsOf(namespace), ref, Buffer.from(JSON.stringify(record)));
}

export function deleteIngest(tx: Transaction, { namespace, ref }: IngestKey): boolean {
  return tx.delete(ingestsOf(namespace), ref);
}

/** Deletes the ingests of a namespace that were last recorded at or before a revision; returns them. */
export function deleteIngests(tx: Transaction, namespace: string, revision: number): IngestRecord[] {
  const old = tx.list(ingestsOf(namespace)).filter((record) => record.revision <= revision);
  for (const { key } of old) deleteIngest(tx, { namespace, ref: key });
  return old.map(({ value }) => decodeIngest(value));
}

/** Pages of the ingests of a namespace, in order of their refs. */
export function* pagesOfIngests(reader: Reader, namespace: string): Iterable<(IngestRecord & { ref: string })[]> {
  for (const page of pagesOf(reader, ingestsOf(namespace))) yield page.map(({ key, value }) => ({ ref: key, ...decodeIngest(value) }));
}

/** The namespaces that have records: of blobs, of ingests, or of either. */
export function namespacesWith(reader: Reader, ...prefixes: string[]): string[] {
  const names = prefixes.flatMap((prefix) => reader.buckets(prefix).map((bucket) => bucket.slice(prefix.length)));
  return [...new Set(names)].sort();
}

export interface IngestKey {
  namespace: string;
  ref: string;
}

function* pagesOf(reader: Reader, bucket: string): Iterable<ReturnType<Reader["list"]>> {
  for (let after = ""; ; ) {
    const page = reader.list(bucket, { after, limit: PAGE });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.key;
  }
}

export function decodeBlob(value: Uint8Array): Info {
  return containerd.services.content.v1.Info.decode(value) as Info;
}

export function decodeIngest(value: Uint8Array): IngestRecord {
  return JSON.parse(Buffer.from(value).toString()) as IngestRecord;
}
