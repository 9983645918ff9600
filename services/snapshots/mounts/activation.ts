import type { Timestamp } from "@stevedore/api";
import type { HandledType, Mount } from "@stevedore/linux";
import type { ResourceName } from "@stevedore/resources";

/** A mount that the manager has made. */
export interface ActiveMount {
  mount: Mount;
  mountedAt: Timestamp;
  mountPoint: string;
  /** By whom it was made, and is to be unmade; undefined: mount(2). */
  handler?: HandledType;
}

/** A named set of mounts: those that are made, and those that whoever asked has to make itself. */
export interface Activation {
  name: string;
  active: ActiveMount[];
  system: Mount[];
  labels: Record<string, string>;
}

/** An activation as it is stored. */
export interface ActivationRecord {
  /** Number of its directory; never used twice. */
  id: number;
  /** The boot in which it was made: mounts don't outlive it. */
  boot: string;
  /** The lease that the call named. */
  lease?: string;
  labels: Record<string, string>;
  createdAt: Timestamp;
  /** Undefined while the mounts are being made: what is there then is nobody's. */
  done?: { active: ActiveMount[]; system: Mount[] };
}

/** What is left to be mounted by who wants to see the whole: where the manager has made all, a bind of the last. */
export function remainingMounts({ active, system }: Pick<Activation, "active" | "system">): Mount[] {
  const last = active.at(-1);
  return system.length > 0 || last === undefined ? [...system] : [{ type: "bind", source: last.mountPoint, options: ["rbind"] }];
}

const PREFIX = "mounts/";
export const activationBucket = (namespace: string): string => PREFIX + namespace;
export const ACTIVATION_BUCKETS = PREFIX;
export const MOUNT_KIND = "mount";

/** Which activation a record is. */
export function mountNameOf(bucket: string, key: string): ResourceName | undefined {
  return bucket.startsWith(PREFIX) ? { namespace: bucket.slice(PREFIX.length), kind: MOUNT_KIND, key } : undefined;
}

export function encodeActivation(record: ActivationRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record));
}

export function decodeActivation(bytes: Uint8Array): ActivationRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as ActivationRecord;
}

export function toActivation(name: string, { labels, done }: ActivationRecord): Activation {
  return { name, labels, active: done?.active ?? [], system: done?.system ?? [] };
}
