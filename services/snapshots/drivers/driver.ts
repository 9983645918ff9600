import type { Mount } from "@stevedore/linux";
import type { DiskPool } from "../disk/pool.ts";
import type { SnapshotKind, Usage } from "../snapshotter.ts";

/** A snapshot as a driver sees it: numbers, no names. `parents` has the nearest first. */
export interface Layer {
  id: number;
  kind: SnapshotKind;
  parents: readonly number[];
  labels: Readonly<Record<string, string>>;
}

/** How snapshots lie on disk. Records, names and rules are the snapshotter's; a driver knows files and mounts. */
export interface SnapshotDriver {
  /** Where its snapshots are: a directory, subvolume or file for each, named by number. `new-<n>` is being made, `rm-<n>` being removed. */
  readonly directory: string;
  /** Makes what a new active snapshot or view needs, complete or not at all. */
  create(layer: Layer): Promise<void>;
  mounts(layer: Layer): Mount[];
  /** What an active snapshot takes. */
  usage(layer: Layer): Promise<Usage>;
  /** Fits a layer that was written without parents onto these; says what it takes then, unless `seal` does. Absent where the driver can't: then Commit takes no parent. */
  rebase?(id: number, parents: readonly number[]): Promise<Usage | void>;
  /** Turns an active snapshot into what a committed one is, before its record is written, and says what it takes; done again when that fails. Absent: it stays what it is. */
  seal?(layer: Layer): Promise<Usage>;
  /** The record of a committed layer is written: what is of no more use may go. After a crash it may not have been called. */
  sealed?(id: number): Promise<void>;
  /** Takes a removed snapshot, now at `file`, off the disk; undefined: as a tree of files. */
  erase?(file: string): Promise<void>;
  /** Labels that tell more about a snapshot than its record does. */
  describe?(id: number): Record<string, string>;
}

/** What drivers need of worker threads. */
export type DriverDisk = Pick<DiskPool, "measure" | "measureChanges" | "copy" | "clone" | "image" | "adoptImage" | "protectImage" | "mergeImages" | "adopt">;
