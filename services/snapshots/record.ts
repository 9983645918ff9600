import type { Timestamp } from "@stevedore/api";
import type { SnapshotInfo, SnapshotKind, Usage } from "./snapshotter.ts";

/** A snapshot as it is stored. */
export interface SnapshotRecord {
  /** Number of its directory; never used twice. */
  id: number;
  kind: SnapshotKind;
  /** Name of the parent, "" where there is none. */
  parent: string;
  labels: Record<string, string>;
  createdAt: Timestamp;
  updatedAt: Timestamp;
  /** Of a committed snapshot. */
  usage?: Usage;
  /** What it is called by the snapshotter behind a proxy. */
  backendKey?: string;
}

export function encodeRecord(record: SnapshotRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record));
}

export function decodeRecord(bytes: Uint8Array): SnapshotRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as SnapshotRecord;
}

export function toInfo(name: string, { kind, parent, labels, createdAt, updatedAt }: SnapshotRecord): SnapshotInfo {
  return { name, kind, parent, labels, createdAt, updatedAt };
}
