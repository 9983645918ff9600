import type { Mount } from "@stevedore/linux";
import type { SnapshotKind, Usage } from "./snapshotter.ts";

/** A snapshot as a driver sees it: numbers, no names. `parents` has the nearest first. */
export interface Layer {
  id: number;
  kind: SnapshotKind;
  parents: readonly number[];
  labels: Readonly<Record<string, string>>;
}

/** How snapshots lie on disk. Records, names and rules are the snapshotter's; a driver knows directories and mounts. */
export interface SnapshotDriver {
  /** Where its directories are, one for each snapshot, named by number. */
  readonly directory: string;
  /** Makes what a new active snapshot or view needs, complete or not at all. */
  create(layer: Layer): Promise<void>;
  mounts(layer: Layer): Mount[];
  usage(id: number): Promise<Usage>;
  /** Fits a layer that was written without parents onto these; undefined where the driver can't, and Commit takes no parent. */
  rebase?(id: number, parents: readonly number[]): Promise<void>;
  /** Labels that tell more about a snapshot than its record does. */
  describe?(id: number): Record<string, string>;
}

/** What drivers need of worker threads. */
export interface DriverDisk {
  measure(directory: string): Promise<Usage>;
  copy(source: string, target: string): Promise<void>;
  /** Copies owner, mode and xattrs of a layer's implied directories from the first of `lowers` that has them. */
  adopt(directory: string, lowers: readonly string[]): Promise<void>;
}
