import type { Descriptor } from "@stevedore/oci";

/** A layer that is shown before it has arrived, as it is stored: what it takes to go on with it after a restart. */
export interface ArrivalRecord {
  snapshotter: string;
  /** Where it comes from. */
  reference: string;
  hostDir: string;
  defaultScheme: string;
  descriptor: Descriptor;
  diffId: string;
  /** The committed snapshot's name. */
  chainId: string;
}

const PREFIX = "arrivals/";

export function arrivalBucket(namespace: string): string {
  return PREFIX + namespace;
}

export function namespaceOfBucket(bucket: string): string | undefined {
  return bucket.startsWith(PREFIX) ? bucket.slice(PREFIX.length) : undefined;
}

export function encodeArrival(record: ArrivalRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record));
}

export function decodeArrival(bytes: Uint8Array): ArrivalRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as ArrivalRecord;
}
